"""A child with two separated parents who each have a word of their own, and those around them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from ehcportal.db import Database
from ehcportal.models.person import Person, Placement, Relationship, RelationshipKind, View
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from tests import factories
from tests.cast import Cast
from tests.policy.words import HERS, HIS

SENT = {
    "your_address": {"street": "9 Harbour Row", "town": "Hidden", "postcode": "HD1 1HD"},
    "your_phone": "07700 900123",
    "on_behalf": "someone_else",
    "child_name": {"first": "Maya", "last": "Okafor"},
    "child_address": {"street": "9 Harbour Row", "town": "Hidden", "postcode": "HD1 1HD"},
    "at_home": "Maya and her aunt Rosalind",
    "other_adults": [{"name": {"first": "Ro", "last": "Wilde"}, "contact": "01632 960555"}],
    "safety": "He must not learn where we are",
    "withhold": "Nothing to her father",
    "good_at": f"Drawing the {HERS}",
    "declaration": "yes",
}
"""What the mother sent: what it says of the child, and what must not get further."""

KEPT_BACK = ("Harbour", "HD1", "900123", "Rosalind", "960555", "where we are", "Nothing to her")


@dataclass
class Circle:
    """The ids of the case, of the ties by key of the cast, and of what each parent sent."""

    case: str
    person: str
    ties: dict[str, str]
    hers: str
    his: str

    def at(self, page: str = "") -> str:
        """Return a page of the family."""
        return f"/cases/{self.case}{page}"

    def staff(self, page: str = "") -> str:
        """Return a page of the council below the people of the case."""
        return f"/council/cases/{self.case}/people{page}"

    def tie(self, page: str, key: str) -> str:
        """Return a page of the council about one tie."""
        return self.staff(f"/ties/{self.ties[key]}/{page}")

    def sharing(self, sender: str, reader: str) -> str:
        """Return the page of the rule between two adults."""
        return self.staff(f"/sharing/{self.ties[sender]}/{self.ties[reader]}")


def gather(session: Session, cast: Cast, *, birth_date: date = factories.BIRTH) -> Circle:
    """Make the child, the ties, the case, and a request of each parent."""
    who = cast.accounts
    child = factories.person(session, birth_date=birth_date)
    ties = {key: factories.relationship(session, who[key], child).id for key in PARENTS}
    case = factories.case(session, child, opened=20, coordinator=who["caseworker"])
    _school(session, cast, child)
    sent = {}
    for key, answers in (("parent", SENT), ("second_parent", {**SENT, "good_at": HIS})):
        form = factories.submission(session, who[key], "assessment-request", answers=answers)
        factories.request(session, who[key], joined_to=case, sent=form)
        sent[key] = form.id
    return Circle(case.id, child.id, ties, sent["parent"], sent["second_parent"])


PARENTS = ("parent", "second_parent")


def _school(session: Session, cast: Cast, child: Person) -> None:
    school = Setting(urn="100001", name="Millbrook Primary School", name_folded="millbrook")
    session.add(school)
    session.flush()
    session.add(Placement(person_id=child.id, setting_id=school.id, name=school.name))
    session.add(
        SettingMembership(
            setting_id=school.id,
            account_id=cast.accounts["senco"].id,
            role=SettingRole.SENCO,
            from_on=factories.days_ago(90),
        )
    )


def help_from(
    session: Session, cast: Cast, circle: Circle, helper: str, *, of: str, view: View = View.FULL
) -> str:
    """Tie an advocate whom one of the family has asked in; return the tie's id."""
    child = session.get_one(Person, circle.person)
    tie = factories.relationship(
        session, cast.accounts[helper], child, kind=RelationshipKind.ADVOCATE, view=view
    )
    tie.invited_by_id = cast.accounts[of].id
    circle.ties[helper] = tie.id
    return tie.id


def version(database: Database, row: type[Any], row_id: str) -> str:
    """Return the version of a row, as the page would carry it."""
    with database.reading() as session:
        return str(session.get_one(row, row_id).version)


def tie_version(database: Database, circle: Circle, key: str) -> str:
    """Return the version of a tie."""
    return version(database, Relationship, circle.ties[key])


def text_of(cast: Cast, who: str, path: str, status: int = 200) -> str:
    """Return the words of a page."""
    answer = cast[who].get(path)
    assert answer.status_code == status, (who, path, answer.status_code)
    return answer.get_data(as_text=True)

"""Two families that must not see each other, with their words, and everybody who might look."""

from dataclasses import dataclass

from flask import Flask
from sqlmodel import Session

from ehcportal.demo.cast import Child, child
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.person import Person, RelationshipKind, View
from tests import factories
from tests.cast import Cast

MAYA, ROWAN = child("maya"), child("rowan")

HERS, HIS = "chaffinch", "bullrush"
"""Words that stand only in what the council wrote to one of two separated parents."""


@dataclass(frozen=True, slots=True)
class Told:
    """One child's case and the ids of all that hangs on it."""

    child: Child
    case: str
    request: str
    submission: str
    access_request: str
    publication: str
    thread: str


def tell(app: Flask, cast: Cast) -> dict[str, Told]:
    """Put both families on stage; return what belongs to each child."""
    who = cast.accounts
    with app.extensions["database"].unit() as session:
        maya, case = _story(session, MAYA, who["parent"], who["caseworker"])
        tied = session.get_one(Person, case.person_id)
        factories.relationship(session, who["second_parent"], tied)
        kind = RelationshipKind.ADVOCATE
        factories.relationship(session, who["advocate"], tied, kind=kind, view=View.LIMITED)
        for word, parent in ((HERS, "parent"), (HIS, "second_parent")):
            _alone(session, case, who["caseworker"], word, who[parent])
        rowan, _case = _story(session, ROWAN, who["parent_of_two"], who["caseworker"])
        return {"maya": maya, "rowan": rowan}


def _story(session: Session, about: Child, parent: Account, staff: Account) -> tuple[Told, Case]:
    word = about.canary
    person = factories.person(session, about.forename, about.surname, upn=about.upn)
    factories.relationship(session, parent, person)
    case = factories.case(session, person, opened=20, coordinator=staff)
    answers = {**factories.ACCESS_ANSWERS, "further_information": word}
    sent = factories.submission(session, parent, answers=answers, received=20)
    asked = factories.request(session, parent, surname=word, received=20, joined_to=case, sent=sent)
    paper = factories.published(session, case, f"Report {word}")
    talk = factories.thread(session, case, staff, parent, subject=f"About {word}")
    factories.advice(session, case, f"Adviser {word}")
    access = factories.access_request(session, parent, surname=word)
    told = Told(about, case.id, asked.id, sent.id, access.id, paper.id, talk.id)
    return told, case


def _alone(session: Session, case: Case, staff: Account, word: str, parent: Account) -> None:
    """Write to one of two parents alone, by letter and by message, and note it."""
    factories.published(session, case, f"Letter {word}", only_for=parent)
    factories.thread(session, case, staff, parent, subject=f"Words {word}")
    session.add(
        Event(
            case_id=case.id,
            kind="document.published",
            facts={"title": word},
            audience=EventAudience.FAMILY,
            only_account_id=parent.id,
            on=factories.days_ago(1),
        )
    )

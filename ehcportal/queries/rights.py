"""When a young person's rights become their own, what was recorded, and what a parent sees then."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain.rights import TOLD_BEFORE, may_be_decided, rights_pass_on, rights_pass_soon
from ehcportal.models.access import RightsKind, RightsRecord
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import Person, PersonName, Relationship, View
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.standing import PARENTS, rights_passed

PAGE = 50
LOOKED_BACK = timedelta(days=366)
"""How long ago rights may have passed for the list still to ask what was recorded."""


@dataclass(frozen=True, slots=True)
class Rights:
    """How it stands with the rights of one child or young person today."""

    person_id: str
    version: int
    forename: str
    pass_on: date | None
    lacks_capacity: bool
    may_be_decided: bool

    @property
    def has_passed(self) -> bool:
        """Whether the rights are the young person's already."""
        return self.pass_on is not None and clock.today() > self.pass_on

    @property
    def is_soon(self) -> bool:
        """Whether the rights pass within six months."""
        return rights_pass_soon(self.pass_on, clock.today())


def rights(session: Session, case_id: str) -> Rights:
    """Return them for the child of a case that was opened through the policy; one statement."""
    child, name = session.exec(
        select(Person, PersonName)
        .join(Case, and_(Case.person_id == Person.id))
        .join(PersonName, is_current_name(Person.id))
        .where(Case.id == case_id)
    ).one()
    return Rights(
        person_id=child.id,
        version=child.version,
        forename=name.forename,
        pass_on=rights_pass_on(child.birth_date) if child.birth_date else None,
        lacks_capacity=child.lacks_capacity,
        may_be_decided=may_be_decided(child.birth_date, clock.today()),
    )


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent or carer whose view the young person decides."""

    tie_id: str
    name: str
    described_as: str
    protected: bool
    sees: View | None


def parents(session: Session, person_id: str) -> list[Parent]:
    """Return them, in one statement. Protected ones are for staff alone."""
    rows = session.exec(
        select(Relationship, Account)
        .join(Account, and_(Account.id == Relationship.account_id))
        .where(
            Relationship.person_id == person_id,
            col(Relationship.kind).in_(PARENTS),
            in_force(Relationship, clock.today()),
        )
        .order_by(col(Account.forename), col(Account.surname))
    )
    return [
        Parent(tie.id, who.name, tie.described_as or "", tie.protected, tie.once_grown)
        for tie, who in rows
    ]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line of the history of a young person's rights."""

    kind: RightsKind
    view: View | None
    whose: str
    how: str
    on: date
    by: str


def history(session: Session, person_id: str) -> list[Recorded]:
    """Return what was recorded, the newest first, in one statement: for staff."""
    by, whose = aliased(Account), aliased(Account)
    rows = session.execute(
        sa.select(RightsRecord, by, whose)
        .join(by, and_(by.id == RightsRecord.by_id))
        .join(Relationship, and_(Relationship.id == RightsRecord.relationship_id), isouter=True)
        .join(whose, and_(whose.id == Relationship.account_id), isouter=True)
        .where(col(RightsRecord.person_id) == person_id)
        .order_by(col(RightsRecord.at).desc(), col(RightsRecord.id))
    )
    return [
        Recorded(row.kind, row.view, of.name if of else "", row.how, row.on, who.name)
        for row, who, of in rows
    ]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A young person about whose rights nothing was recorded yet."""

    case_id: str
    reference: str
    name: str
    birth_date: date
    pass_on: date
    folded: str


def unheard(session: Session, after: Cursor | None) -> Listed[Unheard]:
    """Return a page of those whose rights pass within six months, or did in the past year.

    Oldest first, in one statement; only open cases without any record of rights.
    """
    today, born = clock.today(), col(CaseStanding.born_on)
    order = (born, col(CaseStanding.folded), col(CaseStanding.case_id))
    is_recorded = sa.exists().where(col(RightsRecord.person_id) == Case.person_id)
    query = (
        sa.select(Case, PersonName, born, col(CaseStanding.folded))
        .join(CaseStanding, col(CaseStanding.case_id) == Case.id)
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(Case.ended_on).is_(None),
            born <= _born_by(today + TOLD_BEFORE),
            born > _born_by(today - LOOKED_BACK),
            ~is_recorded,
        )
        .order_by(*order)
        .limit(PAGE + 1)
    )
    if place := _place(after):
        query = query.where(sa.tuple_(*order) > place)
    found = [_unheard(*row) for row in session.execute(query)]
    return cut(found, PAGE, lambda last: Cursor(f"{last.birth_date} {last.folded}", last.case_id))


def _place(after: Cursor | None) -> tuple[date, str, str] | None:
    """Return the place after which a page begins; what names none begins at the start."""
    born, _space, folded = after.key.partition(" ") if after else ("", "", "")
    try:
        return (date.fromisoformat(born), folded, after.id) if after else None
    except ValueError:
        return None


def _born_by(day: date) -> date:
    """Return the last birthday of those whose rights have passed or pass on ``day``.

    A school year's children share one day: all who are born by its 31 August.
    """
    newest = day.year - 16
    for year in (newest, newest - 1):
        last = date(year, 8, 31)
        if rights_pass_on(last) <= day:
            return last
    return date(newest - 2, 8, 31)


def _unheard(case: Case, name: PersonName, born: date, folded: str) -> Unheard:
    return Unheard(
        case_id=case.id,
        reference=case.reference,
        name=f"{name.surname}, {name.forename}",
        birth_date=born,
        pass_on=rights_pass_on(born),
        folded=folded,
    )


def is_kept_from(session: Session, account_id: str) -> bool:
    """Whether a young person lets this account, a parent, see nothing; in one statement."""
    rows = session.exec(
        select(Person)
        .join(Relationship, and_(Relationship.person_id == Person.id))
        .where(
            Relationship.account_id == account_id,
            col(Relationship.kind).in_(PARENTS),
            Relationship.once_grown == View.NONE,
            col(Person.lacks_capacity).is_(False),
            in_force(Relationship, clock.today()),
        )
    )
    return any(rights_passed(child.birth_date) for child in rows)

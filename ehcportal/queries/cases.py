"""Cases as they head a page, and the council's list of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import Person, PersonName, Placement
from ehcportal.models.staff import StaffMember
from ehcportal.queries import search
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut

PAGE = 25


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who coordinates a case, and how to reach them, as families read it."""

    account_id: str
    forename: str
    surname: str
    job_title: str | None
    phone: str | None
    available: str | None

    @property
    def name(self) -> str:
        """The name as people read it."""
        return f"{self.forename} {self.surname}"

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside the name."""
        return f"{self.forename[:1]}{self.surname[:1]}".upper()


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Whose case it is, where they learn and who coordinates it."""

    case_id: str
    reference: str
    version: int
    opened_on: date
    ended_on: date | None
    person_id: str
    forename: str
    surname: str
    birth_date: date | None
    birth_date_estimated: bool
    sex: str | None
    upn: str | None
    setting: str | None
    coordinator: Coordinator | None
    died_on: date | None = None
    is_alias: bool = False
    """Whether another record of the same child is kept (guide row C11)."""
    detained_from: date | None = None
    detained_until: date | None = None
    """In relevant youth accommodation, for staff alone (sections 70 to 75)."""

    @property
    def name(self) -> str:
        """The child's name as people read it."""
        return f"{self.forename} {self.surname}"


def head(session: Session, case_id: str) -> CaseHead:
    """Return the head of a case that was opened through the policy, in one statement."""
    values = {"case": case_id, "today": clock.today()}
    row = session.connection().execute(_head(), values).first()
    if row is None:
        raise LookupError("the case has no child with a name")
    return CaseHead(
        case_id=row.id,
        reference=row.reference,
        version=row.version,
        opened_on=row.opened_on,
        ended_on=row.ended_on,
        person_id=row.person_id,
        forename=row.forename,
        surname=row.surname,
        birth_date=row.birth_date,
        birth_date_estimated=row.birth_date_estimated,
        sex=row.sex,
        upn=row.upn,
        setting=row.setting,
        coordinator=_coordinator(row),
        died_on=row.died_on,
        is_alias=row.merged_into_id is not None,
        detained_from=row.detained_from,
        detained_until=row.detained_until,
    )


@fixed
def _head() -> Any:
    """Return the one statement; it is built once, which costs more than to run it."""
    return (
        sa.select(
            *(Case.id, Case.reference, Case.version, Case.opened_on, Case.ended_on),  # type: ignore[call-overload]
            *(Case.person_id, PersonName.forename, PersonName.surname),
            *(Person.birth_date, Person.birth_date_estimated, Person.sex, Person.upn),
            *(Person.died_on, Person.merged_into_id),
            *(Person.detained_from, Person.detained_until),
            col(Placement.name).label("setting"),
            col(Account.id).label("account_id"),
            col(Account.forename).label("coordinator_forename"),
            col(Account.surname).label("coordinator_surname"),
            *(StaffMember.job_title, StaffMember.phone, StaffMember.available),
        )
        .join(Person, and_(Person.id == Case.person_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(Placement, _current_place(), isouter=True)
        .join(CaseAssignment, _coordinates(), isouter=True)
        .join(Account, and_(Account.id == CaseAssignment.account_id), isouter=True)
        .join(StaffMember, _current_staff(sa.bindparam("today", type_=sa.Date())), isouter=True)
        .where(col(Case.id) == sa.bindparam("case"))
    )


def _current_place() -> Any:
    return and_(Placement.person_id == Case.person_id, col(Placement.to_on).is_(None))


def _coordinates() -> Any:
    return and_(
        CaseAssignment.case_id == Case.id,
        CaseAssignment.part == CasePart.COORDINATOR,
        col(CaseAssignment.to_at).is_(None),
    )


def _current_staff(today: Any) -> Any:
    return and_(
        StaffMember.account_id == Account.id,
        in_force(StaffMember, today),
    )


def _coordinator(row: Any) -> Coordinator | None:
    if row.account_id is None:
        return None
    return Coordinator(
        account_id=row.account_id,
        forename=row.coordinator_forename,
        surname=row.coordinator_surname,
        job_title=row.job_title,
        phone=row.phone,
        available=row.available,
    )


class Which(StrEnum):
    """Which cases a list shows."""

    OPEN = "open"
    MINE = "mine"
    WAITING = "waiting"
    """Open, and nobody coordinates it."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A line of the council's list of cases."""

    case_id: str
    reference: str
    forename: str
    surname: str
    folded: str
    birth_date: date | None
    stage: str
    duty: str | None
    """What is due next, as the work tray says it."""
    due_on: date | None
    coordinator: str

    def days_left(self, today: date) -> int:
        """Return the days until it is due; below 0 it is late."""
        return (self.due_on - today).days if self.due_on else 0


def listed(
    session: Session,
    which: Which,
    words: str,
    after: Cursor | None,
    *,
    account_id: str,
    prefix: str = "",
) -> Listed[ListedCase]:
    """Return a page of cases in order of surname and forename, in one statement; two for words."""
    wanted = _named(session, words, prefix)
    wanted += _conditions(which, words, after, account_id, prefix)
    rows = (
        session.connection()
        .execute(
            sa.select(
                col(Case.id),
                col(Case.reference),
                col(PersonName.forename),
                col(PersonName.surname),
                col(PersonName.folded),
                col(Person.birth_date),
                sa.func.coalesce(col(CaseStanding.stage), ""),
                col(CaseStanding.next_duty),
                col(CaseStanding.next_due_on),
                col(Account.forename),
                col(Account.surname),
            )
            .join(Person, and_(Person.id == Case.person_id))
            .join(PersonName, is_current_name(Case.person_id))
            .join(CaseStanding, and_(CaseStanding.case_id == Case.id), isouter=True)
            .join(CaseAssignment, _coordinates(), isouter=True)
            .join(Account, and_(Account.id == CaseAssignment.account_id), isouter=True)
            .where(*wanted)
            .order_by(col(PersonName.folded), col(Case.id))
            .limit(PAGE + 1)
        )
        .all()
    )
    found = [ListedCase(*row[:9], _name(*row[9:])) for row in rows]
    return cut(found, PAGE, lambda last: Cursor(last.folded, last.case_id))


def _name(forename: str | None, surname: str | None) -> str:
    return f"{forename} {surname}" if forename else ""


def _named(session: Session, words: str, prefix: str) -> list[Any]:
    """Return the condition that the words name a case or its child; none without words."""
    if not words.strip():
        return []
    if reference := search.reference(words, prefix):
        return [Case.reference == reference]
    if upn := search.pupil_number(words):
        return [Person.upn == upn]
    ways = search.ranges(col(PersonName.folded), col(PersonName.turned), words)
    return [search.called(words, broad=search.is_broad(session, ways, PersonName))]


def _conditions(
    which: Which, words: str, after: Cursor | None, account_id: str, prefix: str
) -> list[Any]:
    conditions: list[Any] = []
    by_number = search.reference(words, prefix) or search.pupil_number(words)
    if not by_number:
        ended = col(Case.ended_on)
        conditions.append(ended.is_not(None) if which is Which.ENDED else ended.is_(None))
    if which is Which.MINE:
        conditions.append(CaseAssignment.account_id == account_id)
    if which is Which.WAITING:
        standing = CaseStanding
        conditions += [col(standing.case_id).is_not(None), col(standing.coordinator_id).is_(None)]
    if after is not None:
        place = sa.tuple_(col(PersonName.folded), col(Case.id))
        conditions.append(place > (after.key, after.id))
    return conditions

"""The open cases of children who learn at a setting today, for its SENCo (guide row S01)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.duties import Who
from ehcportal.domain.journey import Journey
from ehcportal.domain.keydates import KeyDateState
from ehcportal.domain.names import fold
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.person import PersonName, Placement
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.profile import Profile
from ehcportal.queries import case_facts
from ehcportal.queries.counting import case_journey
from ehcportal.queries.dashboard import DateLine, date_lines
from ehcportal.queries.in_force import in_force, is_current_name, placed
from ehcportal.queries.ties import is_shut_out

MOST = 500
"""Pupils of one setting with an open case; the largest college has fewer."""


class Order(StrEnum):
    """By what the list is ordered."""

    NAME = "name"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil with an open case, and where it stands."""

    case_id: str
    forename: str
    surname: str
    folded: str
    coordinator: str
    journey: Journey
    reference: str = ""

    @property
    def sought(self) -> str:
        """What the SENCo's words are looked for in: the name in either order, and the reference."""
        return f"{self.folded} {fold(self.reference)}"

    @property
    def next_date(self) -> DueDate | None:
        """The next date that the setting may need to know."""
        return next_date(self.journey)

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan that could be looked at before its time."""
        return any(each.kind.is_final for each in self.journey.dates.facts.plans)


def pupils(
    session: Session,
    setting_id: str,
    profile: Profile,
    *,
    account_id: str,
    words: str = "",
    order: Order = Order.NAME,
) -> list[Pupil]:
    """Return the setting's pupils today who have an open case, in two statements.

    A child from whom the account was shut out by staff is not among them.
    """
    rows = session.execute(_pupils(setting_id, account_id)).unique().all()
    facts = case_facts.for_cases(session, [row[0].id for row in rows])
    today = clock.today()
    found = [
        Pupil(
            case_id=case.id,
            forename=name.forename,
            surname=name.surname,
            folded=name.folded,
            coordinator=who.name if who else "",
            journey=case_journey(facts[case.id], profile, today),
            reference=case.reference,
        )
        for case, name, who in rows
    ]
    wanted = fold(words).split()
    kept = [each for each in found if all(word in each.sought for word in wanted)]
    return sorted(kept, key=_by_date) if order is Order.DATE else kept


def _pupils(setting_id: str, account_id: str) -> Any:
    learns_here = sa.exists().where(
        col(Placement.person_id) == Case.person_id,
        col(Placement.setting_id) == setting_id,
        placed(clock.today()),
    )
    coordinates = and_(
        CaseAssignment.case_id == Case.id,
        CaseAssignment.part == CasePart.COORDINATOR,
        col(CaseAssignment.to_at).is_(None),
    )
    return (
        sa.select(Case, PersonName, Account)
        .join(PersonName, is_current_name(Case.person_id))
        .join(CaseAssignment, coordinates, isouter=True)
        .join(Account, and_(Account.id == CaseAssignment.account_id), isouter=True)
        .where(col(Case.ended_on).is_(None), learns_here, ~is_shut_out(account_id))
        .order_by(col(PersonName.folded), col(Case.id))
        .limit(MOST)
    )


def _by_date(pupil: Pupil) -> tuple[date, str]:
    due = pupil.next_date
    return (due.due_on if due else date.max, pupil.folded)


def next_date(journey: Journey) -> DueDate | None:
    """Return what is late or comes next; what the family alone has to do is not a setting's."""
    if journey.late is not None:
        return journey.late
    first = journey.next_key_date
    if first is not None and first.who is not Who.FAMILY:
        return first
    coming = {KeyDateState.DUE, KeyDateState.PLANNED}
    return next(
        (
            each.due
            for each in journey.key_dates
            if each.state in coming and each.due and each.due.who is not Who.FAMILY
        ),
        None,
    )


def lines_for_setting(journey: Journey) -> list[DateLine]:
    """Return the dates of a case but for those by which only the family may act."""
    return [
        each for each in date_lines(journey) if each.due is None or each.due.who is not Who.FAMILY
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil learns, as far as it is the reader's own setting."""

    setting_id: str
    setting: str
    since: date | None

    @property
    def since_moment(self) -> datetime | None:
        """When the first day there began; nothing when nobody knows."""
        if self.since is None:
            return None
        return datetime.combine(self.since, time(), tzinfo=clock.LONDON).astimezone(UTC)


def place(session: Session, person_id: str, account_id: str) -> Place | None:
    """Return the setting by which the account, its SENCo, sees this child; in one statement."""
    today = clock.today()
    row = session.execute(
        sa.select(col(Setting.id), col(Setting.name), col(Placement.from_on))
        .join(Placement, and_(Placement.setting_id == Setting.id))
        .join(SettingMembership, and_(SettingMembership.setting_id == Setting.id))
        .where(
            col(Placement.person_id) == person_id,
            placed(today),
            col(SettingMembership.account_id) == account_id,
            col(SettingMembership.role) == SettingRole.SENCO,
            in_force(SettingMembership, today),
            col(Setting.closed_on).is_(None),
        )
        .order_by(col(Placement.from_on).desc())
    ).first()
    return Place(*row) if row else None

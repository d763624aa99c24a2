"""The meetings that a family demanded about a proposed plan, and what became of each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.plan_wishes import PlanMeeting
from ehcportal.queries import plan_pages, representations
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Said


@dataclass(frozen=True, slots=True)
class Demand:
    """A meeting that somebody of the family asked for with comments on a version."""

    said: Said
    version: Head
    row: PlanMeeting | None

    @property
    def is_in_time(self) -> bool:
        """Whether it came in the days for comments, so that the meeting is owed."""
        until, sent_on = self.version.comments_until, self.said.row.sent_on
        return until is None or sent_on is None or sent_on <= until

    @property
    def is_settled(self) -> bool:
        """Whether it was held, or the family does not want it any more."""
        return self.row is not None and (
            self.row.held_on is not None or self.row.withdrawn_on is not None
        )

    @property
    def is_owed(self) -> bool:
        """Whether the council still owes the meeting."""
        return self.is_in_time and not self.is_settled


def of_case(session: Session, case_id: str) -> list[Demand]:
    """Return every demand about what was proposed since the last final plan."""
    found: list[tuple[Said, Head]] = []
    for head in plan_pages.served(session, case_id):
        if head.is_final:
            break
        sent = representations.sent(session, head.id)
        found += [(each, head) for each in sent if each.row.meeting and not each.row.setting_id]
    if not found:
        return []
    wanted = select(PlanMeeting).where(
        col(PlanMeeting.representation_id).in_([said.row.id for said, _head in found])
    )
    rows = {each.representation_id: each for each in session.exec(wanted)}
    return [Demand(said, head, rows.get(said.row.id)) for said, head in found]


def one(session: Session, case_id: str, representation_id: str) -> Demand | None:
    """Return one demand of this case."""
    found = (each for each in of_case(session, case_id) if each.said.row.id == representation_id)
    return next(found, None)


def of_representation(session: Session, representation_id: str) -> PlanMeeting | None:
    """Return the meeting that follows from what somebody said."""
    wanted = select(PlanMeeting).where(PlanMeeting.representation_id == representation_id)
    return session.exec(wanted).first()


def starts(row: PlanMeeting) -> datetime | None:
    """Return the moment at which a meeting starts, if an hour is known."""
    if row.on is None or row.starts_at is None:
        return None
    return datetime.combine(row.on, row.starts_at, clock.LONDON).astimezone(UTC)


def is_ahead(row: PlanMeeting | None, today: date) -> bool:
    """Whether there is a day for it that has not passed, and it still stands."""
    if row is None or row.on is None or row.held_on or row.withdrawn_on:
        return False
    return row.on >= today

"""Which reviews are due, for the council by term and for each setting."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain import law
from ehcportal.domain.phases import Term
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, CaseStanding
from ehcportal.models.person import PersonName
from ehcportal.models.review import Review, ReviewList
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.reviews.rows import is_decided

PAGE, OLDEST = 25, 10
OF_SETTING = 2_000
"""What a setting reads of its own pupils on one page: more than the largest has."""
NO_SETTING = "none"


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review that is due, and how far it is."""

    case_id: str
    reference: str
    forename: str
    surname: str
    setting_id: str | None
    setting: str
    due_on: date
    review_id: str | None
    meeting_on: date | None
    reported: bool


def due(
    session: Session,
    term: Term,
    *,
    setting_id: str = "",
    after: Cursor | None = None,
    most: int = PAGE,
) -> Listed[DueReview]:
    """Return the reviews that must be finished in a term, by their day, in one statement.

    What is overdue from before stands in the running list until it is done.
    """
    rows = session.execute(
        _due()
        .where(col(CaseClock.due_on).between(term.first, term.last), *_of(setting_id))
        .where(*_after(after))
        .order_by(col(CaseClock.due_on), col(Case.id))
        .limit(most + 1)
    ).all()
    return cut([DueReview(*row) for row in rows], most, _place)


def _place(last: DueReview) -> Cursor:
    return Cursor(last.due_on.isoformat(), last.case_id)


def overdue(
    session: Session, before: date, *, setting_id: str = "", most: int = OLDEST
) -> Listed[DueReview]:
    """Return reviews that should have been finished before a day, the oldest first."""
    rows = session.execute(
        _due()
        .where(col(CaseClock.due_on) < before, *_of(setting_id))
        .order_by(col(CaseClock.due_on), col(Case.id))
        .limit(most + 1)
    ).all()
    return cut([DueReview(*row) for row in rows], most, _place)


@cache
def _due() -> Any:
    """Return what the lists have in common; to build it costs more than to run it."""
    runs = and_(Review.case_id == Case.id, col(Review.dropped_on).is_(None), ~is_decided())
    return (
        sa.select(
            col(Case.id),
            col(Case.reference),
            col(PersonName.forename),
            col(PersonName.surname),
            col(CaseStanding.setting_id),
            sa.func.coalesce(col(Setting.name), ""),
            col(CaseClock.due_on),
            col(Review.id),
            col(Review.meeting_on),
            col(Review.report_on).is_not(None),
        )
        .join(CaseClock, and_(CaseClock.case_id == Case.id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(CaseStanding, and_(CaseStanding.case_id == Case.id), isouter=True)
        .join(Setting, and_(Setting.id == CaseStanding.setting_id), isouter=True)
        .join(Review, runs, isouter=True)
        .where(
            col(CaseClock.duty) == law.REVIEW,
            col(CaseClock.leads) == sa.true(),
            col(Case.ended_on).is_(None),
        )
    )


def _of(setting_id: str) -> list[Any]:
    if setting_id == NO_SETTING:
        return [col(CaseStanding.setting_id).is_(None)]
    return [col(CaseStanding.setting_id) == setting_id] if setting_id else []


def _after(after: Cursor | None) -> list[Any]:
    if after is None:
        return []
    try:
        day = date.fromisoformat(after.key)
    except ValueError:
        return []
    return [sa.tuple_(col(CaseClock.due_on), col(Case.id)) > (day, after.id)]


@dataclass(frozen=True, slots=True)
class SettingCount:
    """A setting with reviews due in a term, and when it was told."""

    setting_id: str
    name: str
    reviews: int
    told: bool


def by_setting(session: Session, term: Term) -> list[SettingCount]:
    """Return each setting with the number of reviews due in a term, in one statement."""
    told = sa.exists().where(
        col(ReviewList.setting_id) == Setting.id, col(ReviewList.term_on) == term.first
    )
    rows = session.execute(
        sa.select(col(Setting.id), col(Setting.name), sa.func.count(), told)
        .join(CaseStanding, and_(CaseStanding.setting_id == Setting.id))
        .join(CaseClock, and_(CaseClock.case_id == CaseStanding.case_id))
        .where(
            col(CaseClock.duty) == law.REVIEW,
            col(CaseClock.leads) == sa.true(),
            col(CaseClock.due_on).between(term.first, term.last),
        )
        .group_by(col(Setting.id), col(Setting.name))
        .order_by(col(Setting.name))
    )
    return [SettingCount(*row) for row in rows]


def health_told_at(session: Session, term: Term) -> datetime | None:
    """Return when it was noted that the health body was sent the list of a term."""
    return session.exec(
        select(col(ReviewList.sent_at)).where(
            col(ReviewList.setting_id).is_(None), col(ReviewList.term_on) == term.first
        )
    ).first()

"""What reviews ask of a SENCo or an adviser now: a day, an answer, advice, a report (row S07)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.phases import transfer_dates
from ehcportal.domain.reviews import review_dates
from ehcportal.domain.rules import Counting
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.desk import CaseClock
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.person import PersonName, Placement
from ehcportal.models.review import Review, ReviewGuest, ReviewKind, ReviewMeeting
from ehcportal.queries.in_force import is_current_name, placed
from ehcportal.queries.reviews.rows import is_decided
from ehcportal.queries.ties import is_shut_out

BEFOREHAND = ("review-advice", "review-child-views")
"""The forms that somebody who works with a child is asked for before the meeting."""


class ReviewTask(StrEnum):
    """What waits for them."""

    SET_DAY = "set_day"
    ANSWER = "answer"
    ADVICE = "advice"
    NOTE_HELD = "note_held"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class ReviewAsk:
    """One thing that a review asks for, and the day by which; an invitation has the meeting's."""

    what: ReviewTask
    case_id: str
    review_id: str
    child: str
    on: date | None


@dataclass(frozen=True, slots=True)
class _Running:
    review: Review
    child: str
    guest: ReviewGuest | None
    review_by: date | None


def of_setting(
    session: Session, setting_id: str, account_id: str, counting: Counting, *, case_id: str = ""
) -> list[ReviewAsk]:
    """Return what reviews of a setting's pupils ask of one of its SENCos, in three statements."""
    learns_here = sa.exists().where(
        col(Placement.person_id) == Case.person_id,
        col(Placement.setting_id) == setting_id,
        placed(clock.today()),
    )
    wanted = [learns_here, ~is_shut_out(account_id)]
    wanted += [col(Case.id) == case_id] if case_id else []
    return _asks(session, _running(session, account_id, wanted), account_id, counting, setting_id)


def of_adviser(session: Session, account_id: str, counting: Counting) -> list[ReviewAsk]:
    """Return what reviews ask of an adviser who is invited, in three statements."""
    advises = sa.exists().where(
        col(CaseContributor.case_id) == Case.id,
        col(CaseContributor.account_id) == account_id,
        col(CaseContributor.to_at).is_(None),
    )
    wanted = [advises, col(ReviewGuest.id).is_not(None)]
    return _asks(session, _running(session, account_id, wanted), account_id, counting, "")


def _running(session: Session, account_id: str, wanted: Sequence[Any]) -> list[_Running]:
    invited = and_(
        ReviewGuest.review_id == Review.id,
        ReviewGuest.account_id == account_id,
        col(ReviewGuest.uninvited_on).is_(None),
    )
    yearly = and_(CaseClock.case_id == Case.id, col(CaseClock.duty) == law.REVIEW)
    rows = session.execute(
        sa.select(Review, PersonName, ReviewGuest, col(CaseClock.due_on))
        .join(Case, and_(Case.id == Review.case_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(ReviewGuest, invited, isouter=True)
        .join(CaseClock, yearly, isouter=True)
        .where(
            col(Review.dropped_on).is_(None), col(Case.ended_on).is_(None), ~is_decided(), *wanted
        )
        .order_by(col(Review.id))
    )
    found = {
        review.id: _Running(review, f"{name.forename} {name.surname}", guest, review_by)
        for review, name, guest, review_by in rows
    }
    return list(found.values())


def _asks(
    session: Session,
    running: list[_Running],
    account_id: str,
    counting: Counting,
    setting_id: str,
) -> list[ReviewAsk]:
    if not running:
        return []
    meetings = _meetings(session, [each.review.id for each in running])
    written = _asked_to_write(session, [each.review.case_id for each in running], account_id)
    found = []
    for each in running:
        meeting = meetings.get(each.review.id)
        owed = [*_answer(each, meeting), *_advice(each, meeting, written)]
        if setting_id and each.review.setting_id == setting_id:
            owed += _holding(each, meeting, counting)
        case_id, review_id = each.review.case_id, each.review.id
        found += [ReviewAsk(what, case_id, review_id, each.child, on) for what, on in owed]
    return found


def _meetings(session: Session, review_ids: list[str]) -> dict[str, ReviewMeeting]:
    """Return the meeting of each review as it stands now."""
    rows = session.exec(
        select(ReviewMeeting)
        .where(col(ReviewMeeting.review_id).in_(review_ids))
        .order_by(col(ReviewMeeting.set_at), col(ReviewMeeting.id))
    )
    return {each.review_id: each for each in rows}


def _asked_to_write(
    session: Session, case_ids: list[str], account_id: str
) -> dict[str, FormAssignment]:
    answered = sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)
    rows = session.exec(
        select(FormAssignment).where(
            col(FormAssignment.case_id).in_(case_ids),
            FormAssignment.account_id == account_id,
            col(FormAssignment.form_id).in_(BEFOREHAND),
            col(FormAssignment.cancelled_at).is_(None),
            ~answered,
        )
    )
    return {each.case_id: each for each in rows}


Owed = tuple[ReviewTask, date | None]


def _answer(each: _Running, meeting: ReviewMeeting | None) -> Iterator[Owed]:
    """Whether one comes: asked until it is said of the day that stands now, or that is over."""
    if each.guest is None or meeting is None or meeting.held_on or meeting.on < clock.today():
        return
    if each.guest.answer is None or each.guest.meeting_id != meeting.id:
        yield ReviewTask.ANSWER, meeting.on


def _advice(
    each: _Running, meeting: ReviewMeeting | None, written: dict[str, FormAssignment]
) -> Iterator[Owed]:
    asked = written.get(each.review.case_id)
    if asked is None or asked.assigned_at < each.review.created_at:
        return
    if meeting is None or meeting.held_on is None:
        yield ReviewTask.ADVICE, asked.due_on or (meeting.on if meeting else None)


def _holding(each: _Running, meeting: ReviewMeeting | None, counting: Counting) -> Iterator[Owed]:
    """What whoever holds the review does: set the day, note who came, report (Regulation 20)."""
    if meeting is None:
        yield ReviewTask.SET_DAY, _meeting_by(each, counting)
    elif meeting.held_on is None and meeting.on <= clock.today():
        yield ReviewTask.NOTE_HELD, meeting.on
    elif meeting.held_on is not None and each.review.report_on is None:
        yield ReviewTask.REPORT, review_dates(meeting.held_on, counting).report.due_on


def _meeting_by(each: _Running, counting: Counting) -> date | None:
    """Return the last day for a meeting that lets the review, or the move, end in time."""
    if each.review.kind is ReviewKind.PHASE_TRANSFER and each.review.due_on:
        return transfer_dates(each.review.due_on).meeting.due_on
    if each.review_by is None:
        return None
    return due(law.REVIEW_MEETING, each.review_by, counting=counting).due_on

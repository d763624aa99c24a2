"""What waits for a SENCo or an adviser, each thing with its day and its one link (row S02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ehcportal import db
from ehcportal.domain.facts import CaseFacts
from ehcportal.queries import advice, consultations
from ehcportal.queries.counting import counting
from ehcportal.queries.reviews import asked
from ehcportal.queries.reviews.asked import ReviewAsk, ReviewTask
from ehcportal.web import current_person, current_profile

REVIEWS = {
    ReviewTask.SET_DAY: lazy_gettext("Set the day of the review meeting"),
    ReviewTask.ANSWER: lazy_gettext("Say whether you come to the review meeting"),
    ReviewTask.ADVICE: lazy_gettext("Write for the review"),
    ReviewTask.NOTE_HELD: lazy_gettext("Note who came to the review meeting"),
    ReviewTask.REPORT: lazy_gettext("Write the report of the review"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: for whom, by when, and where it is done."""

    words: str
    child: str
    case_id: str
    href: str
    on: date | None
    is_meeting: bool = False
    """Whether the day is that of a meeting: no deadline for the answer to an invitation."""


def of_setting(setting_id: str) -> list[Task]:
    """Return all that a setting's SENCo is asked for, the next day first."""
    return by_day([*_advice(), *_consultations(setting_id), *_held(setting_id)])


def of_pupil(facts: CaseFacts, setting_id: str, case_id: str) -> list[Task]:
    """Return what is asked about one pupil; only what there can be is looked for."""
    found = _advice()
    if facts.consultations:
        found += _consultations(setting_id)
    if any(each.decided_on is None for each in facts.reviews):
        found += _held(setting_id, case_id)
    return by_day(each for each in found if each.case_id == case_id)


def of_adviser() -> list[Task]:
    """Return what reviews ask of an adviser, the next day first."""
    session, who = db.session(), current_person().account_id
    asks = asked.of_adviser(session, who, counting(current_profile()))
    return by_day(_reviews(asks, "adviser_review.show"))


def by_day(tasks: Iterable[Task]) -> list[Task]:
    """Put the next day first; what has none stands last."""
    return sorted(tasks, key=lambda each: (each.on or date.max, each.child, each.words))


def _advice() -> list[Task]:
    own = advice.own(db.session(), current_person().account_id, current_profile())
    return [
        Task(
            _("Give advice: %(role)s", role=each.asked.role),
            each.name,
            each.asked.case_id,
            url_for("advice.show", case_id=each.asked.case_id, advice_request_id=each.asked.id),
            each.asked.clock.due.due_on,
        )
        for each in own
        if each.asked.is_missing
    ]


def _consultations(setting_id: str) -> list[Task]:
    session, who = db.session(), current_person().account_id
    found = consultations.of_setting(session, setting_id, who, counting(current_profile()))
    return [
        Task(
            _("Answer whether you can teach them"),
            each.child,
            each.case_id,
            url_for("consultations.show", setting_id=setting_id, consultation_id=each.row.id),
            each.due.due_on,
        )
        for each in found
        if each.row.replied_on is None
    ]


def _held(setting_id: str, case_id: str = "") -> list[Task]:
    session, who = db.session(), current_person().account_id
    counts = counting(current_profile())
    asks = asked.of_setting(session, setting_id, who, counts, case_id=case_id)
    return _reviews(asks, "pupil_reviews.index")


def _reviews(asks: Iterable[ReviewAsk], endpoint: str) -> list[Task]:
    return [
        Task(
            str(REVIEWS[each.what]),
            each.child,
            each.case_id,
            _where(each, endpoint),
            each.on,
            is_meeting=each.what in {ReviewTask.ANSWER, ReviewTask.NOTE_HELD},
        )
        for each in asks
    ]


def _where(each: ReviewAsk, endpoint: str) -> str:
    if each.what is ReviewTask.SET_DAY:
        return url_for("pupil_review_meeting.edit", case_id=each.case_id, review_id=each.review_id)
    return url_for(endpoint, case_id=each.case_id)

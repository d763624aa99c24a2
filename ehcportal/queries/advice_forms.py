"""Form 9 as an adviser begins it: the facts we know, or what they sent before, to be corrected."""

from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain.situations import ADULT_LIFE_FROM_YEAR
from ehcportal.forms.conditions import Answers
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.form import Draft, Submission
from ehcportal.models.person import Person
from ehcportal.queries.advice_proposals import year_group

FORM = "professional-advice"
FILES = frozenset({"advice_file", "attachments"})
"""Files stay with the answer they were sent with."""

AGAIN = frozenset({"declaration"})
"""What has to be said anew for each answer."""


def begun(session: Session, case_id: str, ask_id: str, account_id: str) -> Answers | None:
    """Return what form 9 begins with; nothing when no answer can be sent any more."""
    row = session.exec(
        select(AdviceRequest, Person)
        .join(Case, and_(Case.id == AdviceRequest.case_id))
        .join(Person, and_(Person.id == Case.person_id))
        .where(AdviceRequest.id == ask_id, AdviceRequest.case_id == case_id)
    ).first()
    if row is None or row[0].withdrawn_on is not None or row[0].taken_in_at is not None:
        return None
    known: Answers = {}
    year = year_group(row[1])
    if year is not None:
        known["year_nine"] = "yes" if year >= ADULT_LIFE_FROM_YEAR else "no"
    return {**known, **_sent_before(session, ask_id, account_id)}


def _sent_before(session: Session, ask_id: str, account_id: str) -> dict[str, Any]:
    answers = session.exec(
        select(Submission.answers)
        .join(AdviceAnswer, and_(AdviceAnswer.submission_id == Submission.id))
        .where(
            AdviceAnswer.advice_request_id == ask_id,
            AdviceAnswer.sent_by_id == account_id,
            col(AdviceAnswer.set_aside_at).is_(None),
        )
        .order_by(col(AdviceAnswer.sent_at).desc(), col(AdviceAnswer.id).desc())
    ).first()
    left_out = FILES | AGAIN
    return {key: value for key, value in (answers or {}).items() if key not in left_out}


def is_in_year_nine(session: Session, ask_id: str) -> bool:
    """Say whether the child is in year 9 or above by the date of birth (Regulation 6(1)(g))."""
    child = session.exec(
        select(Person)
        .join(Case, and_(Case.person_id == Person.id))
        .join(AdviceRequest, and_(AdviceRequest.case_id == Case.id))
        .where(AdviceRequest.id == ask_id)
    ).first()
    year = year_group(child) if child else None
    return year is not None and year >= ADULT_LIFE_FROM_YEAR


def open_draft(session: Session, ask_id: str, account_id: str) -> str | None:
    """Return the draft in which an account is writing this advice, if it has begun."""
    return session.exec(
        select(Draft.id)
        .where(
            Draft.advice_request_id == ask_id,
            Draft.account_id == account_id,
            col(Draft.sent_at).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.expires_at) > clock.now(),
        )
        .order_by(col(Draft.saved_at).desc())
    ).first()

"""Requests that a setting made: as its SENCos follow them, and as the family reads them (D10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import Source
from ehcportal.domain.rules import Counting
from ehcportal.models.form import FormVersion, Submission
from ehcportal.models.request import Request

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request of the setting that no case shows yet; the child is named as the setting did."""

    reference: str
    child: str
    received_on: date
    decision_due: DueDate


def waiting(session: Session, setting_id: str, counting: Counting) -> list[Waiting]:
    """Return what a setting asked for and nobody has joined to a case or closed."""
    rows = session.exec(
        select(Request)
        .where(
            Request.setting_id == setting_id,
            Request.source == Source.SETTING,
            col(Request.case_id).is_(None),
            col(Request.closed_at).is_(None),
        )
        .order_by(col(Request.received_on), col(Request.id))
        .limit(MOST)
    )
    return [
        Waiting(
            reference=each.reference,
            child=f"{each.child_forename} {each.child_surname}".strip(),
            received_on=each.received_on,
            decision_due=due(law.DECISION_TO_ASSESS, each.received_on, counting=counting),
        )
        for each in rows
    ]


def for_family(session: Session, case_id: str) -> list[Submission]:
    """Return the requests of settings that the family reads, the newest first."""
    return list(
        session.exec(
            select(Submission)
            .join(Request, and_(Request.submission_id == Submission.id))
            .where(*_shown(case_id))
            .order_by(col(Submission.submitted_at).desc())
            .limit(MOST)
        )
    )


def one_for_family(
    session: Session, case_id: str, submission_id: str
) -> tuple[Submission, FormVersion] | None:
    """Return one of them with the form as it was then."""
    return session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .join(Request, and_(Request.submission_id == Submission.id))
        .where(*_shown(case_id), Submission.id == submission_id)
    ).first()


def _shown(case_id: str) -> tuple[Any, ...]:
    return (
        col(Request.case_id) == case_id,
        col(Request.source) == Source.SETTING,
        col(Request.withheld_reason).is_(None),
    )

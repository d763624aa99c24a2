"""Requests that a setting made: as its SENCos follow them, and as the family reads them (D10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import Source
from ehcportal.domain.rules import Counting
from ehcportal.models.case import Case
from ehcportal.models.form import FormVersion, Submission
from ehcportal.models.person import Placement
from ehcportal.models.request import Request
from ehcportal.queries.in_force import placed
from ehcportal.queries.ties import is_shut_out

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request of the setting; the child is named as the setting did."""

    reference: str
    child: str
    received_on: date
    decision_due: DueDate
    taken_up_on: date | None = None
    case_id: str | None = None
    """The case to which it was joined."""


def waiting(
    session: Session, setting_id: str, account_id: str, counting: Counting
) -> list[Waiting]:
    """Return what a setting asked for and no pupil's case shows: nobody has joined it or closed it.

    One joined to the case of a child who is not noted as its pupil stays until the day of the
    decision, but for who is kept away from the child.
    """
    rows = session.exec(
        _asked_by(setting_id)
        .join(Case, and_(Case.id == Request.case_id), isouter=True)
        .where(
            col(Request.closed_at).is_(None),
            or_(
                col(Request.case_id).is_(None),
                and_(
                    col(Case.ended_on).is_(None),
                    ~_learns_at(setting_id),
                    ~is_shut_out(account_id),
                ),
            ),
        )
    )
    told = [_waiting(each, counting) for each in rows]
    today = clock.today()
    return [each for each in told if not each.case_id or each.decision_due.due_on >= today]


def of_case(session: Session, setting_id: str, case_id: str, counting: Counting) -> list[Waiting]:
    """Return the requests of a setting that were joined to the case of its pupil."""
    rows = session.exec(_asked_by(setting_id).where(Request.case_id == case_id))
    return [_waiting(each, counting) for each in rows]


def _asked_by(setting_id: str) -> Any:
    return (
        select(Request)
        .where(Request.setting_id == setting_id, Request.source == Source.SETTING)
        .order_by(col(Request.received_on), col(Request.id))
        .limit(MOST)
    )


def _learns_at(setting_id: str) -> Any:
    return sa.exists().where(
        col(Placement.person_id) == Case.person_id,
        col(Placement.setting_id) == setting_id,
        placed(clock.today()),
    )


def _waiting(row: Request, counting: Counting) -> Waiting:
    return Waiting(
        reference=row.reference,
        child=f"{row.child_forename} {row.child_surname}".strip(),
        received_on=row.received_on,
        decision_due=due(law.DECISION_TO_ASSESS, row.received_on, counting=counting),
        taken_up_on=clock.london_day(row.joined_at) if row.joined_at else None,
        case_id=row.case_id,
    )


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

"""The exceptions recorded in a case, with what became of each row; staff see who and on what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.time_exception import TimeException


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row. ``ended_reason`` is set on a row that takes the one before back.

    ``about`` and ``role`` are the ask for advice that it is about, where it is about one.
    """

    id: str
    duty: str
    ground: str
    from_on: date
    to_on: date | None
    evidence: str
    approved_by_id: str | None
    approved_by: str | None
    family_told_on: date | None
    corrects_id: str | None
    ended_reason: str | None
    created_at: datetime
    corrected: bool
    about: str | None
    role: str | None
    asked_on: date | None

    @property
    def of(self) -> str:
        """What stands for its duty in a form."""
        return f"{self.duty}:{self.about}" if self.about else self.duty

    @property
    def stands(self) -> bool:
        """Whether it counts now."""
        return not self.corrected and self.ended_reason is None


def recorded(session: Session, case_id: str) -> list[Recorded]:
    """Return every row of a case, the newest first, in one statement."""
    later: Any = aliased(TimeException)
    further = sa.exists().where(
        later.corrects_id == TimeException.id, later.case_id == TimeException.case_id
    )
    rows: Any = session.connection().execute(
        sa.select(
            col(TimeException.id),
            col(TimeException.duty),
            col(TimeException.ground),
            col(TimeException.from_on),
            col(TimeException.to_on),
            col(TimeException.evidence),
            col(TimeException.approved_by_id),
            col(Account.forename) + " " + col(Account.surname),
            col(TimeException.family_told_on),
            col(TimeException.corrects_id),
            col(TimeException.ended_reason),
            col(TimeException.created_at),
            further,
            col(TimeException.advice_request_id),
            col(AdviceRequest.role),
            col(TimeException.asked_on),
        )
        .join(Account, col(Account.id) == TimeException.approved_by_id, isouter=True)
        .join(AdviceRequest, col(AdviceRequest.id) == TimeException.advice_request_id, isouter=True)
        .where(col(TimeException.case_id) == case_id)
        .order_by(col(TimeException.created_at).desc(), col(TimeException.id).desc())
    )
    return [Recorded(*row) for row in rows.all()]

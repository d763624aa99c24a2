"""Early help referrals as they came in: of no case, for whoever works with requests."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ehcportal.models.form import Submission
from ehcportal.models.referral import Referral, ReferralOutcome

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Referred:
    """One referral: whom it is about, when it came and what became of it."""

    id: str
    submission_id: str
    about: str
    reference: str
    received_at: datetime
    closed_at: datetime | None
    outcome: ReferralOutcome | None
    erase_after: datetime | None


COLUMNS = (
    col(Referral.id),
    col(Submission.id),
    col(Submission.about),
    col(Submission.reference),
    col(Referral.received_at),
    col(Referral.closed_at),
    col(Referral.outcome),
    col(Referral.erase_after),
)


def referrals(session: Session) -> list[Referred]:
    """Return the referrals: those that wait first, the longest waiting before the others."""
    query = (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Submission, col(Submission.id) == Referral.submission_id)
        .order_by(
            col(Referral.closed_at).is_not(None),
            col(Referral.closed_at).desc(),
            col(Referral.received_at),
            col(Referral.id),
        )
        .limit(MOST_LISTED)
    )
    return [Referred(*row) for row in session.exec(query)]


def referral(session: Session, referral_id: str) -> Referred | None:
    """Return one referral; no other form that was sent is found with it."""
    query = (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Submission, col(Submission.id) == Referral.submission_id)
        .where(col(Referral.id) == referral_id)
    )
    row = session.exec(query).first()
    return Referred(*row) if row else None

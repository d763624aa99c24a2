"""An early help referral from its arrival to the day it is forgotten (guide row H12)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.document import StoredFile
from ehcportal.models.form import Contribution, Draft, Submission, SubmissionFile
from ehcportal.models.referral import Referral, ReferralOutcome
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services.draft_endings import drop_files, remove_after_commit

MONTH = timedelta(days=30.4375)
MOST_AT_ONCE = 100


def receive(session: Session, trace: Trace, submission: Submission) -> Referral:
    """Hand a form to the early help team: it belongs to no case and starts no clock."""
    made = Referral(submission_id=submission.id, received_at=submission.submitted_at)
    session.add(made)
    session.flush()
    audit.change(session, trace, "referral.received", of=("referral", made.id))
    return made


def close(
    session: Session, trace: Trace, referral_id: str, outcome: ReferralOutcome, *, months: int
) -> None:
    """Say what became of a referral; from now on its time runs.

    LookupError when there is no such referral that is open.
    """
    row = session.exec(
        select(Referral)
        .where(col(Referral.id) == referral_id, col(Referral.closed_at).is_(None))
        .with_for_update()
    ).first()
    if row is None:
        raise LookupError(referral_id)
    row.closed_at = clock.now()
    row.closed_by_id = trace.account_id
    row.outcome = outcome
    row.erase_after = row.closed_at + months * MONTH
    audit.change(session, trace, "referral.closed", of=("referral", row.id))


def forget_what_is_over(session: Session, now: datetime, remove: Callable[[str], object]) -> int:
    """Remove referrals whose time is over: form, files and draft go with them. Return how many."""
    rows = session.exec(
        select(Referral, Submission)
        .join(Submission, col(Submission.id) == Referral.submission_id)
        .where(col(Referral.erase_after) <= now)
        .limit(MOST_AT_ONCE)
    ).all()
    keys = []
    for referral, submission in rows:
        session.delete(referral)
        session.flush()
        keys += _without_files(session, submission.id)
        _remove(session, submission)
    session.flush()
    remove_after_commit(session, keys, remove)
    return len(rows)


def _without_files(session: Session, submission_id: str) -> list[str]:
    rows = session.exec(
        select(SubmissionFile, StoredFile)
        .join(StoredFile, col(StoredFile.id) == SubmissionFile.file_id)
        .where(SubmissionFile.submission_id == submission_id)
    ).all()
    return drop_files(session, rows)


def _remove(session: Session, submission: Submission) -> None:
    """Remove the form; the draft that it was keeps no answers and goes with it."""
    draft_id = submission.draft_id
    run = session.connection().execute
    run(sa.delete(Contribution).where(col(Contribution.submission_id) == submission.id))
    session.delete(submission)
    session.flush()
    if draft_id is not None:
        run(sa.delete(Draft).where(col(Draft.id) == draft_id))

"""Forms of a setting about a case that its family reads: its request, and what it asked for since.

Guide row D10. Staff can withhold each with a reason. An advocate does not read them, and of a
protected child nobody who may not know where it learns.
"""

from typing import Any

from sqlmodel import Session, and_, col, select, union

from ehcportal.domain.facts import Source
from ehcportal.domain.lookagain import AskedBy
from ehcportal.models.ending import AskAgain
from ehcportal.models.form import FormVersion, Submission
from ehcportal.models.request import Request
from ehcportal.policy import Action, Actor
from ehcportal.queries import access
from ehcportal.queries.standing import case_for

MOST = 100


def may_read(session: Session, case_id: str, account_id: str) -> bool:
    """Whether this account may read them, asked anew from the rules of access."""
    opened = case_for(session, Actor(account_id), case_id, Action.READ_ASK)
    return opened is not None and access.own(session, opened).knows_where


def forms(session: Session, case_id: str) -> list[Submission]:
    """Return all of them, the oldest first."""
    of_case = select(Submission).where(_is_open(case_id))
    order = (col(Submission.submitted_at), col(Submission.id))
    return list(session.exec(of_case.order_by(*order).limit(MOST)))


def one(
    session: Session, case_id: str, submission_id: str | None
) -> tuple[Submission, FormVersion] | None:
    """Return one of them with the form as it was then; nothing for any other."""
    return session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .where(_is_open(case_id), Submission.id == submission_id)
    ).first()


def _is_open(case_id: str) -> Any:
    requests = select(Request.submission_id).where(
        Request.case_id == case_id,
        Request.source == Source.SETTING,
        col(Request.withheld_reason).is_(None),
    )
    asks = select(AskAgain.submission_id).where(
        AskAgain.case_id == case_id,
        AskAgain.asked_by == AskedBy.SETTING,
        col(AskAgain.withheld_reason).is_(None),
    )
    return col(Submission.id).in_(union(requests, asks))

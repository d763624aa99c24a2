"""Ending what an adviser sees of an ask that was withdrawn, once they had time to read so."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import CaseContributor
from ehcportal.security.audit import SYSTEM
from ehcportal.services import contributors

TIME_TO_READ = timedelta(days=28)
"""How long an adviser finds the page that says an ask is withdrawn, with what they had written."""

AT_ONCE = 100


def end_withdrawn(session: Session, now: datetime) -> int:
    """End the sight of asks that were withdrawn some weeks ago; return how many ended."""
    last = clock.london_day(now) - TIME_TO_READ
    rows = session.exec(
        select(CaseContributor)
        .join(AdviceRequest, col(AdviceRequest.id) == CaseContributor.advice_request_id)
        .where(
            col(AdviceRequest.withdrawn_on) <= last,
            col(CaseContributor.to_at).is_(None),
        )
        .limit(AT_ONCE)
    ).all()
    for each in rows:
        contributors.end(session, SYSTEM, each)
    return len(rows)

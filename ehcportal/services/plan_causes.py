"""Why a line of a final plan differs from the draft: a comment, a view, a placement decision."""

from enum import StrEnum

from sqlmodel import Session

from ehcportal.models.event import EventAudience
from ehcportal.models.plan import PlanSource
from ehcportal.queries.plans import Head
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.plans import versions


class Cause(StrEnum):
    """What a difference can come from (Code 9.125)."""

    COMMENT = "comment"
    VIEW = "view"
    REPLY = "reply"


def tie(
    session: Session, trace: Trace, head: Head, line_key: str, cause: Cause, cause_id: str
) -> None:
    """Say for what a line differs. Raises what ``versions.open_version`` raises."""
    row = versions.open_version(session, head.case_id, head.id)
    source = PlanSource(
        plan_version_id=row.id,
        line_key=line_key,
        comment_id=cause_id if cause is Cause.COMMENT else None,
        representation_id=cause_id if cause is Cause.VIEW else None,
        consultation_id=cause_id if cause is Cause.REPLY else None,
    )
    session.add(source)
    session.flush()
    timeline.record(
        session,
        trace,
        "plan.difference_explained",
        of=("plan_source", source.id),
        case_id=head.case_id,
        audience=EventAudience.STAFF,
    )

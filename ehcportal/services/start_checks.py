"""Noting whether the provision of a final plan has begun (section 42; good practice)."""

from datetime import date

from sqlmodel import Session

from ehcportal.models.event import EventAudience
from ehcportal.models.start_check import StartCheck
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


def note(session: Session, trace: Trace, of: tuple[str, str], on: date, missing: str) -> StartCheck:
    """Keep what was found; without anything ``missing`` all of it has begun.

    ``of`` are the case and the version of the plan. A later look is a further row.
    """
    case_id, version_id = of
    made = StartCheck(
        case_id=case_id,
        plan_version_id=version_id,
        checked_on=on,
        all_there=not missing,
        missing=missing,
        by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    timeline.record(
        session,
        trace,
        "plan.start_checked" if made.all_there else "plan.start_missing",
        of=("start_check", made.id),
        case_id=case_id,
        audience=EventAudience.STAFF,
        on=on,
        facts={"missing": missing},
    )
    return made

"""Every change to a plan in the audit; on the staff timeline one line a section, day and writer."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.plan import PlanVersion, Section
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import timeline

WRITTEN = "plan.written"


def note(
    session: Session,
    trace: Trace,
    case_id: str,
    version: PlanVersion,
    act: str,
    *,
    of: tuple[str, str],
    section: Section,
) -> None:
    """Write a change down. The first of a day in a section by somebody is told to staff."""
    audit.change(session, trace, act, of=of, case_id=case_id)
    if _is_told_today(session, trace, case_id, version.number, section):
        return
    timeline.record(
        session,
        trace,
        WRITTEN,
        of=("plan_version", version.id),
        case_id=case_id,
        audience=EventAudience.STAFF,
        facts={"section": section.value, "number": version.number},
    )


def _is_told_today(
    session: Session, trace: Trace, case_id: str, number: int, section: Section
) -> bool:
    told = session.exec(
        select(Event.facts).where(
            Event.case_id == case_id,
            Event.kind == WRITTEN,
            col(Event.by_id) == trace.account_id,
            Event.on == clock.today(),
        )
    )
    return {"section": section.value, "number": number} in list(told)

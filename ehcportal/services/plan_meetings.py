"""Meeting a family about a draft or proposed changes: a day, a place, held or not wanted any more.

The family has a right to it when they ask within their days to comment (Regulation 13(1)(b)).
"""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Representation
from ehcportal.models.plan_wishes import PlanMeeting
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline

FAMILY_PATH = "/cases/{}/plan/comments"


@dataclass(frozen=True, slots=True)
class Planned:
    """When and where people meet; times are those of London."""

    on: date
    starts_at: time | None
    minutes: int
    how: str
    place: str


def arrange(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    said: Representation,
    case_id: str,
    version: int,
    planned: Planned,
) -> PlanMeeting:
    """Set the meeting or set it anew, and tell who asked for it. Raises ``StaleDataError``."""
    row = _open(session, said, case_id, version)
    row.on, row.starts_at, row.minutes = planned.on, planned.starts_at, planned.minutes
    row.how, row.place = planned.how, planned.place
    row.set_by_id, row.set_at = trace.account_id, clock.now()
    _keep(session, trace, said, row, "plan.meeting_set")
    if said.account_id is not None:
        alerts.tell(
            session,
            ring,
            said.account_id,
            AlertKind.DOCUMENT,
            FAMILY_PATH.format(case_id),
            case_id=case_id,
            dedupe_key=f"plan-meeting:{row.id}:{row.version}",
        )
    return row


def hold(
    session: Session,
    trace: Trace,
    said: Representation,
    case_id: str,
    version: int,
    held: tuple[date, str],
) -> PlanMeeting:
    """Write down that it was held, on which day, and what was said. Raises ``StaleDataError``."""
    row = _open(session, said, case_id, version)
    row.held_on, row.note = held
    return _keep(session, trace, said, row, "plan.meeting_held")


def withdraw(
    session: Session, trace: Trace, said: Representation, case_id: str, version: int, on: date
) -> PlanMeeting:
    """Write down that the family does not want to meet any more. Raises ``StaleDataError``."""
    row = _open(session, said, case_id, version)
    row.withdrawn_on = on
    return _keep(session, trace, said, row, "plan.meeting_withdrawn")


def _open(session: Session, said: Representation, case_id: str, version: int) -> PlanMeeting:
    """Return the row of a meeting that is not over, as it was seen; 0 is one that there was not."""
    session.get_one(Case, case_id, with_for_update=True)
    found = session.exec(
        select(PlanMeeting)
        .where(PlanMeeting.representation_id == said.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if (found.version if found else 0) != version:
        raise StaleDataError("somebody else changed the meeting")
    if found is not None and (found.held_on or found.withdrawn_on):
        raise StaleDataError("the meeting is over")
    return found or PlanMeeting(case_id=case_id, representation_id=said.id)


def _keep(
    session: Session, trace: Trace, said: Representation, row: PlanMeeting, kind: str
) -> PlanMeeting:
    session.add(row)
    session.flush()
    one_reads = said.account_id is not None
    timeline.record(
        session,
        trace,
        kind,
        of=("plan_meeting", row.id),
        case_id=row.case_id,
        audience=EventAudience.FAMILY if one_reads else EventAudience.STAFF,
        only_account_id=said.account_id if one_reads else None,
    )
    return row

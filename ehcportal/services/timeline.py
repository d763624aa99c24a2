"""Lines of the case timeline, and the audit of a change, written together."""

from datetime import date
from typing import Any

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.events import own_sentences
from ehcportal.models.event import Event, EventAudience
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import clockwork


def record(
    session: Session,
    trace: Trace,
    kind: str,
    *,
    of: tuple[str, str],
    case_id: str | None = None,
    request_id: str | None = None,
    access_request_id: str | None = None,
    audience: EventAudience = EventAudience.FAMILY,
    only_account_id: str | None = None,
    key: bool = False,
    on: date | None = None,
    facts: dict[str, Any] | None = None,
) -> Event:
    """Add a line to the timeline and a row to the audit for the same change.

    ``kind`` is a key of the event texts; ``facts`` are values for its sentence. ``of`` is the type
    and id of what changed. ``only_account_id`` keeps the line to that one person and staff. Raises
    ValueError for a kind without a sentence: nobody would ever read it.
    """
    if kind not in own_sentences():
        raise ValueError(f"no sentence for {kind}")
    event = Event(
        case_id=case_id,
        request_id=request_id,
        access_request_id=access_request_id,
        kind=kind,
        facts=facts or {},
        audience=audience,
        only_account_id=only_account_id,
        by_id=trace.account_id,
        key=key,
        on=on or clock.today(),
    )
    session.add(event)
    if case_id is not None:
        clockwork.note(session, case_id)
    audit.change(session, trace, kind, of=of, case_id=case_id)
    return event

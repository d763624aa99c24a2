"""Requests that came outside the portal, entered by staff with the day they arrived (row C09)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.facts import Source, StartReason
from ehcportal.domain.names import folded_name
from ehcportal.models.event import EventAudience
from ehcportal.models.request import CameBy, Request
from ehcportal.security.audit import Trace
from ehcportal.services import references, timeline

SERIES = "R"
"""The letter of references of requests, as that of the form."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What staff put down of a request that came by post, e-mail, telephone or in person."""

    came_by: CameBy
    source: Source
    sender: str
    forename: str
    surname: str
    birth_date: date | None
    upn: str
    told: str
    received_on: date
    earlier_reason: str = ""
    setting_id: str | None = None
    """The setting that asked, if it is on the council's list: its SENCos follow the request."""


def enter(session: Session, trace: Trace, paper: Paper, *, prefix: str) -> Request:
    """Enter a request as of the day it arrived: from that day the council has six weeks.

    Raises ``ValueError`` for a day after today, and for an earlier one without a reason.
    """
    today = clock.today()
    if paper.received_on > today:
        raise ValueError("a request cannot have arrived later than today")
    if paper.received_on < today and not paper.earlier_reason:
        raise ValueError("an earlier day needs its reason")
    is_notice = paper.source is Source.PROFESSIONAL
    request = Request(
        reference=references.take(session, prefix, SERIES, paper.received_on),
        source=paper.source,
        start_reason=StartReason.NOTICE if is_notice else StartReason.REQUEST,
        received_on=paper.received_on,
        received_earlier_reason=paper.earlier_reason or None,
        came_by=paper.came_by,
        sender=paper.sender,
        told=paper.told,
        setting_id=paper.setting_id if paper.source is Source.SETTING else None,
        entered_by_id=trace.account_id,
        child_forename=paper.forename,
        child_surname=paper.surname,
        child_folded=folded_name(paper.forename, paper.surname),
        child_birth_date=paper.birth_date,
        child_upn=paper.upn or None,
    )
    session.add(request)
    session.flush()
    timeline.record(
        session,
        trace,
        "notice.entered" if is_notice else "request.entered",
        of=("request", request.id),
        request_id=request.id,
        audience=EventAudience.STAFF if is_notice else EventAudience.FAMILY,
        key=not is_notice,
        on=request.received_on,
    )
    return request

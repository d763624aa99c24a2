"""What becomes of an ask for advice: received another way, used again, withdrawn, taken in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.document import Document
from ehcportal.models.event import EventAudience
from ehcportal.queries import advice_ledger
from ehcportal.security.audit import Trace
from ehcportal.services import documents, timeline
from ehcportal.services.documents import Paper
from ehcportal.services.uploads import Kept

ADVICE = "advice"
"""The kind of document that advice is filed as."""


class AdviceClosedError(Exception):
    """The ask was withdrawn, or the answer is part of the case: nothing can be sent any more."""


class NotAgreedError(Exception):
    """It is advice from before, and family or council have not said that it is enough."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Advice that came another way than through the portal."""

    on: date
    author: str = ""
    summary: str = ""
    not_known: bool = False
    kept: Kept | None = None


def standing(session: Session, case_id: str, ask_id: str, version: int | None) -> AdviceRequest:
    """Return an ask to change, held until the commit.

    Raises ``LookupError`` when it is not of the case and ``StaleDataError`` when it changed since
    the person saw it.
    """
    row = session.exec(
        select(AdviceRequest)
        .where(AdviceRequest.id == ask_id, AdviceRequest.case_id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise LookupError("no such advice")
    if version is not None and row.version != version:
        raise StaleDataError("somebody changed this advice meanwhile")
    return row


def check_open(row: AdviceRequest) -> None:
    """Raise ``AdviceClosedError`` when nothing can be sent for an ask any more."""
    if row.withdrawn_on is not None or row.taken_in_at is not None:
        raise AdviceClosedError


def withdraw(session: Session, trace: Trace, row: AdviceRequest, reason: str) -> None:
    """Ask no longer. Who was writing keeps what they wrote, and reads that it is not needed."""
    check_open(row)
    row.withdrawn_on, row.withdrawn_reason = clock.today(), reason
    session.flush()
    record(session, trace, row, "advice.withdrawn", reason=reason)


def arrive(session: Session, trace: Trace, row: AdviceRequest, came: Arrived) -> AdviceAnswer:
    """Note advice that came by post, by e-mail or on the phone, with its file if there is one."""
    check_open(row)
    document = _file(session, trace, row, came)
    answer = AdviceAnswer(
        advice_request_id=row.id,
        document_id=document.id if document else None,
        plain_summary=came.summary,
        entered_by_id=trace.account_id,
        sent_on=came.on,
    )
    session.add(answer)
    is_first = row.received_on is None
    row.received_on = row.received_on or came.on
    row.not_known_to_service = came.not_known
    row.adviser_name = came.author or row.adviser_name
    session.flush()
    record_answer(session, trace, row, is_first=is_first, on=came.on)
    return answer


def record_answer(
    session: Session, trace: Trace, row: AdviceRequest, *, is_first: bool, on: date
) -> None:
    """Put an answer on the timeline; what corrects an earlier one is for staff."""
    if not is_first:
        record(session, trace, row, "advice.corrected", staff=True)
    elif row.not_known_to_service:
        record(session, trace, row, "advice.not_known", on=on)
    else:
        record(session, trace, row, "advice.received", on=on)


def _file(session: Session, trace: Trace, row: AdviceRequest, came: Arrived) -> Document | None:
    if came.kept is None:
        return None
    paper = Paper(title=row.role, kind=ADVICE, document_on=came.on)
    return documents.add(session, trace, row.case_id, paper, came.kept)


def take_in(session: Session, trace: Trace, row: AdviceRequest, *, agreed: str = "") -> None:
    """Make the answer part of the case: its author cannot correct it any more.

    Advice from before takes the place of new advice only if family and council think so too
    (Regulation 6(4)): ``agreed`` says when and how they did, where that is not written down yet.
    Raises ``AdviceClosedError`` when there is no answer, or it was taken in or withdrawn, and
    ``NotAgreedError`` when it is from before and nothing says that they agreed.
    """
    check_open(row)
    if row.received_on is None:
        raise AdviceClosedError
    if lacks_agreement(session, row):
        if not agreed:
            raise NotAgreedError
        record(session, trace, row, "advice.before_agreed", staff=True, reason=agreed)
    row.taken_in_at, row.taken_in_by_id = clock.now(), trace.account_id
    session.flush()
    record(session, trace, row, "advice.taken_in", staff=True)


def lacks_agreement(session: Session, row: AdviceRequest) -> bool:
    """Say whether it is advice from before to which family and council have not both agreed."""
    if row.family_agreed_on is not None and row.council_agreed_on is not None:
        return False
    return advice_ledger.is_from_before(session, row.id)


def record(
    session: Session,
    trace: Trace,
    row: AdviceRequest,
    kind: str,
    *,
    staff: bool = False,
    on: date | None = None,
    reason: str = "",
) -> None:
    """Add a line about an ask to the timeline of its case."""
    timeline.record(
        session,
        trace,
        kind,
        of=("advice_request", row.id),
        case_id=row.case_id,
        audience=EventAudience.STAFF if staff else EventAudience.FAMILY,
        on=on,
        facts={"role": row.role, **({"reason": reason} if reason else {})},
    )

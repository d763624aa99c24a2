"""What goes along with an ask: all that the family lets us share, and what staff add (Reg 6(3))."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.models.assessment import AdviceEvidence, AdviceRequest
from ehcportal.models.document import Document, DocumentVersion
from ehcportal.models.event import EventAudience
from ehcportal.queries import advice_evidence, evidence_there
from ehcportal.queries.advice_evidence import Evidence, Goes
from ehcportal.queries.evidence_there import There
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.advice import changes

REPORT = "report"
"""The kind of paper that a file is filed as when it is to be used as advice."""


class ReasonNeededError(Exception):
    """What the family sent is held back from an adviser only with a reason."""


def choose(
    session: Session, trace: Trace, row: AdviceRequest, keys: Collection[str], reason: str = ""
) -> None:
    """Send just these along: what is no longer chosen is taken back, or held back, at once.

    Raises ``ReasonNeededError`` when something that goes along by itself is left out newly and
    nobody says why.
    """
    found = advice_evidence.of_ask(session, row.case_id, row.id)
    held = advice_evidence.rows(session, row.id)
    left_out = [each for each in found if is_left_out(each, keys)]
    if left_out and not reason:
        raise ReasonNeededError
    for each in found:
        _settle(session, trace, row, each, held.get(each.key), each.key in keys, reason)
    session.flush()
    changes.record(session, trace, row, "advice.evidence", staff=True)
    if left_out:
        changes.record(session, trace, row, "advice.held_back", staff=True, reason=reason)


def choose_for_all(
    session: Session,
    trace: Trace,
    rows: Iterable[AdviceRequest],
    keys: Collection[str],
    reason: str,
) -> None:
    """Send these along with every one of several asks, but for what differs from what goes anyway.

    Raises as ``choose``. The family's own ask needs no papers.
    """
    for row in rows:
        if row.paragraph == OF_FAMILY:
            continue
        found = advice_evidence.of_ask(session, row.case_id, row.id)
        if {each.key for each in found if each.goes is Goes.ALONG} != set(keys):
            choose(session, trace, row, keys, reason)


def is_left_out(each: Evidence, keys: Collection[str]) -> bool:
    """Whether a thing that goes along by itself would be held back anew."""
    return each.there.goes_by_itself and each.goes is Goes.ALONG and each.key not in keys


def _settle(
    session: Session,
    trace: Trace,
    row: AdviceRequest,
    each: Evidence,
    held: AdviceEvidence | None,
    wanted: bool,
    reason: str,
) -> None:
    if wanted is (each.goes is Goes.ALONG) or (wanted and each.there.is_for_council_alone):
        return
    if held is not None:
        held.taken_back_at = clock.now()
    if wanted is not each.there.goes_by_itself:
        kind, _, own_id = each.key.partition("-")
        session.add(
            AdviceEvidence(
                advice_request_id=row.id,
                document_id=own_id if kind == "document" else None,
                submission_file_id=own_id if kind == "file" else None,
                request_id=own_id if kind == "request" else None,
                contribution_id=own_id if kind == evidence_there.ADDITION else None,
                held_back_reason="" if wanted else reason,
                sent_by_id=trace.account_id,
            )
        )


def as_document(session: Session, trace: Trace, case_id: str, there: There) -> str:
    """Return the id of the paper; a file that came with a form is filed as one, once."""
    kind, _, own_id = there.key.partition("-")
    if kind == "document" or there.file is None:
        return own_id
    known = session.exec(
        select(Document.id)
        .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
        .where(Document.case_id == case_id, DocumentVersion.file_id == there.file.id)
    ).first()
    return known or _filed(session, trace, case_id, there, there.file.id)


def _filed(session: Session, trace: Trace, case_id: str, there: There, file_id: str) -> str:
    paper = Document(
        case_id=case_id,
        title=there.title[:200],
        kind=REPORT,
        document_on=there.on,
        created_by_id=trace.account_id,
    )
    session.add(paper)
    session.flush()
    session.add(DocumentVersion(document_id=paper.id, file_id=file_id, name=there.name))
    session.flush()
    timeline.record(
        session,
        trace,
        "document.added",
        of=("document", paper.id),
        case_id=case_id,
        audience=EventAudience.STAFF,
        facts={"title": paper.title, "document": paper.id},
    )
    return paper.id

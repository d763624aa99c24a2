"""What comes with a request on paper: scans of it, and the letter that says it has come (C09)."""

from collections.abc import Sequence

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.document import Document, DocumentVersion
from ehcportal.models.event import EventAudience
from ehcportal.models.request import Request, RequestScan
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import documents, letters, timeline, uploads
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.uploads import Kept

KIND = "family_evidence"


def add(session: Session, trace: Trace, request_id: str, kept: Sequence[Kept]) -> None:
    """Keep scans with a request; one that is joined already has them among the case's documents."""
    request = session.get_one(Request, request_id)
    for each in kept:
        file = uploads.file_row(session, each, trace.account_id, clock.now())
        made = RequestScan(
            request_id=request_id, file_id=file.id, name=each.name, added_by_id=trace.account_id
        )
        session.add(made)
        session.flush()
        audit.change(session, trace, "request.scan_added", of=("request_scan", made.id))
    file_with_case(session, trace, request)


def file_with_case(session: Session, trace: Trace, request: Request) -> None:
    """Make documents of the case of its scans, which nobody but staff sees until published."""
    if request.case_id is None:
        return
    waiting = select(RequestScan).where(
        RequestScan.request_id == request.id, col(RequestScan.document_id).is_(None)
    )
    for scan in session.exec(waiting).all():
        paper = Document(
            case_id=request.case_id,
            title=scan.name[:200],
            kind=KIND,
            document_on=request.received_on,
            created_by_id=trace.account_id,
        )
        session.add(paper)
        session.flush()
        session.add(DocumentVersion(document_id=paper.id, file_id=scan.file_id, name=scan.name))
        scan.document_id = paper.id
        session.add(scan)
        session.flush()
        timeline.record(
            session,
            trace,
            "document.added",
            of=("document", paper.id),
            case_id=request.case_id,
            audience=EventAudience.STAFF,
            facts={"title": paper.title, "document": paper.id},
        )


def take_from_case(session: Session, trace: Trace, request: Request, reason: str) -> None:
    """Take the scans back out of the case of the wrong child; they stay with the request."""
    filed = select(RequestScan).where(
        RequestScan.request_id == request.id, col(RequestScan.document_id).is_not(None)
    )
    for scan in session.exec(filed).all():
        paper = session.get_one(Document, scan.document_id)
        if paper.withdrawn_at is None:
            documents.withdraw(session, trace, paper, reason[:500])
        scan.document_id = None
        session.add(scan)
    session.flush()


def acknowledge(
    session: Session, trace: Trace, ring: KeyRing, request: tuple[str, int], outgoing: Outgoing
) -> None:
    """Send the letter that says it has come; by post where nobody of the family reads online.

    ``request`` is the id and the version as it was seen. Raises ``StaleDataError``.
    """
    row = session.get_one(Request, request[0], populate_existing=True, with_for_update=True)
    if row.version != request[1] or row.case_id is None or row.acknowledged_letter_id is not None:
        raise StaleDataError("a colleague has done it")
    letter = letters.issue(session, trace, ring, row.case_id, outgoing.made, outgoing.to)
    row.acknowledged_letter_id = letter.id
    session.add(row)
    session.flush()
    timeline.record(
        session,
        trace,
        "request.acknowledged",
        of=("request", row.id),
        case_id=row.case_id,
        request_id=row.id,
    )

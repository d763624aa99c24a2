"""Papers of a case: added, published to exactly these readers, replaced, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.alert import AlertKind
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    Publication,
)
from ehcportal.models.event import DOCUMENT, EventAudience
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline, uploads
from ehcportal.services.uploads import Kept

EVENTS = {
    DocumentAudience.FAMILY: ("document.published", EventAudience.FAMILY),
    DocumentAudience.SETTING: ("document.to_setting", EventAudience.STAFF),
    DocumentAudience.STAFF: ("document.to_staff", EventAudience.STAFF),
}
PATHS = {
    DocumentAudience.FAMILY: "/cases/{}/documents",
    DocumentAudience.SETTING: "/settings/pupils/{}",
}
"""Where each audience reads its documents."""
ALERTS = "document:{}:"
"""How the keys of all alerts about one document begin."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What staff say about a paper: its title, its kind and the day it bears."""

    title: str
    kind: str
    document_on: date


@dataclass(frozen=True, slots=True)
class Hearers:
    """To whom a paper goes: an audience, or ``only`` these of it; ``told`` get an alert."""

    audience: DocumentAudience
    told: Sequence[str]
    only: Sequence[str] = ()


def add(session: Session, trace: Trace, case_id: str, paper: Paper, kept: Kept) -> Document:
    """File a paper with its first version. Nobody but staff sees it yet."""
    document = Document(
        case_id=case_id,
        title=paper.title,
        kind=paper.kind,
        document_on=paper.document_on,
        created_by_id=trace.account_id,
    )
    session.add(document)
    session.flush()
    _version(session, trace, document, kept, number=1)
    _record(session, trace, document, "document.added", EventAudience.STAFF)
    return document


def standing(session: Session, case_id: str, document_id: str, version: int) -> Document:
    """Return a paper to change, as the person saw it, with its row held until the end.

    Raises ``LookupError`` if there is none or it was withdrawn, ``StaleDataError`` if it changed.
    """
    document = session.exec(
        select(Document)
        .where(Document.id == document_id, Document.case_id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if document is None or document.withdrawn_at is not None:
        raise LookupError("no such document, or withdrawn")
    if document.version != version:
        raise StaleDataError("the document has changed")
    flag_modified(document, "title")
    return document


def publish(
    session: Session, trace: Trace, ring: KeyRing, document: Document, hearers: Hearers
) -> list[Publication]:
    """Show the newest version to an audience, or to each of the named people alone."""
    number = _newest(session, document.id)
    readers: Sequence[str | None] = hearers.only or (None,)
    made = [
        Publication(
            case_id=document.case_id,
            document_id=document.id,
            version_number=number,
            audience=hearers.audience,
            only_account_id=only,
            published_by_id=trace.account_id,
        )
        for only in readers
    ]
    session.add_all(made)
    session.flush()
    kind, audience = EVENTS[hearers.audience]
    for each in made:
        _record(session, trace, document, kind, audience, only=each.only_account_id)
    _alert(session, ring, document, hearers.audience, hearers.told, number)
    return made


def replace(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    document: Document,
    kept: Kept,
    told: Mapping[DocumentAudience, Sequence[str]],
) -> None:
    """Give it a new version, which every reader sees from now on; the old ones are kept.

    ``told`` are those who see what is published to a whole audience.
    """
    number = _newest(session, document.id) + 1
    _version(session, trace, document, kept, number=number)
    _record(session, trace, document, "document.version", EventAudience.STAFF)
    for each in _published(session, document.id):
        each.version_number = number
        hear = [each.only_account_id] if each.only_account_id else told.get(each.audience, ())
        if each.audience is DocumentAudience.FAMILY:
            kind, only = "document.replaced", each.only_account_id
            _record(session, trace, document, kind, EventAudience.FAMILY, only=only)
        _alert(session, ring, document, each.audience, hear, number)
    session.flush()


def withdraw(session: Session, trace: Trace, document: Document, reason: str) -> None:
    """Take a paper back: nobody but staff opens it from the next request on."""
    now = clock.now()
    document.withdrawn_at, document.withdrawn_reason = now, reason
    _record(session, trace, document, "document.withdrawn", EventAudience.STAFF)
    for each in _published(session, document.id):
        each.withdrawn_at, each.withdrawn_by_id = now, trace.account_id
        if each.audience is DocumentAudience.FAMILY:
            kind, only = "document.taken_back", each.only_account_id
            _record(session, trace, document, kind, EventAudience.FAMILY, only=only)
    alerts.take_back(session, ALERTS.format(document.id))
    session.flush()


def _version(session: Session, trace: Trace, document: Document, kept: Kept, number: int) -> None:
    file = uploads.file_row(session, kept, trace.account_id, clock.now())
    session.add(
        DocumentVersion(document_id=document.id, number=number, file_id=file.id, name=kept.name)
    )
    session.flush()


def _newest(session: Session, document_id: str) -> int:
    return max(
        session.exec(
            select(DocumentVersion.number).where(DocumentVersion.document_id == document_id)
        )
    )


def _published(session: Session, document_id: str) -> Sequence[Publication]:
    return session.exec(
        select(Publication).where(
            Publication.document_id == document_id, col(Publication.withdrawn_at).is_(None)
        )
    ).all()


def _record(
    session: Session,
    trace: Trace,
    document: Document,
    kind: str,
    audience: EventAudience,
    *,
    only: str | None = None,
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("document", document.id),
        case_id=document.case_id,
        audience=audience,
        only_account_id=only,
        facts={"title": document.title, DOCUMENT: document.id},
    )


def _alert(
    session: Session,
    ring: KeyRing,
    document: Document,
    audience: DocumentAudience,
    told: Sequence[str],
    number: int,
) -> None:
    path = PATHS.get(audience)
    for account_id in told if path else ():
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.DOCUMENT,
            (path or "").format(document.case_id),
            case_id=document.case_id,
            dedupe_key=f"{ALERTS.format(document.id)}{number}:{account_id}",
        )

"""The mediation certificate that a person keeps beside their notes, and shares if they like.

Until it is shared it is theirs alone, like the notes (form 17): no page of the council leads to it.
What was shared is a paper of the case, which stays in its record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.document import Document, DocumentVersion, FileState, StoredFile
from ehcportal.models.event import DOCUMENT
from ehcportal.models.proceeding import AppealNote
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries.assignments import coordinator_of
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline, uploads
from ehcportal.services.draft_endings import remove_after_commit
from ehcportal.services.uploads import Kept

Delete = Callable[[str], object]


class SharedError(Exception):
    """It was shared: it is a paper of the case now, and stays."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate somebody keeps; ``shared_on`` once the council may read it."""

    name: str
    file: StoredFile
    version: int
    shared_on: date | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be opened and shared."""
        return self.file.state is FileState.CLEAN

    @property
    def is_blocked(self) -> bool:
        """Whether the virus check refused it."""
        return self.file.state is FileState.BLOCKED


def kept(session: Session, ring: KeyRing, case_id: str, account_id: str) -> Certificate | None:
    """Return the certificate that this person keeps, in one statement."""
    found = session.exec(
        select(AppealNote, StoredFile, Document)
        .join(StoredFile, StoredFile.id == AppealNote.certificate_file_id)  # type: ignore[arg-type]
        .join(
            Document,
            Document.id == AppealNote.shared_document_id,  # type: ignore[arg-type]
            isouter=True,
        )
        .where(AppealNote.case_id == case_id, AppealNote.account_id == account_id)
    ).first()
    if found is None:
        return None
    note, file, paper = found
    shared_on = clock.london_day(paper.created_at) if paper else None
    return Certificate(ring.open_text(note.sealed_certificate_name), file, note.version, shared_on)


def keep(
    session: Session, trace: Trace, ring: KeyRing, case_id: str, file: Kept, remove: Delete
) -> None:
    """Keep a certificate in the place of the one before. Raises ``SharedError``."""
    note = _note(session, trace, case_id)
    if note is None:
        note = AppealNote(case_id=case_id, account_id=trace.account_id or "", version=1)
    _let_go(session, note, remove)
    note.certificate_file_id = uploads.file_row(session, file, trace.account_id, clock.now()).id
    note.sealed_certificate_name = ring.seal_text(file.name)
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError:
        raise StaleDataError("saved in another window meanwhile") from None
    audit.change(session, trace, "certificate.kept", of=("appeal_note", note.id))


def take_away(session: Session, trace: Trace, case_id: str, version: int, remove: Delete) -> None:
    """Remove the certificate as it was seen, and its file.

    Raises ``SharedError``, and ``StaleDataError`` when something was saved meanwhile.
    """
    note = _as_seen(session, trace, case_id, version)
    _let_go(session, note, remove)
    audit.change(session, trace, "certificate.removed", of=("appeal_note", note.id))


def share(
    session: Session, trace: Trace, ring: KeyRing, case_id: str, version: int, title: str
) -> Document:
    """Make it a paper of the case, and tell who coordinates it. Nobody else of the family sees it.

    Raises ``LookupError`` without a file that passed the virus check, ``SharedError``, and
    ``StaleDataError`` when something was saved since it was seen.
    """
    note = _as_seen(session, trace, case_id, version)
    file = session.get(StoredFile, note.certificate_file_id)
    if file is None or file.state is not FileState.CLEAN:
        raise LookupError("no certificate to share")
    if note.shared_document_id is not None:
        raise SharedError
    paper = Document(
        case_id=case_id,
        title=title,
        kind="certificate",
        document_on=clock.today(),
        created_by_id=trace.account_id,
    )
    session.add(paper)
    session.flush()
    name = ring.open_text(note.sealed_certificate_name)
    session.add(DocumentVersion(document_id=paper.id, number=1, file_id=file.id, name=name))
    note.shared_document_id = paper.id
    session.add(note)
    session.flush()
    timeline.record(
        session,
        trace,
        "certificate.shared",
        of=("document", paper.id),
        case_id=case_id,
        only_account_id=trace.account_id,
        facts={DOCUMENT: paper.id},
    )
    _tell(session, ring, case_id, paper.id)
    return paper


def _tell(session: Session, ring: KeyRing, case_id: str, paper_id: str) -> None:
    staff = coordinator_of(session, case_id)
    facts = {"path": f"/council/cases/{case_id}/documents/{paper_id}"}
    circle = Circle(team=Reader.of(staff) if staff else None)
    news.tell(session, ring, News.CASE_NEWS, circle, of=paper_id, facts=facts, case_id=case_id)


def _note(session: Session, trace: Trace, case_id: str) -> AppealNote | None:
    wanted = select(AppealNote).where(
        AppealNote.case_id == case_id, AppealNote.account_id == (trace.account_id or "")
    )
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()


def _as_seen(session: Session, trace: Trace, case_id: str, version: int) -> AppealNote:
    note = _note(session, trace, case_id)
    if note is None or note.certificate_file_id is None or note.version != version:
        raise StaleDataError("saved in another window meanwhile")
    return note


def _let_go(session: Session, note: AppealNote, remove: Delete) -> None:
    if note.shared_document_id is not None:
        raise SharedError
    file = session.get(StoredFile, note.certificate_file_id) if note.certificate_file_id else None
    note.certificate_file_id, note.sealed_certificate_name = None, ""
    if file is None:
        return
    session.add(note)
    session.flush()
    keys = uploads.keys_of(file)
    session.delete(file)
    session.flush()
    remove_after_commit(session, keys, remove)

"""What must always be true of what is stored; ``ehcportal verify`` looks."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, func, select

from ehcportal import clock
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.event import Event
from ehcportal.models.form import Submission
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import PersonName
from ehcportal.models.request import AccessRequest, Request
from ehcportal.models.voice import CaseArchive
from ehcportal.security import audit_chain
from ehcportal.security.keyring import KeyRing, Unreadable
from ehcportal.settings import Settings
from ehcportal.storage import Storage, StorageError, from_url

STUCK_AFTER = timedelta(hours=6)
"""A message that has waited longer than this means that mail does not leave."""

CHUNK = 1024 * 1024


def faults(session: Session, settings: Settings, ring: KeyRing) -> list[str]:
    """Return a line for everything that is wrong."""
    storage = from_url(settings.storage_url, settings.instance)
    return [
        *_files(session, storage),
        *_requests(session),
        *_cases(session),
        *_outbox(session, ring),
        *audit_chain.verify(session),
    ]


def _files(session: Session, storage: Storage) -> Iterator[str]:
    """Every row has its file, unchanged, and every file has its row."""
    known: set[str] = set()
    for file in session.exec(select(StoredFile)):
        known.update(filter(None, (file.storage_key, file.sealed_original_key)))
        if file.state is FileState.BLOCKED:
            continue
        try:
            digest = _digest(storage, file.storage_key)
        except StorageError:
            yield f"stored_file {file.id}: the file is missing"
            continue
        if digest != file.sha256:
            yield f"stored_file {file.id}: the file is not what was stored"
    known.update(filter(None, session.exec(select(CaseArchive.storage_key))))
    for key in storage.keys():  # noqa: SIM118 - a storage is no dict
        if key not in known:
            yield f"storage {key}: no row knows this file"


def _digest(storage: Storage, key: str) -> str:
    made = hashlib.sha256()
    with storage.open(key) as file:
        while chunk := file.read(CHUNK):
            made.update(chunk)
    return made.hexdigest()


def _requests(session: Session) -> Iterator[str]:
    """Every request starts its clock on the London day it arrived or earlier, and has its event."""
    for request in session.exec(select(Request)):
        if request.received_on > clock.london_day(request.received_at):
            yield f"request {request.id}: it counts from later than the day it arrived"
    without = session.exec(
        select(Request.id).where(
            ~select(Event.seq)
            .where((Event.request_id == Request.id) | (Event.case_id == Request.case_id))
            .exists()
        )
    )
    for request_id in without:
        yield f"request {request_id}: no line of any timeline tells of it"
    requested = select(Request.submission_id).where(col(Request.submission_id).is_not(None))
    asked_for_access = select(AccessRequest.submission_id)
    for form_id, known in (
        ("assessment-request", requested),
        ("access-request", asked_for_access),
    ):
        lost = session.exec(
            select(Submission.id).where(
                Submission.form_id == form_id,
                col(Submission.id).not_in(known),
            )
        )
        for submission_id in lost:
            yield f"submission {submission_id}: it was sent and nothing came of it"


def _cases(session: Session) -> Iterator[str]:
    """Every case has a named child and at most one coordinator at a time."""
    nameless = session.exec(
        select(Case.id)
        .join(PersonName, col(PersonName.person_id) == Case.person_id, isouter=True)
        .where(col(PersonName.id).is_(None))
    )
    for case_id in nameless:
        yield f"case {case_id}: its child has no name"
    crowded = session.exec(
        select(CaseAssignment.case_id)
        .where(col(CaseAssignment.to_at).is_(None), CaseAssignment.part == CasePart.COORDINATOR)
        .group_by(CaseAssignment.case_id)
        .having(func.count() > 1)
    )
    for case_id in crowded:
        yield f"case {case_id}: it has two coordinators"


def _outbox(session: Session, ring: KeyRing) -> Iterator[str]:
    """No message waits for hours, none that is done still holds a code, all can be opened."""
    now = clock.now()
    for message in session.exec(select(OutboxMessage)):
        if message.done_at is not None:
            if message.sealed_facts:
                yield f"outbox_message {message.id}: it is done and still holds what was secret"
            continue
        if now - message.not_before > STUCK_AFTER:
            yield f"outbox_message {message.id}: it has waited since {message.not_before:%d %B}"
        if message.sealed_facts and not _opens(ring, message.sealed_facts):
            yield f"outbox_message {message.id}: no key of the ring opens it"


def _opens(ring: KeyRing, sealed: str) -> bool:
    try:
        ring.open_text(sealed)
    except Unreadable:
        return False
    return True

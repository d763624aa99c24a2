"""What comes of one act with each of several cases, and publishing papers of several at once."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal.models.case import Case
from ehcportal.models.document import DocumentAudience
from ehcportal.queries import document_readers, unpublished
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import documents
from ehcportal.services.documents import Hearers


class Outcome(StrEnum):
    """What came of it for one case."""

    DONE = "done"
    OURS = "ours"
    NOBODY = "nobody"
    TODAY = "today"
    NOTHING = "nothing"
    """No paper of this case was chosen."""
    CHANGED = "changed"
    """A paper has changed meanwhile."""
    BY_HAND = "by_hand"
    """Somebody of the family is protected, or parents are apart: each paper is sent by itself."""
    NOT_YOURS = "not_yours"


Chosen = dict[str, dict[str, int]]
"""Of each case: the papers that were chosen, in the version that was seen."""


def chosen(values: Iterable[str]) -> Chosen:
    """Read what was ticked: case, paper and version, with dots between."""
    found: Chosen = {}
    for value in values:
        parts = value.split(".")
        if len(parts) == 3 and parts[2].isdecimal():
            found.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return found


def publish(
    session: Session, trace: Trace, ring: KeyRing, case: Case, papers: dict[str, int]
) -> Outcome:
    """Publish chosen papers of a case to the whole family, all of them or none.

    What somebody of the family may know can harm another: then nothing is done here, and each
    paper goes out on its own page, where every reader is named.
    """
    if not papers:
        return Outcome.NOTHING
    readers = document_readers.readers(session, case)
    if readers.is_delicate:
        return Outcome.BY_HAND
    if not readers.family:
        return Outcome.NOBODY
    waiting = {each.id: each.version for each in unpublished.unpublished(session, [case.id])}
    if any(waiting.get(document_id) != version for document_id, version in papers.items()):
        return Outcome.CHANGED
    told = [each.account_id for each in readers.family]
    hearers = Hearers(DocumentAudience.FAMILY, told)
    try:
        held = [documents.standing(session, case.id, each, papers[each]) for each in papers]
    except (LookupError, StaleDataError):
        return Outcome.CHANGED
    for document in held:
        documents.publish(session, trace, ring, document, hearers)
    return Outcome.DONE

"""What an adviser reads besides the ask: the family's words and evidence, and papers sent along.

Every adviser must be given what the family wrote and sent (Regulation 6(3)). So all of it that
they let us share goes along by itself, unless staff hold a thing back from one adviser with a
reason; anything else goes along where staff chose it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from ehcportal.models.assessment import AdviceEvidence
from ehcportal.models.document import FileState, StoredFile
from ehcportal.queries import evidence_there
from ehcportal.queries.evidence_there import Asked, There


class Goes(StrEnum):
    """Whether a thing goes along with one ask."""

    ALONG = "along"
    HELD_BACK = "held_back"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A thing of the case that can go along with an ask, and whether it does."""

    there: There
    goes: Goes
    why_not: str = ""
    """Why staff hold it back from this adviser."""

    @property
    def key(self) -> str:
        """What names it in a form: ``document-…``, ``file-…``, ``request-…`` or ``addition-…``."""
        return self.there.key

    @property
    def title(self) -> str:
        """What it is called."""
        return self.there.title

    @property
    def on(self) -> date:
        """The day it bears, or on which it came."""
        return self.there.on

    @property
    def is_ready(self) -> bool:
        """Whether it can be opened: a request always, a file once it is found clean."""
        file = self.there.file
        return file is None or FileState(file.state) is FileState.CLEAN


def of_ask(session: Session, case_id: str, ask_id: str) -> list[Evidence]:
    """Return all that is there in a case, with what of it goes along with an ask."""
    chosen = rows(session, ask_id)
    return [_weighed(each, chosen.get(each.key)) for each in evidence_there.there(session, case_id)]


def sent_along(session: Session, case_id: str, ask_id: str) -> list[Evidence]:
    """Return what goes along with an ask, the family's first."""
    return [each for each in of_ask(session, case_id, ask_id) if each.goes is Goes.ALONG]


def one(session: Session, case_id: str, ask_id: str, key: str) -> Evidence | None:
    """Return one thing that goes along with an ask."""
    return next((each for each in sent_along(session, case_id, ask_id) if each.key == key), None)


def file_of(session: Session, case_id: str, ask_id: str, key: str) -> tuple[StoredFile, str] | None:
    """Return the file of one thing that goes along, and its name."""
    found = one(session, case_id, ask_id, key)
    return (found.there.file, found.there.name) if found and found.there.file else None


def by_itself(session: Session, case_id: str, asked: Sequence[Asked]) -> Iterator[Evidence]:
    """Yield all that is there, with what of it goes along with an ask that is made now."""
    for each in evidence_there.there(session, case_id, asked):
        yield _weighed(each, None)


def _weighed(there: There, chosen: AdviceEvidence | None) -> Evidence:
    if there.is_for_council_alone:
        return Evidence(there, Goes.NOT)
    if chosen is None:
        return Evidence(there, Goes.ALONG if there.goes_by_itself else Goes.NOT)
    if chosen.held_back_reason:
        return Evidence(there, Goes.HELD_BACK, chosen.held_back_reason)
    return Evidence(there, Goes.ALONG)


def rows(session: Session, ask_id: str) -> dict[str, AdviceEvidence]:
    """Return what staff chose or held back for an ask and stands, by key."""
    found = session.exec(
        select(AdviceEvidence)
        .where(
            AdviceEvidence.advice_request_id == ask_id, col(AdviceEvidence.taken_back_at).is_(None)
        )
        .order_by(col(AdviceEvidence.sent_at), col(AdviceEvidence.id))
    )
    return {key_of(each): each for each in found}


def key_of(row: AdviceEvidence) -> str:
    """Return the key of what a row is about."""
    if row.document_id is not None:
        return f"document-{row.document_id}"
    if row.submission_file_id is not None:
        return f"file-{row.submission_file_id}"
    if row.contribution_id is not None:
        return f"{evidence_there.ADDITION}-{row.contribution_id}"
    return f"request-{row.request_id}"

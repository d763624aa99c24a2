"""Which pieces of a child's and a parent's own voice somebody may see (guide row S03).

Who made a piece always sees it. Another adult of the family sees it where the maker ticked the
family and staff made a sharing rule between the two; what a young person made and ticked needs no
rule. An advocate sees what whoever asked them in ticked for the family. The others see what was
ticked for them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.person import Person, Relationship, RelationshipKind
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.policy import Relation
from ehcportal.queries.in_force import in_force
from ehcportal.queries.sharing import WITH_THE_CHILD, rules_to
from ehcportal.queries.standing import Standing
from ehcportal.queries.ties import HELPERS

MOST = 400


class Audience(StrEnum):
    """Who may see a piece besides who made it."""

    FAMILY = "family"
    SETTING = "setting"
    PROFESSIONALS = "professionals"
    COUNCIL = "council"


OF_RELATION = {
    Relation.SENCO: Audience.SETTING,
    Relation.CONTRIBUTOR: Audience.PROFESSIONALS,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it is shown."""

    id: str
    voice: VoiceOf
    topic: str
    kind: PieceKind
    words: str
    symbols: list[str]
    seconds: int | None
    helped_by: str | None
    seen_by: list[str]
    made_at: datetime
    made_by: str
    is_own: bool
    mime: str | None
    is_ready: bool
    has_still: bool


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at the pieces of which case, and as what."""

    case_id: str
    person_id: str
    account_id: str
    audience: Audience

    @classmethod
    def at(cls, standing: Standing, account_id: str, audience: Audience) -> "Looking":
        """Return it for a case that was opened."""
        return cls(standing.case.id, standing.case.person_id, account_id, audience)


def pieces(session: Session, looking: Looking, voice: VoiceOf | None = None) -> list[Piece]:
    """Return what may be seen, the oldest first, in one statement."""
    query = (
        select(VoicePiece, StoredFile, Account)
        .join(StoredFile, and_(StoredFile.id == VoicePiece.file_id), isouter=True)
        .join(Account, and_(Account.id == VoicePiece.made_by_id))
        .where(*_visible(looking))
        .order_by(col(VoicePiece.made_at), col(VoicePiece.id))
        .limit(MOST)
    )
    if voice is not None:
        query = query.where(col(VoicePiece.voice) == voice)
    return [_piece(row, file, by, looking) for row, file, by in session.exec(query)]


def _piece(row: VoicePiece, file: StoredFile | None, by: Account, looking: Looking) -> Piece:
    is_own = row.made_by_id == looking.account_id
    names_them = is_own or looking.audience is Audience.COUNCIL
    return Piece(
        id=row.id,
        voice=row.voice,
        topic=row.topic,
        kind=row.kind,
        words=row.words,
        symbols=[str(each) for each in row.symbols],
        seconds=row.seconds,
        helped_by=row.helped_by,
        seen_by=[str(each) for each in row.seen_by],
        made_at=row.made_at,
        made_by=by.name if names_them else "",
        is_own=is_own,
        mime=file.mime if file else None,
        is_ready=file is None or file.state is FileState.CLEAN,
        has_still=row.still_file_id is not None,
    )


def file_of(
    session: Session, looking: Looking, piece_id: str, *, still: bool = False
) -> tuple[StoredFile, VoicePiece] | None:
    """Return the clean file of a piece, or its still, if this person may see the piece."""
    which = VoicePiece.still_file_id if still else VoicePiece.file_id
    return session.exec(
        select(StoredFile, VoicePiece)
        .join(VoicePiece, and_(which == StoredFile.id))
        .where(
            col(VoicePiece.id) == piece_id,
            col(StoredFile.state) == FileState.CLEAN,
            *_visible(looking),
        )
    ).first()


def removable(session: Session, looking: Looking, piece_id: str) -> VoicePiece | None:
    """Return a piece that this person made, locked for taking it away."""
    return session.exec(
        select(VoicePiece)
        .where(
            col(VoicePiece.id) == piece_id,
            col(VoicePiece.made_by_id) == looking.account_id,
            col(VoicePiece.case_id) == looking.case_id,
            col(VoicePiece.removed_at).is_(None),
        )
        .with_for_update()
    ).first()


def used(session: Session, case_id: str) -> tuple[int, int]:
    """Return how many pieces a case has, and how many bytes their files take."""
    row = session.exec(
        select(sa.func.count(), sa.func.coalesce(sa.func.sum(StoredFile.size), 0))
        .select_from(VoicePiece)
        .join(StoredFile, and_(StoredFile.id == VoicePiece.file_id), isouter=True)
        .where(VoicePiece.case_id == case_id, col(VoicePiece.removed_at).is_(None))
    ).one()
    return int(row[0]), int(row[1])


def _visible(looking: Looking) -> tuple[Any, ...]:
    """Conditions on ``VoicePiece``."""
    ticked = _is_ticked(looking.audience)
    if looking.audience is Audience.FAMILY:
        shared = or_(
            col(VoicePiece.made_by_id).in_(rules_to(looking.person_id, looking.account_id)),
            col(VoicePiece.made_by_id).in_(_young_person_for(looking)),
            col(VoicePiece.made_by_id).in_(_who_asked_in(looking)),
        )
        ticked = or_(col(VoicePiece.made_by_id) == looking.account_id, and_(ticked, shared))
    return (
        col(VoicePiece.case_id) == looking.case_id,
        col(VoicePiece.removed_at).is_(None),
        ticked,
    )


def _is_ticked(audience: Audience) -> Any:
    """Whether the list in the row names this audience: one of four plain words, in quotes."""
    return sa.cast(col(VoicePiece.seen_by), sa.String).contains(f'"{audience.value}"')


def _young_person_for(looking: Looking) -> Any:
    """Return the young person's account, unless they are hidden and the reader is not with them."""
    today = clock.today()
    young: Any = aliased(Relationship)
    reader: Any = aliased(Relationship)
    knows_where = or_(col(Person.protected).is_(False), reader.kind.in_(WITH_THE_CHILD))
    return (
        select(young.account_id)
        .join(Person, and_(Person.id == young.person_id))
        .join(reader, and_(reader.person_id == young.person_id, in_force(reader, today)))
        .where(
            young.person_id == looking.person_id,
            young.kind == RelationshipKind.YOUNG_PERSON,
            in_force(young, today),
            reader.account_id == looking.account_id,
            knows_where,
        )
    )


def _who_asked_in(looking: Looking) -> Any:
    """Return who of the family asked this advocate in and is still tied to the child."""
    today = clock.today()
    helper: Any = aliased(Relationship)
    above: Any = aliased(Relationship)
    return (
        select(above.account_id)
        .join(
            helper,
            and_(
                helper.invited_by_id == above.account_id,
                helper.person_id == above.person_id,
                helper.kind.in_(HELPERS),
                in_force(helper, today),
            ),
        )
        .where(
            above.person_id == looking.person_id,
            above.kind.not_in(HELPERS),
            in_force(above, today),
            helper.account_id == looking.account_id,
        )
    )

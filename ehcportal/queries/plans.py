"""The EHC plan as it is read: its versions, and a whole version with all that belongs to it.

``whole`` is what every reader of a plan asks for: the editor, comments, the page of the family,
the difference between two versions, the PDF and the DOCX. It takes four statements however long
the plan is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain.facts import PlanKind
from ehcportal.models.account import Account
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanVersion, Section
from ehcportal.models.voice import PieceKind, VoicePiece
from ehcportal.queries.plan_sources import Source, sources


@dataclass(frozen=True, slots=True)
class Head:
    """A version without its lines."""

    id: str
    plan_id: str
    case_id: str
    number: int
    kind: PlanKind
    from_version_id: str | None
    review_id: str | None
    begun_by: str
    begun_at: datetime
    served_on: date | None
    comments_until: date | None
    document_id: str | None
    dropped_at: datetime | None
    version: int
    posted_on: date | None = None
    health_told: str = ""
    editable_file_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be written: neither served nor dropped."""
        return self.served_on is None and self.dropped_at is None

    @property
    def is_final(self) -> bool:
        """Whether it is, or will be, a plan in force."""
        return self.kind.is_final


@dataclass(frozen=True, slots=True)
class Voice:
    """The piece of About Me or of the parents' views that stands at a line of section A."""

    id: str
    kind: PieceKind
    topic: str
    words: str
    symbols: tuple[str, ...]
    file_id: str | None
    still_file_id: str | None
    is_removed: bool
    """The child changed their mind: the words are gone, and so must be the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a version; ``key`` is the same in every version."""

    key: str
    version: int
    section: Section
    place: int
    area: str | None
    text: str
    details: dict[str, Any]
    voice: Voice | None
    agreed_by_health_on: date | None
    changed_by: str
    changed_at: datetime

    def detail(self, name: str) -> str:
        """Return one of the details as text; empty when it was left out."""
        found = self.details.get(name)
        return "" if found is None else str(found)


@dataclass(frozen=True, slots=True)
class Whole:
    """A version with everything in it, in order."""

    head: Head
    lines: tuple[Line, ...]
    links: tuple[tuple[str, str], ...]
    """Pairs of keys: need to outcome, need to provision, outcome to provision."""
    sources: tuple[Source, ...]

    def section(self, letter: str) -> tuple[Line, ...]:
        """Return the lines of a section in order."""
        return tuple(each for each in self.lines if each.section == letter)

    def sections(self) -> Iterator[tuple[Section, tuple[Line, ...]]]:
        """Return every section, each on its own, empty ones too (Reg 12(1))."""
        for each in Section:
            yield each, self.section(each)

    def line(self, key: str) -> Line | None:
        """Return one line."""
        return next((each for each in self.lines if each.key == key), None)

    def number(self, key: str) -> str:
        """Return how everybody names a line: F2 is the second one of section F."""
        line = self.line(key)
        if line is None:
            return ""
        keys = [each.key for each in self.section(line.section)]
        return f"{line.section}{keys.index(key) + 1}"

    def linked(self, key: str) -> tuple[Line, ...]:
        """Return the lines that one is linked with, whichever way round, in order."""
        others = {end for pair in self.links if key in pair for end in pair} - {key}
        return tuple(each for each in self.lines if each.key in others)

    def sources_of(self, key: str) -> tuple[Source, ...]:
        """Return where a line comes from."""
        return tuple(each for each in self.sources if each.line_key == key)


def versions(session: Session, case_id: str) -> list[Head]:
    """Return every version of the plan of a case but the dropped ones, the newest first."""
    rows = session.execute(
        _heads()
        .where(col(Plan.case_id) == case_id, col(PlanVersion.dropped_at).is_(None))
        .order_by(col(PlanVersion.number).desc())
    )
    return [_head(*row) for row in rows]


def head(session: Session, case_id: str, version_id: str) -> Head | None:
    """Return one version of the plan of this case and no other, dropped ones too."""
    row = session.execute(
        _heads().where(col(Plan.case_id) == case_id, col(PlanVersion.id) == version_id)
    ).first()
    return _head(*row) if row else None


def being_written(session: Session, case_id: str) -> Head | None:
    """Return the version that is being written, if there is one."""
    return next((each for each in versions(session, case_id) if each.is_open), None)


def newest_served(session: Session, case_id: str) -> Head | None:
    """Return the version that was served last."""
    return next((each for each in versions(session, case_id) if each.served_on), None)


def in_force(session: Session, case_id: str) -> Head | None:
    """Return the final plan that stands now: the last final version that was served."""
    served = (each for each in versions(session, case_id) if each.served_on and each.is_final)
    return next(served, None)


def whole(session: Session, case_id: str, version_id: str) -> Whole | None:
    """Return a version of the plan of this case with all that belongs to it, in four statements."""
    found = head(session, case_id, version_id)
    return None if found is None else of_head(session, found)


def of_head(session: Session, found: Head) -> Whole:
    """Return a version that was read already with all that belongs to it, in three statements."""
    read = without_sources(session, found)
    keys = {each.key for each in read.lines}
    given = (each for each in sources(session, found.id) if each.line_key in keys)
    return replace(read, sources=tuple(given))


def without_sources(session: Session, found: Head) -> Whole:
    """Return a version with its lines and their links, in two statements."""
    read = with_lines(session, found)
    keys = {each.key for each in read.lines}
    return replace(
        read, links=tuple(pair for pair in _links(session, found.id) if set(pair) <= keys)
    )


def with_lines(session: Session, found: Head) -> Whole:
    """Return a version with its lines alone, in one statement."""
    return Whole(head=found, lines=lines(session, found.id), links=(), sources=())


def lines(session: Session, version_id: str) -> tuple[Line, ...]:
    """Return the lines of a version by section and place, in one statement."""
    rows = session.execute(
        sa.select(PlanLine, Account, VoicePiece)
        .join(Account, and_(Account.id == PlanLine.changed_by_id), isouter=True)
        .join(VoicePiece, and_(VoicePiece.id == PlanLine.voice_piece_id), isouter=True)
        .where(col(PlanLine.plan_version_id) == version_id)
    )
    order = {each: number for number, each in enumerate(Section)}
    found = [_line(*row) for row in rows]
    return tuple(sorted(found, key=lambda each: (order[each.section], each.place, each.key)))


def _links(session: Session, version_id: str) -> list[tuple[str, str]]:
    rows = session.exec(
        select(PlanLink.from_key, PlanLink.to_key)
        .where(PlanLink.plan_version_id == version_id)
        .order_by(col(PlanLink.from_key), col(PlanLink.to_key))
    )
    return [(one, other) for one, other in rows]


def _heads() -> Any:
    return (
        sa.select(PlanVersion, col(Plan.case_id), Account)
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .join(Account, and_(Account.id == PlanVersion.begun_by_id), isouter=True)
    )


def _head(row: PlanVersion, case_id: str, by: Account | None) -> Head:
    return Head(
        id=row.id,
        plan_id=row.plan_id,
        case_id=case_id,
        number=row.number,
        kind=row.kind,
        from_version_id=row.from_version_id,
        review_id=row.review_id,
        begun_by=by.name if by else "",
        begun_at=row.created_at,
        served_on=row.served_on,
        comments_until=row.comments_until,
        document_id=row.document_id,
        dropped_at=row.dropped_at,
        version=row.version,
        posted_on=row.posted_on,
        health_told=row.health_told,
        editable_file_id=row.editable_file_id,
    )


def _line(row: PlanLine, by: Account | None, piece: VoicePiece | None) -> Line:
    return Line(
        key=row.key,
        version=row.version,
        section=row.section,
        place=row.place,
        area=row.area,
        text=row.text,
        details=dict(row.details),
        voice=_voice(piece) if piece else None,
        agreed_by_health_on=row.agreed_by_health_on,
        changed_by=by.name if by else "",
        changed_at=row.changed_at,
    )


def _voice(piece: VoicePiece) -> Voice:
    is_removed = piece.removed_at is not None
    return Voice(
        id=piece.id,
        kind=piece.kind,
        topic=piece.topic,
        words="" if is_removed else piece.words,
        symbols=() if is_removed else tuple(str(each) for each in piece.symbols),
        file_id=None if is_removed else piece.file_id,
        still_file_id=None if is_removed else piece.still_file_id,
        is_removed=is_removed,
    )

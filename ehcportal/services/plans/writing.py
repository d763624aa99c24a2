"""The lines of a plan, written by several people at once: nobody loses a word.

Two who write different lines never meet. Of two who write the same line the later one is told, and
gets both texts to choose from (``Clash``). A place in the order is no word: moving a line counts as
no change of it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_lines import DETAILS, WITH_AREA, sections_for
from ehcportal.models.base import new_id
from ehcportal.models.plan import PlanLine, PlanVersion, Section
from ehcportal.models.plan_history import LineAct, PlanLineState
from ehcportal.security.audit import Trace
from ehcportal.services.plans import places
from ehcportal.services.plans.noting import note
from ehcportal.services.plans.versions import open_version

LINE = "plan_line"


class Clash(Exception):
    """Somebody saved this line after it was opened: read it again, and choose between the texts."""


class Gone(Exception):
    """Somebody removed this line after it was opened; it can be brought back."""


class NoSuchPlace(Exception):
    """A line of this kind cannot stand in that section."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a line says. Details that its section does not have are left out when it is saved."""

    text: str
    area: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    agreed_by_health_on: date | None = None
    voice_piece_id: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes in which version of which case."""

    trace: Trace
    case_id: str
    version_id: str


def add(
    session: Session, desk: Desk, section: Section, words: Words, *, after: str | None = None
) -> PlanLine:
    """Add a line at the end of a section, or after another line of it."""
    version = open_version(session, desk.case_id, desk.version_id, alone=after is not None)
    _check_section(version, section)
    line = PlanLine(
        plan_version_id=version.id,
        key=new_id(),
        section=section,
        place=places.after(session, version.id, section, after),
    )
    return _put(session, desk, version, line, words, LineAct.ADDED)


def change(
    session: Session,
    desk: Desk,
    key: str,
    seen: int,
    words: Words,
    *,
    section: Section | None = None,
) -> PlanLine:
    """Save what a line says now, if it is still as its writer saw it.

    Raises Clash or Gone. Saving just what stands there already is no change and no clash.
    """
    version = open_version(session, desk.case_id, desk.version_id)
    line = _line(session, version.id, key)
    target = section or line.section
    if target not in sections_for(line.section):
        raise NoSuchPlace(target)
    if target is line.section and _says(line, words):
        return line
    if line.version != seen:
        raise Clash
    if target is not line.section:
        line.place = places.after(session, version.id, target, None)
        line.section = target
    return _put(session, desk, version, line, words, LineAct.CHANGED)


def move(session: Session, desk: Desk, key: str, *, up: bool) -> None:
    """Move a line one place up or down in its section; at the end of it nothing happens."""
    version = open_version(session, desk.case_id, desk.version_id, alone=True)
    line = _line(session, version.id, key)
    if places.shift(session, line, up=up):
        note(
            session,
            desk.trace,
            desk.case_id,
            version,
            "plan.line_moved",
            of=(LINE, line.id),
            section=line.section,
        )


def remove(session: Session, desk: Desk, key: str, seen: int) -> None:
    """Take a line out, if it is still as its remover saw it; what it said is kept."""
    version = open_version(session, desk.case_id, desk.version_id)
    line = _line(session, version.id, key)
    if line.version != seen:
        raise Clash
    _keep(session, desk, version, line, LineAct.REMOVED, line.version + 1)
    session.delete(line)
    session.flush()


def restore(session: Session, desk: Desk, key: str, words: Words | None = None) -> PlanLine:
    """Bring a removed line back as it was, or with the words that somebody was writing meanwhile.

    Raises Clash when it is there again, and LookupError when it never was.
    """
    version = open_version(session, desk.case_id, desk.version_id, alone=True)
    last = session.exec(
        select(PlanLineState)
        .where(PlanLineState.plan_version_id == version.id, PlanLineState.line_key == key)
        .order_by(col(PlanLineState.number).desc())
        .limit(1)
    ).first()
    if last is None:
        raise LookupError(key)
    if last.act is not LineAct.REMOVED:
        raise Clash
    _check_section(version, last.section)
    line = PlanLine(plan_version_id=version.id, key=key, section=last.section, place=last.place)
    said = words or Words(
        last.text, last.area, last.details, last.agreed_by_health_on, last.voice_piece_id
    )
    return _put(session, desk, version, line, said, LineAct.RESTORED, number=last.number + 1)


def locked_line(session: Session, desk: Desk, key: str) -> PlanLine:
    """Return a line as it stands, which nobody else changes until the commit. Raises Gone."""
    version = open_version(session, desk.case_id, desk.version_id)
    return _line(session, version.id, key)


def words_of(line: PlanLine, *, text: str | None = None) -> Words:
    """Return what a line says, with another text where one is given."""
    return Words(
        text=line.text if text is None else text,
        area=line.area,
        details=line.details,
        agreed_by_health_on=line.agreed_by_health_on,
        voice_piece_id=line.voice_piece_id,
    )


def _line(session: Session, version_id: str, key: str) -> PlanLine:
    """Return a line as it stands now, locked; raises Gone."""
    found = session.exec(
        select(PlanLine)
        .where(PlanLine.plan_version_id == version_id, PlanLine.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise Gone
    return found


def _check_section(version: PlanVersion, section: Section) -> None:
    """A draft names no setting and no type of setting (section 38(5) of the Act)."""
    if section is Section.I and version.kind is PlanKind.DRAFT:
        raise NoSuchPlace(section)


def _says(line: PlanLine, words: Words) -> bool:
    return _values(line.section, words) == {
        name: getattr(line, name) for name in _values(line.section, words)
    }


def _values(section: Section, words: Words) -> dict[str, Any]:
    known = DETAILS.get(section, ())
    return {
        "text": words.text,
        "area": words.area if section in WITH_AREA else None,
        "details": {name: words.details[name] for name in known if words.details.get(name)},
        "agreed_by_health_on": words.agreed_by_health_on if section is Section.G else None,
        "voice_piece_id": words.voice_piece_id if section is Section.A else None,
    }


def _put(
    session: Session,
    desk: Desk,
    version: PlanVersion,
    line: PlanLine,
    words: Words,
    act: LineAct,
    number: int | None = None,
) -> PlanLine:
    for name, value in _values(line.section, words).items():
        setattr(line, name, value)
    line.changed_by_id, line.changed_at = desk.trace.account_id, clock.now()
    session.add(line)
    session.flush()
    if number is not None:
        places.renumber(session, line, number)
    _keep(session, desk, version, line, act, line.version)
    return line


def _keep(
    session: Session,
    desk: Desk,
    version: PlanVersion,
    line: PlanLine,
    act: LineAct,
    number: int,
) -> None:
    """Keep the line as it is, write the change down, and tell staff of it once a day."""
    state = PlanLineState(
        plan_version_id=version.id,
        line_key=line.key,
        number=number,
        act=act,
        section=line.section,
        place=line.place,
        by_id=desk.trace.account_id,
        **_values(line.section, words_of(line)),
    )
    session.add(state)
    session.flush()
    note(
        session,
        desk.trace,
        desk.case_id,
        version,
        f"plan.line_{act.value}",
        of=(LINE, line.id),
        section=line.section,
    )

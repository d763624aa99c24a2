"""Making the plan pack for the council to which a child moves (Regulation 15(2))."""

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.document import FileState
from ehcportal.models.plan import Section
from ehcportal.models.proceeding import Move
from ehcportal.models.setting import Setting
from ehcportal.queries import case_facts, cases, pack_papers, plans
from ehcportal.queries.pack_papers import Packable
from ehcportal.queries.plans import Line, Whole
from ehcportal.services.moves.pack import (
    FORMAT,
    SHEET,
    VERSION,
    Pack,
    PackChild,
    PackLine,
    PackPaper,
    PackPlan,
)
from ehcportal.services.uploads import Kept
from ehcportal.storage import Storage

ZIP = "application/zip"
IN_MEMORY = 8 * 1024 * 1024


class NoPlanError(Exception):
    """There is no plan in force that could be passed on."""


@dataclass(frozen=True, slots=True)
class Making:
    """What goes into a pack: the move, the name of this council, and the papers by id."""

    move: Move
    council: str
    papers: Collection[str]


def make(session: Session, storage: Storage, case: Case, making: Making) -> Kept:
    """Put the pack into the store, before any transaction. Raises ``NoPlanError``."""
    chosen = [
        each
        for each in pack_papers.packable(session, case.id)
        if each.document_id in making.papers and each.file.state is FileState.CLEAN
    ]
    named = [(f"papers/{at:03d}.{_ending(each)}", each) for at, each in enumerate(chosen, start=1)]
    sheet = _sheet(session, case, making, named)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        _write(cast(IO[bytes], file), sheet, named, storage)
        file.seek(0)
        stored = storage.put(cast(IO[bytes], file))  # type: ignore[arg-type]
    name = f"plan-pack-{case.reference}.zip"
    return Kept(name, stored.key, None, stored.sha256, stored.size, ZIP, "zip", FileState.CLEAN)


def _write(
    file: IO[bytes], sheet: Pack, named: list[tuple[str, Packable]], storage: Storage
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, sheet.model_dump_json(indent=1))
        for name, paper in named:
            with storage.open(paper.file.storage_key) as source, archive.open(name, "w") as place:
                copyfileobj(source, place)


def _ending(paper: Packable) -> str:
    ending = paper.name.rpartition(".")[2].lower()
    return ending if ending.isalnum() and len(ending) <= 5 else "pdf"


def _sheet(session: Session, case: Case, making: Making, named: list[tuple[str, Packable]]) -> Pack:
    head = cases.head(session, case.id)
    return Pack(
        format=FORMAT,
        version=VERSION,
        made_at=clock.now(),
        from_council=making.council[:150],
        moves_on=making.move.moves_on,
        child=PackChild(
            forename=head.forename,
            surname=head.surname,
            birth_date=head.birth_date,
            upn=head.upn,
        ),
        plan=_plan(session, case),
        papers=tuple(
            PackPaper(
                file=name,
                title=each.title,
                kind=each.kind,
                document_on=each.document_on,
                sha256=each.file.sha256,
                size=each.file.size,
            )
            for name, each in named
        ),
    )


def _plan(session: Session, case: Case) -> PackPlan:
    found = plans.in_force(session, case.id)
    whole = plans.whole(session, case.id, found.id) if found else None
    if whole is None or whole.head.served_on is None or not whole.lines:
        raise NoPlanError
    facts = case_facts.for_case(session, case.id)
    reviewed = [each.decided_on for each in facts.reviews if each.decided_on]
    made = min(each.served_on for each in facts.plans if each.kind.is_final)
    return PackPlan(
        number=whole.head.number,
        made_on=made,
        reviewed_on=max((each for each in reviewed if each >= made), default=None),
        lines=tuple(_lines(session, whole)),
        links=whole.links,
    )


def _lines(session: Session, whole: Whole) -> Iterator[PackLine]:
    for line in whole.lines:
        yield PackLine(
            key=line.key,
            section=line.section,
            area=line.area,
            text=_words(line),
            details=_details(session, line),
            agreed_by_health_on=line.agreed_by_health_on,
        )


def _words(line: Line) -> str:
    """Return what a line says; of a picture or film of the child only its words can go along."""
    return line.text or (line.voice.words if line.voice else "")


def _details(session: Session, line: Line) -> dict[str, str]:
    """Return the details without our own ids; a setting goes by its name and number."""
    told = {
        name: str(value)[:4000]
        for name, value in line.details.items()
        if value not in (None, "", False) and not name.endswith("_id")
    }
    setting_id = line.details.get("setting_id")
    setting = session.get(Setting, str(setting_id)) if setting_id else None
    if line.section is Section.I and setting is not None:
        told |= {"setting_name": setting.name, "urn": setting.urn or ""}
    return told

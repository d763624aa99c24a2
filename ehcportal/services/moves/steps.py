"""The steps of a move out and of a move in (Regulation 15)."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.facts import Ending, PlanKind, ProceedingKind
from ehcportal.domain.plan_lines import DETAILS, GAP, WITH_AREA
from ehcportal.domain.steps import Step
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanVersion, Section
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding
from ehcportal.models.setting import Setting
from ehcportal.queries import moves as known
from ehcportal.security.audit import Trace
from ehcportal.services import cases, documents, lawful, people, timeline
from ehcportal.services.documents import Paper
from ehcportal.services.endings import closing, family
from ehcportal.services.endings.closing import Acting, NotYetError, Why, held
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.moves.pack import PackLine
from ehcportal.services.moves.reading import Read
from ehcportal.services.people import Child
from ehcportal.services.uploads import Kept

NOON = time(12)
"""The hour of a line that was written elsewhere, on the day on which the plan was made."""

AREAS = frozenset({"communication", "cognition", "social", "sensory"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where a child goes, since when the council knows, and when it happens."""

    council: str
    known_on: date
    moves_on: date


@dataclass(frozen=True, slots=True)
class Coming:
    """When the plan came, since when the council knew, and whose it is."""

    known_on: date
    came_on: date
    prefix: str
    person_id: str | None = None
    """A child who is known already; without one a record is made."""


def leave(session: Session, acting: Acting, leaving: Leaving) -> Move:
    """Note that a child with a plan moves away; from that day the 15 working days run."""
    case = held(session, acting)
    if known.running_out(session, case.id) is not None:
        raise NotYetError("A move is noted already.")
    made = Move(
        case_id=case.id,
        direction=MoveDirection.OUT,
        other_council=leaving.council,
        known_on=leaving.known_on,
        moves_on=leaving.moves_on,
        by_id=acting.trace.account_id,
    )
    session.add(made)
    session.flush()
    _record(session, acting.trace, "move.known", made)
    return made


def pass_on(session: Session, acting: Acting, move: tuple[str, int], kept: Kept) -> Move:
    """File the pack and note that the plan was passed on today. ``StaleDataError``."""
    case = held(session, acting)
    row = _held(session, case, move)
    if row.transferred_on is not None:
        raise StaleDataError("the plan was passed on already")
    paper = Paper("Plan pack", "other", clock.today())
    row.document_id = documents.add(session, acting.trace, case.id, paper, kept).id
    row.transferred_on = clock.today()
    session.add(row)
    session.flush()
    _record(session, acting.trace, "move.passed_on", row)
    return row


def fall_through(session: Session, acting: Acting, move: tuple[str, int], reason: str) -> None:
    """Note that the family does not move after all: the plan stays here. ``StaleDataError``."""
    case = held(session, acting)
    row = _held(session, case, move)
    row.fell_through_on = clock.today()
    session.add(row)
    session.flush()
    _record(session, acting.trace, "move.fell_through", row, reason=reason)


def close(session: Session, acting: Acting, move: tuple[str, int]) -> None:
    """End the case on or after the day of the move, once the plan was passed on."""
    case = session.get_one(Case, acting.case_id)
    row = _held(session, case, move)
    if row.transferred_on is None:
        raise NotYetError("The plan was not passed on yet.")
    if row.moves_on > clock.today():
        raise NotYetError("The family has not moved yet.")
    why = Why(Ending.TRANSFERRED, f"Moved to {row.other_council}", move_id=row.id)
    closing.end(session, acting, why, dates=known.dates(session, case.id))


def take_in(session: Session, trace: Trace, found: Read, coming: Coming) -> Case:
    """Make the case of a child who moved here, with the plan as it came and its papers.

    From the day it came the plan is this council's (Regulation 15(3)). Raises ``NotYetError`` when
    the child has a plan here, and ``cases.NoSuchChildError``.
    """
    pack = found.pack
    person_id = coming.person_id or _child(session, trace, found)
    case = cases.open_for(session, trace, person_id, on=coming.came_on, prefix=coming.prefix)
    if session.exec(select(Plan.id).where(Plan.case_id == case.id)).first() is not None:
        raise NotYetError("This child has a plan here already.")
    _plan(session, trace, case, found)
    for paper, kept in found.papers:
        about = Paper(paper.title, _kind(paper.kind), paper.document_on)
        documents.add(session, trace, case.id, about, kept)
    made = Move(
        case_id=case.id,
        direction=MoveDirection.IN,
        other_council=pack.from_council,
        known_on=coming.known_on,
        moves_on=coming.came_on,
        transferred_on=coming.came_on,
        plan_made_on=pack.plan.counted_from,
        by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    _record(session, trace, "move.came", made)
    return case


def _child(session: Session, trace: Trace, found: Read) -> str:
    told, (setting_id, setting_name) = found.pack.child, _named(session, found)
    child = Child(
        told.forename,
        told.surname,
        told.birth_date,
        upn=told.upn,
        setting_id=setting_id,
        setting_name=setting_name,
    )
    made = people.create(session, child)
    timeline.record(
        session, trace, "person.added", of=("person", made.id), audience=EventAudience.STAFF
    )
    return made.id


def _named(session: Session, found: Read) -> tuple[str | None, str]:
    """Return id and name of the setting in section I, where the child is from now."""
    for line in found.pack.plan.lines:
        if line.section is Section.I:
            known = _setting(session, line.details.get("urn", ""))
            if known:
                return known.id, known.name
            return None, line.details.get("setting_name", "") or line.text
    return None, ""


def _setting(session: Session, urn: str) -> Setting | None:
    return session.exec(select(Setting).where(Setting.urn == urn)).first() if urn else None


def _kind(kind: str) -> str:
    return kind if kind in {"letter", "advice", "report", "final_plan"} else "other"


def _plan(session: Session, trace: Trace, case: Case, found: Read) -> None:
    told = found.pack.plan
    plan = Plan(case_id=case.id)
    session.add(plan)
    session.flush()
    version = PlanVersion(
        plan_id=plan.id,
        number=told.number,
        kind=PlanKind.FINAL,
        begun_by_id=trace.account_id,
        served_on=told.made_on,
    )
    session.add(version)
    session.flush()
    places = dict.fromkeys(Section, 0)
    for line in told.lines:
        places[line.section] += GAP
        session.add(_line(session, trace, version, line, places[line.section]))
    session.add_all(
        PlanLink(plan_version_id=version.id, from_key=one, to_key=other)
        for one, other in told.links
    )
    session.flush()


def _line(
    session: Session, trace: Trace, version: PlanVersion, line: PackLine, place: int
) -> PlanLine:
    made_on = version.served_on or clock.today()
    return PlanLine(
        plan_version_id=version.id,
        key=line.key,
        section=line.section,
        place=place,
        area=line.area if line.section in WITH_AREA and line.area in AREAS else None,
        text=line.text or line.details.get("setting_name", ""),
        details=_details(session, line),
        agreed_by_health_on=line.agreed_by_health_on,
        changed_by_id=trace.account_id,
        changed_at=clock.london_moment(made_on, NOON),
    )


def _details(session: Session, line: PackLine) -> dict[str, str]:
    """Keep what the section knows; a setting is found by its number, else its name stays."""
    names = [each for each in DETAILS.get(line.section, ()) if not each.endswith("_id")]
    told = {name: line.details[name] for name in names if line.details.get(name)}
    setting = _setting(session, line.details.get("urn", "")) if line.section is Section.I else None
    if setting is not None:
        told["setting_id"] = setting.id
    return told


def tell(
    session: Session, acting: Acting, letter: Outgoing, move: tuple[str, int], *, reassess: bool
) -> None:
    """Tell the family what becomes of the plan here; a yes begins a new assessment (Reg 15(4)).

    Raises ``StaleDataError``, and ``lawful.NotLawfulError`` where a new assessment runs already.
    """
    case = held(session, acting)
    if reassess:
        lawful.check(session, case.id, Step.REASSESSMENT)
    row = _held(session, case, move)
    if row.direction is not MoveDirection.IN or row.family_told_on is not None:
        raise StaleDataError("the family was told already")
    row.family_told_on, row.will_reassess = clock.today(), reassess
    row.document_id = family.send(session, acting.trace, acting.ring, case, letter).document_id
    session.add(row)
    if reassess:
        session.add(
            Proceeding(
                case_id=case.id,
                kind=ProceedingKind.REASSESSMENT,
                about=["reassess"],
                started_on=clock.today(),
            )
        )
    session.flush()
    _record(session, acting.trace, "move.told", row)
    family.tell(session, acting.ring, case, f"move.told:{row.id}")


def _held(session: Session, case: Case, move: tuple[str, int]) -> Move:
    row = session.get(Move, move[0], populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case.id or row.version != move[1] or row.fell_through_on:
        raise StaleDataError("the move has changed")
    return row


def _record(session: Session, trace: Trace, kind: str, row: Move, *, reason: str = "") -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("move", row.id),
        case_id=row.case_id,
        key=True,
        facts={"council": row.other_council, "reason": reason},
    )

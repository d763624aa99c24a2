"""Small records about moves: where a child goes meanwhile, and another NHS body (Reg 15(6), 16)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.proceeding import HealthBodyChange, Move, MoveDirection
from ehcportal.services import timeline
from ehcportal.services.endings import family
from ehcportal.services.endings.closing import Acting, held
from ehcportal.services.endings.family import Outgoing


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Where the child goes until the plan is changed, since when, and why not where it says."""

    place: str
    why: str
    from_on: date


def arrange(
    session: Session, acting: Acting, seen: tuple[str, int], meanwhile: Meanwhile, letter: Outgoing
) -> Move:
    """Note the place and write to the family at once. The plan stays until it is changed.

    Raises ``StaleDataError`` for a move that is none here any more.
    """
    case = held(session, acting)
    row = session.get(Move, seen[0], populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case.id or row.version != seen[1]:
        raise StaleDataError("the move has changed")
    if row.direction is not MoveDirection.IN or row.transferred_on is None:
        raise StaleDataError("no plan came with this move")
    row.arranged_place, row.arranged_why = meanwhile.place, meanwhile.why
    row.arranged_from, row.arranged_told_on = meanwhile.from_on, clock.today()
    session.add(row)
    family.send(session, acting.trace, acting.ring, case, letter)
    session.flush()
    _line(session, acting, "move.arranged", ("move", row.id), council=row.other_council)
    family.tell(session, acting.ring, case, f"move.arranged:{row.id}:{row.version}")
    return row


def change_body(session: Session, acting: Acting, old: str, new: str, known_on: date) -> str:
    """Note that another NHS body becomes responsible; the 15 working days run from ``known_on``."""
    case = held(session, acting)
    made = HealthBodyChange(
        case_id=case.id,
        old_body=old,
        new_body=new,
        known_on=known_on,
        by_id=acting.trace.account_id,
    )
    session.add(made)
    session.flush()
    _line(session, acting, "health_body.changed", ("health_body_change", made.id))
    return made.id


def told_body(session: Session, acting: Acting, seen: tuple[str, int], on: date) -> None:
    """Note when the old body told the new one. Raises ``StaleDataError``."""
    case = held(session, acting)
    row = session.get(HealthBodyChange, seen[0], populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case.id or row.version != seen[1] or row.told_on:
        raise StaleDataError("the change was told already")
    row.told_on = on
    session.add(row)
    session.flush()
    _line(session, acting, "health_body.told", ("health_body_change", row.id))


def _line(
    session: Session, acting: Acting, kind: str, of: tuple[str, str], *, council: str = ""
) -> None:
    timeline.record(
        session,
        acting.trace,
        kind,
        of=of,
        case_id=acting.case_id,
        key=True,
        facts={"council": council} if council else {},
    )

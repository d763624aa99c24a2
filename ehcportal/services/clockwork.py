"""Keeps the clocks of each case as the work tray reads them, in step with every change of a case.

``timeline.record`` notes which cases changed; before the transaction is committed their clocks are
worked out again from their rows, so that a list never shows a date that no page would show. What
the passing of a day changes (a meeting was held, a window closed) is worked out once a day.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.journey import Journey
from ehcportal.domain.openclocks import OpenClock, open_clocks
from ehcportal.domain.stages import Stage
from ehcportal.domain.standing import standing
from ehcportal.models.case import Case
from ehcportal.models.desk import ENDED, LAST, NO_DATE, CaseClock, CaseStanding, WaitingFor
from ehcportal.profile import Profile
from ehcportal.queries import case_facts, case_heads
from ehcportal.queries.case_heads import Head
from ehcportal.queries.counting import case_journey

CHANGED = "changed_cases"
"""The key of ``session.info`` under which the ids of changed cases wait."""

BATCH = 200

PLACES = {stage: number for number, stage in enumerate(Stage)}
"""The stages in the order of the process."""


def wind(database: Database, profile: Callable[[], Profile]) -> None:
    """Have the clocks of changed cases worked out at the end of each unit of work."""

    def last(session: Session) -> None:
        changed: set[str] = session.info.pop(CHANGED, set())
        if changed:
            work_out(session, profile(), changed)

    database.before_commit.append(last)


def note(session: Session, case_id: str) -> None:
    """Note that a case has changed in this unit of work."""
    session.info.setdefault(CHANGED, set()).add(case_id)


def work_out(session: Session, profile: Profile, case_ids: Collection[str]) -> None:
    """Write the clocks and the standing of these cases anew, in five statements and the rows."""
    today = clock.today()
    session.flush()
    _take_turns(session, case_ids)
    facts = case_facts.for_cases(session, case_ids)
    heads = case_heads.heads(session, case_ids, today)
    known = {row.case_id: row for row in _standings(session, case_ids)}
    session.execute(sa.delete(CaseClock).where(col(CaseClock.case_id).in_(case_ids)))
    for case_id, found in facts.items():
        told = case_journey(found, profile, today)
        clocks = open_clocks(told.dates, standing(told.dates))
        session.add_all(_rows(case_id, clocks))
        row = known.get(case_id) or CaseStanding(case_id=case_id, stage="")
        _tell(row, told, clocks)
        _head(row, heads[case_id])
        session.add(row)


def _take_turns(session: Session, case_ids: Collection[str]) -> None:
    """Wait for whoever changes one of these cases just now: what they did is then read here too.

    Two that worked a case out side by side would each know nothing of the other's change.
    """
    mine = select(Case.id).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))
    session.exec(mine.with_for_update(key_share=True)).all()


def _rows(case_id: str, clocks: tuple[OpenClock, ...]) -> Iterator[CaseClock]:
    seen: set[str] = set()
    for each in clocks:
        yield _row(case_id, each, leads=each.due.key not in seen)
        seen.add(each.due.key)


def _row(case_id: str, running: OpenClock, *, leads: bool) -> CaseClock:
    return CaseClock(
        case_id=case_id,
        duty=running.due.key,
        about=running.about,
        due_on=running.due_on,
        waiting_for=WaitingFor(running.waiting_for.value),
        statutory=running.is_statutory,
        excused=running.excused,
        leads=leads,
    )


def _tell(row: CaseStanding, told: Journey, clocks: tuple[OpenClock, ...]) -> None:
    first = clocks[0] if clocks else None
    row.stage = told.current.value
    row.situation = told.situation.value
    row.next_duty = first.due.key if first else None
    row.next_due_on = first.due_on if first else None
    row.ranks_on = first.due_on if first else NO_DATE
    if told.current is Stage.ENDED:
        row.ranks_on = ENDED
    row.excused = first.excused if first else False
    row.waiting_for = WaitingFor(first.waiting_for.value) if first else None
    row.by_who = row.waiting_for.value if row.waiting_for else LAST
    row.by_clock = f"{PLACES[told.current]:02}{row.next_duty}" if row.next_duty else LAST
    row.worked_out_at = clock.now()


def _head(row: CaseStanding, head: Head) -> None:
    for name, value in asdict(head).items():
        setattr(row, name, value)


def _standings(session: Session, case_ids: Collection[str]) -> list[CaseStanding]:
    wanted = select(CaseStanding).where(col(CaseStanding.case_id).in_(case_ids))
    return list(session.exec(wanted))


def work_out_the_day(database: Database, profile: Profile) -> int:
    """Work out again every open case not worked out today; return how many there were."""
    done = 0
    while found := _next_batch(database):
        with database.unit() as session:
            work_out(session, profile, found)
        done += len(found)
    return done


def _next_batch(database: Database) -> list[str]:
    """Return open cases that were worked out on an earlier day, or never."""
    with database.reading() as session:
        wanted = (
            select(Case.id)
            .join(CaseStanding, col(CaseStanding.case_id) == Case.id, isouter=True)
            .where(
                col(Case.ended_on).is_(None),
                sa.or_(
                    col(CaseStanding.case_id).is_(None),
                    col(CaseStanding.worked_out_at) < clock.london_midnight(clock.today()),
                ),
            )
            .limit(BATCH)
        )
        return list(session.exec(wanted))

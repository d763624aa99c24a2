"""What must be true of every case, whatever was done in it; ``ehcportal verify`` looks.

Cases are read in batches, so that what is in memory does not grow with their number.
"""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.journey import Journey
from ehcportal.domain.openclocks import OpenClock, open_clocks
from ehcportal.domain.phases import year_begins
from ehcportal.domain.stages import Stage
from ehcportal.domain.standing import standing
from ehcportal.models.case import Case
from ehcportal.models.desk import ENDED, NO_DATE, CaseClock, CaseStanding
from ehcportal.profile import Profile
from ehcportal.queries import case_facts, case_heads, order_invariants, plan_invariants, plan_seals
from ehcportal.queries.counting import case_journey

BATCH = 400

Clock = tuple[str, str, date, str, bool, bool, bool]


def faults(session: Session, profile: Profile) -> Iterator[str]:
    """Yield a line for everything that is wrong with a case."""
    for case_ids in _batches(session):
        yield from _clocks(session, profile, case_ids)
        yield from _heads(session, case_ids)
        yield from order_invariants.faults(session, case_ids)
        yield from plan_invariants.faults(session, case_ids)
        yield from plan_seals.faults(session, case_ids)
        session.expunge_all()


def _batches(session: Session) -> Iterator[list[str]]:
    after = ""
    while found := list(
        session.exec(select(Case.id).where(Case.id > after).order_by(Case.id).limit(BATCH))
    ):
        yield found
        after = found[-1]


def _clocks(session: Session, profile: Profile, case_ids: list[str]) -> Iterator[str]:
    """Clocks and standing are what the rows give on the day on which they were worked out.

    The school year is read for today: what an earlier one gave is worked out anew before long.
    """
    this_year = year_begins(clock.today())
    kept = _kept(session, case_ids)
    known = {row.case_id: row for row in _standings(session, case_ids)}
    for case_id, facts in case_facts.for_cases(session, case_ids).items():
        row = known.get(case_id)
        if row is None:
            if facts.ended_on is None:
                yield f"case {case_id}: its clocks were never worked out"
            continue
        day = clock.london_day(row.worked_out_at)
        if year_begins(day) != this_year:
            continue
        if _worked_out(facts, profile, day) != _told(row, kept.get(case_id, [])):
            yield f"case {case_id}: its clocks are not what its rows give"


First = tuple[str | None, date | None, date, str | None, bool]
"""What is due first: duty, day, the day by which lists are ordered, who acts, whether excused."""

Where = tuple[str, str, First, list[Clock]]
"""Stage, situation, what is due first, and the clocks in an order of their own."""


def _worked_out(facts: CaseFacts, profile: Profile, day: date) -> Where:
    told = case_journey(facts, profile, day)
    running = open_clocks(told.dates, standing(told.dates))
    clocks, seen = [], set[str]()
    for each in running:
        clocks.append(_clock(each, leads=each.due.key not in seen))
        seen.add(each.due.key)
    return told.current.value, told.situation.value, _first(told, running), sorted(clocks)


def _first(told: Journey, running: tuple[OpenClock, ...]) -> First:
    is_over = told.current is Stage.ENDED
    if not running:
        return None, None, ENDED if is_over else NO_DATE, None, False
    first = running[0]
    ranks_on = ENDED if is_over else first.due_on
    return first.due.key, first.due_on, ranks_on, first.waiting_for.value, first.excused


def _clock(running: OpenClock, *, leads: bool) -> Clock:
    return (
        running.due.key,
        running.about,
        running.due_on,
        running.waiting_for.value,
        running.is_statutory,
        running.excused,
        leads,
    )


def _told(row: CaseStanding, clocks: list[Clock]) -> Where:
    waiting_for = row.waiting_for.value if row.waiting_for else None
    first = (row.next_duty, row.next_due_on, row.ranks_on, waiting_for, row.excused)
    return row.stage, row.situation, first, sorted(clocks)


def _kept(session: Session, case_ids: list[str]) -> dict[str, list[Clock]]:
    wanted = sa.select(
        col(CaseClock.case_id),
        col(CaseClock.duty),
        col(CaseClock.about),
        col(CaseClock.due_on),
        col(CaseClock.waiting_for),
        col(CaseClock.statutory),
        col(CaseClock.excused),
        col(CaseClock.leads),
    ).where(col(CaseClock.case_id).in_(case_ids))
    kept: dict[str, list[Clock]] = {}
    for case_id, duty, about, due_on, who, *flags in session.connection().execute(wanted):
        statutory, excused, leads = flags
        clocks = kept.setdefault(case_id, [])
        clocks.append((duty, about, due_on, who.value, statutory, excused, leads))
    return kept


def _heads(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Lists have each case as its rows say: by whom, of which team, under which name and plan."""
    heads = case_heads.heads(session, case_ids, clock.today())
    for row in _standings(session, case_ids):
        head = heads[row.case_id]
        if row.coordinator_id != head.coordinator_id:
            yield f"case {row.case_id}: lists do not name who coordinates it"
        if (row.team_id, row.folded, row.turned) != (head.team_id, head.folded, head.turned):
            yield f"case {row.case_id}: lists have it under another team or name"
        if (row.born_on, row.final_on, row.amended_on) != (
            head.born_on,
            head.final_on,
            head.amended_on,
        ):
            yield f"case {row.case_id}: lists of moves do not have its birthday and its plan"


def _standings(session: Session, case_ids: list[str]) -> list[CaseStanding]:
    wanted = select(CaseStanding).where(col(CaseStanding.case_id).in_(case_ids))
    return list(session.exec(wanted))

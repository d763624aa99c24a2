"""The dates of cases that belong into a person's own calendar: what is still to come, by law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.keydates import KeyDateState
from ehcportal.policy import Action, Actor, allows
from ehcportal.profile import Profile
from ehcportal.queries import case_facts
from ehcportal.queries.counting import case_journey
from ehcportal.queries.dashboard import date_lines, without_advisers
from ehcportal.queries.standing import visible_cases


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One day: what it is for, said without a name, and the rule behind it."""

    case_id: str
    reference: str
    name: str
    on: date
    rule: str
    number: int = 0
    """Tells dates of a case apart that have the same name."""


def of_cases(
    session: Session, cases: Sequence[tuple[str, str]], profile: Profile
) -> list[CalendarDate]:
    """Return the dates of cases, each given as id and reference, in one statement."""
    facts = case_facts.for_cases(session, [case_id for case_id, _reference in cases])
    today = clock.today()
    found: list[CalendarDate] = []
    for case_id, reference in cases:
        lines = without_advisers(date_lines(case_journey(facts[case_id], profile, today)))
        days = {
            (each.name, each.on): each.due.sentence if each.due else ""
            for each in lines
            if each.state is not KeyDateState.DONE
        }
        found += _numbered(case_id, reference, days)
    return found


def _numbered(
    case_id: str, reference: str, days: dict[tuple[str, date], str]
) -> list[CalendarDate]:
    counted: dict[str, int] = {}
    made = []
    for (name, on), rule in days.items():
        counted[name] = counted.get(name, -1) + 1
        made.append(CalendarDate(case_id, reference, name, on, rule, counted[name]))
    return made


def of_account(session: Session, actor: Actor, profile: Profile) -> list[CalendarDate]:
    """Return the dates of every open case that an account may see now, in two statements."""
    cases = [
        (each.case_id, each.reference)
        for each in visible_cases(session, actor)
        if each.ended_on is None and allows(actor, Action.SEE_CASE, frozenset({each.relation}))
    ]
    return of_cases(session, cases, profile)

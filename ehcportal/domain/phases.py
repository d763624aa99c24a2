"""Moves from one phase of education to the next, and the school terms (Reg 18, Code 9.173)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import CaseFacts, PlanKind
from ehcportal.domain.rights import school_year

FEBRUARY, MARCH = (2, 15), (3, 31)
"""Before which the plan is reviewed and changed, in the school year of the move (Reg 18(1))."""

LAST_YEARS: Mapping[int, tuple[int, int]] = MappingProxyType({-1: FEBRUARY, 6: FEBRUARY, 11: MARCH})
"""By school year: nursery to school, primary to secondary, secondary to college."""

LAST_YEARS_OF_KIND: Mapping[str, int] = MappingProxyType(
    {"infant": 2, "first school": 4, "middle": 8}
)
"""Schools that end with another year than primary schools do, by a word of their kind."""

SEPTEMBER = 9


def transfer_by(born_on: date, on: date, setting_kind: str = "") -> date | None:
    """Return the day before which the plan must be changed, when this is the year of a move.

    In an infant, first or middle school it is the last year of that school, and not year 6.
    """
    year = school_year(born_on, on)
    last = last_year_of(setting_kind)
    day = LAST_YEARS.get(year) if last is None else FEBRUARY if year == last else None
    return date(year_begins(on).year + 1, *day) if day else None


def by_for_college(moves_on: date) -> date:
    """Return the day before which the plan is changed for a move between colleges (Reg 18(2))."""
    return due(law.POST_16_MOVE, moves_on).due_on + timedelta(days=1)


def last_year_of(setting_kind: str) -> int | None:
    """Return the last school year of a kind of school that ends with one of its own."""
    kind = setting_kind.casefold()
    return next((year for word, year in LAST_YEARS_OF_KIND.items() if word in kind), None)


def year_begins(on: date) -> date:
    """Return the 1 September with which the school year of a day begins."""
    return date(on.year if on.month >= SEPTEMBER else on.year - 1, SEPTEMBER, 1)


def born_between(school_year_number: int, on: date) -> tuple[date, date]:
    """Return the first and last birthday of the children who are in a school year on a day."""
    first = year_begins(on).year - school_year_number - 5
    return date(first, SEPTEMBER, 1), date(first + 1, 8, 31)


@dataclass(frozen=True, slots=True)
class TransferDates:
    """The last day for the changed plan, and the last meeting that is safe for it."""

    by: date
    """The day as the regulation writes it: before it everything must be done."""
    plan: DueDate
    meeting: DueDate


def transfer_dates(by: date) -> TransferDates:
    """Plan back from the day of a phase transfer: 12 weeks from the meeting, however one counts."""
    plan = due(law.PHASE_TRANSFER, by)
    return TransferDates(by, plan, due(law.PHASE_TRANSFER_MEETING, plan.due_on))


def is_prepared(facts: CaseFacts, by: date) -> bool:
    """Say whether a changed plan was sent in the school year of the move."""
    since = year_begins(by)
    return any(
        plan.kind is PlanKind.AMENDED_FINAL and since <= plan.served_on for plan in facts.plans
    )


def transfer_due(facts: CaseFacts) -> DueDate | None:
    """Return the last day for the changed plan, while it is owed."""
    by = facts.phase_transfer_by
    return None if by is None or is_prepared(facts, by) else transfer_dates(by).plan


@dataclass(frozen=True, slots=True)
class Term:
    """A school term as the lists of reviews count it; holidays belong to the term before."""

    first: date
    last: date

    @property
    def list_due(self) -> DueDate:
        """The last day for telling each setting which reviews are due."""
        return due(law.REVIEW_LIST, self.first)

    @property
    def next(self) -> "Term":
        """The term after this one."""
        return term_of(self.last + timedelta(days=1))


STARTS = ((1, 1), (4, 1), (SEPTEMBER, 1))


def term_of(on: date) -> Term:
    """Return the term in which a day falls: from September, from January or from April."""
    starts = [date(year, *day) for year in (on.year, on.year + 1) for day in STARTS]
    first = max(each for each in starts if each <= on)
    following = min(each for each in starts if each > on)
    return Term(first, following - timedelta(days=1))

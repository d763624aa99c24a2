"""Moves to the next school are planned back from the law's two days; terms and their lists."""

from datetime import date

import pytest

from ehcportal.domain import law, phases
from ehcportal.domain.clocks import due
from ehcportal.domain.facts import CaseFacts, PlanFact, PlanKind


@pytest.mark.parametrize(
    ("by", "plan", "meeting"),
    [
        ("2027-02-15", "2027-02-14", "2026-11-22"),
        ("2028-02-15", "2028-02-14", "2027-11-22"),
        ("2027-03-31", "2027-03-30", "2027-01-05"),
        # 29 February lies between
        ("2028-03-31", "2028-03-30", "2028-01-06"),
    ],
)
def test_the_last_safe_meeting_leaves_twelve_weeks_by_either_way_of_counting(
    by: str, plan: str, meeting: str
) -> None:
    dates = phases.transfer_dates(date.fromisoformat(by))

    assert dates.plan.due_on == date.fromisoformat(plan)
    assert dates.meeting.due_on == date.fromisoformat(meeting)
    assert due(law.AMENDED_PLAN_CAP, dates.meeting.due_on).due_on < dates.plan.due_on


@pytest.mark.parametrize(
    ("born", "kind", "by"),
    [
        ("2022-09-01", "", "2027-02-15"),
        ("2022-08-31", "", None),
        ("2016-03-27", "", "2027-02-15"),
        ("2011-05-02", "", "2027-03-31"),
        ("2012-05-02", "", None),
        ("2020-03-27", "Infant school", "2027-02-15"),
        ("2020-03-27", "Academy", None),
        ("2016-03-27", "Middle school", None),
        ("2014-03-27", "Middle school", "2027-02-15"),
        ("2018-03-27", "First school", "2027-02-15"),
    ],
)
def test_the_year_of_a_move_follows_from_age_and_the_kind_of_school(
    born: str, kind: str, by: str | None
) -> None:
    found = phases.transfer_by(date.fromisoformat(born), date(2026, 11, 22), kind)

    assert found == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize("year", [-1, 6, 11])
@pytest.mark.parametrize("on", [date(2026, 9, 1), date(2027, 2, 28), date(2028, 2, 29)])
def test_the_birthdays_of_a_school_year_are_those_of_the_children_in_it(
    year: int, on: date
) -> None:
    first, last = phases.born_between(year, on)

    assert phases.school_year(first, on) == phases.school_year(last, on) == year


def test_a_plan_changed_in_the_school_year_is_ready_for_the_move_and_an_older_one_is_not() -> None:
    by = date(2027, 2, 15)

    def owed(served_on: date, kind: PlanKind) -> bool:
        facts = CaseFacts(plans=(PlanFact(kind, 1, served_on),), phase_transfer_by=by)
        return phases.transfer_due(facts) is not None

    assert owed(date(2026, 8, 31), PlanKind.AMENDED_FINAL)
    assert owed(date(2026, 10, 1), PlanKind.FINAL)
    assert not owed(date(2026, 9, 1), PlanKind.AMENDED_FINAL)


def test_a_move_between_colleges_is_planned_five_months_ahead_also_from_the_end_of_july() -> None:
    assert due(law.POST_16_MOVE, date(2028, 7, 31)).due_on == date(2028, 2, 29)
    assert due(law.POST_16_MOVE, date(2027, 7, 31)).due_on == date(2027, 2, 28)


def test_each_day_is_in_one_term_and_its_list_goes_out_two_weeks_before() -> None:
    now = phases.term_of(date(2026, 12, 31))

    assert (now.first, now.last) == (date(2026, 9, 1), date(2026, 12, 31))
    assert now.next.first == date(2027, 1, 1)
    assert now.next.next.first == date(2027, 4, 1)
    assert now.next.next.last == date(2027, 8, 31)
    assert now.next.list_due.due_on == date(2026, 12, 18)
    assert now.next.list_due.how.startswith("The term begins on")

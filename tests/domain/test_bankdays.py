"""A working day that was none makes a promised day wrong by one."""

from datetime import date

import holidays

from ehcportal.domain.bankdays import bank_days


def test_the_rules_give_the_days_that_a_list_of_the_worlds_holidays_gives() -> None:
    for year in range(1990, 2101):
        listed = set(holidays.country_holidays("GB", subdiv="ENG", years=year))
        assert bank_days([year]) == listed, year


def test_days_that_were_proclaimed_once() -> None:
    """The Jubilee moved the spring holiday and added a day; the King's coronation added one."""
    found = bank_days(range(2022, 2024))
    assert {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)} <= found
    assert date(2022, 5, 30) not in found

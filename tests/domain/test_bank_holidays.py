"""A wrong bank holiday would be a wrong last day to appeal, so ours are compared with others'."""

from datetime import date

import holidays

from ehcportal.domain.bank_holidays import bank_holidays
from ehcportal.domain.calendar import SATURDAY

YEARS = range(1996, 2061)


def test_ours_are_those_that_a_library_knows_for_each_working_day() -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    assert bank_holidays(YEARS) == {each for each in theirs if each.weekday() < SATURDAY}


def test_a_day_that_was_moved_once_stands_where_it_was_moved_to() -> None:
    assert date(2020, 5, 8) in bank_holidays([2020])
    assert date(2020, 5, 4) not in bank_holidays([2020])

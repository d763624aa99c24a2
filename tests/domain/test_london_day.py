"""A request counts from its London day, around midnight and clock changes too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.clock import london_day
from ehcportal.domain import law
from ehcportal.domain.clocks import due


@pytest.mark.parametrize(
    ("moment", "decision_due"),
    [
        # winter: London keeps UTC, so midnight is midnight
        (datetime(2026, 1, 14, 23, 59, 59, tzinfo=UTC), date(2026, 2, 24)),
        (datetime(2026, 1, 15, 0, 0, 0, tzinfo=UTC), date(2026, 2, 25)),
        # summer: London is an hour ahead
        (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), date(2026, 8, 10)),
        (datetime(2026, 6, 30, 23, 0, 0, tzinfo=UTC), date(2026, 8, 11)),
        # the night the clocks go forward, and the night they go back
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 5, 8)),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 5, 10)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 12, 5)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 12, 5)),
    ],
)
def test_a_request_sent_near_midnight_gets_the_date_of_its_london_day(
    moment: datetime, decision_due: date
) -> None:
    assert due(law.DECISION_TO_ASSESS, london_day(moment)).due_on == decision_due


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_a_clock_change_never_adds_or_takes_a_day(moment: datetime) -> None:
    received = london_day(moment)

    assert due(law.FINAL_PLAN, received).due_on == received + timedelta(days=139)
    assert timedelta(0) <= received - moment.date() <= timedelta(days=1)

"""An exception explains lateness to a family; it must never move the date the law set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain import law
from ehcportal.domain.exceptions import (
    EXCUSES,
    ExceptionFact,
    Ground,
    NoSuchExceptionError,
    grounds_for,
)
from ehcportal.domain.facts import CaseFacts, RequestFact
from ehcportal.domain.journey import journey
from ehcportal.domain.situations import Situation

RECEIVED = date(2026, 6, 1)
DUE = date(2026, 7, 12)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("duty", "grounds"),
    [
        (
            law.DECISION_TO_ASSESS,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (law.ADVICE, {"personal_circumstances", "absent_from_area", "missed_appointment"}),
        (
            law.DECISION_TO_ISSUE,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (
            law.FINAL_PLAN,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (law.COMMENTS, set()),
        (law.REVIEW_DECISION, set()),
        (law.AMENDED_PLAN, set()),
    ],
)
def test_staff_can_choose_only_the_grounds_that_the_regulations_give(
    duty: str, grounds: set[str]
) -> None:
    assert {ground.value for ground in grounds_for(duty)} == grounds


def test_a_ground_that_the_law_does_not_give_is_refused() -> None:
    with pytest.raises(NoSuchExceptionError, match="missed_appointment"):
        ExceptionFact(law.FINAL_PLAN, Ground.MISSED_APPOINTMENT, RECEIVED)


def test_an_exception_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(NoSuchExceptionError, match="before it begins"):
        ExceptionFact(
            law.FINAL_PLAN, Ground.ABSENT_FROM_AREA, RECEIVED, RECEIVED - timedelta(days=1)
        )


def test_a_late_decision_with_an_exception_is_still_late_and_says_why() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, date(2026, 6, 20)),
        ),
    )

    shown = journey(facts, date(2026, 7, 20))

    assert shown.late is not None
    assert shown.late.due_on == DUE
    assert shown.exception == facts.exceptions[0]
    assert shown.situation is Situation.EXCEPTION_CLAIMED


def test_while_there_is_time_left_the_exception_stands_beside_the_main_card() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, date(2026, 6, 20)),
        ),
    )

    shown = journey(facts, date(2026, 7, 1))

    assert shown.situation is Situation.REQUEST_RECEIVED
    assert Situation.EXCEPTION_CLAIMED in shown.besides


def test_an_exception_after_the_last_day_excuses_nothing() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, DUE + timedelta(days=1)),
        ),
    )

    assert journey(facts, date(2026, 8, 1)).exception is None


@given(DAYS, DAYS, st.sampled_from(Ground), st.data())
def test_no_exception_ever_moves_a_date(
    today: date, from_on: date, ground: Ground, data: st.DataObject
) -> None:
    duty = data.draw(st.sampled_from(sorted(EXCUSES[ground])))
    plain = CaseFacts(requests=(RequestFact(RECEIVED),))
    excused = CaseFacts(requests=plain.requests, exceptions=(ExceptionFact(duty, ground, from_on),))

    without, with_one = journey(plain, today), journey(excused, today)

    assert with_one.key_dates == without.key_dates
    assert with_one.late == without.late
    assert with_one.stages == without.stages

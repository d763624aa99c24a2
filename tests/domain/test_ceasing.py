"""When a council may end a plan: all are asked first, and each age has its rules (Regs 29-31)."""

from dataclasses import replace
from datetime import date

import pytest

from ehcportal.domain.ceasing import (
    CeasingGround,
    EndingFacts,
    Obstacle,
    Return,
    age_on,
    end_of_last_year,
    is_too_old,
    obstacles,
)

TODAY = date(2026, 11, 22)
CHILD, GROWN, NINETEEN = date(2012, 5, 1), date(2008, 5, 1), date(2007, 5, 1)
READY = EndingFacts(
    ground=CeasingGround.NOT_NECESSARY,
    born_on=CHILD,
    asked_family_on=date(2026, 11, 1),
    answer_by=date(2026, 11, 15),
    names_setting=True,
    asked_setting_on=date(2026, 11, 1),
    has_reasons=True,
)
LEFT = replace(
    READY,
    born_on=GROWN,
    no_education=True,
    left_on=date(2026, 7, 20),
    reviewed_on=date(2026, 10, 1),
    wants_to_return=Return.DOES_NOT_WANT,
)


def test_a_plan_ends_when_all_were_asked_and_had_their_time() -> None:
    assert obstacles(READY, TODAY) == ()


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"asked_family_on": None}, Obstacle.FAMILY_NOT_ASKED),
        ({"asked_setting_on": None}, Obstacle.SETTING_NOT_ASKED),
        ({"answer_by": TODAY}, Obstacle.WAITING),
        ({"asked_family_on": TODAY}, Obstacle.SAME_DAY),
        ({"has_reasons": False}, Obstacle.NO_REASONS),
        ({"no_education": True}, Obstacle.OUT_OF_EDUCATION_UNDER_18),
        ({"no_education": True, "born_on": None}, Obstacle.OUT_OF_EDUCATION_UNDER_18),
        ({"born_on": NINETEEN}, Obstacle.OUTCOMES_NOT_WEIGHED),
    ],
)
def test_a_plan_does_not_end_as_long_as_something_is_missing(
    change: dict[str, object], obstacle: Obstacle
) -> None:
    assert obstacles(replace(READY, **change), TODAY) == (obstacle,)  # type: ignore[arg-type]


def test_answers_of_both_end_the_waiting_but_never_on_the_day_of_asking() -> None:
    both = replace(READY, answer_by=TODAY, family_answered_on=TODAY, setting_answered_on=TODAY)
    assert obstacles(both, TODAY) == ()
    assert obstacles(replace(both, asked_family_on=TODAY), TODAY) == (Obstacle.SAME_DAY,)
    assert obstacles(replace(both, setting_answered_on=None), TODAY) == (Obstacle.WAITING,)


def test_who_left_at_eighteen_is_reviewed_and_asked_about_coming_back() -> None:
    assert obstacles(LEFT, TODAY) == ()
    assert obstacles(replace(LEFT, wants_to_return=Return.WANTS), TODAY) == (
        Obstacle.WANTS_TO_RETURN,
    )
    before_leaving = replace(LEFT, reviewed_on=date(2026, 7, 1), wants_to_return=None)
    assert obstacles(before_leaving, TODAY) == (
        Obstacle.NOT_REVIEWED_SINCE_LEAVING,
        Obstacle.RETURN_NOT_ASKED,
    )


def test_a_council_that_is_no_longer_responsible_asks_all_the_same() -> None:
    gone = replace(
        LEFT, ground=CeasingGround.NOT_RESPONSIBLE, wants_to_return=Return.WANTS, answer_by=TODAY
    )
    assert obstacles(gone, TODAY) == (Obstacle.WAITING,)


def test_a_birthday_of_29_february_comes_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("born_on", "last"),
    [
        (date(2001, 7, 31), date(2026, 7, 31)),
        (date(2001, 8, 1), date(2027, 7, 31)),
        (date(2001, 12, 24), date(2027, 7, 31)),
    ],
)
def test_a_plan_may_run_to_the_end_of_the_academic_year_of_the_twenty_fifth_birthday(
    born_on: date, last: date
) -> None:
    assert end_of_last_year(born_on) == last
    assert not is_too_old(born_on, last)
    assert is_too_old(born_on, date(last.year, 8, 1))

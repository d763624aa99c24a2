"""Whatever people do in whatever order: no step is possible that the law forbids.

Every date on every screen, letter and calendar file is the law's, the timeline tells all of it, and
families see nothing that staff write for themselves.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ehcportal.domain.orders import OrderKind
from tests.histories.ledger import TWO
from tests.histories.machine import AnyWay
from tests.histories.stage import FREE, Stage

Way = list[tuple[str, dict[str, Any]]]

LED_ASTRAY: dict[str, Way] = {
    "asked on the day of a refusal and of the next letter": [
        ("begins", {"on": date(2024, 2, 29), "came_with_a_plan": 0, "course": [(0, 1), (0, 1)]}),
        ("whether_to_issue", {"yes": False}),
        ("a_letter_comes", {"days": 0}),
    ],
    "changes without a review": [
        ("begins", {"on": date(2024, 2, 29), "came_with_a_plan": 0, "course": []}),
        ("the_usual_course", {"course": [(0, 1), (0, 1), (0, 1), (1, 15), (0, 1)]}),
        ("changes_are_proposed", {"more": 0}),
    ],
    "a second letter after a no that became a yes": [
        ("begins", {"on": date(2024, 2, 12), "came_with_a_plan": 0, "course": [(3, 16), (1, 330)]}),
        ("a_letter_comes", {"days": 1}),
    ],
    "a yes put right after a second letter": [
        ("begins", {"on": date(2023, 12, 26), "came_with_a_plan": 0, "course": [(1, 41)]}),
        ("a_letter_comes", {"days": 0}),
        ("a_decision_is_put_right", {"kind": "assess"}),
    ],
    "changes proposed, dropped and proposed again on one day": [
        ("begins", {"on": date(2024, 2, 29), "came_with_a_plan": 0, "course": []}),
        ("the_usual_course", {"course": [(0, 1), (0, 1), (0, 1), (1, 15), (0, 1)]}),
        ("changes_are_proposed", {"more": 0}),
        ("nothing_changes_after_all", {}),
        ("changes_are_proposed", {"more": 0}),
    ],
    "one of two parents accepts the draft": [
        (
            "begins",
            {"on": date(2024, 3, 4), "came_with_a_plan": 0, "course": [], "parents": TWO},
        ),
        ("the_usual_course", {"course": [(0, 1), (0, 1), (0, 1)]}),
        ("comments_come", {"accepts": True, "who": "parent"}),
        ("the_plan_is_final", {}),
        ("comments_come", {"accepts": True, "who": ""}),
        ("the_plan_is_final", {}),
        ("all_parents_accept_and_the_plan_is_final", {}),
        ("a_review_begins", {}),
    ],
    "changes after a review, dropped and proposed without one on that day": [
        (
            "begins",
            {
                "on": date(2024, 6, 28),
                "came_with_a_plan": 30,
                "course": [(1, 41), (1, 13), (0, 13)],
            },
        ),
        ("changes_are_proposed", {"more": 5}),
        ("nothing_changes_after_all", {}),
        ("changes_are_proposed", {"more": 0}),
    ],
    "changes after a review, made final and proposed without one on that day": [
        (
            "begins",
            {
                "on": date(2024, 6, 28),
                "came_with_a_plan": 30,
                "course": [(1, 41), (1, 13), (0, 13)],
            },
        ),
        ("changes_are_proposed", {"more": 0}),
        ("all_parents_accept_and_the_plan_is_final", {}),
        ("the_changed_plan_is_final", {}),
        ("changes_are_proposed", {"more": 0}),
    ],
    "an order that the plan goes on": [
        ("begins", {"on": date(2024, 6, 30), "came_with_a_plan": 30, "course": [(1, 1)]}),
        ("the_family_is_asked_about_ending_the_plan", {}),
        ("time_passes", {"days": 60}),
        ("it_is_decided_to_end_the_plan", {}),
        ("the_tribunal_decides", {"order": OrderKind.CONTINUE_PLAN, "days": 15}),
        ("time_passes", {"days": 60}),
        ("changes_are_proposed", {"more": 0}),
    ],
}
"""Ways on which the machine once found a date that is not the law's."""

ANY_TIME = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_file: Path) -> Stage:
    return Stage(tmp_path_factory.mktemp("histories"), sqlite_file)


def drive(stage: Stage, histories: int, *, always_the_same: bool) -> None:
    AnyWay.stage, AnyWay.holidays = stage, FREE
    phases = (Phase.generate,) if always_the_same else (Phase.generate, Phase.shrink)
    told = settings(
        max_examples=histories,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=ANY_TIME,
        database=None,
        derandomize=always_the_same,
        phases=phases,
    )
    run_state_machine_as_test(AnyWay, settings=told)


def test_no_step_is_possible_that_the_law_forbids(stage: Stage) -> None:
    drive(stage, histories=6, always_the_same=True)


@pytest.mark.parametrize("way", LED_ASTRAY.values(), ids=LED_ASTRAY)
def test_what_once_led_astray(stage: Stage, way: Way) -> None:
    AnyWay.stage, AnyWay.holidays = stage, FREE
    told = AnyWay()
    try:
        for name, given in way:
            getattr(told, name)(**given)
    finally:
        told.teardown()


@pytest.mark.full
@pytest.mark.parametrize("part", range(4))
def test_no_step_is_possible_in_two_thousand_histories(stage: Stage, part: int) -> None:
    drive(stage, histories=500, always_the_same=False)

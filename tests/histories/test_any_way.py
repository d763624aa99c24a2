"""Whatever people do in whatever order: no step is possible that the law forbids.

Every date on every screen, letter and calendar file is the law's, the timeline tells all of it, and
families see nothing that staff write for themselves.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import AnyWay
from tests.histories.stage import FREE, Stage

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


@pytest.mark.full
def test_no_step_is_possible_in_two_thousand_histories(stage: Stage) -> None:
    drive(stage, histories=2000, always_the_same=False)

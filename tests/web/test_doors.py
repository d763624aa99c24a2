"""Nobody gets past a door that is not theirs."""

import pytest
from flask import Flask

from ehcportal import configure
from ehcportal.web import UnguardedRoute
from tests.cast import Cast


def test_the_program_refuses_to_start_with_a_route_that_names_no_policy(
    own_app: Flask,
) -> None:
    own_app.view_functions["open_door"] = lambda: "anybody"
    own_app.url_map.add(own_app.url_rule_class("/open", endpoint="open_door", methods={"GET"}))
    from ehcportal import web

    with pytest.raises(UnguardedRoute, match="open_door"):
        web.refuse_unguarded(own_app)


def test_a_page_that_is_missing_says_so_calmly(cast: Cast) -> None:
    answer = cast["nobody"].get("/no-such-page")
    assert answer.status_code == 404
    assert "01632 960 100" in answer.get_data(as_text=True)


def test_only_the_doors_for_files_take_large_bodies(cast: Cast, app: Flask) -> None:
    six_megabytes = {"email": "x" * (6 * 1024 * 1024)}
    assert cast["nobody"].post("/sign-in", six_megabytes).status_code == 413
    assert set(configure.TAKE_FILES) <= set(app.view_functions)

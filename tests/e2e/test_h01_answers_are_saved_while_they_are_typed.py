"""Autosave, which only a browser with scripts has: a quiet line, and nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.inside import Inside
from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor
from tests.places import ANSWERS

WITH_SCRIPTS = pytest.mark.parametrize(
    "running",
    [
        pytest.param(("sqlite", True), id="sqlite-with-scripts"),
        pytest.param(("postgres", True), id="postgres-with-scripts", marks=pytest.mark.full),
    ],
    indirect=True,
)
SAVED = re.compile(r"Saved \d\d:\d\d")


@WITH_SCRIPTS
def test_what_is_typed_is_saved_and_survives_closing_the_tab(
    phone: Visitor, inside: Inside
) -> None:
    draft = inside.begins("parent", "assessment-request", ANSWERS)
    phone.goes_to(f"/forms/draft/{draft}/story")
    accounts.member_signs_in(phone, "parent")
    phone.sees("Life and learning so far")
    with phone.page.expect_response(re.compile("/autosave$")):
        phone.types("How are life and learning going now?", "Mornings are hard.")
    expect(phone.page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    closed = phone.opens_another_window()
    closed.close()
    phone.goes_to(f"/forms/draft/{draft}/story")
    phone.sees("Life and learning so far")
    assert phone.answer("How are life and learning going now?") == "Mornings are hard."

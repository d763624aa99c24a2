"""Autosave, which only a browser with scripts has: a quiet line, and nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, family
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


@WITH_SCRIPTS
def test_a_count_on_the_dashboard_goes_up_without_a_page_load(
    phone: Visitor, inside: Inside
) -> None:
    """Row U06: the panels ask again by themselves, once a minute."""
    phone.page.clock.install()
    parent = phone.running.cast["parent"]
    family.signs_in_to_the_dashboard(phone, parent["email"], parent["password"], "Maya Okafor")
    title = "Forms you can start or awaiting completion"
    before = family.count_of(phone, title)
    inside.assigns("parent", parent["cases"][0]["id"], "assessment-request")
    phone.page.clock.fast_forward("01:05")
    expect(family.panel(phone, title).locator(".count")).to_have_text(str(before + 1))

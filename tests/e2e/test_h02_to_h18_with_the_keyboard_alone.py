"""Rows H01 to H13 and H18 once more, with Tab, Enter, Space and the arrows alone (WCAG 2.1.1)."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.steps import accounts, assessment
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.assessment import Attachments
from tests.e2e.steps.keyboard import Keyboard
from tests.e2e.steps.papers import photo, report

TAYO = Newcomer("Tayo", "Lightfoot", "tayo@mail.example")


@pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)
def test_everything_can_be_done_with_the_keyboard_alone(keyboard: Keyboard, tmp_path: Path) -> None:
    papers = Attachments(report(tmp_path), photo(tmp_path))
    keyboard.goes_to("/")
    keyboard.skips_to_the_content()
    assessment.starts_from_home(keyboard)
    assessment.says_what_helps(keyboard)
    keyboard.presses("Next")
    keyboard.sees("Your Details")
    keyboard.presses("Login or Register")
    accounts.registers(keyboard, TAYO)
    assessment.finds_her_own_name(keyboard, TAYO.forename, TAYO.surname)
    is_led_to_what_is_wrong(keyboard)
    assessment.fills_everything(keyboard, papers)
    reference = assessment.submits(keyboard, further="She may need longer for every answer.")
    keyboard.unfolds_the_menu()
    keyboard.follows("Continue a Saved Form")
    keyboard.sees("Continue a Saved Form")
    keyboard.follows("View My Submitted Forms")
    keyboard.sees("View My Submitted Forms")
    keyboard.reads(reference)
    accounts.logs_out(keyboard)


def is_led_to_what_is_wrong(person: Keyboard) -> None:
    """An error takes the focus to the summary, and each of its lines into its box."""
    person.types("Street", " ", within="Your address")
    person.presses("Next")
    person.is_told("Enter the street")
    person.follows("Enter the street")
    expect(person.box("Street", within="Your address")).to_be_focused()
    person.types("Street", "Mill Lane", within="Your address")
    person.presses("Next")

"""Rows D09 to D11, U04, preset hub: My cases on a phone, its two menus, Details and Stages."""

from playwright.sync_api import expect

from tests.e2e.steps import accounts, second_step
from tests.e2e.steps.visitor import Visitor

PRESET = "hub"
NUMBER, SHOWN = "07700 900982", "+447700900982"


def test_a_parent_finds_her_case_on_her_phone_and_opens_an_earlier_stage(phone: Visitor) -> None:
    grace = phone.running.cast["parent"]
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, grace["email"], grace["password"])
    phone.sees(second_step.CHOICE)
    phone.chooses("A text message", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.proves_a_number(phone, NUMBER, SHOWN)
    phone.sees("My cases")
    phone.follows("Maya Okafor")
    phone.unfolds("What does this mean?")
    opens_both_menus(phone)
    phone.follows("View request for Maya")
    phone.sees("EHC Assessment and Plan - Maya Okafor")
    phone.follows("Details")
    phone.sees("Details")
    phone.goes_back()
    phone.follows("All stages")
    phone.sees("Stages")
    phone.reads("not reached yet")
    phone.follows("Decision to assess")
    phone.sees("Decision to assess")
    phone.reads("Done: yes")
    accounts.logs_out(phone)


def opens_both_menus(phone: Visitor) -> None:
    """Three lines lead to My cases; the question mark to help, the profile and out."""
    lines, mark = phone.page.get_by_role("banner").locator("summary:visible").all()
    phone.opens_fold(lines)
    expect(phone.page.get_by_role("link", name="My cases", exact=True)).to_be_visible()
    phone.opens_fold(mark)
    expect(phone.page.get_by_role("link", name="Profile", exact=True)).to_be_visible()
    phone.goes_to("/home")
    phone.sees("My cases")

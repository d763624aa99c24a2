"""Rows H15, H16: own details, a new address and the way back, devices, and staying logged in."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.inside import Inside
from tests.e2e.steps import account, accounts, family
from tests.e2e.steps.soundness import examine
from tests.e2e.steps.visitor import Visitor

WITH_SCRIPTS = pytest.mark.parametrize("running", SCRIPTS_FIRST[:1], indirect=True)
NEW = "grace.bell@mail.example"
STAY = "Stay logged in"


def test_a_parent_changes_her_details_and_her_address_and_takes_it_back(phone: Visitor) -> None:
    grace = phone.running.cast["parent"]
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "parent")
    phone.sees(family.dashboard_of("Maya Okafor"))
    account.opens_settings(phone)
    changes_her_name(phone, grace["password"])
    account.changes_the_address(phone, NEW, grace["password"])
    phone.reads(NEW)
    phone.goes_to(
        account.link_in(phone, grace["email"], "The email address of your account was changed")
    )
    phone.sees("Take back the change of your email address")
    phone.presses("Take it back")
    phone.sees("The change was taken back")
    phone.presses("Choose a new password")
    phone.sees("Reset password - step 1")
    phone.running.letter(grace["email"], "Your old email address is back")
    phone.goes_to("/account")
    phone.sees("Secure login - step 1")


def changes_her_name(phone: Visitor, password: str) -> None:
    """The password is forgotten the first time; what she typed is still there."""
    phone.follows("Change your details")
    phone.sees("Change your details")
    phone.types("Surname", "Okafor-Bell")
    phone.presses("Save")
    phone.is_told("Enter the password that you have now")
    assert phone.answer("Surname") == "Okafor-Bell"
    phone.types(account.NOW, password)
    phone.presses("Save")
    phone.sees("Account Settings")
    phone.reads("Your details are saved")
    phone.reads("Grace Okafor-Bell")


def test_a_lost_phone_is_logged_out_from_the_desk(phone: Visitor, desktop: Visitor) -> None:
    for visitor in (phone, desktop):
        visitor.goes_to("/sign-in")
        accounts.member_signs_in(visitor, "parent_of_two")
        visitor.sees("My cases")
    email = phone.running.cast["parent_of_two"]["email"]
    phone.running.letter(email, "A device that we did not know signed in")
    account.opens_settings(desktop)
    desktop.follows("Look where you’re signed in")
    desktop.sees("Where you’re signed in")
    desktop.presses("Log out everywhere else")
    desktop.reads("You are logged out on every other device")
    phone.goes_to("/account")
    phone.sees("Secure login - step 1")


@WITH_SCRIPTS
def test_before_the_session_ends_one_press_keeps_it_in_every_window(
    phone: Visitor, inside: Inside
) -> None:
    """A parent reads a long page; the form in her other window is as safe as this one."""
    phone.context.clock.install()
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "second_parent")
    phone.sees(family.dashboard_of("Maya Okafor"))
    phone.goes_to("/account")
    first = phone.opens_another_window()
    phone.goes_to("/account/details")
    phone.page.get_by_label("Town/City").focus()
    asked = [window.get_by_role("alertdialog") for window in (first, phone.page)]
    phone.context.clock.fast_forward("57:30")
    expect(asked[1]).to_be_hidden()
    inside.lets_sessions_rest(phone.running.cast["second_parent"]["email"], minutes=58)
    phone.context.clock.fast_forward("01:00")
    for dialog in asked:
        expect(dialog).to_be_visible()
    expect(phone.page.get_by_role("button", name=STAY)).to_be_focused()
    phone.watch.faults += examine(phone.page, phone.running)
    with phone.page.expect_response("**/account/sessions/stay") as told:
        phone.page.keyboard.press("Enter")
    assert int(told.value.headers["portal-left"]) == 3600
    for dialog in asked:
        expect(dialog).to_be_hidden()
    expect(phone.page.get_by_label("Town/City")).to_be_focused()


@WITH_SCRIPTS
def test_after_the_end_nobody_reads_on_and_what_was_typed_is_kept(
    phone: Visitor, inside: Inside
) -> None:
    member = phone.running.cast["stranger"]
    phone.context.clock.install()
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "stranger")
    phone.sees("Welcome, Ivy")
    phone.goes_to("/account/details")
    reading = phone.opens_another_window()
    phone.goes_to("/account")
    phone.page, reading = reading, phone.page
    phone.types("Surname", "Marsh-Lane")
    inside.lets_sessions_rest(member["email"])
    phone.context.clock.fast_forward("01:00:05")
    expect(reading.get_by_role("heading", level=1)).to_have_text("Secure login - step 1")
    phone.reads(re.compile("What you typed is still here"))
    phone.types(account.NOW, member["password"])
    phone.presses("Save")
    accounts.signs_in(phone, member["email"], member["password"])
    phone.sees("We kept what you typed")
    phone.presses("Go on with what I typed")
    phone.is_told("Enter the password that you have now")
    assert phone.answer("Surname") == "Marsh-Lane"

"""Rows D05 to D08: an app or a text message, chosen and proved; a lost phone and the way back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.account import FactorLoss
from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, second_step
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

PRESET = "hub"
NUMBER, SHOWN = "07700 900982", "+447700900982"
OTHER, OTHER_SHOWN = "07700 900345", "+447700900345"


def test_a_parent_takes_text_messages_loses_her_phone_and_comes_back(
    phone: Visitor, desktop: Visitor, inside: Inside
) -> None:
    """Grace chooses, signs in, loses the phone; two of the staff let her choose again."""
    grace = phone.running.cast["parent"]
    who = grace["email"], grace["password"]
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, *who)
    phone.sees(second_step.CHOICE)
    phone.unfolds("I need more information")
    phone.chooses("A text message", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.proves_a_number(phone, NUMBER, SHOWN)
    phone.sees(re.compile("."))
    accounts.logs_out(phone)
    phone.goes_to("/sign-in")
    accounts.gives_password(phone, *who)
    phone.sees("Secure login - step 2")
    phone.reads(re.compile("ends in 982"))
    phone.presses("Resend log in code")
    phone.reads(re.compile("Please wait .* before you ask for another code"))
    phone.follows("I have lost my phone, or cannot get my code")
    phone.sees("You have lost your phone, or cannot get your code")
    phone.presses("Ask the council")
    phone.sees("We know that you need help")
    phone.running.letter(who[0], "Did you lose the phone that you get your codes with?")
    two_of_the_staff_agree(desktop, inside)
    phone.running.letter(who[0], "When you can log in to your account again")
    lets_the_wait_pass(inside)
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, *who)
    phone.sees(second_step.CHOICE)
    phone.chooses("An app on your phone", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.joins_an_app(phone)
    phone.presses("I have kept them: continue")
    phone.goes_to("/account")
    phone.sees("Account Settings")


def two_of_the_staff_agree(desktop: Visitor, inside: Inside) -> None:
    """One checks who it is, another one agrees."""
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "caseworker")
    desktop.sees(re.compile("."), examined=False)
    desktop.goes_to("/council/lost-second-steps")
    desktop.sees("Lost second steps")
    desktop.follows("Grace Okafor")
    desktop.sees("Let Grace Okafor back in?")
    desktop.presses("I am sure who it is")
    desktop.is_told("Write how you checked who it is")
    desktop.types("How did you check?", "Called the number in the case")
    desktop.presses("I am sure who it is")
    desktop.reads("You checked who it is. Somebody else must agree.")
    accounts.logs_out(desktop)
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "support")
    desktop.sees(re.compile("."), examined=False)
    desktop.goes_to("/council/lost-second-steps")
    desktop.follows("Grace Okafor")
    desktop.presses("I agree")
    desktop.reads(re.compile("May log in from"))


def lets_the_wait_pass(inside: Inside) -> None:
    """Make it a day later for whoever waits."""
    with inside.app.extensions["database"].unit() as session:
        session.exec(select(FactorLoss)).one().effective_at = clock.now() - timedelta(minutes=1)


def test_an_app_is_joined_by_its_key_and_changed_in_account_settings(
    phone: Visitor, tmp_path: Path
) -> None:
    nadia = phone.running.cast["parent_of_two"]
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, nadia["email"], nadia["password"])
    phone.sees(second_step.CHOICE)
    phone.presses("Continue")
    phone.is_told("Choose how you want to get your code")
    phone.chooses("An app on your phone", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.joins_an_app(phone)
    shown = phone.page.locator(".codes code").all_inner_texts()
    kept = phone.downloads("Keep them as a text file")
    kept.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split() == shown
    phone.presses("I have kept them: continue")
    phone.goes_to("/account/second-step")
    phone.sees("How you get your codes")
    phone.chooses("A text message", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.proves_a_number(phone, OTHER, OTHER_SHOWN)
    phone.sees("Account Settings")
    phone.reads("Your codes come another way now. Your other devices are logged out")
    phone.running.letter(nadia["email"], "Your account sends codes by text message now")

"""Rows H09, H14 and H15: codes, a forgotten password, logging out, a session that ended."""

import re

from playwright.sync_api import expect

from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, assessment, family
from tests.e2e.steps.visitor import Visitor

DASHBOARD = family.dashboard_of("Maya Okafor")


def test_a_wrong_code_and_one_of_an_earlier_login_are_refused(phone: Visitor) -> None:
    """The newest code of this very login counts, and no other."""
    email = phone.running.cast["parent"]["email"]
    earlier = begins_to_sign_in(phone, "parent")
    newest = begins_to_sign_in(phone, "parent")
    for wrong in ("1234 5678" if newest != "1234 5678" else "8765 4321", earlier):
        phone.types("Code", wrong)
        phone.presses("Finish")
        phone.is_told(re.compile("code"))
        phone.sees("Secure login - step 2")
    phone.presses("Please send me a new code")
    phone.reads(re.compile("Please wait .* before you ask for another code"))
    assert phone.running.mail.codes(email)[-1] == newest
    phone.types("Code", newest.replace(" ", ""))
    phone.presses("Finish")
    phone.sees(DASHBOARD)


def begins_to_sign_in(person: Visitor, key: str) -> str:
    """Do step 1; return the code that came."""
    member = person.running.cast[key]
    before = len(person.running.mail.codes(member["email"]))
    person.goes_to("/sign-in")
    accounts.gives_password(person, member["email"], member["password"])
    person.sees("Secure login - step 2")
    return accounts.the_newest_code(person, member["email"], already=before)


def test_a_wrong_password_says_what_to_check_and_not_what_was_wrong(phone: Visitor) -> None:
    phone.goes_to("/sign-in")
    accounts.gives_password(phone, phone.running.cast["parent"]["email"], "not her password")
    expect(phone.page.get_by_role("alert")).to_contain_text("email address or password")
    phone.sees("Secure login - step 1")
    phone.reads("Is caps lock on?")


def test_a_forgotten_password_of_nobody_is_answered_as_one_of_somebody(phone: Visitor) -> None:
    """The guide to registering goes on from here with an address that is known."""
    phone.goes_to("/sign-in")
    phone.follows("Forgotten password?")
    phone.sees("Reset password - step 1")
    phone.types("Email address", "nobody@mail.example")
    phone.presses("Next")
    phone.sees("Reset password - step 2")
    phone.reads(accounts.SENT_IF_KNOWN.format("nobody@mail.example"))


def test_after_logging_out_the_back_button_shows_the_login(phone: Visitor) -> None:
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "parent_of_two")
    phone.sees("My cases")
    accounts.logs_out(phone)
    phone.goes_back()
    phone.sees("Secure login - step 1")
    phone.reads_nothing_of("Hale")


def test_a_session_that_ended_in_mid_form_loses_nothing(phone: Visitor, inside: Inside) -> None:
    """A tired parent comes back to her phone after the night and presses Next."""
    email = phone.running.cast["stranger"]["email"]
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "stranger")
    phone.sees("Welcome, Ivy")
    phone.goes_to("/forms/assessment-request")
    assessment.says_what_helps(phone)
    inside.lets_sessions_rest(email)
    phone.presses("Next")
    phone.sees("Secure login - step 1")
    accounts.signs_in(phone, email, phone.running.cast["stranger"]["password"])
    phone.sees("What helps you")
    phone.reads("You were signed out, so we kept what you sent.")
    assessment.finds_her_answers_kept(phone)
    phone.presses("Next")
    phone.sees("Your Details")

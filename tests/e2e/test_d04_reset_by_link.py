"""Row D04, preset hub: a forgotten password by an e-mailed link, then Create a password."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import WITHOUT_FIRST, open_context
from tests.e2e.portal import DESKTOP
from tests.e2e.steps import account
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

PRESET = "hub"
NEW = "Marmalade-Ferry"


def test_a_parent_asks_on_her_phone_and_opens_the_link_at_her_desk(
    browser: Browser, phone: Visitor
) -> None:
    email = phone.running.cast["parent"]["email"]
    phone.goes_to("/sign-in")
    phone.follows("Forgotten password?")
    phone.sees("Reset password")
    phone.types("Email address", email)
    phone.presses("Next")
    phone.sees("Check your email")
    phone.reads(f"If there is an account for {email}, we have sent a link there.")
    desk = Visitor(phone.running, open_context(browser, phone.running, DESKTOP))
    desk.goes_to(account.link_in(phone, email, "Reset password"))
    desk.sees("Create a password")
    creates_a_password(desk)
    phone.running.letter(email, "Your password was changed")
    desk.presses("OK")
    desk.sees("Secure login - step 1")
    desk.goes_to(account.link_in(phone, email, "Reset password"))
    desk.sees("This link does not work any more")
    desk.leaves()


def creates_a_password(desk: Visitor) -> None:
    """The rules are in words; with scripts each is ticked off as it is met."""
    met = desk.page.locator("[data-rule].is-met")
    desk.types("New password", NEW.lower())
    if desk.has_scripts:
        expect(met).to_have_count(2)
    desk.types("Confirm password", NEW.lower())
    desk.presses("Create password")
    desk.is_told("Put at least one capital letter into your password")
    desk.types("New password", NEW)
    desk.types("Confirm password", NEW)
    if desk.has_scripts:
        expect(met).to_have_count(4)
    desk.presses("Create password")
    desk.sees("Your password is changed")

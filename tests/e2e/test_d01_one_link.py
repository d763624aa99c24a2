"""Row D01: staff add a person to a case; one link, a password, a second step, and they are in."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.steps import invitations, second_step
from tests.e2e.steps.invitations import HOW, Invited
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

PRESET = "hub"
LOU = Invited("Lou", "Farrow", "lou.farrow@mail.example", "Three-odd-words")


def test_one_link_leads_to_a_password_an_app_and_the_case(phone: Visitor, desktop: Visitor) -> None:
    invitations.opens_the_people(desktop, "Hale, Rowan", "Rowan")
    invitations.invites(desktop, LOU, "Rowan")
    desktop.presses("Send the invitation")
    desktop.is_told("Write how you checked this")
    desktop.types("How you checked who they are", HOW)
    desktop.presses("Send the invitation")
    desktop.sees(LOU.name)
    desktop.reads("We sent the link.")
    phone.goes_to(invitations.link_for(phone, LOU, "Complete your registration"))
    phone.sees("Complete your registration")
    warns_beside_the_field(phone)
    invitations.chooses_a_password(phone, LOU, wrong_first=True)
    sets_up_an_app(phone)
    phone.reads("Rowan")
    desktop.page.reload()
    desktop.reads("Their access is open.")


def warns_beside_the_field(phone: Visitor) -> None:
    """As they type where there are scripts; after Continue where there are none."""
    phone.types("Choose your password", "short")
    if phone.has_scripts:
        rule = phone.page.locator("[data-rule=length]")
        expect(rule).to_contain_text("not met yet")
    else:
        phone.presses("Continue")
        expect(phone.page.locator("#new_password-error")).to_be_visible()


def sets_up_an_app(phone: Visitor) -> None:
    phone.sees(second_step.CHOICE)
    phone.chooses("An app on your phone", of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.joins_an_app(phone)
    phone.follows("I have kept them: continue")

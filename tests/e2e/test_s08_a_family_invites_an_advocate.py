"""Row S08: a family asks somebody in, who sees what they chose, until one press ends it."""

import re

import pytest

from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.steps import accounts, family
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

LINK = re.compile(r"https?://\S+/invitation/\S+")
SUBJECT = "You are invited to help a family"
MAYA = "Maya Okafor"


def test_a_mother_invites_an_advocate_and_ends_it_with_one_press(
    phone: Visitor, desktop: Visitor
) -> None:
    mother, bill = phone.running.cast["parent"], phone.running.cast["supporter"]
    family.signs_in_to_the_dashboard(phone, mother["email"], mother["password"], MAYA)
    invites(phone, bill["email"])
    desktop.goes_to(link_for(desktop, bill["email"]))
    desktop.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    accounts.signs_in(desktop, bill["email"], bill["password"])
    desktop.sees("Accept your invitation")
    desktop.presses("Accept")
    sees_where_the_case_stands(desktop)
    ends_it(phone)
    desktop.page.reload()
    desktop.sees("We cannot find this page", examined=False)
    phone.running.letter(bill["email"], "Your access to a case has ended")


def invites(mother: Visitor, address: str) -> None:
    mother.page.goto(f"{mother.page.url}/access")
    mother.sees("Who has access")
    mother.presses("Invite somebody")
    mother.sees("Invite somebody to help you")
    mother.types("Their email address", address)
    mother.presses("Send the invitation")
    mother.is_told("Choose how they help you", "Choose what they can see")
    mother.chooses("As a supporter", of="How do they help you?")
    mother.chooses("Only where the case stands", of="What can they see?")
    mother.presses("Send the invitation")
    mother.sees("Who has access")
    mother.reads("We have sent the invitation.")


def link_for(visitor: Visitor, address: str) -> str:
    text = visitor.running.mail.text(visitor.running.letter(address, SUBJECT))
    assert "Maya" not in text
    assert "Okafor" not in text
    found = LINK.search(text)
    assert found, text
    return found.group(0).removeprefix(visitor.running.base_url)


def sees_where_the_case_stands(helper: Visitor) -> None:
    """Bill helps another family as well, so he finds both on one page."""
    helper.sees("My cases")
    helper.follows(re.compile("^View request for Maya"))
    helper.sees(family.dashboard_of(MAYA))
    helper.reads_nothing_of("New Messages")


def ends_it(mother: Visitor) -> None:
    mother.page.reload()
    mother.presses("End access of Bill Hart")
    mother.sees("Who has access")
    mother.reads("Their access has ended.")
    mother.reads_nothing_of("Bill Hart")

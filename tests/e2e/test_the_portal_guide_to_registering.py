"""The portal guide "How to register", page by page: rows H01 to H05 and H07 to H18."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.steps import access, account, accounts, council, family
from tests.e2e.steps.access import Child
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.papers import photo
from tests.e2e.steps.visitor import Visitor

PRESET = "portal"
pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

BEATRICE = Newcomer("Beatrice", "Okafor", "beatrice@mail.example", "Violet-Tractor-58")
MAYA = Child("Maya", "Okafor", "27", "3", "2016")
NEW_PASSWORD = "Marmalade-Ferry-71"
TOLD_YES = "You can now see the case you asked about"
MENU = [
    "My Child's/Young Person's Account(s)",
    "Account Settings",
    "Continue a Saved Form",
    "Logout",
]


def test_a_grandmother_follows_the_guide_to_registering(
    phone: Visitor, desktop: Visitor, tmp_path: Path
) -> None:
    letter = photo(tmp_path, "letter.jpg")
    reads_the_first_page_and_registers(phone)
    access.says_who_asks(phone, BEATRICE)
    access.says_whose_case(phone, MAYA)
    access.adds_a_letter(phone, letter)
    reference = submits_to_the_local_authority(phone)
    finds_what_she_sent(phone, reference)
    accounts.logs_out(phone)
    resets_her_password(phone)
    finds_menu_settings_and_help(phone)
    accounts.logs_out(phone)
    approves(desktop, reference)
    assert "Maya" not in phone.running.mail.text(phone.running.letter(BEATRICE.email, TOLD_YES))
    family.signs_in_to_the_dashboard(phone, BEATRICE.email, NEW_PASSWORD, "Maya Okafor")


def reads_the_first_page_and_registers(newcomer: Visitor) -> None:
    """Rows H01 to H08: the link of the letter, the numbered menu, the three steps, and back."""
    newcomer.goes_to("/forms/access-request")
    newcomer.sees("How does this tool work?")
    newcomer.reads("Questions marked * need an answer.")
    for tool in ("Print", "Save for later", "Create PDF", "Close", "Cancel"):
        expect(newcomer.press_target(tool)).to_be_visible()
    newcomer.presses("Next")
    newcomer.sees("Your Details")
    newcomer.presses("Login or Register")
    newcomer.sees("Secure login - step 1")
    accounts.registers(newcomer, BEATRICE)


def submits_to_the_local_authority(asks: Visitor) -> str:
    """Rows H12, H13: a paper of the unsent form, the last question, the thanks."""
    asks.sees("Submit")
    assert "Okafor" in words_of(asks, "Create PDF")
    reference = access.submits(asks)
    for way in ("Home", "Recover a Saved Form", "Recover an Early Help Referral"):
        expect(asks.link(way)).to_be_visible()
    asks.follows("Home")
    asks.sees(f"Welcome, {BEATRICE.forename}")
    asks.reads("We check that you may see the case. You hear from us by")
    asks.reads_nothing_of("In progress")
    return reference


def words_of(visitor: Visitor, paper: str) -> str:
    pages = PdfReader(BytesIO(Path(visitor.downloads(paper).path()).read_bytes())).pages
    return " ".join(page.extract_text() for page in pages)


def finds_what_she_sent(asks: Visitor, reference: str) -> None:
    """Row H18: the list, the answers as they were sent, and a paper with the reference."""
    asks.unfolds_the_menu()
    asks.follows("View My Submitted Forms")
    asks.sees("View My Submitted Forms")
    assert reference in words_of(asks, f"Create PDF {access.TITLE}, {reference}")
    asks.follows(access.TITLE)
    asks.sees(access.TITLE)
    asks.reads(reference)
    asks.reads("Grandparent")


def resets_her_password(forgetful: Visitor) -> None:
    """Row H14: three steps, OK, and the login with a fresh code (row H09)."""
    forgetful.goes_to("/sign-in")
    forgetful.follows("Forgotten password?")
    forgetful.sees("Reset password - step 1")
    before = len(forgetful.running.mail.codes(BEATRICE.email))
    forgetful.types("Email address", BEATRICE.email)
    forgetful.presses("Next")
    forgetful.sees("Reset password - step 2")
    forgetful.reads(accounts.SENT_IF_KNOWN.format(BEATRICE.email))
    code = accounts.the_newest_code(forgetful, BEATRICE.email, already=before)
    forgetful.types("Code", code)
    forgetful.presses("Next")
    forgetful.sees("Reset password - step 3")
    forgetful.reads(re.compile("or one of your last 8"))
    forgetful.types("New password", NEW_PASSWORD)
    forgetful.types("Confirm password", NEW_PASSWORD)
    forgetful.presses("Finish")
    forgetful.sees("Your password is changed")
    forgetful.presses("OK")
    accounts.signs_in(forgetful, BEATRICE.email, NEW_PASSWORD)
    forgetful.sees(f"Welcome, {BEATRICE.forename}")


def finds_menu_settings_and_help(person: Visitor) -> None:
    """Rows H15 to H17: what stands under her name, what can be changed, who helps."""
    person.unfolds_the_menu()
    for entry in MENU:
        expect(person.press_target(entry)).to_be_visible()
    person.follows("Continue a Saved Form")
    person.sees("Continue a Saved Form")
    account.opens_settings(person)
    person.reads("Update Account Details")
    for change in ("Email address", "Password"):
        expect(person.link(re.compile(rf"Change\s+{change}"))).to_be_visible()
    person.follows("Change your details")
    person.sees("Change your details")
    expect(person.box(account.NOW)).to_be_visible()
    person.unfolds_the_menu()
    person.follows("Help & Support")
    person.sees("Help & Support")
    for way in ("01632 960 100", "ehc@brookshire.example"):
        expect(person.link(way)).to_be_visible()
    person.follows("User guides")
    person.sees("User guides")
    person.goes_back()
    person.follows("Give feedback on this website")
    person.sees("Give feedback")


def approves(caseworker: Visitor, reference: str) -> None:
    """What the guide does not show: a caseworker lets her in."""
    council.opens_the_inbox(caseworker)
    who = f"{BEATRICE.forename} {BEATRICE.surname}"
    council.opens_access_request(caseworker, "Okafor, Maya", reference=reference, asked_by=who)
    council.finds_alike(caseworker, "Okafor, Maya", "born 27 March 2016")
    caseworker.chooses("Approve", of="Your answer")
    caseworker.chooses("Okafor, Maya", of="Which child is this?")
    council.says_how_they_stand(caseworker, "Carer", "Grandmother", "Birth certificates seen")
    caseworker.presses("Save the answer")
    caseworker.reads("Approved")

"""The guide of the hub for parents, page by page: rows D01 to D12 and S09, preset hub."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.account import FactorLoss
from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.inside import Inside
from tests.e2e.steps import account, accounts, invitations, second_step
from tests.e2e.steps.invitations import HOW, Invited
from tests.e2e.steps.visitor import Visitor
from tests.storage import samples

pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

PRESET = "hub"
LOU = Invited("Lou", "Farrow", "lou.farrow@mail.example", "Three-odd-words")
NEW = "Marmalade-Ferry"
REGISTER = "Complete your registration"
NUMBER, SHOWN = "07700 900982", "+447700900982"
OTHER, OTHER_SHOWN = "07700 900345", "+447700900345"
COUNCIL_PHONE = "01632 960 100"
ANY = re.compile(".")


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A paper to send along."""
    path = tmp_path / "speech-note.pdf"
    path.write_bytes(samples.pdf())
    return path


def test_how_to_register_for_an_account_d01_d02_d03_d04_d05_d06_d12(
    phone: Visitor, desktop: Visitor
) -> None:
    """Pages 4 to 9: the letter, the password, its warnings, the app, and a forgotten password."""
    invites_lou(desktop)
    letter = phone.running.letter(LOU.email, REGISTER)
    assert COUNCIL_PHONE in phone.running.mail.text(letter), "row D12: whom to call, at the foot"
    phone.goes_to(invitations.link_for(phone, LOU, REGISTER))
    phone.sees(REGISTER)
    warns_beside_the_field(phone)
    invitations.chooses_a_password(phone, LOU, wrong_first=True, button=REGISTER)
    phone.sees(second_step.CHOICE)
    phone.unfolds("I need more information")
    phone.presses("Continue")
    phone.is_told("Choose how you want to get your code")
    phone.chooses(second_step.APP, of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.joins_an_app(phone)
    phone.follows("I have kept them: continue")
    phone.sees("My cases")
    phone.reads("Hale, Rowan")
    desktop.page.reload()
    desktop.reads("Their access is open.")
    accounts.logs_out(phone)
    forgets_the_password(phone)


def invites_lou(staff: Visitor) -> None:
    invitations.opens_the_people(staff, "Hale, Rowan", "Rowan")
    invitations.invites(staff, LOU, "Rowan")
    staff.presses("Send the invitation")
    staff.is_told("Write how you checked this")
    staff.types("How you checked who they are", HOW)
    staff.presses("Send the invitation")
    staff.sees(LOU.name)
    staff.reads("We sent the link.")


def warns_beside_the_field(phone: Visitor) -> None:
    """As they type where there are scripts; after the button where there are none."""
    phone.types("Choose your password", "short")
    if phone.has_scripts:
        expect(phone.page.locator("[data-rule=length]")).to_contain_text("not met yet")
    else:
        phone.presses(REGISTER)
        expect(phone.page.locator("#new_password-error")).to_be_visible()


def forgets_the_password(phone: Visitor) -> None:
    """Rows D03 and D04: one message for all that is wrong; then a link and a new password."""
    phone.goes_to("/sign-in")
    accounts.gives_password(phone, LOU.email, NEW)
    phone.sees("Secure login - step 1")
    expect(phone.page.get_by_role("alert")).to_be_visible()
    phone.follows("Forgotten password?")
    phone.sees("Reset password")
    phone.types("Email address", LOU.email)
    phone.presses("Next")
    phone.sees("Check your email")
    link = account.link_in(phone, LOU.email, "Reset password")
    phone.goes_to(link)
    phone.sees("Create a password")
    phone.types("New password", NEW.lower())
    phone.types("Confirm password", NEW.lower())
    phone.presses("Create password")
    phone.is_told("Put at least one capital letter into your password")
    phone.types("New password", NEW)
    phone.types("Confirm password", NEW)
    phone.presses("Create password")
    phone.sees("Your password is changed")
    phone.running.letter(LOU.email, "Your password was changed")
    phone.presses("OK")
    accounts.gives_password(phone, LOU.email, NEW)
    phone.sees("Secure login - step 2", examined=False)
    phone.goes_to(link)
    phone.sees("This link does not work any more")


def test_the_parent_dashboard_d06_d09_d10_s09(desktop: Visitor, note: Path, tmp_path: Path) -> None:
    """Pages 11 and 12: My cases, its bar of names, the three questions, the request."""
    nadia = desktop.running.cast["parent_of_two"]
    desktop.goes_to("/sign-in")
    second_step.proves_the_address(desktop, nadia["email"], nadia["password"])
    desktop.sees(second_step.CHOICE)
    desktop.chooses(second_step.APP, of=second_step.QUESTION)
    desktop.presses("Continue")
    second_step.joins_an_app(desktop)
    kept = desktop.downloads("Keep them as a text file")
    kept.save_as(tmp_path / "codes.txt")
    shown = desktop.page.locator(".codes code").all_inner_texts()
    assert (tmp_path / "codes.txt").read_text().split() == shown
    desktop.presses("I have kept them: continue")
    reads_the_cards(desktop)
    adds_to_the_request(desktop, note)
    switches_to_the_other_child(desktop)
    changes_to_text_messages(desktop, nadia["email"])


def reads_the_cards(parent: Visitor) -> None:
    """The bar names the children by last name and first name, and leads to each card."""
    parent.sees("My cases")
    bar = parent.page.get_by_role("navigation", name="Children on this page").get_by_role("link")
    expect(bar).to_have_text(["Hale, Rowan", "Hale, Wren"])
    cards = parent.page.get_by_role("article").get_by_role("heading", level=2)
    expect(cards).to_have_text(["Hale, Rowan", "Hale, Wren"])
    parent.follows("Hale, Wren")
    expect(cards.last).to_be_in_viewport()
    card = parent.page.get_by_role("article").first
    for words in ("Request date", "Decision due", "We are deciding whether to assess Rowan."):
        expect(card.get_by_text(words, exact=True)).to_be_visible()
    for asked in ("mean?", "What should I be doing right now?", "What happens next and when?"):
        parent.unfolds(asked)
    parent.follows(re.compile("^View request\\s+for Rowan"))
    parent.sees("EHC Assessment and Plan - Rowan Hale")


def adds_to_the_request(parent: Visitor, note: Path) -> None:
    """Row D10: words on behalf of the child with a paper, and a mistake first."""
    parent.follows("Read the request and add to it")
    parent.sees("EHC Request Details")
    parent.follows("Request an EHC needs assessment")
    parent.sees("The request")
    parent.presses("Add")
    parent.is_told("Write what you want to add, or choose a file", "Choose who may read it")
    parent.picks("Which answer is it about?", "The whole request")
    parent.chooses("Rowan’s. I write them down.", of="Whose words are these?")
    parent.types("What do you want to add or put right?", "I like the pond.")
    parent.chooses("The council and those who are asked for advice", of="Who may read it?")
    parent.page.get_by_label("Add files, if you like").set_input_files(str(note))
    parent.presses("Add")
    parent.reads("We kept what you added.")
    parent.sees("The request")
    added = parent.part("You added about the whole request")
    expect(added).to_contain_text("I like the pond.")
    expect(added).to_contain_text(re.compile("on behalf of Rowan, \\d+ \\w+ 20\\d\\d, "))
    expect(added.get_by_role("link", name=note.name)).to_be_visible()


def switches_to_the_other_child(parent: Visitor) -> None:
    """Row S09: from inside a case of one child to the other."""
    parent.follows("Wren Hale")
    parent.sees("EHC Assessment and Plan - Wren Hale")
    parent.follows("My cases")
    parent.sees("My cases", examined=False)


def changes_to_text_messages(parent: Visitor, email: str) -> None:
    """Row D07, later: what is chosen can be changed."""
    parent.goes_to("/account/second-step")
    parent.sees("How you get your codes")
    parent.chooses(second_step.TEXT, of=second_step.QUESTION)
    parent.presses("Continue")
    second_step.proves_a_number(parent, OTHER, OTHER_SHOWN)
    parent.sees("Account Settings")
    parent.reads("Your codes come another way now. Your other devices are logged out")
    parent.running.letter(email, "Your account sends codes by text message now")


def test_navigating_on_a_mobile_device_d05_d07_d08_d11(
    phone: Visitor, desktop: Visitor, inside: Inside
) -> None:
    """Pages 9, 10, 13 and 14: a text message, both menus, Details, Stages; then a lost phone."""
    grace = phone.running.cast["parent"]
    who = grace["email"], grace["password"]
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, *who)
    phone.sees(second_step.CHOICE)
    phone.chooses(second_step.TEXT, of=second_step.QUESTION)
    phone.presses("Continue")
    second_step.proves_a_number(phone, NUMBER, SHOWN)
    phone.sees("My cases")
    opens_both_menus(phone)
    phone.follows(re.compile("^View request\\s+for Maya"))
    phone.sees("EHC Assessment and Plan - Maya Okafor")
    opens_details(phone)
    opens_an_earlier_stage(phone)
    accounts.logs_out(phone)
    loses_her_phone(phone, *who)
    two_of_the_staff_agree(desktop)
    phone.running.letter(who[0], "When you can log in to your account again")
    lets_the_wait_pass(inside)
    phone.goes_to("/sign-in")
    second_step.proves_the_address(phone, *who)
    phone.sees(second_step.CHOICE)


def opens_both_menus(phone: Visitor) -> None:
    """Three lines lead to My cases; the question mark to help, the profile and out."""
    lines, mark = phone.page.get_by_role("banner").locator("summary:visible").all()
    phone.opens_fold(mark)
    for name in ("Help & Support", "Profile"):
        expect(phone.page.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(phone.page.get_by_role("button", name="Logout")).to_be_visible()
    phone.opens_fold(lines)
    phone.follows("My cases")
    phone.sees("My cases", examined=False)


def opens_details(phone: Visitor) -> None:
    """Who has access, the child, the timeline and the key dates."""
    phone.follows("Details")
    phone.sees("Details")
    expect(phone.part("Who has access")).to_contain_text("Mark Reyes")
    expect(phone.part("The child")).to_contain_text("27 March 2016")
    expect(phone.part("Timeline")).to_contain_text("Advice arrived")
    expect(phone.part("Key dates")).to_contain_text("Final plan")


def opens_an_earlier_stage(phone: Visitor) -> None:
    """All stages, those not reached greyed out; the decision with outcome, reason and letter."""
    phone.follows("Stages")
    phone.sees("Stages")
    phone.reads(re.compile("Final plan: not reached yet"))
    expect(phone.page.get_by_role("main").get_by_role("link", name="Final plan")).to_have_count(0)
    phone.follows("Decision to assess")
    phone.sees("Decision to assess")
    assert phone.fact("Decision") == "Yes: we find out what help is needed"
    assert "her school has tried" in phone.fact("Reason").lower()
    assert phone.downloads("Download Our decision to assess").suggested_filename.endswith(".pdf")


def loses_her_phone(phone: Visitor, email: str, password: str) -> None:
    """Row D08: the chosen way is asked for; without the phone the council is asked."""
    phone.goes_to("/sign-in")
    accounts.gives_password(phone, email, password)
    phone.sees("Secure login - step 2")
    phone.reads(re.compile("ends in 982"))
    phone.presses("Resend log in code")
    phone.reads(re.compile("Please wait .* before you ask for another code"))
    phone.follows("I have lost my phone, or cannot get my code")
    phone.sees("You have lost your phone, or cannot get your code")
    phone.presses("Ask the council")
    phone.sees("We know that you need help")
    phone.running.letter(email, "Did you lose the phone that you get your codes with?")


def two_of_the_staff_agree(desktop: Visitor) -> None:
    """One checks who it is, another one agrees."""
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "manager")
    desktop.sees(ANY, examined=False)
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
    desktop.sees(ANY, examined=False)
    desktop.goes_to("/council/lost-second-steps")
    desktop.follows("Grace Okafor")
    desktop.presses("I agree")
    desktop.reads(re.compile("May log in from"))


def lets_the_wait_pass(inside: Inside) -> None:
    """Make it a day later for whoever waits."""
    with inside.app.extensions["database"].unit() as session:
        session.exec(select(FactorLoss)).one().effective_at = clock.now() - timedelta(minutes=1)

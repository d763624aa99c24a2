"""The guide to setting up a parent portal account, page by page, preset messaging: W01 to W11."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.steps import accounts, council, family, invitations
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.invitations import HOW, Invited
from tests.e2e.steps.papers import report
from tests.e2e.steps.visitor import Visitor

PRESET = "messaging"
pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

NEWCOMER = Newcomer("Lou", "Farrow", "lou.farrow@mail.example", "threeOddWordsFor2026")
LOU = Invited(NEWCOMER.forename, NEWCOMER.surname, NEWCOMER.email, NEWCOMER.password)
CODE = "Your code for the portal"
ACCEPT = "Accept Portal Invitation"
POLICY = ("Password policy. Your password needs:", "15 characters or more", "a capital letter")
DASHBOARD = "SEND Dashboard - Maya Okafor"
TYPES = ["EHC Needs Assessment (0-20 weeks)", "Annual Review", "School Placement", "General"]
FORM = "Parental Preference Form"
LETTER = "Letter about the visit"


def test_w01_to_w06_a_father_is_invited_sets_his_account_up_and_is_let_in_to_one_child(
    phone: Visitor, desktop: Visitor
) -> None:
    invitations.opens_the_people(desktop, "Hale, Rowan", "Rowan")
    invitations.invites(desktop, LOU, "Rowan")
    desktop.page.get_by_role("checkbox", name=re.compile("^Wren Hale")).check()
    desktop.presses("Send the invitation")
    desktop.sees(LOU.name)
    quotes_the_code(desktop)
    registers_from_the_letter(phone)
    accepts_the_invitation(phone)
    activates(desktop)
    phone.running.letter(LOU.email, "Your access is open")
    sees_one_child(phone)


def quotes_the_code(desktop: Visitor) -> None:
    """Row W01: Lou reads the code out; the first time one digit is heard wrongly."""
    letter = desktop.running.letter(LOU.email, CODE)
    assert "Rowan" not in desktop.running.mail.text(letter)
    code = accounts.the_newest_code(desktop, LOU.email, already=0)
    heard = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed, told in (
        (heard, "No match. Ask them to read it again from the newest email"),
        (code, ""),
    ):
        desktop.types("The code as they read it", typed)
        desktop.types("How you checked who they are", HOW)
        desktop.presses("Check the code, and send the link")
        if told:
            desktop.is_told(told)
    desktop.reads("We sent the link.")
    desktop.reads(HOW)


def registers_from_the_letter(phone: Visitor) -> None:
    """Rows W02 and W03: the link, the three steps under the policy, and back at the invitation."""
    codes = len(phone.running.mail.codes(LOU.email))
    phone.goes_to(invitations.link_for(phone, LOU, ACCEPT))
    phone.sees(ACCEPT)
    phone.follows("Go to the login page")
    accounts.registers(phone, NEWCOMER, already=codes, policy=POLICY)
    phone.sees(ACCEPT)
    phone.presses("Accept")


def accepts_the_invitation(phone: Visitor) -> None:
    """Row W04: Account Setup says first names alone; a child that is not ticked gets a No."""
    phone.sees("Account Setup")
    phone.reads("Invitations awaiting approval")
    phone.reads_nothing_of("Hale")
    wish = "Do you wish to continue with setting up your account?"
    phone.chooses("Yes", of=wish)
    phone.presses("Confirm")
    phone.is_told("Tick a child, or choose No below")
    phone.ticks("Rowan")
    phone.presses("Confirm")
    phone.sees("Check your answers")
    assert phone.fact("Wren") == "No"
    phone.presses("Submit")
    phone.sees("Invitations awaiting approval")
    phone.reads("Waiting for us")
    phone.running.letter(LOU.email, "We have your account set-up")
    accounts.logs_out(phone)


def activates(desktop: Visitor) -> None:
    """Row W05, the council's side: the No can be seen, and the access is opened."""
    staff = desktop.running.cast["caseworker"]["email"]
    desktop.running.letter(staff, "Account set-up: an answer waits for you")
    desktop.page.reload()
    desktop.reads("They have answered. Open their access?")
    desktop.reads("Said no")
    desktop.chooses("Activate", of="Your answer")
    desktop.presses("Save the answer")
    desktop.reads("Their access is open.")


def sees_one_child(phone: Visitor) -> None:
    """Rows W05 and W06: the dashboard stands under the child's name; Logout leaves nothing open."""
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, LOU.email, LOU.password)
    phone.sees("Welcome, Lou")
    phone.reads("Rowan Hale")
    phone.reads_nothing_of("Wren")
    phone.unfolds_the_menu()
    phone.follows("Invitations awaiting approval")
    phone.sees("Invitations awaiting approval", examined=False)
    phone.reads("Access open")
    phone.follows("Go to Portal Home")
    phone.follows("SEND Dashboard of Rowan")
    phone.sees("SEND Dashboard - Rowan Hale")
    accounts.logs_out(phone)
    phone.goes_back()
    phone.sees("Secure login - step 1", examined=False)


def test_w07_to_w11_a_mother_reads_her_dashboard_writes_and_says_what_she_prefers(
    phone: Visitor, desktop: Visitor, tmp_path: Path
) -> None:
    mother = phone.running.cast["parent"]
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, mother["email"], mother["password"])
    phone.sees("Welcome, Grace")
    phone.follows("SEND Dashboard of Maya")
    reads_the_dashboard(phone)
    sends_a_message(phone)
    council.opens_the_inbox(desktop)
    publishes_a_letter(desktop, report(tmp_path))
    asks_for_the_form(desktop, "Grace Okafor, Mother")
    answers(desktop)
    reads_and_replies(phone)
    opens_the_letter(phone)
    prefers_a_school(phone, report(tmp_path, "letter from the school.pdf"))
    desktop.goes_to("/council/cases")
    to_the_case(desktop, "Forms, asked for and sent")
    desktop.follows("Read what Grace Okafor sent")
    desktop.reads("Go to another place")


def reads_the_dashboard(mother: Visitor) -> None:
    """Row W07."""
    mother.sees(DASHBOARD)
    for part in ("Statutory Timescales", "Extra Information", "SEND Case Worker"):
        expect(mother.part(part)).to_be_visible()
    family.follows_the_tracker(mother, now="Advice")
    for fact in ("Date of request", "Requestor", "Decision to assess"):
        assert mother.fact(fact), fact
    assert family.count_of(mother, "Actions to Complete") == 0
    assert family.count_of(mother, "Messages") >= 0
    expect(mother.part("Documents to View").get_by_role("link", name="More items")).to_be_visible()
    mother.follows("Key Dates")
    mother.sees("Key Dates")
    returns(mother)


def returns(mother: Visitor) -> None:
    """Press **Return to Dashboard** in the menu of the case."""
    mother.opens_fold(mother.page.get_by_role("navigation").locator("summary:visible").last)
    mother.follows("Return to Dashboard")
    mother.sees(DASHBOARD, examined=False)


def sends_a_message(mother: Visitor) -> None:
    """Row W08."""
    mother.follows("Messages", within=None)
    mother.sees("Messages")
    mother.presses("New Message")
    mother.sees("New Message")
    mother.presses("Cancel")
    mother.sees("Messages", examined=False)
    mother.presses("New Message")
    types = mother.page.get_by_role("combobox", name="Message Type").get_by_role("option")
    expect(types).to_have_text(["Choose one", *TYPES])
    mother.types("Subject", "Our meeting")
    mother.types("Message", "We cannot come on Friday.")
    mother.presses("Send")
    mother.is_told("Choose a message type")
    mother.picks("Message Type", "Annual Review")
    mother.presses("Send")
    mother.sees("Messages")
    mother.reads("Your message is sent. We answer by")
    mother.follows("Sent Items")
    mother.reads("Maya’s Sent Items")
    expect(mother.page.get_by_role("row").filter(has_text="Our meeting")).to_contain_text(TYPES[1])


def to_the_case(staff: Visitor, door: str) -> None:
    """Go to a page of Maya's case."""
    staff.follows("Okafor, Maya")
    staff.sees("Okafor, Maya", examined=False)
    staff.follows(door)


def publishes_a_letter(staff: Visitor, letter: Path) -> None:
    """Row W10, the council's side."""
    staff.goes_to("/council/cases")
    to_the_case(staff, "Documents, and who has opened them")
    staff.presses("Add a document")
    staff.sees("Add a document")
    staff.page.get_by_label("File").set_input_files(str(letter))
    staff.types("Title", LETTER)
    staff.picks("What is it?", "Letter")
    staff.presses("Add")
    staff.sees(f"Who may see “{LETTER}”?")
    staff.page.get_by_role("radio", name="The whole family").check()
    staff.ticks("I have read the document and checked it for each person named above")
    staff.presses("Publish")
    staff.sees(LETTER)


def asks_for_the_form(staff: Visitor, who: str) -> None:
    """Row W11, the council's side."""
    staff.goes_to("/council/cases")
    to_the_case(staff, "Forms, asked for and sent")
    staff.sees("Forms of Maya")
    staff.picks("Form", FORM)
    staff.ticks(who)
    staff.presses("Ask for the form")
    staff.sees("Forms of Maya", examined=False)
    staff.reads("Waiting")


def answers(staff: Visitor) -> None:
    """Row W08, the council's side: it came to the caseworker."""
    staff.goes_to("/council/messages")
    staff.sees("Messages of your cases")
    staff.follows("Our meeting")
    staff.sees("Our meeting")
    staff.reads("We cannot come on Friday.")
    staff.types("Message", "Then Monday at ten.")
    staff.presses("Send")
    staff.reads("Your answer is sent.")


def reads_and_replies(mother: Visitor) -> None:
    """Row W09: **Close** and a sent reply both lead back to the inbox."""
    mother.follows(re.compile("^Inbox"))
    mother.reads("Maya’s Inbox")
    mother.follows("Our meeting")
    mother.sees("Our meeting")
    mother.reads("Then Monday at ten.")
    mother.follows("Close")
    mother.sees("Messages", examined=False)
    mother.reads("Maya’s Inbox")
    mother.follows("Our meeting")
    mother.reads("Reply")
    mother.types("Message", "Thank you, Monday is good.")
    mother.presses("Send")
    mother.sees("Messages", examined=False)
    mother.reads("Your message is sent.")
    returns(mother)


def opens_the_letter(mother: Visitor) -> None:
    """Row W10: from its description, to read or to keep."""
    mother.follows("Documents to View")
    mother.sees("Maya’s Documents to View")
    mother.running.until(lambda: is_checked(mother), "a letter that passed the virus check")
    address = mother.link(re.compile(f"^{LETTER} ")).get_attribute("href") or ""
    opened = mother.page.request.get(address)
    assert opened.headers["content-type"] == "application/pdf"
    assert mother.downloads(f"Download {LETTER}").suggested_filename == "speech report.pdf"
    returns(mother)


def is_checked(mother: Visitor) -> bool:
    mother.follows("Refresh")
    mother.settles()
    return bool(mother.page.get_by_role("link", name=f"Download {LETTER}").count())


def prefers_a_school(mother: Visitor, letter: Path) -> None:
    """Row W11: the guidance, the form, its papers, and every button at the foot of a page."""
    assert family.count_of(mother, "Actions to Complete") == 1
    mother.follows("Actions to Complete")
    mother.sees("Items to complete")
    mother.part("Forms we ask you to fill in").get_by_role("link", name=FORM).click()
    reads_the_guidance(mother)
    mother.chooses("Go to another place", of="What do you want for Maya?")
    uses_the_tools(mother)
    mother.follows(re.compile("Supporting Documentation$"))
    mother.sees("Supporting Documentation")
    mother.attaches("Your files", letter)
    mother.has_attached(letter.name)
    mother.presses("Next")
    mother.sees("Submit")
    mother.ticks("What I have written is what I want, as of today.")
    mother.presses("Submit to Local Authority")
    mother.sees("Have you entered all the information you need to?", examined=False)
    mother.presses("Submit")
    mother.sees("Items to complete")
    mother.reads(f"We have your form: {FORM}.")


def reads_the_guidance(mother: Visitor) -> None:
    for heading in (
        "About this form",
        "Parental Preference Guidance: kinds of place",
        "Parental Guidance Continued: what the law says",
    ):
        mother.sees(heading)
        mother.reads(FORM)
        mother.presses("Next")
    mother.sees("What you would like")


def uses_the_tools(mother: Visitor) -> None:
    """Print, Create PDF, Save for later and Close; what was chosen is still there each time."""
    mother.presses("Print")
    mother.sees(FORM)
    mother.reads("Go to another place")
    mother.follows("Go back")
    mother.sees("What you would like", examined=False)
    assert mother.downloads("Create PDF").suggested_filename.endswith(".pdf")
    mother.presses("Save for later")
    mother.sees("Continue a Saved Form")
    mother.follows(f"Continue {FORM}")
    mother.sees("Your places")
    mother.presses("Close")
    mother.sees("Items to complete", examined=False)
    mother.part("Forms we ask you to fill in").get_by_role("link", name=FORM).click()
    mother.sees(FORM, examined=False)
    mother.presses("Continue")
    mother.sees("Getting there", examined=False)
    mother.unfolds("Page ")

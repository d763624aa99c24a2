"""The portal guide "How to use the portal", page by page: rows H09, U01 to U12 and S09."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk import Desk
from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, family
from tests.e2e.steps.papers import photo, report
from tests.e2e.steps.visitor import Visitor

PRESET = "portal"
pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

MAYA = "Maya Okafor"
FORMS = "Forms you can start or awaiting completion"
SENT = "Parental Supporting Documents"
PAPER = "Occupational therapy advice"
SUBJECT = "Your case moves to a new team"
DATES = {
    "Date request made": r"\d{1,2} \w+ 20\d\d",
    "Who the request was from": "You",
    "Request outcome": r"\d{1,2} \w+ 20\d\d",
}


def test_a_parent_follows_the_guide_to_the_portal(
    desktop: Visitor, inside: Inside, tmp_path: Path
) -> None:
    grace = desktop.running.cast["parent"]
    if desktop.has_scripts:
        desktop.page.clock.install()
    family.signs_in_to_the_dashboard(desktop, grace["email"], grace["password"], MAYA)
    looks_at_the_account(desktop)
    reads_the_dashboard(desktop)
    goes_down_the_side_menu(desktop)
    sends_supporting_documents(desktop, inside, [report(tmp_path), photo(tmp_path)])
    receives_a_document(desktop, inside)
    receives_a_message(desktop, inside)


def looks_at_the_account(parent: Visitor) -> None:
    """Row U02: from the menu under the name to the Account Dashboard, and on to the EHC one."""
    parent.unfolds_the_menu()
    parent.follows("My Child's/Young Person's Account(s)")
    parent.sees("My cases")
    parent.follows("Account Dashboard for Maya")
    parent.sees(f"{MAYA}: Account Dashboard")
    assert parent.fact("Date of birth") == "27 March 2016"
    for panel in ("My Messages", "Involvements", "Items to view", "Items to complete"):
        expect(parent.link(panel).first).to_be_visible()
    parent.reads("Mark Reyes")
    parent.follows("View EHC Assessment and Plan information")
    parent.sees(family.dashboard_of(MAYA))


def reads_the_dashboard(parent: Visitor) -> None:
    """Rows U03 to U06."""
    family.follows_the_tracker(parent, now="Advice")
    family.reads_why(parent)
    stage = parent.part("What happens in this stage?")
    expect(stage).to_contain_text("4 of 6 reports are here")
    family.finds_the_coordinator(parent, "Mark Reyes", "01632 960 114")
    for name, value in DATES.items():
        assert re.fullmatch(value, parent.fact(name)), name
    assert family.count_of(parent, FORMS) == 0
    family.goes_through_every_panel(parent, MAYA)


def goes_down_the_side_menu(parent: Visitor) -> None:
    """Row U07: what the guide shows of each page behind the menu."""
    parent.follows("EHC Process Dates")
    parent.sees("EHC Process Dates")
    parent.follows("EHC Request Details")
    parent.sees("EHC Request Details")
    assert parent.fact("Who the request was from") == "You"
    parent.follows("SEN Involvements")
    parent.sees("SEN Involvements")
    parent.reads("Educational psychologist")
    parent.follows(family.BACK)
    parent.sees(family.dashboard_of(MAYA))


def sends_supporting_documents(parent: Visitor, inside: Inside, files: list[Path]) -> None:
    """Rows U08 and U09: what is asked comes with Refresh; two files, one of them kept, sent."""
    parent.follows(FORMS)
    parent.sees("Items to complete")
    parent.reads("Nothing is asked of you now")
    inside.assigns("parent", case_of(parent), "change-of-details")
    parent.follows("Refresh")
    asked = parent.part("Forms we ask you to fill in")
    expect(asked.get_by_role("link", name="Tell Us About a Change")).to_be_visible()
    parent.follows(SENT)
    parent.sees("What you send")
    parent.types("What are you sending us?", "A report about how Maya speaks.")
    parent.presses("Next")
    parent.sees("Your files")
    parent.attaches("Your files", *files)
    for file in files:
        parent.has_attached(file.name)
    parent.presses(f"Remove {files[1].name}")
    remove = parent.page.get_by_role("button", name=f"Remove {files[1].name}", exact=True)
    expect(remove).to_have_count(0)
    parent.presses("Next")
    parent.sees("Check and submit")
    parent.presses("Submit Form")
    parent.sees("Have you entered all the information you need to?")
    parent.presses("Submit")
    parent.sees("Items to complete")
    parent.reads(f"We have your form: {SENT}.")
    parent.follows("Refresh")
    parent.sees("Items to complete", examined=False)
    parent.reads_nothing_of(f"We have your form: {SENT}.")


def receives_a_document(parent: Visitor, inside: Inside) -> None:
    """Rows U10 and U11: a letter without a name, the list with dates, the list of whom we asked."""
    desk = Desk(inside.cast, inside.app.extensions["database"], case_of(parent), {})
    assert desk.publish(desk.file(PAPER)).status_code == 303
    is_told(parent, inside, "New document for you on the EHC Portal")
    parent.follows("Back to EHC Dashboard")
    parent.sees(family.dashboard_of(MAYA), examined=False)
    parent.follows("Documents you have been sent")
    parent.sees("Maya’s Documents you have been sent", examined=False)
    row = parent.page.get_by_role("row").filter(has_text=PAPER)
    expect(row).to_contain_text("New")
    expect(row).to_contain_text("1 November 2026")
    link = row.get_by_role("link", name=re.compile(f"^{PAPER}"))
    opened = parent.context.request.get(link.get_attribute("href") or "")
    assert opened.headers["content-type"] == "application/pdf"
    parent.follows("Refresh")
    parent.sees("Maya’s Documents you have been sent", examined=False)
    expect(row).not_to_contain_text("New")
    parent.follows("Information Requested")
    parent.sees("Information Requested")
    expect(parent.page.get_by_role("row").filter(has_text="Social care")).to_contain_text("October")


def receives_a_message(parent: Visitor, inside: Inside) -> None:
    """Row U12: a letter, the count that goes up by itself, the message, and no way to answer."""
    parent.follows("Back to EHC Dashboard")
    parent.sees(family.dashboard_of(MAYA), examined=False)
    before = family.count_of(parent, "New Messages")
    writes(inside, case_of(parent))
    is_told(parent, inside, "New message for you on the EHC Portal")
    if parent.has_scripts:
        parent.page.clock.fast_forward("01:05")
    else:
        parent.page.reload()
    count = family.panel(parent, "New Messages").locator(".count")
    expect(count).to_have_text(str(before + 1))
    parent.follows("New Messages")
    parent.sees("Messages", examined=False)
    parent.reads("You cannot write to us here.")
    parent.reads("Maya’s Inbox")
    parent.follows(SUBJECT)
    parent.sees(SUBJECT)
    parent.reads("From Monday we sit in Brookton.")
    expect(parent.page.get_by_role("textbox")).to_have_count(0)
    parent.follows("Close")
    parent.sees("Messages", examined=False)
    parent.follows("Sent Items")
    parent.reads("Nothing sent yet")


def writes(inside: Inside, case_id: str) -> None:
    """Have the caseworker write to the mother."""
    to = inside.cast.accounts["parent"].id
    told = {"subject": SUBJECT, "body": "From Monday we sit in Brookton.", "kind": "General"}
    page = f"/council/cases/{case_id}/messages/new"
    assert inside.cast["caseworker"].post(page, {"to": [to], **told}).status_code == 303


def is_told(parent: Visitor, inside: Inside, subject: str) -> None:
    """Get a letter that says there is something to see, and nothing of the child."""
    inside.sends_alerts()
    letter = parent.running.letter(parent.running.cast["parent"]["email"], subject)
    words = parent.running.mail.text(letter)
    for private in ("Maya", "Okafor", PAPER, SUBJECT):
        assert private not in words


def case_of(parent: Visitor) -> str:
    return str(parent.running.cast["parent"]["cases"][0]["id"])


def test_a_mother_of_two_chooses_and_changes_over(phone: Visitor) -> None:
    """Rows U01 and S09: first the child, and from any page of one to the other."""
    nadia = phone.running.cast["parent_of_two"]
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, nadia["email"], nadia["password"])
    phone.sees("My cases")
    phone.follows("EHC Dashboard for Rowan")
    phone.sees(family.dashboard_of("Rowan Hale"))
    phone.follows("Messages")
    phone.sees("Messages")
    phone.opens_fold(phone.page.get_by_role("main").locator("xpath=..").locator("summary").first)
    phone.follows("Wren Hale")
    phone.sees(family.dashboard_of("Wren Hale"))
    phone.follows("All my children")
    phone.sees("My cases")

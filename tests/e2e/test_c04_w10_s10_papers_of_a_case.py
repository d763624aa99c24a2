"""Rows C04, W10, S10 and S11: a paper is published, read, kept with all the others, taken back."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ehcportal.jobs import archiving
from ehcportal.portal import Portal
from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, council, papers
from tests.e2e.steps.visitor import Visitor

PRESET = "messaging"
TITLE = "What the therapist wrote"
pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)


def test_a_paper_from_the_desk_of_the_council_to_the_family_and_back(
    phone: Visitor, desktop: Visitor, inside: Inside, tmp_path: Path
) -> None:
    mother = phone.running.cast["parent"]
    council.opens_the_inbox(desktop)
    desktop.goes_to("/council/cases")
    desktop.follows("Okafor, Maya")
    publishes(desktop, papers.report(tmp_path, "Therapist_2026.pdf"))
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, mother["email"], mother["password"])
    phone.sees("Welcome, Grace")
    home = phone.page.locator("main a[href^='/cases/']").first.get_attribute("href") or ""
    reads(phone, home)
    keeps_everything(phone, inside, mother["password"])
    withdraws(desktop)
    phone.goes_to(f"{home}/timeline")
    phone.sees("Case Timeline")
    phone.reads("We sent you a document, which we took back later")
    phone.reads_nothing_of(TITLE)
    phone.goes_to(f"{home}/archive")
    phone.reads("has been taken back since")


def publishes(staff: Visitor, file: Path) -> None:
    """Row C04: the file, its title and day, and by name to whom it goes."""
    staff.follows(re.compile("^Documents"))
    staff.sees("Documents of Maya Okafor")
    staff.presses("Add a document")
    staff.sees("Add a document")
    staff.presses("Add")
    staff.is_told("Enter a title, as the reader will see it", "Choose what it is", "Choose a file")
    staff.page.get_by_label("File").set_input_files(str(file))
    staff.types("Title", TITLE)
    staff.picks("What is it?", "Advice")
    staff.presses("Add")
    staff.sees(f"Who may see “{TITLE}”?")
    staff.chooses("The whole family", of="Who may see it?")
    staff.ticks("I have read the document and checked it for each person named above")
    staff.presses("Publish")
    staff.sees(TITLE)
    staff.reads("Nobody outside the council has opened it.")


def reads(mother: Visitor, home: str) -> None:
    """Row W10: it opens from its description, or is kept."""
    mother.goes_to(f"{home}/documents")
    mother.sees("Maya’s Documents to View")
    row = mother.page.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("New")
    with mother.page.expect_download() as kept:
        row.get_by_role("link", name=f"Download {TITLE}").click()
    assert kept.value.suggested_filename == "Therapist_2026.pdf"


def keeps_everything(mother: Visitor, inside: Inside, password: str) -> None:
    """Row S10: the password once more, progress, one archive."""
    mother.follows("Everything in one archive")
    mother.sees("Everything in one archive")
    mother.presses("Make my archive")
    if mother.page.get_by_label("Your password").count():
        mother.types("Your password", password)
        mother.presses("Continue")
        mother.sees("Everything in one archive", examined=False)
        if mother.page.get_by_role("button", name="Make my archive").count():
            mother.presses("Make my archive")
    mother.reads("We are making your archive")
    archiving.make_archives(Portal.of(inside.app.extensions))
    mother.follows("Refresh")
    mother.sees("Everything in one archive")
    kept = mother.downloads(re.compile("^Download the archive"))
    with zipfile.ZipFile(io.BytesIO(kept.path().read_bytes())) as archive:
        assert any(name.endswith(f"{TITLE}.pdf") for name in archive.namelist())


def withdraws(staff: Visitor) -> None:
    """Row C04: taken back with a reason, after staff have seen who opened it."""
    staff.page.reload()
    expect(staff.part("Opened by")).to_contain_text("Grace Okafor")
    staff.presses("Withdraw")
    staff.types("Reason, for staff alone", "It names another child")
    staff.presses("Withdraw")
    staff.sees(TITLE)
    staff.reads("Reason: It names another child")

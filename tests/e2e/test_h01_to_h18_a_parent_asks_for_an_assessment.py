"""Rows H01 to H08, H10 to H13 and H18: from the portal's home to the receipt, on a phone."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.steps import accounts, assessment
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.assessment import Attachments
from tests.e2e.steps.papers import photo, place_of, report
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)
"""With scripts the same form is filled with the keyboard alone, in a journey of its own."""

FOLASADE = Newcomer("Folasade", "Lightfoot", "folasade@mail.example")


@pytest.fixture
def papers(tmp_path: Path) -> Attachments:
    """A report and a photo from a phone that says where it was taken."""
    found = Attachments(report(tmp_path), photo(tmp_path))
    assert place_of(found.photo)
    return found


def answer_due() -> date:
    """The day by which the council must say whether it will assess."""
    return due(law.DECISION_TO_ASSESS, clock.today()).due_on


def test_a_parent_asks_for_an_assessment_on_a_phone(phone: Visitor, papers: Attachments) -> None:
    begins_without_an_account_and_comes_back(phone)
    registers_and_goes_on_where_she_was(phone)
    assessment.fills_everything(phone, papers)
    prints_and_makes_a_pdf(phone)
    reference = assessment.submits(phone, further="She may need longer for every answer.")
    is_thanked(phone, reference)
    finds_it_among_her_forms(phone, reference)


def begins_without_an_account_and_comes_back(parent: Visitor) -> None:
    assessment.starts_from_home(parent)
    assessment.says_what_helps(parent)
    parent.presses("Save for later")
    parent.sees("Continue a Saved Form")
    parent.reads("Only this browser on this device knows these forms.")
    parent.goes_to("/")
    parent.presses(assessment.TITLE)
    parent.sees(assessment.TITLE)
    parent.presses("Continue")
    parent.sees("Your Details")


def registers_and_goes_on_where_she_was(parent: Visitor) -> None:
    parent.presses("Login or Register")
    accounts.registers(parent, FOLASADE)
    assessment.finds_her_own_name(parent, FOLASADE.forename, FOLASADE.surname)
    parent.presses("Previous")
    assessment.finds_her_answers_kept(parent)
    parent.presses("Next")
    parent.sees("Your Details")
    parent.presses("Next")


def prints_and_makes_a_pdf(parent: Visitor) -> None:
    """Row H13: at any time, before it is sent."""
    parent.presses("Print")
    parent.sees(assessment.TITLE)
    parent.reads("In a group nobody can hear what she says.")
    parent.follows("Go back")
    parent.sees("Submit")
    paper = parent.downloads("Create PDF")
    words = text_of(Path(paper.path()).read_bytes())
    assert "In a group nobody can hear what she says." in words


def is_thanked(parent: Visitor, reference: str) -> None:
    """A reference, the day by law, and a letter that tells nothing of the child."""
    parent.reads("We must answer by")
    parent.reads(weekday_words(answer_due()))
    parent.unfolds("Why this date?")
    letters = parent.running.until(
        lambda: [
            letter
            for letter in parent.running.mail.to(FOLASADE.email)
            if reference in parent.running.mail.text(letter)
        ],
        "the letter about the form",
    )
    told = parent.running.mail.text(letters[0]) + str(letters[0]["Subject"])
    assert assessment.CHILD not in told
    assert "Lightfoot" not in str(letters[0]["Subject"])


def finds_it_among_her_forms(parent: Visitor, reference: str) -> None:
    """Row H18: the list, the receipt, the PDF with the reference; the photo keeps no place."""
    parent.goes_to("/home")
    parent.unfolds_the_menu()
    parent.follows("View My Submitted Forms")
    parent.sees("View My Submitted Forms")
    parent.reads(reference)
    paper = parent.downloads(f"Create PDF {assessment.TITLE}, {reference}")
    assert reference in text_of(Path(paper.path()).read_bytes())
    parent.follows(assessment.TITLE)
    parent.sees(assessment.TITLE)
    assert parent.fact("We must answer by") == weekday_words(answer_due())
    parent.reads("Millbrook Primary School")
    shown = parent.context.request.get(parent.link("IMG_2041.jpg").get_attribute("href") or "")
    assert shown.ok
    assert not place_of(shown.body())


def text_of(paper: bytes) -> str:
    """Return the words of a PDF, on one line."""
    pages = PdfReader(BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)

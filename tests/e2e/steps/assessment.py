"""Asking for an assessment, page after page (guide rows H01, H10, H11, H12)."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.steps.visitor import Visitor

TITLE = "Request an EHC needs assessment"
GUIDE = "How does this tool work?"
CHILD = "Amara"


@dataclass(frozen=True)
class Attachments:
    """The files that go with a request."""

    report: Path
    photo: Path


def starts_from_home(visitor: Visitor) -> None:
    """Open the portal and read how the form works."""
    visitor.goes_to("/")
    visitor.sees("Education, Health and Care plans in Brookshire")
    visitor.presses(TITLE)
    visitor.sees(GUIDE)
    visitor.reads("Only questions marked * need an answer.")


def says_what_helps(visitor: Visitor) -> None:
    """Answer the one page that needs no account; one answer brings up another question."""
    visitor.presses("Next")
    visitor.sees("What helps you")
    visitor.chooses("Phone call", of="How is it best to reach you?")
    visitor.ticks("Another language")
    visitor.is_asked("Which language?")
    visitor.types("Which language?", "Yoruba")


def finds_her_answers_kept(visitor: Visitor) -> None:
    """Look whether the page still holds what was typed before she went away."""
    visitor.sees("What helps you")
    group = visitor.at("How is it best to reach you?")
    expect(group.get_by_role("radio", name="Phone call")).to_be_checked()
    expect(visitor.page.get_by_role("checkbox", name="Another language")).to_be_checked()
    assert visitor.answer("Which language?") == "Yoruba"


def finds_her_own_name(visitor: Visitor, forename: str, surname: str) -> None:
    """What was typed while registering is not asked again (row H04, WCAG 3.3.7)."""
    visitor.sees("Your Details")
    assert visitor.box("First name", within="Your name").input_value() == forename
    assert visitor.box("Last name", within="Your name").input_value() == surname
    assert visitor.box("Street", within="Your address").input_value()


def tells_about_the_child(visitor: Visitor) -> None:
    """Rows H10: on whose behalf, the relationship, the name, the day of birth."""
    visitor.sees("Child/Young Person’s Details")
    visitor.chooses("Someone else", of="I am completing this form on behalf of")
    visitor.picks("Your relationship to person", "Mother")
    child = "Name of the child or young person"
    visitor.types("First name", CHILD, within=child)
    visitor.types("Last name", "Lightfoot", within=child)
    visitor.enters_the_day("Date of birth", "27", "3", "2018")
    visitor.chooses("No", of="Is date of birth estimated?")
    visitor.chooses("Yes", of="Does the child or young person live at your address?")
    visitor.presses("Next")
    visitor.sees("More about the child or young person")
    visitor.types(f"What language does {CHILD} speak or sign most?", "English and Yoruba")
    visitor.presses("Next")


def tells_about_home_and_school(visitor: Visitor) -> None:
    """Who is at home; the school is found in the council's list."""
    visitor.sees("Family and home")
    visitor.chooses("Yes", of="Do you have parental responsibility?")
    visitor.types("First name", "Dele", within="Adult 1")
    visitor.types("Last name", "Lightfoot", within="Adult 1")
    visitor.types("Who are they to the child or young person?", "Father", within="Adult 1")
    visitor.presses("Add another", within="Other parents and carers")
    visitor.types("First name", "Bola", within="Adult 2")
    visitor.types("Last name", "Lightfoot", within="Adult 2")
    visitor.presses("Next")
    visitor.sees("School or setting")
    visitor.chooses("At a school, college or nursery", of=f"Where does {CHILD} learn now?")
    visitor.is_asked("Since when?")
    visitor.types("School, college or nursery", "millbrook")
    visitor.presses("Find")
    school = "Millbrook Primary School"
    visitor.chooses_one_like(school, of="Which one is it?")
    visitor.picks("Year group", "Year 3")
    visitor.presses("Next")


def tells_what_is_hard(visitor: Visitor) -> None:
    """The story, and a page for each part of life that is hard."""
    visitor.sees("Life and learning so far")
    visitor.types(f"What is {CHILD} good at?", "Drawing fish, and finding things that others lose.")
    visitor.presses("Next")
    visitor.sees("What is hard")
    visitor.ticks("Talking and getting on with people")
    visitor.ticks("Learning")
    visitor.presses("Next")
    visitor.sees("Talking and getting on with people")
    hard = "What is hard about talking or getting on with people?"
    visitor.types(hard, "In a group nobody can hear what she says.")
    visitor.chooses("Every day", of="How often is it hard?")
    visitor.presses("Next")
    visitor.sees("Learning")
    visitor.types("What is hard about learning?", "Reading takes so long that she gives up.")
    visitor.presses("Next")


def tells_what_she_hopes_for(visitor: Visitor) -> None:
    """Health, what was tried, hopes, people and diagnoses."""
    visitor.sees("Health and help at home")
    visitor.presses("Next")
    visitor.sees("What has been tried")
    visitor.types("What was done?", "Ten minutes of reading alone with a teacher")
    visitor.presses("Next")
    visitor.sees("What you hope for")
    visitor.types("What would you like to be different a year from now?", "One good friend.")
    visitor.presses("Next")
    visitor.sees("People who know the child or young person")
    visitor.types("What do they do?", "Speech therapist")
    visitor.presses("Next")
    visitor.sees("Diagnoses and waiting lists")
    visitor.presses("Next")


def attaches_papers(visitor: Visitor, papers: Attachments) -> None:
    """Row H11: a report and a photo."""
    visitor.sees("Supporting Documentation")
    visitor.attaches("Your files", papers.report, papers.photo)
    for file in (papers.report, papers.photo):
        visitor.has_attached(file.name)
    visitor.sees("Supporting Documentation")
    visitor.presses("Next")


def ends_with_her_words(visitor: Visitor) -> None:
    """What may be shared, the child's views, and the page that submits."""
    visitor.sees("Sharing what you tell us")
    visitor.chooses("Yes", of="May we share this form with them?")
    visitor.presses("Next")
    visitor.sees("Child’s or young person’s views")
    views = f"In {CHILD}’s own words: what is good, what is hard, what would help?"
    visitor.types(views, "I like the pond. I want to read as fast as Tobi.")
    visitor.is_asked("How did you find out?")
    said = "They said it and I wrote it down"
    visitor.chooses(said, of="How did you find out?")
    visitor.presses("Next")
    visitor.sees("Submit")


def fills_everything(visitor: Visitor, papers: Attachments) -> None:
    """Go from the child's page to the page that submits."""
    tells_about_the_child(visitor)
    tells_about_home_and_school(visitor)
    tells_what_is_hard(visitor)
    tells_what_she_hopes_for(visitor)
    attaches_papers(visitor, papers)
    ends_with_her_words(visitor)


def submits(visitor: Visitor, *, further: str) -> str:
    """Row H12: further words, the declaration, the last question. Return the reference."""
    visitor.sees("Submit")
    visitor.types("Further information", further)
    visitor.ticks("What I have written is true, as far as I know.")
    visitor.presses("Submit to Local Authority")
    visitor.sees("Have you entered all the information you need to?")
    visitor.reads(re.compile("After you press Submit you cannot change this form"))
    visitor.presses("Submit")
    visitor.sees("Thank You")
    return visitor.fact("Reference")

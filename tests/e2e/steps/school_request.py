"""A SENCo asks for an assessment (form 3, guide row S04)."""

from datetime import date
from pathlib import Path

from tests.e2e.steps.visitor import Visitor

CHILD = "Finlay"
SURNAME = "Marsh"
BORN = date(2018, 5, 14)
NEED = "Finlay reads single letters. He cannot join them into words."
PLANS = "Support plans and records of plan, do and review"
TOLD = date(2026, 10, 5)


def fills_everything(senco: Visitor, paper: Path) -> None:
    """Go from the pupils of the school through the form to the page that submits."""
    senco.follows("My cases in progress")
    senco.sees("My cases in progress")
    senco.follows("Ask for an assessment")
    senco.sees("About this request")
    senco.presses("Next")
    tells_about_the_child(senco)
    tells_what_the_family_knows(senco)
    tells_what_was_done(senco)
    senco.sees("What you add")
    senco.ticks(PLANS)
    senco.presses("Next")
    senco.sees("Supporting Documentation", examined=False)
    senco.attaches(PLANS, paper)
    senco.has_attached(paper.name)
    senco.presses("Next")


def tells_about_the_child(senco: Visitor) -> None:
    """Who it is about, and who the parents are."""
    senco.sees("Child/Young Person’s Details")
    child = "Name of the child or young person"
    senco.types("First name", CHILD, within=child)
    senco.types("Last name", SURNAME, within=child)
    enters_day(senco, "Date of birth", BORN)
    senco.presses("Next")
    senco.sees("Family")
    senco.types("First name", "Ivy", within="Adult 1")
    senco.types("Last name", SURNAME, within="Adult 1")
    senco.types("Who are they to the child or young person?", "Mother", within="Adult 1")
    senco.presses("Next")


def tells_what_the_family_knows(senco: Visitor) -> None:
    """The parents must know, and whether they agree is recorded."""
    senco.sees("What the family knows")
    senco.chooses("Yes", of="Do the parents, or the young person, know that you ask?")
    senco.is_asked("How?")
    enters_day(senco, "When did you tell them?", TOLD)
    senco.types("How?", "At a meeting in school")
    senco.chooses("Yes", of="Do they agree?")
    senco.presses("Next")


def tells_what_was_done(senco: Visitor) -> None:
    """What is hard, what the school did about it, and why that may not be enough."""
    senco.sees("Attainment and progress")
    senco.types(f"What is hard for {CHILD}, and how does it show?", NEED)
    senco.presses("Next")
    senco.sees("Attendance and exclusions", examined=False)
    senco.presses("Next")
    senco.sees("What you have done")
    senco.types("What was done?", "Reading alone with a teacher, every day for a term.")
    senco.presses("Next")
    senco.sees("Health and social care", examined=False)
    senco.presses("Next")
    senco.sees("Why you ask")
    more = "Why may more be needed than you can give by yourself?"
    senco.types(more, "After a year of daily help he reads no more than before.")
    senco.presses("Next")


def submits(senco: Visitor) -> str:
    """Name the head who agrees, and send it. Return the reference."""
    senco.sees("Submit", examined=False)
    senco.types("Name of the head or principal who agrees to this request", "Fiona Garrett")
    senco.enters_the_day("When did they agree?", "1", "9", "2026")
    senco.ticks("I act for the setting. What I have written is true, as far as I know.")
    senco.presses("Submit to Local Authority")
    senco.sees("Have you entered all the information you need to?")
    senco.presses("Submit")
    senco.sees("Thank You")
    return senco.fact("Reference")


def enters_day(visitor: Visitor, question: str, day: date) -> None:
    """Fill the three boxes of a date."""
    visitor.enters_the_day(question, str(day.day), str(day.month), str(day.year))

"""Asking to see a case (guide row H01), page after page."""

from dataclasses import dataclass
from pathlib import Path

from tests.e2e.steps import accounts
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.visitor import Visitor

TITLE = "Request Access to My Account"


@dataclass(frozen=True)
class Child:
    """Whose case somebody asks to see."""

    forename: str
    surname: str
    day: str
    month: str
    year: str


def asks_for_access(visitor: Visitor, who: Newcomer, child: Child, letter: Path) -> str:
    """Go from the portal's home to Thank You; return the reference."""
    visitor.goes_to("/")
    visitor.presses(TITLE)
    visitor.sees("How does this tool work?")
    visitor.reads("Questions marked * need an answer.")
    visitor.presses("Next")
    visitor.sees("Your Details")
    visitor.presses("Login or Register")
    accounts.registers(visitor, who)
    visitor.sees("Your Details")
    assert visitor.box("First name", within="Your name").input_value() == who.forename
    visitor.presses("Next")
    _says_whose_case(visitor, child)
    visitor.sees("School or setting")
    visitor.presses("Next")
    visitor.sees("Supporting Documentation")
    visitor.chooses("I add papers here", of="How would you like us to check who you are?")
    visitor.attaches("Your files", letter)
    visitor.has_attached(letter.name)
    visitor.presses("Next")
    visitor.sees("Submit")
    visitor.ticks("What I have written is true, as far as I know.")
    visitor.presses("Submit to Local Authority")
    visitor.sees("Have you entered all the information you need to?")
    visitor.presses("Submit")
    visitor.sees("Thank You")
    return visitor.fact("Reference")


def _says_whose_case(visitor: Visitor, child: Child) -> None:
    visitor.sees("Child/Young Person’s Details")
    visitor.chooses("Someone else", of="I am completing this form on behalf of")
    visitor.picks("Your relationship to person", "Grandparent")
    visitor.chooses("I am not sure", of="Do you have parental responsibility?")
    whose = "Name of the child or young person"
    visitor.types("First name", child.forename, within=whose)
    visitor.types("Last name", child.surname, within=whose)
    visitor.enters_the_day("Date of birth", child.day, child.month, child.year)
    visitor.presses("Next")

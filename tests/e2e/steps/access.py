"""Asking to see a case (guide row H01), page after page."""

from dataclasses import dataclass
from pathlib import Path

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


def says_who_asks(visitor: Visitor, who: Newcomer) -> None:
    """What was typed while registering is there already (row H04)."""
    visitor.sees("Your Details")
    assert visitor.box("First name", within="Your name").input_value() == who.forename
    assert visitor.box("Street", within="Your address").input_value() == who.street
    visitor.presses("Next")


def says_whose_case(visitor: Visitor, child: Child) -> None:
    """Row H10: on behalf of whom, the relationship, the name, the day of birth."""
    visitor.sees("Child/Young Person’s Details")
    visitor.chooses("Someone else", of="I am completing this form on behalf of")
    visitor.picks("Your relationship to person", "Grandparent")
    visitor.chooses("I am not sure", of="Do you have parental responsibility?")
    whose = "Name of the child or young person"
    visitor.types("First name", child.forename, within=whose)
    visitor.types("Last name", child.surname, within=whose)
    visitor.enters_the_day("Date of birth", child.day, child.month, child.year)
    visitor.chooses("No", of="Is date of birth estimated?")
    visitor.presses("Next")


def adds_a_letter(visitor: Visitor, letter: Path) -> None:
    """Row H11: a paper that shows who asks."""
    visitor.sees("School or setting")
    visitor.presses("Next")
    visitor.sees("Supporting Documentation")
    visitor.chooses("I add papers here", of="How would you like us to check who you are?")
    visitor.attaches("Your files", letter)
    visitor.has_attached(letter.name)
    visitor.presses("Next")


def submits(visitor: Visitor) -> str:
    """Row H12: further information, the last question; return the reference."""
    visitor.types("Further information", "I look after her on Mondays.")
    visitor.ticks("What I have written is true, as far as I know.")
    visitor.presses("Submit to Local Authority")
    visitor.sees("Have you entered all the information you need to?")
    visitor.presses("Submit")
    visitor.sees("Thank You")
    return visitor.fact("Reference")

"""Inviting somebody to a case, and being invited (guide rows W01 to W06, D01)."""

import re
from dataclasses import dataclass

from tests.e2e.steps import council
from tests.e2e.steps.visitor import Visitor

LINK = re.compile(r"https?://\S+/invitation/\S+")
HOW = "Passport seen at the office"


@dataclass(frozen=True)
class Invited:
    """Somebody whom staff invite."""

    forename: str
    surname: str
    email: str
    password: str

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


def opens_the_people(staff: Visitor, child: str, forename: str) -> None:
    """Sign in as a caseworker, and go to the people around a case: "Hale, Rowan"."""
    council.opens_the_inbox(staff)
    staff.goes_to("/council/cases")
    staff.follows(child)
    staff.sees(child)
    staff.follows("People and invitations")
    staff.sees(f"People around {forename}")


def invites(staff: Visitor, who: Invited, forename: str) -> None:
    """Fill in whom to invite, after pressing Send once with nothing in the form."""
    staff.presses("Invite somebody")
    staff.sees(f"Invite somebody to {forename}’s case")
    staff.types("Email address", who.email)
    staff.types("First name", who.forename)
    staff.types("Last name", who.surname)
    staff.picks("Relationship to the child", "Parent")
    staff.types("In their own words", "Father")
    staff.chooses("Yes", of="Parental responsibility")


def link_for(visitor: Visitor, who: Invited, subject: str) -> str:
    """Find the link in the newest letter."""
    letter = visitor.running.letter(who.email, subject)
    text = visitor.running.mail.text(letter)
    for private in ("Rowan", "Wren", "Hale", who.forename):
        assert private not in text
    found = LINK.search(text)
    assert found, text
    return found.group(0).removeprefix(visitor.running.base_url)


def chooses_a_password(
    person: Visitor, who: Invited, *, wrong_first: bool = False, button: str = "Continue"
) -> None:
    """Type the password twice; what differs is told at its field."""
    if wrong_first:
        person.types("Choose your password", who.password)
        person.types("Confirm your password", f"{who.password}x")
        person.presses(button)
        person.is_told("Type the same password in both boxes")
    person.types("Choose your password", who.password)
    person.types("Confirm your password", who.password)
    person.presses(button)

"""Four people who look at one case, each at a window of their own."""

from dataclasses import dataclass

from tests.e2e.calendar import Calendar
from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor

STAFF = {"senco": "senco", "adviser": "contributor", "caseworker": "caseworker"}
"""Who has the codes of an app, by the name they have here."""


@dataclass
class Four:
    """The mother on her phone, and three people at desks."""

    mother: Visitor
    senco: Visitor
    adviser: Visitor
    caseworker: Visitor
    calendar: Calendar
    child: str = "Finlay Marsh"
    case_id: str = ""

    @property
    def filed(self) -> str:
        """The child's name as staff file it."""
        return ", ".join(reversed(self.child.split()))

    @property
    def family(self) -> str:
        """Where the family finds the case."""
        return f"/cases/{self.case_id}"

    @property
    def council(self) -> str:
        """Where the council finds it."""
        return f"/council/cases/{self.case_id}"

    def mother_comes(self, path: str = "/home") -> None:
        """Have the mother open a page; after days away she signs in first."""
        self.mother.goes_to(path)
        if is_at_the_door(self.mother):
            self.mother_signs_in()

    def mother_signs_in(self) -> None:
        """Give password and code."""
        accounts.member_signs_in(self.mother, "stranger")

    def comes(self, who: str, path: str) -> None:
        """Have one of the others open a page; after days away they sign in first."""
        visitor: Visitor = getattr(self, who)
        visitor.goes_to(path)
        if is_at_the_door(visitor):
            accounts.staff_sign_in(visitor, STAFF[who])


def is_at_the_door(visitor: Visitor) -> bool:
    """Say whether the page asked for is behind the login."""
    return visitor.page.url.split("?")[0].endswith("/sign-in")

"""The council writes the plan, serves it, and issues the final one (guide rows C03, S06)."""

import re

from tests.e2e.steps.asking import opens_the_case
from tests.e2e.steps.four import Four
from tests.e2e.steps.visitor import Visitor

F = "F: Special educational provision"
SORTED = "Where the adviser has sorted it"


def plan_of(four: Four) -> str:
    return f"Plan of {four.child}"


def begins(four: Four) -> None:
    """Begin an empty draft from the case's next step."""
    opens_the_case(four)
    four.caseworker.presses("Write the plan")
    four.caseworker.sees(plan_of(four))
    four.caseworker.presses("Begin Draft plan")
    four.caseworker.sees(plan_of(four))


def draws_from(four: Four, role: str) -> None:
    """Pick need, outcome and help out of one piece of advice."""
    staff = four.caseworker
    staff.goes_to(f"{four.council}/plan")
    staff.presses("Draw from advice")
    staff.sees("Draw from advice")
    staff.follows(role)
    staff.sees(f"Draw from advice: {role}")
    staff.page.get_by_role("combobox", name="Where does it go?").select_option(label=SORTED)
    for each in ("Needs", "Outcomes", "Help"):
        ticks_like(staff, each)
    staff.presses("Put into the plan")
    staff.sees("B: Special educational needs")
    staff.reads(re.compile(f"^From: {role}"))


def takes_over_his_words(four: Four, words: str) -> None:
    """Section A: what the child said, as he said it."""
    staff = four.caseworker
    opens_section(four, "A")
    staff.presses("Take over their own words")
    staff.sees("Take over their own words")
    staff.page.get_by_role("checkbox", name=re.compile("^Take it over")).check()
    staff.presses("Take over")
    staff.sees(re.compile("^A: "))
    staff.reads(words)


def lists_the_advice(four: Four) -> None:
    """Section K: who wrote what, and when."""
    opens_section(four, "K")
    four.caseworker.presses("List the advice that came in")
    four.caseworker.sees("K: Advice and information")
    four.caseworker.reads("Anil Nair")


def completes(four: Four, number: str, goes_with: tuple[str, ...]) -> None:
    """Say who reviews a kind of help, and which need and outcome it is for."""
    staff = four.caseworker
    opens_section(four, "F")
    staff.presses(f"Change {number}")
    staff.sees(f"Line {number}")
    staff.types("Who reviews it, and when", "Helen Boyd, every half term")
    for each in goes_with:
        ticks_like(staff, f"{each}:")
    staff.presses("Save")
    staff.sees(F, examined=False)


def changes(four: Four, number: str, words: str) -> None:
    """Write other words into a line."""
    staff = four.caseworker
    opens_section(four, number[0])
    staff.presses(f"Change {number}")
    staff.sees(f"Line {number}", examined=False)
    staff.types("What the line says", words)
    staff.presses("Save")
    staff.reads(words)


def takes_over_the_change(four: Four, number: str, words: str) -> None:
    """Put the words that the report of the review proposes into their line, in one press."""
    staff = four.caseworker
    staff.presses("Draw from advice")
    staff.sees("Draw from advice", examined=False)
    staff.follows("Report of the meeting")
    staff.sees("Draw from advice: Report of the meeting")
    staff.presses(f"Take the words over into line {number}")
    staff.sees(re.compile(f"^{number[0]}: "), examined=False)
    staff.reads(words)
    staff.reads(re.compile("^From: Report of the meeting"))


def names(four: Four, setting: str) -> None:
    """Section I of a final plan: chosen from those who were asked."""
    staff = four.caseworker
    opens_section(four, "I")
    staff.presses("Add a line")
    staff.sees("A new line in section I")
    staff.picks("Which setting does the plan name?", setting)
    staff.presses("Save")
    staff.reads(setting)


def serves(four: Four) -> None:
    """Send what has been written, after a look at who gets it."""
    staff = four.caseworker
    staff.goes_to(f"{four.council}/plan")
    staff.presses("Check and send")
    staff.sees("Send the plan to the family")
    staff.presses("Send it now")


def opens_section(four: Four, letter: str) -> None:
    four.caseworker.goes_to(f"{four.council}/plan/sections/{letter}")
    four.caseworker.sees(re.compile(f"^{letter}: "), examined=False)


def ticks_like(visitor: Visitor, words: str) -> None:
    """Tick the box whose words begin so."""
    visitor.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(words)}")).check()

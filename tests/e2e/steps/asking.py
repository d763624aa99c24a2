"""The council decides, asks for advice, and takes it into the case (guide row C03)."""

import re

from ehcportal import clock
from tests.e2e.steps import deciding
from tests.e2e.steps.four import Four
from tests.e2e.steps.visitor import Visitor

LEDGER = "Advice, and who may see each ask"
TO_ASSESS = "Decide whether to assess"
TO_ISSUE = "Decide whether to make a plan"
WHY_ASSESS = "Finlay works hard and cannot read a word. We find out why."
WHY_ISSUE = "No school can give these lessons from its own means."


def opens_the_case(four: Four) -> None:
    """Come from the work tray, as every day."""
    four.comes("caseworker", "/council/tray")
    four.caseworker.sees("Work tray", examined=False)
    four.caseworker.follows(four.filed)
    four.caseworker.sees(four.filed, examined=False)


def decides(four: Four, heading: str, begin: str, outcome: str, reason: str) -> None:
    """Take the one step that the case shows as the next, tick what was read, send the letter."""
    staff = four.caseworker
    opens_the_case(four)
    staff.reads("Next lawful step")
    staff.presses("Record the decision")
    staff.sees(f"Decisions about {four.child}")
    staff.follows(begin)
    staff.sees(heading)
    for each in staff.at("What did you read before deciding?").get_by_role("checkbox").all():
        each.check()
    said = {"read": "His own words about school", "reason": reason}
    deciding.prepares(staff, heading, limbs=("Yes", "Yes"), outcome=outcome, **said)
    staff.sees(deciding.LETTER)
    staff.reads(reason)
    staff.presses("Decide and send")
    staff.sees(f"Decisions about {four.child}", examined=False)


def asks_whom_the_law_names(four: Four) -> None:
    """Regulation 6: one ask for each, and somebody of the service who may see it."""
    staff = four.caseworker
    opens_the_case(four)
    staff.presses("Open the advice")
    staff.sees(LEDGER)
    staff.presses("Ask for advice")
    staff.sees("Ask for advice")
    psychologist = staff.part("An educational psychologist (6(1)(d))")
    psychologist.get_by_role("combobox").select_option(label="Educational psychology")
    staff.presses("Ask those who are ticked")
    staff.sees(LEDGER)
    staff.presses("Let somebody see it Educational psychologist")
    staff.sees("Who gives this advice?")
    staff.chooses_one_like("Anil Nair", of="Somebody of Educational psychology who has an account")
    staff.presses("Let them see it")
    staff.sees(LEDGER, examined=False)


def enters_what_came_by_post(staff: Visitor, role: str, words: str) -> None:
    """Write down the answer of somebody who does not use the portal."""
    today = clock.today()
    staff.follows(f"It came another way {role}")
    staff.sees("Advice that came another way")
    staff.enters_the_day("It came on", str(today.day), str(today.month), str(today.year))
    staff.types("Who wrote it", f"{role} of the county")
    staff.types("Main points in plain words", words)
    staff.ticks("They answer that they do not know the child")
    staff.presses("It is here")
    staff.sees(LEDGER, examined=False)


def takes_the_advice_in(four: Four) -> None:
    """Every answer becomes part of the case, and the next step is the decision."""
    staff = four.caseworker
    opens_the_case(four)
    staff.presses("Open the advice")
    staff.sees(LEDGER)
    enters_what_came_by_post(staff, "Health professional", "No doctor sees Finlay now.")
    enters_what_came_by_post(staff, "Social care", "We do not know the family.")
    take_in = staff.page.get_by_role("button", name=re.compile("^Take into the case"))
    for left in range(take_in.count() - 1, -1, -1):
        take_in.first.click()
        staff.settles()
        assert take_in.count() == left

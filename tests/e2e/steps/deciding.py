"""What staff do to enter a request on paper, and to decide with a second person (C03, C09)."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.steps import council
from tests.e2e.steps.visitor import Visitor

LETTER = "Look over and send"
LIMBS = ("special educational needs?", "special educational provision by way of a plan?")
NO_BLOCK = "block time_limit: is missing; the law asks for it"


def enters_on_paper(staff: Visitor, child: str, arrived: date, why: str) -> None:
    """Row C09: the day it arrived counts; an earlier one needs its reason."""
    forename, surname = child.split()
    staff.follows("Enter a request that came on paper, by telephone or in person")
    staff.sees("Enter a request")
    staff.chooses("By post", of="How did it come?")
    day = (str(arrived.day), str(arrived.month), str(arrived.year))
    staff.enters_the_day("When did it arrive?", *day)
    staff.chooses("A parent or carer", of="Who asked?")
    staff.types("Their name, and how we reach them", "Ivy Marsh, 4 Weir Lane, Brookton")
    staff.types("First name of the child or young person", forename)
    staff.types("Last name of the child or young person", surname)
    staff.types("What they said, in their own words", "She is tired and sad every day.")
    staff.presses("Enter the request")
    staff.is_told("Say why it is entered after the day it arrived")
    staff.types("Why is it entered later?", why)
    staff.presses("Enter the request")
    staff.sees(f"{surname}, {forename}")
    staff.reads(why)


def joins(staff: Visitor, child: str, coordinator: str) -> str:
    """Open a case for a child whom nobody knew; return its address."""
    staff.chooses("A new child", of="Which child is this?")
    staff.picks("Who coordinates the case?", coordinator)
    staff.presses("Join the request")
    staff.sees(", ".join(reversed(child.split())))
    staff.reads("Next lawful step")
    return council.path_of(staff)


def prepares(staff: Visitor, heading: str, *, limbs: tuple[str, str], **said: str) -> None:
    """Fill in both parts of the test, what was read, the answer and why."""
    staff.sees(heading)
    for question, answer in zip(LIMBS, limbs, strict=True):
        staff.chooses(answer, of=question)
    staff.page.get_by_role("textbox", name="What else was read, a line each").fill(said["read"])
    staff.chooses(said["outcome"], of="What is decided?")
    staff.types("Reasons, as the family reads them", said["reason"])
    staff.presses("Save and see the letter")


def cannot_send_without_a_block(staff: Visitor, instance: Path) -> None:
    """The council's own template leaves out what the law asks for: nothing can be sent."""
    own = instance / "content" / "letters" / "decision_to_assess_no.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('leave_out = ["time_limit"]\n', encoding="utf-8")
    staff.page.reload()
    staff.reads(NO_BLOCK)
    expect(staff.page.get_by_role("button", name="Ask for sign-off")).to_have_count(0)
    own.unlink()
    staff.page.reload()


def asks_for_sign_off(staff: Visitor) -> None:
    """Who prepared it cannot send it."""
    staff.sees(LETTER)
    staff.presses("Ask for sign-off")
    staff.sees(LETTER)
    staff.reads("It waits for a colleague of yours")
    expect(staff.page.get_by_role("button", name="Sign off and send")).to_have_count(0)


def signs_off(
    colleague: Visitor, case: str, child: str, *, ticks: str = "", health: str = ""
) -> None:
    """A colleague comes from the case, reads the letter and sends it."""
    colleague.goes_to(f"{case}/decisions")
    colleague.reads("Waits for sign-off")
    colleague.follows(re.compile("^Look over and sign off"))
    colleague.sees(LETTER)
    if ticks:
        colleague.ticks(ticks)
    if health:
        colleague.page.get_by_label("Health body: name and address").fill(health)
    colleague.presses("Sign off and send")
    colleague.sees(f"Decisions about {child}", examined=False)
    colleague.reads("signed off by Ruth Adeyemi")

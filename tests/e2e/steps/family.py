"""What a family sees of its case (guide rows U01 to U06)."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor

BACK = "Back to EHC Dashboard"
STAGES = (
    "Request",
    "Decision to assess",
    "Advice",
    "Decision to issue",
    "Draft plan",
    "Final plan",
    "Review",
)
A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d|every year|later|week", re.IGNORECASE)
PANELS = {
    "EHC Process Dates": "EHC Process Dates",
    "Forms you can start or awaiting completion": "Items to complete",
    "New Messages": "Messages",
    "Documents you have been sent": "{child}’s Documents you have been sent",
}
QUESTIONS = (
    "What does this mean?",
    "What should I be doing right now?",
    "What happens next and when?",
)


def signs_in_to_the_dashboard(visitor: Visitor, email: str, password: str, child: str) -> None:
    """Sign in with a fresh code and land where the case is (rows H09, U01)."""
    visitor.goes_to("/sign-in")
    accounts.signs_in(visitor, email, password)
    visitor.sees(dashboard_of(child))


def dashboard_of(child: str) -> str:
    return f"EHC Assessment and Plan - {child}"


def follows_the_tracker(visitor: Visitor, *, now: str) -> None:
    """Row U03: every stage, in words and with its date; one of them is in progress."""
    stages = visitor.page.locator(".hero .tracker > li")
    expect(stages.get_by_role("heading")).to_have_text(list(STAGES))
    for stage in stages.all():
        expect(stage.locator(".stage-state")).to_have_text(re.compile(r"\w"))
        expect(stage.locator(".stage-date")).to_have_text(re.compile(r"\w"))
    current = visitor.page.locator(".hero [aria-current=step]")
    expect(current.get_by_role("heading")).to_have_text(now)
    expect(current.locator(".stage-state")).to_have_text("In progress")


def reads_why(visitor: Visitor) -> None:
    """Every date can be opened: the rule, the counting and the regulation."""
    box = visitor.page.locator(".hero .key-date")
    visitor.opens_fold(box.locator("summary"))
    expect(box).to_contain_text(re.compile(r"SEND Regulations|Regulation|section \d+|Reg\.? \d+"))


def reads_what_happens(visitor: Visitor) -> None:
    """Row U04: three questions in plain words, with the answer to what to do now open."""
    card = visitor.part("What happens in this stage?")
    expect(card.locator("summary")).to_have_text(list(QUESTIONS))
    expect(card.locator("details[open] summary")).to_have_text([QUESTIONS[1]])
    for question in (QUESTIONS[0], QUESTIONS[2]):
        visitor.opens_fold(card.locator("summary").filter(has_text=question))
    expect(card.locator("details[open]")).to_have_count(len(QUESTIONS))


def finds_the_coordinator(visitor: Visitor, name: str, phone: str) -> None:
    """Row U05: who it is, how to reach them, and the Local Offer."""
    card = visitor.part("EHCP Coordinator")
    expect(card).to_contain_text(name)
    expect(card.get_by_role("link", name=phone)).to_be_visible()
    expect(card.get_by_role("link", name="Local Offer")).to_be_visible()


def panel(visitor: Visitor, title: str) -> Locator:
    named = visitor.page.get_by_role("link", name=title, exact=True)
    return visitor.page.locator("#panels > section").filter(has=named)


def count_of(visitor: Visitor, title: str) -> int:
    """Return the number on a panel."""
    return int(panel(visitor, title).locator(".count").inner_text())


def goes_through_every_panel(visitor: Visitor, child: str) -> None:
    """Row U06: each panel opens its page, and each page leads back."""
    for title, heading in PANELS.items():
        visitor.follows(title)
        visitor.sees(heading.format(child=child.split(maxsplit=1)[0]))
        leads_back(visitor)
        visitor.sees(dashboard_of(child))


def leads_back(visitor: Visitor) -> None:
    """Use the side menu; on a phone it is folded."""
    menu = visitor.page.get_by_role("navigation").locator("summary").filter(visible=True)
    if not visitor.is_wide:
        visitor.opens_fold(menu.last)
    visitor.follows(BACK)

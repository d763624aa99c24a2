"""Mediation, an appeal and an order, written down by staff and weighed by a family (form 17)."""

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from ehcportal.domain.dates import weekday_words
from tests.e2e.steps.visitor import Visitor

LOG = "Mediation and appeals about {}"
HERS = "If you disagree"
SECRET = "My sister would come along"


def begins(staff: Visitor, case: str, child: str, what: str, about: str) -> None:
    """Write down that mediation or an appeal began."""
    staff.goes_to(f"{case}/proceedings")
    staff.sees(LOG.format(child))
    staff.chooses(what, of="What began?")
    staff.picks("What is it about?", about)
    staff.presses("Write it down")
    staff.sees(f"{what}: {child}")


def happened(staff: Visitor, *steps: str, must: str = "", paper: str = "") -> None:
    """Write one step after another down, as it happened today."""
    for step in steps:
        staff.chooses(step, of="What happened?")
        if must:
            order = "If it was ordered, or the council changed its mind: what must the council do?"
            staff.picks(order, must)
        if paper:
            staff.picks("The paper about it, if it is in the case", paper)
        staff.presses("Write it down")
        expect(staff.part("What happened")).to_contain_text(step)


def keeps_notes(parent: Visitor, on: date, about: str, last_day: date) -> None:
    """Form 17: what she disagrees with, the call, no mediation, the certificate and a secret."""
    parent.sees(HERS)
    parent.picks("Which decision is it about?", about)
    parent.ticks("That there will be no assessment")
    parent.chooses("A parent", of="Who would appeal?")
    day = (str(on.day), str(on.month), str(on.year))
    parent.enters_the_day("When did you call the mediation adviser?", *day)
    parent.chooses("No", of="Do you want mediation?")
    parent.enters_the_day("Day on the mediation certificate", *day)
    parent.types("Private notes", SECRET)
    parent.presses("Save my notes")
    parent.sees(HERS)
    parent.reads("Your notes are saved. Nobody but you can read them.")
    parent.reads(weekday_words(last_day))


def shares_the_certificate(parent: Visitor, file: Path) -> None:
    """The certificate is hers alone until she shares it."""
    parent.page.get_by_label("Your certificate, as a photo or PDF").set_input_files(str(file))
    parent.presses("Save my notes")
    parent.sees(HERS)
    parent.reads("Only you can open it.")
    parent.presses("Share it with the council")
    parent.sees("Share the certificate?")
    parent.presses("Share it")
    parent.sees(HERS)
    parent.reads("The council can read it since")

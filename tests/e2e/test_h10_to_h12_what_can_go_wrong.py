"""Rows H10 to H12 where something goes wrong: twice, too late, in two windows, with a bad file."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, assessment
from tests.e2e.steps.papers import programme, report
from tests.e2e.steps.visitor import Visitor
from tests.places import ANSWERS

CLASH = re.compile("You changed this page in another window too")


def opens_a_form(person: Visitor, inside: Inside, page: str, heading: str, key: str) -> None:
    """Sign in and open a page of a form in which everything needed is answered."""
    draft = inside.begins(key, "assessment-request", ANSWERS)
    person.goes_to(f"/forms/draft/{draft}/{page}")
    accounts.member_signs_in(person, key)
    person.sees(heading)


def test_pressing_submit_twice_sends_one_form(phone: Visitor, inside: Inside) -> None:
    opens_a_form(phone, inside, "submit", "Submit", "parent")
    phone.presses("Submit to Local Authority")
    phone.sees("Have you entered all the information you need to?")
    phone.press_target("Submit").dblclick()
    phone.sees("Thank You")
    reference = phone.fact("Reference")
    phone.goes_to("/forms/sent")
    phone.sees("View My Submitted Forms")
    expect(phone.page.get_by_text(reference, exact=True)).to_have_count(1)
    sent = phone.page.get_by_role("rowgroup").last.get_by_role("row")
    expect(sent.filter(has_text=assessment.TITLE)).to_have_count(inside.sent_by("parent"))
    phone.goes_back()
    phone.sees("Thank You")
    assert phone.fact("Reference") == reference


def test_a_file_that_is_not_what_it_says_is_refused_and_the_rest_stays(
    phone: Visitor, inside: Inside, tmp_path: Path
) -> None:
    opens_a_form(phone, inside, "documents", "Supporting Documentation", "second_parent")
    good, bad = report(tmp_path), programme(tmp_path)
    phone.attaches("Your files", good, bad)
    phone.has_attached(good.name)
    phone.reads(re.compile(f"{re.escape(bad.name)}: "))
    expect(phone.page.get_by_role("button", name=f"Remove {bad.name}")).to_have_count(0)
    phone.presses(f"Remove {good.name}")
    expect(phone.page.get_by_role("button", name=f"Remove {good.name}")).to_have_count(0)


def test_two_windows_never_lose_an_answer_silently(phone: Visitor, inside: Inside) -> None:
    opens_a_form(phone, inside, "story", "Life and learning so far", "young_person")
    question = phone.page.get_by_role("textbox").first.get_attribute("id") or ""
    address = phone.page.url
    first = phone.opens_another_window()
    phone.goes_to(address)
    second = phone.page
    phone.page = first
    first.locator(f"#{question}").fill("Drawing")
    phone.presses("Next")
    phone.sees("What is hard")
    phone.page = second
    second.locator(f"#{question}").fill("Singing")
    phone.presses("Next")
    phone.reads(CLASH)
    phone.sees("Life and learning so far")
    phone.reads("Drawing")
    expect(second.locator(f"#{question}")).to_have_value("Singing")
    phone.presses("Next")
    phone.sees("What is hard")

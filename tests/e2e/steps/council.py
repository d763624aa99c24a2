"""What a caseworker does with what has come in (guide row C01)."""

import re

from playwright.sync_api import expect

from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor


def opens_the_inbox(visitor: Visitor, key: str = "caseworker") -> None:
    """Sign in with the app's code, which leads to the work tray, and open the inbox."""
    visitor.goes_to("/sign-in")
    accounts.staff_sign_in(visitor, key)
    visitor.sees("Work tray")
    visitor.goes_to("/council/requests")
    visitor.sees("Requests")


def opens_request(visitor: Visitor, child: str) -> None:
    """Open a request for an assessment from the inbox: "Bellamy, Kofi"."""
    visitor.part("Requests for an assessment").get_by_role("link", name=child).click()
    visitor.sees(child)


def opens_access_request(visitor: Visitor, child: str, *, reference: str, asked_by: str) -> None:
    """Open one request for access, by its reference."""
    rows = visitor.part("Requests for access").get_by_role("row").filter(has_text=reference)
    rows.get_by_role("link", name=child).click()
    visitor.sees(f"{asked_by} asks for access")


def says_how_they_stand(visitor: Visitor, relationship: str, words: str, how: str) -> None:
    """Fill in what staff have checked about the sender."""
    visitor.picks("Relationship to the child", relationship)
    visitor.types("In their own words", words)
    visitor.chooses("Yes", of="Parental responsibility")
    visitor.types("How you checked who they are", how)


def finds_alike(visitor: Visitor, child: str, words: str | re.Pattern[str]) -> None:
    """Find a known child among the possible matches, with the words that say why."""
    group = visitor.at("Which child is this?")
    expect(group.get_by_role("radio", name=child, exact=True)).to_be_visible()
    expect(group.get_by_text(words).first).to_be_visible()


def path_of(visitor: Visitor) -> str:
    """Return the address of the page, to come back to it."""
    return visitor.page.url.removeprefix(visitor.running.base_url)

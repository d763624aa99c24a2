"""Each council's home shows the same facts in its own words and order (rows U01, U02, W07, D09)."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import profile as profiles
from ehcportal.db import Database
from ehcportal.filters import date_words
from ehcportal.models.case import Case
from ehcportal.models.document import FileState, StoredFile
from tests import factories
from tests.cast import Cast


@dataclass
class Home:
    """A parent's two children, each with a request and papers."""

    app: Flask
    cast: Cast
    maya: str
    tobi: str

    def under(self, preset: str) -> None:
        """Let the council work in another way."""
        self.app.extensions["profile"] = profiles.load(preset)

    def page(self, path: str, who: str = "parent") -> BeautifulSoup:
        """Open a page, wherever it leads."""
        answer = self.cast[who].get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        return BeautifulSoup(answer.data, "html.parser")


@pytest.fixture
def home(app: Flask, cast: Cast, database: Database) -> Home:
    who = cast.accounts
    with database.unit() as session:
        cases = []
        for forename, surname in (("Tobi", "Zhou"), ("Maya", "Okafor")):
            child = factories.person(session, forename, surname)
            factories.relationship(session, who["parent"], child)
            case = factories.case(session, child, opened=20, coordinator=who["caseworker"])
            sent = factories.submission(session, who["parent"], received=20)
            factories.request(session, who["parent"], received=20, joined_to=case, sent=sent)
            cases.append(case.id)
            if forename == "Maya":
                factories.relationship(session, who["second_parent"], child)
                for number in range(5):
                    factories.published(session, case, f"Letter {number}")
                factories.published(session, case, "Kingfisher letter", only_for=who["parent"])
        return Home(app, cast, maya=cases[1], tobi=cases[0])


def heading(page: BeautifulSoup) -> str:
    assert page.h1 is not None
    return " ".join(page.h1.text.split())


def names(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.text.split()) for each in page.select(selector)]


def test_under_hub_my_cases_has_a_bar_of_names_and_a_card_each_in_order(home: Home) -> None:
    home.under("hub")
    page = home.page("/home")
    assert heading(page) == "My cases"
    bar = page.select("nav.jump a")
    assert [each.text for each in bar] == ["Okafor, Maya", "Zhou, Tobi"]
    for link in bar:
        assert page.select_one(str(link["href"])) is not None, "the name jumps to its card"
    assert names(page, ".case h2") == ["Okafor, Maya", "Zhou, Tobi"]
    card = page.select(".case")[0]
    assert [each.text for each in card.select("dt")] == ["Request date", "Decision due"]
    assert [each.text.strip() for each in card.select("summary")] == [
        "What does this mean?", "What should I be doing right now?",
        "What happens next and when?",
    ]  # fmt: skip
    assert not card.select("details[open]"), "they unfold"
    view = card.select_one("a.govuk-button")
    assert view is not None
    assert view["href"] == f"/cases/{home.maya}"
    assert "View request" in view.text


def test_under_hub_one_child_still_lands_on_my_cases(home: Home) -> None:
    home.under("hub")
    assert heading(home.page("/home", "second_parent")) == "My cases"


def test_under_hub_a_phone_has_two_menus(home: Home) -> None:
    home.under("hub")
    menus = home.page("/home").select("header details.only-narrow")
    first, second = ([each.text for each in menu.select("a, button")] for menu in menus)
    assert first[0] == "My cases"
    assert second == ["Help & Support", "Profile", "Logout"]
    home.under("standard")
    assert not home.page("/home").select("header details.only-narrow")


def test_under_messaging_the_portal_home_leads_to_the_send_dashboard(home: Home) -> None:
    home.under("messaging")
    page = home.page("/home")
    assert names(page, "main h2")[:2] == ["Maya Okafor", "Tobi Zhou"]
    links = names(page, "main section .govuk-button")
    assert links[:2] == ["SEND Dashboard of Maya", "SEND Dashboard of Tobi"]
    page = home.page(f"/cases/{home.maya}")
    assert heading(page) == "SEND Dashboard - Maya Okafor"
    titles = " | ".join(names(page, "main h2"))
    for part in (
        "Statutory Timescales", "Extra Information", "Key Dates", "Actions to Complete 0",
        "Messages 0", "Documents to View",
    ):  # fmt: skip
        assert part in titles, part


def test_the_key_dates_name_the_request_its_requestor_and_the_decision(home: Home) -> None:
    home.under("messaging")
    mine = home.page(f"/cases/{home.maya}")
    assert names(mine, "#panels dt") == ["Date of request", "Requestor", "Decision to assess due"]
    assert names(mine, "#panels dd")[:2] == [date_words(factories.days_ago(20)), "You"]
    other = names(home.page(f"/cases/{home.maya}", "second_parent"), "#panels dd")
    assert other[1] == "A parent or carer", "a role, and never who it was"


def test_the_send_dashboard_names_the_newest_papers_and_leads_to_more(home: Home) -> None:
    home.under("messaging")
    panel = home.page(f"/cases/{home.maya}").select("#panels section")[-1]
    assert len(panel.select("li a[href*='/documents/']")) == 3
    more = panel.select_one("a.row-link")
    assert more is not None
    assert (more.text.strip(), more["href"]) == ("More items", f"/cases/{home.maya}/documents")
    other = home.page(f"/cases/{home.maya}", "second_parent").text
    assert "Kingfisher" not in other


def test_the_send_dashboard_refreshes_itself_in_its_own_shape(home: Home) -> None:
    home.under("messaging")
    answer = home.cast["parent"].partial(f"/cases/{home.maya}/panels", "panels")
    part = BeautifulSoup(answer.data, "html.parser")
    assert part.select_one("#panels") is not None
    assert "Key Dates" in part.text
    assert part.select_one("h1") is None


def test_under_portal_a_child_is_chosen_first_then_the_dashboards(home: Home) -> None:
    home.under("portal")
    page = home.page("/home")
    assert heading(page) == "My cases"
    assert names(page, ".case .buttons a")[:2] == [
        "EHC Dashboard for Maya",
        "Account Dashboard for Maya",
    ]
    assert heading(home.page("/home", "second_parent")).endswith("Maya Okafor"), "one child: in"
    account = home.page(f"/cases/{home.maya}/account")
    assert "View EHC Assessment and Plan information" in account.text


@pytest.mark.parametrize("preset", ["standard", "portal", "messaging", "hub"])
def test_every_dashboard_leads_to_the_account_the_request_and_the_timeline(
    home: Home, preset: str
) -> None:
    home.under(preset)
    page = home.page(f"/cases/{home.maya}")
    leads = {str(each["href"]) for each in page.select("main a[href]")}
    for end in ("account", "request", "timeline"):
        assert f"/cases/{home.maya}/{end}" in leads


def test_a_paper_that_is_still_checked_is_named_and_not_opened(
    home: Home, database: Database
) -> None:
    home.under("messaging")
    with database.unit() as session:
        factories.published(session, session.get_one(Case, home.tobi), "Fresh")
        for file in session.exec(select(StoredFile)):
            file.state = FileState.SCANNING
    panel = home.page(f"/cases/{home.tobi}").select("#panels section")[-1]
    assert "Fresh (being checked)" in " ".join(panel.text.split())
    assert not panel.select("li a[href*='/documents/']")

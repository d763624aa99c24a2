"""The login and the rules of passwords under each preset (rows H03, H05, H06, W03, D02, D03)."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from ehcportal import create_app
from ehcportal.demo import people
from ehcportal.settings import Settings
from tests.browser import Browser, sentence_at
from tests.cast import Cast, hashed

PRESETS = ("standard", "portal", "messaging", "hub")
GRACE = "grace.okafor@mail.example"
PASSWORD = "Heron-Willow-42"


@pytest.fixture(params=PRESETS)
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """A portal under each preset in turn."""
    portal = create_app(settings.model_copy(update={"council": request.param}))
    yield portal
    portal.extensions["database"].engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser before it, with the cast."""
    with app.extensions["database"].unit() as session:
        people.make(session, app.extensions["keyring"], hashed(PASSWORD))
    return Browser(app)


def preset_of(app: Flask) -> str:
    found: str = app.extensions["profile"].preset
    return found


def test_step_1_has_its_words(browser: Browser) -> None:
    page = BeautifulSoup(browser.get("/sign-in").data, "html.parser")
    assert page.h1 is not None
    assert page.h1.text == "Secure login - step 1"
    labels = [" ".join(label.text.split()) for label in page.select("main label")]
    assert labels == ["Email", "Password"]
    pressed = [" ".join(one.text.split()) for one in page.select("main button, main a")]
    for words in ("Submit", "Cancel", "Forgotten password?"):
        assert words in pressed, words


def test_a_login_that_fails_says_one_general_thing_and_what_to_check(browser: Browser) -> None:
    pages = []
    for email, password in ((GRACE, "guess"), ("nobody@mail.example", PASSWORD)):
        answer = browser.give_password(email, password)
        assert answer.status_code == 422
        page = BeautifulSoup(answer.data, "html.parser")
        summary = page.select_one(".govuk-error-summary")
        assert summary is not None
        pages.append(summary.text)
        assert "Is caps lock on?" in page.text
        assert not sentence_at(answer, "password")
    assert pages[0] == pages[1]
    assert "email address or password" in pages[0]


def test_the_rules_are_shown_and_the_list_of_signs_opens(app: Flask, browser: Browser) -> None:
    rules = {
        "standard": ["12 characters or more"],
        "portal": ["8 characters or more", "a letter", "a capital letter", "a number",
                   "a special character",
                   "only letters from A to Z, numbers and special characters, and no spaces"],
        "messaging": ["15 characters or more", "a letter", "a capital letter", "a number",
                      "only letters from A to Z, numbers and special characters, and no spaces"],
        "hub": ["8 characters or more", "a capital letter", "a special character"],
    }[preset_of(app)]  # fmt: skip
    browser.give_password(GRACE, PASSWORD)
    page = BeautifulSoup(browser.get(own_password_page(browser)).data, "html.parser")
    shown = [line.span.text for line in page.select("[data-rule]") if line.span]
    assert shown == [*rules, "the same in both boxes"]
    assert bool(page.select("details.why")) is (preset_of(app) != "standard")


def own_password_page(browser: Browser) -> str:
    """Get as far as a page with the rules: by a reset, with a code or a link."""
    way = browser.send("/reset-password", email=GRACE).location
    if way == "/reset-password/sent":
        link: str = browser.letterbox.newest(GRACE)["link"]
        return "/reset-password/link/" + link.rpartition("/")[2]
    browser.send(way, code=browser.letterbox.code(GRACE))
    return "/reset-password/new"


def test_administrators_are_told_when_the_rules_are_older_than_guidance(app: Flask) -> None:
    home = Cast.enter(app)["administrator"].get("/home").text
    assert ("ASVS 6.2.5" in home) is (preset_of(app) != "standard")

"""A forgotten password by link (D04): opened in any browser, used once, telling nobody anything."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from ehcportal import clock, create_app
from ehcportal.demo import people
from ehcportal.settings import Settings
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import hashed

GRACE = "grace.okafor@mail.example"
NOBODY = "not.known@mail.example"
NOW, NEXT = "Heron-Willow", "Marmalade-Ferry!"
OVER = "This link does not work any more"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """A portal of the preset hub, with its cast."""
    portal = create_app(settings.model_copy(update={"council": "hub"}))
    with portal.extensions["database"].unit() as session:
        people.make(session, portal.extensions["keyring"], hashed(NOW))
    yield portal
    portal.extensions["database"].engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser before that portal."""
    return Browser(app)


def link_of(browser: Browser, email: str = GRACE) -> str:
    """Ask for a link; return its path."""
    assert browser.send("/reset-password", email=email).location == "/reset-password/sent"
    link: str = browser.letterbox.newest(email)["link"]
    return "/reset-password/link/" + link.rpartition("/")[2]


def choose(browser: Browser, link: str, one: str = NEXT, two: str | None = None) -> str | None:
    """Choose a password; return where that led, or the sentence at the box."""
    answer = browser.send(link, new_password=one, confirm_password=one if two is None else two)
    boxes = ("new_password", "confirm_password")
    return answer.location or next(
        (said for box in boxes if (said := sentence_at(answer, box))), ""
    )


def test_the_link_sets_a_password_in_another_browser_and_signs_nobody_in(
    app: Flask, browser: Browser
) -> None:
    link = link_of(browser)
    phone = Browser(app)
    page = phone.get(link).text
    assert "Create a password" in page
    assert "a capital letter" in page
    assert "a special character" in page
    assert phone.get(link).status_code == 200, "opening it uses nothing up"
    assert choose(phone, link) == "/reset-password/done"
    assert not phone.is_signed_in()
    assert phone.letterbox.templates(GRACE)[-1] == "password_changed"
    assert Browser(app).give_password(GRACE, NOW).status_code == 422
    assert Browser(app).give_password(GRACE, NEXT).status_code == 303
    assert OVER in phone.get(link).text
    assert choose(phone, link, "Another-Word!") == ""


def test_every_device_is_logged_out(app: Flask, browser: Browser) -> None:
    at_work = Browser(app)
    mark = "m.reyes@brookshire.example"
    at_work.give_password(mark, NOW)
    token = at_work.login_token()
    assert choose(browser, link_of(browser, mark)) == "/reset-password/done"
    assert at_work.login_token() == token
    assert at_work.get("/sign-in/app").location.startswith("/sign-in?")


def test_known_and_unknown_addresses_get_the_same_answers(app: Flask, browser: Browser) -> None:
    other = Browser(app)
    with time_machine.travel(clock.now(), tick=False):
        for path, form in (("/reset-password", True), ("/reset-password/sent", False)):
            pair = [
                (one.send(path, email=email) if form else one.get(path))
                for one, email in ((browser, GRACE), (other, NOBODY))
            ]
            assert pair[0].status_code == pair[1].status_code
            assert bytes_without_tokens(pair[0], GRACE) == bytes_without_tokens(pair[1], NOBODY)
    assert browser.letterbox.templates(GRACE) == ["reset_link"]
    assert browser.letterbox.letters(NOBODY) == []


def test_only_the_newest_link_works_and_only_for_half_an_hour(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        first, second = link_of(browser), link_of(browser)
        assert OVER in browser.get(first).text
        assert choose(browser, first) == ""
        time.shift(timedelta(minutes=31))
        assert OVER in browser.get(second).text
        assert choose(browser, second) == ""
        assert browser.give_password(GRACE, NOW).status_code == 303, "nothing was changed"


def test_the_rules_are_held_and_the_link_stays_good(browser: Browser) -> None:
    link = link_of(browser)
    assert choose(browser, link, NOW) == "Choose a password that you do not have now"
    assert choose(browser, link, "short-A") == "Make your password 8 characters long or longer"
    assert choose(browser, link, NEXT, "Other-Words!") == "Type the same password in both boxes"
    assert choose(browser, link) == "/reset-password/done"


def test_links_are_limited_for_an_address_known_or_not(app: Flask, browser: Browser) -> None:
    for email in (GRACE, NOBODY):
        answers = [browser.send("/reset-password", email=email).status_code for _ in range(6)]
        assert answers == [303] * 5 + [429]


def test_no_code_goes_around_the_link(browser: Browser) -> None:
    link_of(browser)
    for path in ("/reset-password/code", "/reset-password/new"):
        assert browser.get(path).location == "/reset-password"

"""Account Settings: what is shown, and the password (H15, H16)."""

import pytest
from flask import Flask

from ehcportal.demo.cast import PASSWORD
from tests.browser import Browser, sentence_at

GRACE = "grace.okafor@mail.example"
NEXT = "three odd words"


@pytest.fixture
def browser(browser: Browser) -> Browser:
    """A browser in which Grace has signed in."""
    browser.sign_in("parent")
    return browser


def change(browser: Browser, current: str, new: str = NEXT, confirm: str = NEXT) -> int:
    answer = browser.send(
        "/account/password", password=current, new_password=new, confirm_password=confirm
    )
    return answer.status_code


def test_own_details_are_shown(browser: Browser) -> None:
    page = browser.get("/account").text
    for words in ("Grace Okafor", GRACE, "4 Weir Lane", "BK1 2AB", "code that we send"):
        assert words in page, words


def test_changing_the_password_logs_out_the_others_and_tells_the_owner(
    app: Flask, browser: Browser
) -> None:
    other = Browser(app)
    other.sign_in("parent")
    before = browser.login_token()
    assert change(browser, PASSWORD) == 303
    assert browser.is_signed_in()
    assert browser.login_token() != before
    assert not other.is_signed_in()
    assert browser.letterbox.templates(GRACE)[-1] == "password_changed"
    assert other.give_password(GRACE, NEXT).status_code == 303


def test_the_password_of_now_is_asked_and_cannot_be_guessed(browser: Browser) -> None:
    answer = browser.send(
        "/account/password", password="guess", new_password=NEXT, confirm_password=NEXT
    )
    assert answer.status_code == 422
    assert sentence_at(answer, "password")
    codes = [change(browser, "guess") for _ in range(10)]
    assert codes[-1] == 429


def test_the_new_password_is_held_to_the_rules(browser: Browser) -> None:
    assert change(browser, PASSWORD, PASSWORD, PASSWORD) == 422
    assert change(browser, PASSWORD, "password1234", "password1234") == 422
    assert change(browser, PASSWORD, NEXT, "another one here") == 422
    assert change(browser, PASSWORD) == 303

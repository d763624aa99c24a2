"""Pressing Finish twice: the answer to the first press is lost, and the person still gets in."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.sign_in import LoginSession, SessionState
from tests.browser import Browser

GRACE = "grace.okafor@mail.example"
NEXT = "three odd words"


def with_old_token(browser: Browser, old: str | None) -> None:
    """Go on as a browser does that dropped the answer with the new token."""
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = old


def finish(browser: Browser) -> dict[str, str]:
    """Give the code of the mail; return the form."""
    form = {"code": browser.letterbox.code(GRACE)}
    assert browser.send("/sign-in/code", **form).location == "/home"
    return form


def live(database: Database) -> int:
    with database.reading() as session:
        return len(
            session.exec(
                select(LoginSession).where(
                    LoginSession.state == SessionState.FULL, col(LoginSession.ended_at).is_(None)
                )
            ).all()
        )


def test_the_second_press_of_finish_leads_on(browser: Browser, database: Database) -> None:
    browser.give_password(GRACE)
    half = browser.login_token()
    form = finish(browser)
    lost = browser.login_token()
    for _press in range(2):
        with_old_token(browser, half)
        assert browser.send("/sign-in/code", **form).location == "/home"
        assert browser.is_signed_in()
    assert live(database) == 1, "one login is one session"
    with_old_token(browser, lost)
    assert not browser.is_signed_in(), "the token that got lost opens nothing"


def test_only_the_same_form_within_seconds_is_led_on(app: Flask, browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.give_password(GRACE)
        half = browser.login_token()
        form = finish(browser)
        thief = Browser(app)
        for other in ({"code": "00000001"}, {}, {"code": form["code"], "more": "x"}):
            with_old_token(thief, half)
            assert thief.send("/sign-in/code", **other).location.startswith("/sign-in")
            assert not thief.is_signed_in()
        stranger = Browser(app)
        assert stranger.send("/sign-in/code", **form).location.startswith("/sign-in")
        time.shift(timedelta(seconds=31))
        with_old_token(browser, half)
        assert browser.send("/sign-in/code", **form).location.startswith("/sign-in")
        assert not browser.is_signed_in()


def test_after_logging_out_nothing_is_led_on(browser: Browser) -> None:
    browser.give_password(GRACE)
    half = browser.login_token()
    form = finish(browser)
    browser.send("/sign-out")
    with_old_token(browser, half)
    assert browser.send("/sign-in/code", **form).location.startswith("/sign-in")
    assert not browser.is_signed_in()


def test_changing_the_password_with_two_presses_changes_it_once(browser: Browser) -> None:
    browser.sign_in("parent")
    before = browser.login_token()
    form = {"password": PASSWORD, "new_password": NEXT, "confirm_password": NEXT}
    assert browser.send("/account/password", **form).location == "/account"
    with_old_token(browser, before)
    assert browser.send("/account/password", **form).location == "/account"
    assert browser.is_signed_in()
    assert browser.letterbox.templates(GRACE).count("password_changed") == 1

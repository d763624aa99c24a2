"""A forgotten password (H14): the answer never tells, and the reset never signs in."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlmodel import select

from ehcportal import clock, create_app
from ehcportal.db import Database
from ehcportal.demo import people
from ehcportal.demo.cast import PASSWORD, PORTAL_PASSWORD
from ehcportal.models.account import Account
from ehcportal.settings import Settings
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import hashed

GRACE = "grace.okafor@mail.example"
NOBODY = "not.known@mail.example"
NEXT = "three odd words"


def to_step_3(browser: Browser, email: str = GRACE) -> None:
    assert browser.send("/reset-password", email=email).location == "/reset-password/code"
    proved = browser.send("/reset-password/code", code=browser.letterbox.code(email))
    assert proved.location == "/reset-password/new"


def choose(browser: Browser, one: str, two: str | None = None) -> tuple[int, str]:
    answer = browser.send(
        "/reset-password/new", new_password=one, confirm_password=one if two is None else two
    )
    return answer.status_code, sentence_at(answer, "new_password")


def test_a_forgotten_password_is_replaced_and_every_device_logged_out(
    app: Flask, browser: Browser, database: Database
) -> None:
    at_home = Browser(app)
    at_home.sign_in("parent")
    to_step_3(browser)
    assert choose(browser, NEXT) == (303, "")
    done = browser.get("/reset-password/done").text
    assert "OK" in done
    assert not browser.is_signed_in(), "a reset never signs in"
    assert not at_home.is_signed_in()
    assert browser.letterbox.templates(GRACE)[-1] == "password_changed"
    assert browser.give_password(GRACE, PASSWORD).status_code == 422
    assert browser.give_password(GRACE, NEXT).location == "/sign-in/code"
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.email == GRACE)).one()
        assert account.sensitive_after is not None
        assert account.sensitive_after > clock.now() + timedelta(hours=23)


def test_staff_still_need_their_app_after_a_reset(browser: Browser, database: Database) -> None:
    mark = "m.reyes@brookshire.example"
    to_step_3(browser, mark)
    choose(browser, NEXT)
    assert browser.give_password(mark, NEXT).location == "/sign-in/app"
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.email == mark)).one()
        assert account.sensitive_after is None


def test_known_and_unknown_addresses_get_the_same_answers(app: Flask, browser: Browser) -> None:
    other = Browser(app)
    with time_machine.travel(clock.now(), tick=False):
        answers = [
            (browser.send("/reset-password", email=GRACE),
             other.send("/reset-password", email=NOBODY)),
            (browser.get("/reset-password/code"), other.get("/reset-password/code")),
            (browser.send("/reset-password/code", code="00000001"),
             other.send("/reset-password/code", code="00000001")),
            (browser.send("/reset-password/code/new"), other.send("/reset-password/code/new")),
        ]  # fmt: skip
    for known, unknown in answers:
        assert known.status_code == unknown.status_code
        assert bytes_without_tokens(known, GRACE) == bytes_without_tokens(unknown, NOBODY)
    assert browser.letterbox.templates(GRACE) == ["reset_code"]
    assert browser.letterbox.letters(NOBODY) == []


def test_steps_cannot_be_skipped(browser: Browser) -> None:
    for path in ("/reset-password/code", "/reset-password/new"):
        assert browser.get(path).location == "/reset-password"
    browser.send("/reset-password", email=GRACE)
    assert browser.get("/reset-password/new").location == "/reset-password"
    answer = browser.send("/reset-password/new", new_password=NEXT, confirm_password=NEXT)
    assert answer.location == "/reset-password"
    assert browser.give_password(GRACE, PASSWORD).status_code == 303, "nothing was changed"


def test_a_reset_works_once_and_for_half_an_hour(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        to_step_3(browser)
        time.shift(timedelta(minutes=31))
        assert browser.get("/reset-password/new").location == "/reset-password"
        to_step_3(browser)
        assert choose(browser, NEXT)[0] == 303
        assert browser.get("/reset-password/new").location == "/reset-password"


def test_the_token_before_the_code_is_worth_nothing_after_it(browser: Browser) -> None:
    browser.send("/reset-password", email=GRACE)
    with browser.client.session_transaction() as cookie:
        before = cookie["reset"]
    browser.send("/reset-password/code", code=browser.letterbox.code(GRACE))
    with browser.client.session_transaction() as cookie:
        assert cookie["reset"] != before
        cookie["reset"] = before
    assert browser.get("/reset-password/new").location == "/reset-password"


def test_the_password_of_now_is_refused(browser: Browser) -> None:
    to_step_3(browser)
    assert choose(browser, PASSWORD) == (422, "Choose a password that you do not have now")
    assert choose(browser, NEXT, "other words here")[0] == 422
    assert choose(browser, NEXT)[0] == 303


def test_the_portal_preset_remembers_the_earlier_passwords(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"council": "portal"}))
    with app.extensions["database"].unit() as session:
        people.make(session, app.extensions["keyring"], hashed(PORTAL_PASSWORD))
    with time_machine.travel(clock.now(), tick=False) as time:
        browser = Browser(app)
        for number in range(1, 9):
            to_step_3(browser)
            assert choose(browser, f"Willow-Boat-{number}")[0] == 303
            time.shift(timedelta(minutes=20))
        to_step_3(browser)
        said = "Choose a password that you have not had before"
        assert choose(browser, PORTAL_PASSWORD) == (422, said)
        assert choose(browser, "Willow-Boat-9")[0] == 303
        time.shift(timedelta(minutes=20))
        to_step_3(browser)
        assert choose(browser, PORTAL_PASSWORD)[0] == 303, "the ninth before this one"
    app.extensions["database"].engine.dispose()


def test_resets_are_limited_for_an_address_known_or_not(app: Flask, browser: Browser) -> None:
    for email in (GRACE, NOBODY):
        answers = [browser.send("/reset-password", email=email).status_code for _ in range(6)]
        assert answers == [303] * 5 + [429]

"""A new email address: proved by a code, told to the old one, taken back for a week (row H16)."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.account import Account, EmailChange
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.invitation import Invitation
from ehcportal.models.staff import StaffRole
from ehcportal.services.invitations import staff as invitations
from tests.browser import Browser, bytes_without_tokens, sentence_at

GRACE = "grace.okafor@mail.example"
NEW = "grace.bell@mail.example"
KNOWN = "ivy.marsh@mail.example"
NEXT = "three odd words"
NAMES = ("Grace Okafor", "Daniel Okafor")
LOGIN = ("/sign-in/code", "/sign-in/app", "/sign-in/text")


@pytest.fixture
def browser(browser: Browser) -> Browser:
    """A browser in which Grace has signed in."""
    browser.sign_in("parent")
    return browser


def ask(browser: Browser, email: str = NEW, password: str = PASSWORD) -> TestResponse:
    return browser.send("/account/email", email=email, password=password)


def give(browser: Browser, code: str | None = None) -> TestResponse:
    return browser.send("/account/email/code", code=code or browser.letterbox.code(NEW))


def change(browser: Browser) -> str:
    """Change the address; return the path of the link that takes it back."""
    assert ask(browser).location == "/account/email/code"
    assert give(browser).location == "/account"
    return undo_path(browser)


def undo_path(browser: Browser) -> str:
    link: str = browser.letterbox.newest(GRACE)["link"]
    return "/account/undo-email/" + link.rpartition("/")[2]


def address(database: Database) -> str:
    """The address that Grace's account has now."""
    with database.reading() as session:
        asked = session.exec(select(EmailChange.account_id)).first()
        return session.get_one(Account, asked).email


def test_the_new_address_counts_once_its_code_is_entered(
    app: Flask, browser: Browser, database: Database
) -> None:
    other = Browser(app)
    other.sign_in("parent")
    before = browser.login_token()
    assert ask(browser).location == "/account/email/code"
    assert browser.letterbox.templates(GRACE)[-1] == "email_change_asked", "told at once"
    assert browser.letterbox.templates(NEW) == ["email_change_code"]
    assert address(database) == GRACE
    assert NEW in browser.get("/account/email/code").text
    assert give(browser).location == "/account"
    page = browser.get("/account").text
    assert NEW in page
    assert "Your email address is changed" in page
    assert browser.login_token() != before
    assert not other.is_signed_in()
    assert browser.letterbox.templates(GRACE)[-1] == "email_changed"
    assert Browser(app).give_password(GRACE).status_code == 422
    assert Browser(app).give_password(NEW).location in LOGIN
    with database.reading() as session:
        acts = [row.action for row in session.exec(select(ChangeRecord))]
    assert "email_changed" in acts


def test_the_letters_name_nobody_and_neither_address(browser: Browser) -> None:
    ask(browser)
    letters = [browser.letterbox.words(GRACE), browser.letterbox.words(NEW)]
    give(browser)
    letters.append(browser.letterbox.words(GRACE))
    for words in letters:
        assert "Okafor" not in words.text
        assert "mail.example" not in words.text


def test_a_known_address_gets_the_same_answers_and_a_letter_of_its_own(
    app: Flask, browser: Browser, database: Database
) -> None:
    other = Browser(app)
    other.sign_in("second_parent")
    with time_machine.travel(clock.now(), tick=False):
        pairs = [
            (ask(browser), ask(other, KNOWN)),
            (browser.get("/account/email/code"), other.get("/account/email/code")),
            (give(browser, "00000001"), give(other, "00000001")),
            (browser.send("/account/email/code/new"), other.send("/account/email/code/new")),
        ]
    for fresh, known in pairs:
        assert fresh.status_code == known.status_code
        assert bytes_without_tokens(fresh, NEW, *NAMES) == bytes_without_tokens(
            known, KNOWN, *NAMES
        )
    assert browser.letterbox.templates(KNOWN) == ["email_change_known"]
    code = browser.letterbox.code(KNOWN)
    assert code not in browser.letterbox.words(KNOWN).text
    assert give(other, code).status_code == 422, "a right guess gives nobody a known address"
    with database.reading() as session:
        assert len(session.exec(select(Account).where(Account.email == KNOWN)).all()) == 1


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("", PASSWORD, "email"),
        ("not an address", PASSWORD, "email"),
        (GRACE.upper(), PASSWORD, "email"),
        (NEW, "", "password"),
        (NEW, "guess", "password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    browser: Browser, email: str, password: str, field: str
) -> None:
    answer = ask(browser, email, password)
    assert answer.status_code == 422
    assert sentence_at(answer, field)
    assert email in answer.text
    assert browser.letterbox.letters(NEW) == []


def test_five_wrong_codes_kill_the_code_and_a_new_one_helps(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(browser)
        right = browser.letterbox.code(NEW)
        for _ in range(5):
            assert give(browser, "00000001").status_code == 422
        assert give(browser, right).status_code == 422
        early = browser.send("/account/email/code/new")
        assert early.status_code == 429
        assert early.headers["Retry-After"]
        time.shift(timedelta(seconds=31))
        assert browser.send("/account/email/code/new").location == "/account/email/code"
        assert give(browser).location == "/account"


def test_a_code_is_too_old_after_ten_minutes_and_the_asking_after_thirty(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(browser)
        time.shift(timedelta(minutes=11))
        assert give(browser).status_code == 422
        time.shift(timedelta(minutes=20))
        assert give(browser).location == "/account/email"


def test_the_newest_asking_counts_alone(browser: Browser, database: Database) -> None:
    ask(browser)
    first = browser.letterbox.code(NEW)
    ask(browser, "grace.third@mail.example")
    assert give(browser, first).status_code == 422
    assert address(database) == GRACE


def test_a_stranger_cannot_go_on_with_it(app: Flask, browser: Browser) -> None:
    ask(browser)
    stranger = Browser(app)
    stranger.sign_in("stranger")
    assert give(stranger).location == "/account/email"


def test_nobodys_mailbox_is_flooded(browser: Browser) -> None:
    answers = [ask(browser, NEW).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_after_a_reset_by_email_alone_the_address_waits_a_day(app: Flask, browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.send("/reset-password", email=GRACE)
        browser.send("/reset-password/code", code=browser.letterbox.code(GRACE))
        browser.send("/reset-password/new", new_password=NEXT, confirm_password=NEXT)
        fresh = Browser(app)
        fresh.give_password(GRACE, NEXT)
        fresh.send("/sign-in/code", code=fresh.letterbox.code(GRACE))
        until = clock.london(clock.now() + timedelta(hours=24))
        page = fresh.get("/account/email").text
        assert f"{until:%H:%M}" in page
        assert "New email address" not in page
        assert ask(fresh, password=NEXT).status_code == 422
        assert fresh.letterbox.letters(NEW) == []
        time.shift(timedelta(hours=25))
        again = Browser(app)
        again.give_password(GRACE, NEXT)
        again.send("/sign-in/code", code=again.letterbox.code(GRACE))
        assert ask(again, password=NEXT).location == "/account/email/code"


def test_what_was_bound_to_the_old_address_dies_with_it(
    app: Flask, browser: Browser, database: Database
) -> None:
    resetting, late = Browser(app), Browser(app)
    resetting.send("/reset-password", email=GRACE)
    code = browser.letterbox.code(GRACE)
    late.give_password(GRACE)
    with database.unit() as session:
        ring = app.extensions["keyring"]
        invitations.invite(session, ring, "http://x", GRACE, StaffRole.MANAGER)
    change(browser)
    assert resetting.send("/reset-password/code", code=code).location == "/reset-password"
    assert late.get("/sign-in/code").location.startswith("/sign-in?")
    with database.reading() as session:
        assert all(row.withdrawn_at for row in session.exec(select(Invitation)))


def test_a_new_password_stops_a_change_that_was_asked(browser: Browser) -> None:
    ask(browser)
    browser.send("/account/password", password=PASSWORD, new_password=NEXT, confirm_password=NEXT)
    assert give(browser).location == "/account/email"


def at_once(browsers: list[tuple[Browser, str, dict[str, str]]]) -> list[int]:
    """Send a form in each browser at the same moment; return the answers."""
    tokens = [browser.token() for browser, _path, _fields in browsers]
    gate, answers = threading.Barrier(len(browsers)), [0] * len(browsers)

    def press(number: int) -> None:
        browser, path, fields = browsers[number]
        gate.wait()
        sent = browser.client.post(path, data={"csrf_token": tokens[number], **fields})
        answers[number] = sent.status_code if "sign-in" not in (sent.location or "") else 401

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_confirmations_at_the_same_moment_one_counts(
    app: Flask, browser: Browser, database: Database
) -> None:
    other = Browser(app)
    other.sign_in("parent")
    ask(browser)
    code = {"code": browser.letterbox.code(NEW)}
    path = "/account/email/code"
    answers = at_once([(browser, path, code), (other, path, code)])
    assert 303 in answers
    assert address(database) == NEW
    told = browser.letterbox.templates(GRACE)
    assert told.count("email_changed") == 1
    assert sum([browser.is_signed_in(), other.is_signed_in()]) == 1

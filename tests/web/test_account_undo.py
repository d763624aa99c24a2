"""A change of address is taken back by the link at the old one, for seven days (note 11)."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.account import Account, AccountState, EmailChange
from ehcportal.models.sign_in import KnownDevice
from tests.browser import Browser, bytes_without_tokens

GRACE = "grace.okafor@mail.example"
NEW = "grace.bell@mail.example"
EVIL = "evil@mail.example"
NEXT = "three odd words"


@pytest.fixture
def thief(browser: Browser) -> Browser:
    """A browser signed in as Grace, in whoever's hands."""
    browser.sign_in("parent")
    return browser


def changes(browser: Browser, email: str, *, told: str = GRACE, password: str = PASSWORD) -> str:
    """Change the address; return the path of the link that takes it back."""
    asked = browser.send("/account/email", email=email, password=password)
    assert asked.location == "/account/email/code"
    done = browser.send("/account/email/code", code=browser.letterbox.code(email))
    assert done.location == "/account"
    link: str = browser.letterbox.newest(told)["link"]
    return "/account/undo-email/" + link.rpartition("/")[2]


def grace(database: Database) -> Account:
    with database.reading() as session:
        asked = session.exec(select(EmailChange.account_id)).first()
        found = session.get_one(Account, asked)
        session.expunge(found)
        return found


def test_the_link_puts_the_old_address_back_and_locks_everybody_out(
    app: Flask, thief: Browser, database: Database
) -> None:
    link = changes(thief, EVIL)
    owner = Browser(app)
    assert owner.get(link).status_code == 200
    assert thief.is_signed_in(), "a mail scanner that opens the link changes nothing"
    assert owner.send(link).location == "/account/undo-email/done"
    assert "Choose a new password" in owner.get("/account/undo-email/done").text
    assert not thief.is_signed_in()
    assert not owner.is_signed_in()
    assert grace(database).email == GRACE
    assert owner.letterbox.templates(GRACE)[-1] == "email_change_undone"
    for email in (GRACE, EVIL):
        assert Browser(app).give_password(email).status_code == 422, "the password is gone"
    with database.reading() as session:
        trusted = select(KnownDevice).where(col(KnownDevice.forgotten_at).is_(None))
        assert session.exec(trusted).all() == []
    owner.send("/reset-password", email=GRACE)
    owner.send("/reset-password/code", code=owner.letterbox.code(GRACE))
    owner.send("/reset-password/new", new_password=NEXT, confirm_password=NEXT)
    assert owner.give_password(GRACE, NEXT).status_code == 303


def test_it_works_even_after_a_new_password_and_a_second_move(
    app: Flask, thief: Browser, database: Database
) -> None:
    first = changes(thief, NEW)
    thief.send("/account/password", password=PASSWORD, new_password=NEXT, confirm_password=NEXT)
    second = changes(thief, EVIL, told=NEW, password=NEXT)
    owner = Browser(app)
    assert owner.send(first).location == "/account/undo-email/done"
    assert grace(database).email == GRACE
    assert "cannot be taken back here" in thief.send(second).text
    assert grace(database).email == GRACE
    assert Browser(app).give_password(GRACE, NEXT).status_code == 422


def test_the_link_works_once_and_for_seven_days(app: Flask, thief: Browser) -> None:
    owner = Browser(app)
    with time_machine.travel(clock.now(), tick=False) as time:
        link = changes(thief, NEW)
        time.shift(timedelta(days=7, seconds=1))
        assert "cannot be taken back here" in owner.get(link).text
        assert "cannot be taken back here" in owner.send(link).text
        time.shift(timedelta(days=-1))
        assert owner.send(link).location == "/account/undo-email/done"
        assert "cannot be taken back here" in owner.send(link).text


def test_a_link_that_was_never_sent_looks_like_one_that_ran_out(app: Flask, thief: Browser) -> None:
    owner = Browser(app)
    with time_machine.travel(clock.now(), tick=False):
        link = changes(thief, NEW)
        owner.send(link)
        pages = [bytes_without_tokens(owner.get(path)) for path in (link, "/account/undo-email/x")]
    assert pages[0] == pages[1]


def test_where_the_old_address_has_a_new_owner_nobody_uses_the_account(
    app: Flask, thief: Browser, database: Database
) -> None:
    link = changes(thief, EVIL)
    with database.unit() as session:
        session.add(
            Account(
                email=GRACE, email_folded=GRACE, forename="G", surname="O",
                state=AccountState.ACTIVE,
            )
        )  # fmt: skip
    owner = Browser(app)
    assert owner.send(link).location == "/account/undo-email/done"
    assert grace(database).state is AccountState.CLOSED
    thief.send("/reset-password", email=EVIL)
    assert "reset_code" not in thief.letterbox.templates(EVIL)


def test_undoing_wins_over_a_change_at_the_same_moment(
    app: Flask, thief: Browser, database: Database
) -> None:
    link = changes(thief, NEW)
    thief.send("/account/email", email=EVIL, password=PASSWORD)
    code = thief.letterbox.code(EVIL)
    owner = Browser(app)
    sent = [
        (owner, link, {"csrf_token": owner.token()}),
        (thief, "/account/email/code", {"csrf_token": thief.token(), "code": code}),
    ]
    gate = threading.Barrier(2)

    def press(browser: Browser, path: str, fields: dict[str, str]) -> None:
        gate.wait()
        browser.client.post(path, data=fields)

    threads = [threading.Thread(target=press, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert grace(database).email == GRACE
    assert not thief.is_signed_in()
    assert "cannot be taken back here" in owner.get(link).text

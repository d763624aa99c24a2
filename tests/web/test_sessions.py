"""Sessions: ended on the server, resting and lasting only so long, and nothing typed lost."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.sign_in import LoginSession
from ehcportal.models.staff import StaffMember, StaffRole
from tests.browser import Browser
from tests.cast import Cast


def test_logout_ends_the_session_on_the_server(browser: Browser, database: Database) -> None:
    browser.sign_in("parent")
    token = browser.login_token()
    answer = browser.send("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    deleted = [line for line in answer.headers.getlist("Set-Cookie") if "ehcportal=;" in line]
    assert deleted
    assert not any(line.startswith("device=") for line in answer.headers.getlist("Set-Cookie"))
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert not browser.is_signed_in()
    with database.reading() as session:
        reasons = [login.end_reason for login in session.exec(select(LoginSession))]
    assert "signed_out" in reasons


def test_after_logout_the_back_button_finds_nothing_in_the_cache(browser: Browser) -> None:
    browser.sign_in("parent")
    for path in ("/account", "/sign-in", "/account/password"):
        assert browser.get(path).headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize(
    ("key", "idle", "absolute"),
    [("parent", 60, 12 * 60), ("caseworker", 20, 8 * 60), ("administrator", 15, 4 * 60)],
)
def test_a_session_rests_and_lasts_only_so_long(
    app: Flask, cast: Cast, key: str, idle: int, absolute: int
) -> None:
    assert cast.accounts
    with time_machine.travel(clock.now(), tick=False) as time:
        resting, busy = Browser(app), Browser(app)
        resting.sign_in(key)
        time.shift(timedelta(minutes=2))
        busy.sign_in(key)
        time.shift(timedelta(minutes=idle - 3))
        assert resting.is_signed_in()
        time.shift(timedelta(minutes=idle, seconds=1))
        assert not resting.is_signed_in()
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False) as time:
        busy.sign_in(key)
        for _ in range(absolute // 10 - 1):
            time.shift(timedelta(minutes=10))
            assert busy.is_signed_in()
        time.shift(timedelta(minutes=10, seconds=1))
        assert not busy.is_signed_in()


def test_what_was_sent_after_the_session_had_ended_is_given_back(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.sign_in("parent")
        token = browser.token()
        time.shift(timedelta(hours=2))
        late = browser.client.post(
            "/account/password", data={"csrf_token": token, "note": "three long pages"}
        )
        assert late.location == "/sign-in?next=/account/password"
        done = browser.sign_in("parent")
        assert done.location == "/sign-in/kept"
        page = BeautifulSoup(browser.get("/sign-in/kept").data, "html.parser")
        form = page.select_one('form[action="/account/password"]')
        assert form is not None
        note = form.select_one("textarea[name=note]")
        assert note is not None
        assert note.text.strip() == "three long pages"
        assert browser.send("/sign-in/kept").location == "/home"
        assert browser.get("/sign-in/kept").status_code == 303


def test_what_was_kept_is_not_for_the_next_person_at_the_computer(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.sign_in("parent")
        token = browser.token()
        time.shift(timedelta(hours=2))
        browser.client.post("/account/password", data={"csrf_token": token, "note": "private"})
        assert browser.sign_in("stranger").location != "/sign-in/kept"
        assert "private" not in browser.get("/sign-in/kept").text


@pytest.mark.parametrize("gains", [True, False], ids=["begins", "ends"])
def test_a_staff_role_that_begins_or_ends_ends_the_session(
    app: Flask, cast: Cast, browser: Browser, *, gains: bool
) -> None:
    """Other limits hold for staff, and an app: nobody slides into that with what they had."""
    key = "parent" if gains else "caseworker"
    browser.sign_in(key)
    assert browser.is_signed_in()
    with app.extensions["database"].unit() as session:
        account_id, today = cast.accounts[key].id, clock.today()
        held = select(StaffMember).where(StaffMember.account_id == account_id)
        for row in session.exec(held):
            row.to_on = today - timedelta(days=1)
        if gains:
            role = StaffRole.CASEWORKER
            session.add(StaffMember(account_id=account_id, role=role, from_on=today))
    assert not browser.is_signed_in()
    assert browser.get("/home").location == "/sign-in?next=/home"


def test_a_caseworker_made_administrator_signs_in_again(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    browser.sign_in("caseworker")
    with app.extensions["database"].unit() as session:
        account_id = cast.accounts["caseworker"].id
        held = select(StaffMember).where(StaffMember.account_id == account_id)
        for row in session.exec(held):
            row.role = StaffRole.ADMINISTRATOR
    assert not browser.is_signed_in()


def test_every_answer_to_a_script_says_how_long_the_session_lasts(browser: Browser) -> None:
    quiet = {"HX-Request": "true", "X-Portal-Poll": "1"}
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.sign_in("parent")
        page = BeautifulSoup(browser.get("/account").data, "html.parser")
        line = page.select_one("#live")
        assert line is not None
        assert line["data-left"] == "3600"
        headers = {"HX-Request": "true", "X-CSRFToken": browser.token()}
        time.shift(timedelta(minutes=58))
        poll = browser.get("/account/sessions", headers={**quiet, "HX-Target": "idle"})
        assert "Stay logged in" in poll.text
        assert poll.headers["Portal-Left"] == "120", "what refreshes by itself keeps nobody in"
        stay = browser.client.post("/account/sessions/stay", headers=headers)
        assert stay.status_code == 204
        assert stay.headers["Portal-Left"] == "3600"
        time.shift(timedelta(minutes=59))
        assert browser.is_signed_in()
        time.shift(timedelta(minutes=61))
        over = browser.client.post("/account/sessions/stay", headers=headers)
        assert "Portal-Left" not in over.headers
        assert over.headers["HX-Redirect"].startswith("/sign-in")


def test_the_last_minutes_of_the_longest_session_cannot_be_put_off(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.sign_in("parent")
        for _ in range(14):
            time.shift(timedelta(minutes=51))
            assert browser.is_signed_in()
        time.shift(timedelta(minutes=5))
        left = browser.get("/account", headers={"HX-Request": "true"}).headers["Portal-Left"]
        assert left == "60"

"""Invitations for the council's own people (security notes 5 and 12)."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.invitation import Invitation
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.services.invitations import links, staff
from tests.browser import Browser, sentence_at

NEW = "n.person@brookshire.example"
GRACE = "grace.okafor@mail.example"
WORDS = "three odd words"


def invite(app: Flask, email: str = NEW, role: StaffRole = StaffRole.CASEWORKER) -> str:
    with app.extensions["database"].unit() as session:
        token = staff.invite(session, app.extensions["keyring"], "https://ehc.example", email, role)
    return f"/invitation/{token}"


def join(browser: Browser, path: str, password: str = WORDS) -> str | None:
    answer = browser.send(
        path, forename="Nia", surname="Rowe", new_password=password, confirm_password=password
    )
    return answer.location


def test_an_invitation_leads_to_a_password_an_app_and_the_councils_side(
    app: Flask, browser: Browser
) -> None:
    path = invite(app)
    assert f"https://ehc.example{path}" in browser.letterbox.words(NEW).text
    assert "caseworker" in browser.get(path).text
    assert join(browser, path) == "/sign-in/app/set-up"
    browser.send("/sign-in/app/set-up")
    page = BeautifulSoup(browser.get("/sign-in/app/set-up").data, "html.parser")
    key = page.select_one(".app-key")
    assert key is not None
    code = pyotp.TOTP(key.text.replace(" ", "")).now()
    assert browser.send("/sign-in/app/set-up/confirm", code=code).status_code == 200
    assert browser.is_signed_in()


def test_opening_the_link_uses_nothing_up_and_the_second_post_is_told_so(
    app: Flask, browser: Browser
) -> None:
    path = invite(app)
    for _ in range(3):
        assert browser.get(path).status_code == 200
    join(browser, path)
    late = Browser(app)
    assert late.get(path).status_code == 404
    assert "does not work any more" in late.get(path).text


def test_a_link_is_over_after_fourteen_days_or_when_a_newer_one_was_sent(
    app: Flask, browser: Browser
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        first = invite(app)
        second = invite(app)
        assert browser.get(first).status_code == 404
        time.shift(timedelta(days=14, seconds=1))
        assert browser.get(second).status_code == 404


def test_a_guessed_link_is_the_same_as_one_that_is_over(browser: Browser) -> None:
    assert browser.get("/invitation/guess").status_code == 404


def test_somebody_with_an_account_needs_its_password_and_is_logged_out_elsewhere(
    app: Flask, browser: Browser
) -> None:
    at_home = Browser(app)
    at_home.sign_in("parent")
    path = invite(app, GRACE)
    wrong = browser.send(path, password="not hers")
    assert sentence_at(wrong, "password")
    assert browser.send(path, password=PASSWORD).location == "/sign-in/app/set-up"
    assert not at_home.is_signed_in()


def test_the_rules_for_passwords_hold_here_too(app: Flask, browser: Browser) -> None:
    path = invite(app)
    answer = browser.send(
        path, forename="Nia", surname="Rowe", new_password="NiaRowe12345",
        confirm_password="NiaRowe12345",
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'value="Nia"' in answer.text


def test_only_a_hash_of_the_link_is_stored(app: Flask, browser: Browser) -> None:
    token = invite(app).rsplit("/", 1)[1]
    join(browser, f"/invitation/{token}")
    with app.extensions["database"].reading() as session:
        row = session.exec(select(Invitation)).one()
        assert token not in row.token_hash
        member = session.exec(
            select(StaffMember).where(StaffMember.account_id == row.used_by_id)
        ).one()
        assert member.role is StaffRole.CASEWORKER


def test_what_is_no_address_is_not_invited(app: Flask) -> None:
    with pytest.raises(links.InvalidAddress, match="nonsense"):
        invite(app, "nonsense")

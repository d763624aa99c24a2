"""The council's own sign-on: its people of today get in, and nobody else."""

from datetime import timedelta

import pyotp
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD, member
from ehcportal.models.account import Account
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.services.invitations import staff as invitations
from tests.browser import Browser
from tests.cast import Cast
from tests.oidc.door import MARK, NEW, gives_code, is_refused, link_mark, links, person, signs_on
from tests.oidc.provider import Provider


def test_the_first_time_the_address_leads_to_the_app_and_only_its_code_links(
    browser: Browser, database: Database
) -> None:
    assert "Sign in with your council account" in browser.get("/sign-in").text
    assert signs_on(browser).location == "/sign-in/app"
    assert links(database) == [], "whoever has his address now is not let in by that"
    assert not browser.is_signed_in()
    assert gives_code(browser).status_code == 303
    assert browser.is_signed_in()
    assert links(database) == [("mark", True)]


def test_the_council_s_sign_on_counts_for_the_password_and_its_second_factor_for_ours(
    browser: Browser, provider: Provider
) -> None:
    link_mark(browser)
    assert signs_on(browser).location == "/sign-in/app", "password alone there"
    provider.person["amr"] = ["pwd", "mfa"]
    assert signs_on(browser).location == "/home"
    assert browser.is_signed_in()
    sensitive = browser.get("/account/second-step/email")
    assert sensitive.location.startswith("/account/confirm"), "it may have let him in unasked"


def test_a_new_colleague_joins_without_a_password_of_ours(
    app: Flask, browser: Browser, provider: Provider, database: Database
) -> None:
    with database.unit() as session:
        ring = app.extensions["keyring"]
        token = invitations.invite(session, ring, "http://x", NEW, StaffRole.CASEWORKER)
    names = {"given_name": "Nia", "family_name": "Rowe", "amr": ["mfa"]}
    provider.person = person("nia", NEW, **names)
    provider.told_apart = True
    assert signs_on(browser).location == "/home"
    assert browser.is_signed_in()
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.email == NEW)).one()
        assert (account.name, account.password_hash) == ("Nia Rowe", None)
    assert browser.get(f"/invitation/{token}").status_code == 404


def test_later_the_subject_alone_counts_and_not_the_address(
    browser: Browser, provider: Provider, app: Flask
) -> None:
    """Mark's address goes to somebody new, and he gets another one."""
    link_mark(browser)
    provider.person = person("mark", "mark.r@brookshire.example", amr=["mfa"])
    assert signs_on(browser).location == "/home"
    provider.person = person("somebody-new", MARK.email, amr=["mfa"])
    assert is_refused(signs_on(Browser(app)))


NOBODY = {
    "family": person("p", member("parent").email, amr=["mfa"]),
    "not invited": person("s", "stranger@brookshire.example", amr=["mfa"]),
    "not verified": {"sub": "mark", "email": MARK.email},
    "verified in words": {"sub": "mark", "email": MARK.email, "email_verified": "yes"},
    "no address": {"sub": "mark"},
}


def test_nobody_else_is_let_in(browser: Browser, provider: Provider, database: Database) -> None:
    for what, who in NOBODY.items():
        provider.person = who
        assert is_refused(signs_on(browser)), what
        assert not browser.is_signed_in(), what
    assert links(database) == []


def test_a_family_s_account_is_not_opened_by_an_invitation_either(
    app: Flask, browser: Browser, provider: Provider, database: Database
) -> None:
    """A parent who comes to work here takes the link in the letter, with her own password."""
    email = member("parent").email
    with database.unit() as session:
        ring = app.extensions["keyring"]
        invitations.invite(session, ring, "http://x", email, StaffRole.MANAGER)
    provider.person = person("grace", email, amr=["mfa"])
    assert is_refused(signs_on(browser))


def test_a_leaver_is_not_let_in(
    browser: Browser, provider: Provider, database: Database, cast: Cast
) -> None:
    link_mark(browser)
    provider.person["amr"] = ["mfa"]
    with database.unit() as session:
        mark = StaffMember.account_id == cast.accounts["caseworker"].id
        session.exec(select(StaffMember).where(mark)).one().to_on = clock.today() - timedelta(1)
    assert is_refused(signs_on(browser))


def test_who_never_had_a_password_shows_with_the_app_that_it_is_them(
    app: Flask, browser: Browser, provider: Provider, database: Database
) -> None:
    """Without a second factor there, the app is set up here as for everybody on the staff."""
    with database.unit() as session:
        ring = app.extensions["keyring"]
        invitations.invite(session, ring, "http://x", NEW, StaffRole.CASEWORKER)
    provider.person = person("nia", NEW, name="Nia Rowe")
    with time_machine.travel(clock.now(), tick=False) as time:
        assert signs_on(browser).location == "/sign-in/code"
        code = browser.letterbox.code(NEW)
        assert browser.send("/sign-in/code", code=code).location == "/sign-in/app/set-up"
        browser.send("/sign-in/app/set-up")
        page = BeautifulSoup(browser.get("/sign-in/app/set-up").data, "html.parser")
        shown = page.select_one(".app-key")
        assert shown is not None
        key = pyotp.TOTP(shown.text.replace(" ", ""))
        browser.send("/sign-in/app/set-up/confirm", code=key.at(clock.now()))
        time.shift(timedelta(minutes=6))
        asked = browser.get("/account/confirm?next=/council/cases")
        assert "Show that it is you" in asked.text
        wrong = browser.send("/account/confirm?next=/council/cases", code="000000")
        assert wrong.status_code == 422
        assert browser.send("/account/confirm", password="").status_code == 422
        right = browser.send("/account/confirm?next=/council/cases", code=key.at(clock.now()))
        assert right.location == "/council/cases"


def test_a_change_of_address_that_is_taken_back_unlinks_the_sign_on_as_well(
    app: Flask, browser: Browser, provider: Provider, database: Database
) -> None:
    """Whoever had the account for a while may have linked a name of theirs to it."""
    browser.sign_in("caseworker")
    browser.send("/account/email", email=NEW, password=PASSWORD)
    browser.send("/account/email/code", code=browser.letterbox.code(NEW))
    link: str = browser.letterbox.newest(MARK.email)["link"]
    browser.send("/sign-out")
    provider.person = person("thief", NEW, amr=["mfa"])
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        assert signs_on(browser).location == "/sign-in/app"
        assert gives_code(browser).status_code == 303
        assert links(database) == [("thief", True)]
        owner = Browser(app)
        undone = owner.send("/account/undo-email/" + link.rpartition("/")[2])
        assert undone.location == "/account/undo-email/done"
        assert links(database) == [("thief", False)]
        assert is_refused(signs_on(Browser(app)))

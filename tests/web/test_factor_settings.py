"""The second step in Account Settings: changed only when proved, and told to the owner."""

import pytest
from flask import Flask
from sqlmodel import select
from time_machine import travel

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind
from tests.browser import Browser
from tests.cast import Cast
from tests.web import factor_steps as steps
from tests.web.factor_steps import GRACE, NUMBER

HERE = "/account/second-step"


@pytest.fixture
def browser(browser: Browser) -> Browser:
    """Grace, signed in with a code from an e-mail."""
    browser.sign_in("parent")
    return browser


def test_it_is_shown_and_reached_from_account_settings(browser: Browser) -> None:
    assert HERE in browser.get("/account").text
    page = browser.get(HERE).text
    assert f"An email to {GRACE}" in page


def test_the_password_is_asked_again_before_it_is_changed(browser: Browser) -> None:
    with travel(clock.now(), tick=False) as now:
        now.shift(6 * 60)
        for path in (HERE, f"{HERE}/app", f"{HERE}/number", f"{HERE}/email"):
            assert browser.get(path).location.startswith("/account/confirm")
        assert browser.send(f"{HERE}/number", number=NUMBER).location.startswith("/account/confirm")
        assert steps.texts(browser.app) == []


def test_a_change_ends_all_other_sessions_and_is_told_to_the_owner(
    app: Flask, browser: Browser
) -> None:
    other, half = Browser(app), Browser(app)
    other.sign_in("parent")
    half.give_password(GRACE)
    unspent = half.letterbox.code(GRACE)
    assert browser.send(HERE, factor="text").location == f"{HERE}/number"
    steps.set_up_text(browser, f"{HERE}/number")
    assert steps.held(app) == [FactorKind.TEXT]
    assert browser.is_signed_in()
    assert not other.is_signed_in()
    assert half.send("/sign-in/code", code=unspent).location.startswith("/sign-in")
    assert not half.is_signed_in(), "a login begun before the change ends too"
    assert browser.letterbox.templates(GRACE)[-1] == "text_added"


def test_what_one_has_counts_until_the_new_one_is_proved(app: Flask, browser: Browser) -> None:
    browser.send(HERE, factor="app")
    browser.send(f"{HERE}/app")
    assert browser.send(f"{HERE}/app/confirm", code="000000").status_code == 422
    assert steps.held(app) == [FactorKind.EMAIL]
    assert Browser(app).give_password(GRACE).location == "/sign-in/code"


def test_an_app_replaces_the_number_and_the_number_is_gone(app: Flask, browser: Browser) -> None:
    steps.set_up_text(browser, f"{HERE}/number")
    steps.set_up_app(browser, f"{HERE}/app")
    assert steps.held(app) == [FactorKind.APP]
    assert Browser(app).give_password(GRACE).location == "/sign-in/app"
    with app.extensions["database"].reading() as session:
        number = session.exec(select(Factor).where(Factor.kind == FactorKind.TEXT)).one()
        assert number.sealed_secret is None


def test_back_to_email_needs_a_code_from_the_mail(app: Flask, browser: Browser) -> None:
    steps.set_up_text(browser, f"{HERE}/number")
    assert browser.send(HERE, factor="email").location == f"{HERE}/email"
    assert browser.send(f"{HERE}/email", code="1234 5678").status_code == 422
    assert steps.held(app) == [FactorKind.TEXT]
    code = browser.letterbox.code(GRACE)
    assert browser.send(f"{HERE}/email", code=code).location == "/account"
    assert steps.held(app) == [FactorKind.EMAIL]
    assert browser.letterbox.templates(GRACE)[-1] == "email_codes_chosen"


def test_new_recovery_codes_replace_the_old_ones(app: Flask, browser: Browser) -> None:
    _, old = steps.set_up_app(browser, f"{HERE}/app")
    shown = browser.send(f"{HERE}/recovery-codes")
    assert shown.status_code == 200
    assert old[0] not in shown.text
    assert browser.letterbox.templates(GRACE)[-1] == "recovery_codes_renewed"
    lost = Browser(app)
    lost.give_password(GRACE)
    assert lost.send("/sign-in/recovery", code=old[0]).status_code == 422


def test_recovery_codes_are_for_apps_only(app: Flask, browser: Browser) -> None:
    assert browser.send(f"{HERE}/recovery-codes").location == HERE


def test_after_a_reset_by_email_alone_a_change_waits_a_day_and_says_until_when(
    app: Flask, browser: Browser
) -> None:
    with app.extensions["database"].unit() as session:
        row = session.get_one(Account, steps.account(app).id)
        row.sensitive_after = clock.now().replace(year=2030)
    page = browser.get(HERE).text
    assert "2030 at" in page
    assert 'name="factor"' not in page
    for path in (f"{HERE}/app", f"{HERE}/number"):
        assert "Please wait before you change this" in browser.get(path).text
    browser.send(f"{HERE}/number", number=NUMBER)
    browser.send(HERE, factor="text")
    browser.send(f"{HERE}/app")
    assert steps.texts(app) == []
    assert steps.held(app) == [FactorKind.EMAIL]


def test_staff_cannot_give_up_their_app(app: Flask, cast: Cast) -> None:
    assert cast.accounts
    mark = Browser(app)
    mark.sign_in("caseworker")
    assert mark.send(HERE, factor="email").status_code == 422
    assert mark.send(HERE, factor="text").status_code == 422
    assert mark.get(f"{HERE}/number").location == HERE
    assert mark.send(f"{HERE}/number", number=NUMBER).location == HERE
    assert mark.send(f"{HERE}/email/new").location == HERE
    assert steps.texts(app) == []

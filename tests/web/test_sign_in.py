"""Signing in, as the guides show it and as somebody would try to get around it (H03, H09)."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD, member
from ehcportal.models.account import Account, Factor
from ehcportal.models.form import Draft
from ehcportal.queries.drafts import browser_hash
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import Cast

GRACE = "grace.okafor@mail.example"
MARK = "m.reyes@brookshire.example"


def test_a_parent_gives_her_password_then_the_code_from_the_mail(browser: Browser) -> None:
    assert "Secure login - step 1" in browser.get("/sign-in").text
    step_2 = browser.give_password("  Grace.Okafor@MAIL.example ")
    assert step_2.location == "/sign-in/code"
    assert "g•••••@mail.example" in browser.get("/sign-in/code").text
    done = browser.send("/sign-in/code", code=browser.letterbox.code(GRACE))
    assert (done.status_code, done.location) == (303, "/home")
    assert browser.is_signed_in()


def test_the_mail_shows_the_code_in_two_groups_and_names_nobody(browser: Browser) -> None:
    browser.give_password(GRACE)
    words = browser.letterbox.words(GRACE)
    code = browser.letterbox.code(GRACE)
    assert [len(group) for group in code.split(" ")] == [4, 4]
    assert code in words.text
    assert code not in words.subject
    assert code in (words.html or "")
    assert "Grace" not in words.subject + words.text


@pytest.mark.parametrize("written", ["{0} {1}", "{0}{1}", " {0}-{1}\n", "{0}\N{NO-BREAK SPACE}{1}"])
def test_a_code_is_taken_however_it_was_pasted(browser: Browser, written: str) -> None:
    browser.give_password(GRACE)
    groups = browser.letterbox.code(GRACE).split(" ")
    assert browser.send("/sign-in/code", code=written.format(*groups)).status_code == 303


def test_a_wrong_password_and_an_unknown_address_look_the_same(browser: Browser) -> None:
    known = browser.give_password(GRACE, "not her password")
    unknown = browser.give_password("nobody.here@mail.example", "not her password")
    assert known.status_code == unknown.status_code == 422
    assert bytes_without_tokens(known, GRACE) == bytes_without_tokens(
        unknown, "nobody.here@mail.example"
    )
    assert "is not right" in known.text
    assert browser.letterbox.letters(GRACE) == []


def test_nothing_typed_is_lost_but_the_password(browser: Browser) -> None:
    answer = browser.give_password("grace.okafor@mail.exampel", "a password of hers")
    assert 'value="grace.okafor@mail.exampel"' in answer.text
    assert "a password of hers" not in answer.text
    empty = browser.send("/sign-in", email="", password="")
    assert sentence_at(empty, "email") == "Enter your email address"
    assert sentence_at(empty, "password") == "Enter your password"


def test_password_managers_and_pasting_work(browser: Browser) -> None:
    page = BeautifulSoup(browser.get("/sign-in").data, "html.parser")
    filled = {field["name"]: field.get("autocomplete") for field in page.select("input[id]")}
    assert filled == {"email": "username", "password": "current-password"}
    browser.give_password(GRACE)
    page = BeautifulSoup(browser.get("/sign-in/code").data, "html.parser")
    code = page.select_one("#code")
    assert code is not None
    assert code["autocomplete"] == "one-time-code"
    assert int(str(code["maxlength"])) >= 9


def test_the_token_changes_at_each_step_and_the_old_one_is_worth_nothing(browser: Browser) -> None:
    browser.get("/sign-in")
    assert browser.login_token() is None
    browser.give_password(GRACE)
    half = browser.login_token()
    browser.send("/sign-in/code", code=browser.letterbox.code(GRACE))
    full = browser.login_token()
    assert half
    assert full
    assert half != full
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = half
    assert not browser.is_signed_in()


def test_a_planted_token_never_becomes_a_login(browser: Browser) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
    browser.sign_in("parent")
    assert browser.login_token() != "planted"


def test_half_signed_in_opens_nothing(browser: Browser) -> None:
    browser.give_password(GRACE)
    answer = browser.get("/account")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


def test_five_wrong_codes_kill_the_code(browser: Browser) -> None:
    browser.give_password(GRACE)
    right = browser.letterbox.code(GRACE)
    wrong = "1111 1111" if right != "1111 1111" else "2222 2222"
    said = [browser.send("/sign-in/code", code=wrong) for _ in range(5)]
    assert {answer.status_code for answer in said} == {422}
    assert "Check our newest email" in sentence_at(said[0], "code")
    assert "Ask for a new one" in sentence_at(said[4], "code")
    late = browser.send("/sign-in/code", code=right)
    assert late.status_code == 422
    assert "Ask for a new one" in sentence_at(late, "code")


def test_a_typing_slip_in_the_length_costs_no_try(browser: Browser) -> None:
    browser.give_password(GRACE)
    for _ in range(8):
        assert browser.send("/sign-in/code", code="1234 567").status_code == 422
    assert browser.send("/sign-in/code", code=browser.letterbox.code(GRACE)).status_code == 303


def test_a_code_is_too_old_after_ten_minutes(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.give_password(GRACE)
        time.shift(timedelta(minutes=10, seconds=1))
        late = browser.send("/sign-in/code", code=browser.letterbox.code(GRACE))
    assert late.status_code == 422
    assert "Ask for a new one" in sentence_at(late, "code")


def test_only_the_newest_code_counts(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser.give_password(GRACE)
        first = browser.letterbox.code(GRACE)
        time.shift(timedelta(seconds=31))
        again = browser.send("/sign-in/code/new")
        assert again.location == "/sign-in/code"
        assert "We have sent a new code" in browser.get("/sign-in/code").text
        second = browser.letterbox.code(GRACE)
        assert browser.send("/sign-in/code", code=first).status_code == 422
        assert browser.send("/sign-in/code", code=second).status_code == 303


def test_a_code_of_one_login_is_no_good_for_another(app: Flask, browser: Browser) -> None:
    browser.give_password(GRACE)
    mine = browser.letterbox.code(GRACE)
    other = Browser(app)
    other.give_password(GRACE)
    assert other.send("/sign-in/code", code=mine).status_code == 422
    assert browser.send("/sign-in/code", code=mine).status_code == 303


def test_new_codes_are_thirty_seconds_apart_and_three_in_fifteen_minutes(browser: Browser) -> None:
    start = clock.now().replace(minute=0, second=5, microsecond=0)
    with time_machine.travel(start, tick=False) as time:
        browser.give_password(GRACE)
        soon = browser.send("/sign-in/code/new")
        assert soon.status_code == 429
        assert soon.headers["Retry-After"] == "30"
        assert "Please wait 30 seconds" in soon.text
        for _ in range(3):
            time.shift(timedelta(seconds=31))
            assert browser.send("/sign-in/code/new").status_code == 303
        time.shift(timedelta(seconds=31))
        stopped = browser.send("/sign-in/code/new")
        assert stopped.status_code == 429
        assert int(stopped.headers["Retry-After"]) > 600
    assert len(browser.letterbox.letters(GRACE)) == 4


def test_ten_guesses_and_then_the_stranger_waits(browser: Browser) -> None:
    for _ in range(10):
        assert browser.give_password(GRACE, "guess").status_code == 422
    stopped = browser.give_password(GRACE, "guess")
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 900
    assert "Please wait a little" in stopped.text


def test_who_tried_too_often_is_told_how_long_to_wait(browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, 2, 30, tzinfo=UTC), tick=False) as time:
        answers = [browser.give_password(GRACE, "guess") for _ in range(11)]
        assert answers[-1].headers["Retry-After"] == "750"
        assert "Try again in 13 minutes." in answers[-1].text
        time.move_to(datetime(2026, 11, 23, 12, 14, 59, tzinfo=UTC))
        assert "Try again in 1 second." in browser.give_password(GRACE, "guess").text


def test_unknown_addresses_are_limited_alike(browser: Browser) -> None:
    answers = [browser.give_password("nobody@mail.example", "guess") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def test_a_strangers_guesses_do_not_lock_out_the_owner_on_her_own_device(app: Flask) -> None:
    Cast.enter(app)
    owner, stranger = Browser(app), Browser(app)
    owner.sign_in("parent")
    owner.send("/sign-out")
    for _ in range(11):
        stopped = stranger.give_password(GRACE, "guess")
    assert stopped.status_code == 429
    assert stranger.give_password(GRACE).status_code == 429
    assert owner.sign_in("parent").status_code == 303
    assert owner.is_signed_in()


def test_staff_sign_in_with_their_app_and_a_code_counts_once(app: Flask, browser: Browser) -> None:
    secret = member("caseworker").totp_secret or ""
    assert browser.give_password(MARK).location == "/sign-in/app"
    code = pyotp.TOTP(secret).now()
    assert browser.send("/sign-in/app", code=f"{code[:3]} {code[3:]}").status_code == 303
    other = Browser(app)
    other.give_password(MARK)
    assert other.send("/sign-in/app", code=code).status_code == 422
    assert browser.letterbox.letters(MARK) == []


def test_an_email_code_is_no_way_around_the_app(browser: Browser) -> None:
    browser.give_password(MARK)
    assert browser.get("/sign-in/code").location == "/sign-in/app"
    assert browser.send("/sign-in/code", code="1234 5678").location == "/sign-in/app"
    assert browser.send("/sign-in/code/new").location == "/sign-in/app"
    assert browser.letterbox.letters(MARK) == []


def test_guessing_app_codes_is_stopped(browser: Browser) -> None:
    browser.give_password(MARK)
    answers = [browser.send("/sign-in/app", code="000000").status_code for _ in range(11)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {422}


def test_staff_without_an_app_must_set_one_up(app: Flask, browser: Browser) -> None:
    _take_app_away(app, MARK)
    assert browser.give_password(MARK).location == "/sign-in/code"
    led = browser.send("/sign-in/code", code=browser.letterbox.code(MARK))
    assert led.location == "/sign-in/app/set-up"
    assert browser.get("/account").status_code == 303, "half signed in opens nothing"
    browser.send("/sign-in/app/set-up")
    page = BeautifulSoup(browser.get("/sign-in/app/set-up").data, "html.parser")
    assert page.select_one("svg.qr path") is not None
    key = page.select_one(".app-key")
    assert key is not None
    secret = key.text.replace(" ", "")
    assert browser.send("/sign-in/app/set-up/confirm", code="000000").status_code == 422
    shown = browser.send("/sign-in/app/set-up/confirm", code=pyotp.TOTP(secret).now())
    assert shown.status_code == 200
    codes = [code.text for code in BeautifulSoup(shown.data, "html.parser").select(".codes code")]
    assert len(set(codes)) == 10
    assert browser.is_signed_in()
    assert browser.letterbox.templates(MARK)[-1] == "app_added"
    _a_recovery_code_works_once(app, codes[3])


def _a_recovery_code_works_once(app: Flask, code: str) -> None:
    lost = Browser(app)
    lost.give_password(MARK)
    assert lost.send("/sign-in/recovery", code=code.upper()).status_code == 303
    assert lost.is_signed_in()
    assert "You have 9 codes left" in lost.letterbox.words(MARK, "recovery_code_used").text
    again = Browser(app)
    again.give_password(MARK)
    assert again.send("/sign-in/recovery", code=code).status_code == 422


def _take_app_away(app: Flask, email: str) -> None:
    with app.extensions["database"].unit() as session:
        account = _account(session, email)
        for factor in session.exec(select(Factor).where(Factor.account_id == account.id)):
            factor.removed_at = clock.now()


def _account(session: Session, email: str) -> Account:
    return session.exec(select(Account).where(Account.email == email)).one()


@pytest.mark.parametrize(
    "hostile",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
     "/%0d%0aLocation:x", "\thttps://evil.example", "/sign-in"],
)  # fmt: skip
def test_the_way_on_never_leaves_the_portal(browser: Browser, hostile: str) -> None:
    browser.get("/sign-in", query_string={"next": hostile})
    browser.client.post(
        "/sign-in",
        data={"csrf_token": _token(browser, hostile), "email": GRACE, "password": PASSWORD},
    )
    code = browser.letterbox.code(GRACE)
    page = BeautifulSoup(browser.get("/sign-in/code").data, "html.parser")
    token = str(page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    done = browser.client.post("/sign-in/code", data={"csrf_token": token, "code": code})
    assert done.status_code == 303
    assert done.location.startswith("/")
    assert "evil" not in done.location.split("?")[0].split("%")[0]


def _token(browser: Browser, wanted: str) -> str:
    page = browser.get("/sign-in", query_string={"next": wanted})
    found = BeautifulSoup(page.data, "html.parser").select_one("[name=csrf_token]")
    assert found is not None
    return str(found["value"])


def test_the_page_that_was_wanted_comes_after_the_login(browser: Browser) -> None:
    sent = browser.get("/account/password")
    token = _token(browser, "/account/password")
    assert sent.location == "/sign-in?next=/account/password"
    browser.client.post(
        "/sign-in", data={"csrf_token": token, "email": GRACE, "password": PASSWORD}
    )
    done = browser.client.post(
        "/sign-in/code", data={"csrf_token": token, "code": browser.letterbox.code(GRACE)}
    )
    assert done.location == "/account/password"


def test_who_is_signed_in_goes_on_from_the_login_page(browser: Browser) -> None:
    browser.sign_in("parent")
    assert browser.get("/sign-in?next=/account").location == "/account"


def test_a_form_without_the_page_token_is_refused_in_calm_words(browser: Browser) -> None:
    answer = browser.client.post("/sign-in", data={"email": GRACE, "password": PASSWORD})
    assert answer.status_code == 400
    assert "This page was open for a long time" in answer.text
    assert "are still there" in answer.text


def test_fields_that_no_form_of_ours_has_are_refused(browser: Browser) -> None:
    assert browser.send("/sign-in", email=GRACE, password="x", role="admin").status_code == 400


def test_what_a_browser_began_belongs_to_the_account_after_the_login(
    browser: Browser, database: Database
) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["browser"] = "token of this browser"
    with database.unit() as session:
        draft = Draft(
            form_id="assessment-request",
            form_digest="x",
            browser_hash=browser_hash("token of this browser"),
            expires_at=clock.now() + timedelta(days=5),
        )
        session.add(draft)
    browser.sign_in("parent")
    with database.reading() as session:
        found = session.get(Draft, draft.id)
        assert found is not None
        assert found.account_id == _account(session, GRACE).id
        assert found.browser_hash is None


def test_the_device_cookie_cannot_be_planted(browser: Browser) -> None:
    browser.client.set_cookie("device", "A" * 43)
    done = browser.sign_in("parent")
    given = [line for line in done.headers.getlist("Set-Cookie") if line.startswith("device=")]
    assert given
    assert "A" * 43 not in given[0]
    assert "HttpOnly" in given[0]

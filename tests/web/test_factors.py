"""Rows D05 to D08: the second step is chosen, proved, and asked for at each login."""

from datetime import UTC, datetime

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from time_machine import travel

from ehcportal import clock
from ehcportal.models.account import FactorKind
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.profile import FamilyFactor
from tests.browser import Browser, sentence_at
from tests.web import factor_steps as steps
from tests.web.factor_steps import GRACE, NUMBER

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_codes_by_email_need_no_set_up_where_the_council_allows_them(browser: Browser) -> None:
    browser.give_password(GRACE)
    assert browser.send("/sign-in/code", code=browser.letterbox.code(GRACE)).location == "/home"


def test_where_email_is_not_enough_the_address_is_proved_and_then_one_chooses(
    app: Flask, browser: Browser
) -> None:
    steps.as_hub(app)
    steps.to_the_choice(browser)
    page = BeautifulSoup(browser.get("/sign-in/factor").data, "html.parser")
    heading = page.select_one("h1")
    assert heading is not None
    assert heading.text == "You need to enter a code each time you log in"
    assert [box["value"] for box in page.select("input[name=factor]")] == ["app", "text"]
    assert page.select_one("details summary").text.strip() == "I need more information"  # type: ignore[union-attr]
    assert browser.get("/account").status_code == 303, "nothing opens before it"


def test_nothing_chosen_is_asked_again(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    steps.to_the_choice(browser)
    answer = browser.send("/sign-in/factor")
    assert answer.status_code == 422
    assert sentence_at(answer, "factor") == "Choose how you want to get your code"
    assert browser.send("/sign-in/factor", factor="email").status_code == 422


def test_the_password_alone_sets_nothing_up(app: Flask, browser: Browser) -> None:
    """A stranger who knows the password cannot make their own phone the second step."""
    steps.as_hub(app)
    browser.give_password(GRACE)
    for path in ("/sign-in/factor", "/sign-in/app/set-up", "/sign-in/number"):
        assert browser.get(path).location == "/sign-in/code"
    assert browser.send("/sign-in/factor", factor="text").location == "/sign-in/code"
    assert browser.send("/sign-in/number", number=NUMBER).location == "/sign-in/code"
    assert browser.send("/sign-in/app/set-up/confirm", code="123456").location == "/sign-in/code"
    assert steps.texts(app) == []
    assert browser.get("/account/second-step").status_code == 303


def test_a_parent_sets_up_an_app_and_later_logins_ask_for_it(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    with travel(NOON, tick=False) as now:
        steps.to_the_choice(browser)
        assert browser.send("/sign-in/factor", factor="app").location == "/sign-in/app/set-up"
        secret, codes = steps.set_up_app(browser)
        assert len(set(codes)) == 10
        assert steps.held(app) == [FactorKind.APP]
        now.shift(60)
        later, again = Browser(app), Browser(app)
        assert later.give_password(GRACE).location == "/sign-in/app"
        code = pyotp.TOTP(secret).now()
        assert later.send("/sign-in/app", code=code).location == "/home"
        again.give_password(GRACE)
        assert again.send("/sign-in/app", code=code).status_code == 422, "each code counts once"


def test_the_recovery_codes_can_be_kept_as_a_text_file(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    steps.to_the_choice(browser)
    browser.send("/sign-in/app/set-up")
    page = BeautifulSoup(browser.get("/sign-in/app/set-up").data, "html.parser")
    secret = page.select_one(".app-key").text.replace(" ", "")  # type: ignore[union-attr]
    shown = browser.send("/sign-in/app/set-up/confirm", code=pyotp.TOTP(secret).now())
    page = BeautifulSoup(shown.data, "html.parser")
    link = page.select_one("a[download]")
    assert link is not None
    for code in page.select(".codes code"):
        assert code.text in str(link["href"])
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_number_is_proved_before_it_counts(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    steps.to_the_choice(browser)
    assert browser.send("/sign-in/factor", factor="text").location == "/sign-in/number"
    assert browser.send("/sign-in/number", number=NUMBER).location == "/sign-in/number/code"
    assert "ends in 982" in browser.get("/sign-in/number/code").text
    assert steps.held(app) == [FactorKind.EMAIL], "the number does not count yet"
    wrong = browser.send("/sign-in/number/code", code="000000")
    assert wrong.status_code == 422
    sent = steps.texts(app)[-1]
    assert sent["to"] == "+447700900982"
    assert len(sent["code"]) == 6
    typed = f"{sent['code'][:3]} {sent['code'][3:]}"
    assert browser.send("/sign-in/number/code", code=typed).location == "/home"
    assert steps.held(app) == [FactorKind.TEXT]
    assert browser.letterbox.templates(GRACE)[-1] == "text_added"


def test_the_number_is_nowhere_in_clear(app: Flask, browser: Browser) -> None:
    steps.hub_parent_with_text(browser)
    with app.extensions["database"].engine.connect() as connection:
        for table in ("factor", "outbox_message", "one_time_code", "change_record"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert "7700900982" not in str(rows)


def test_later_logins_send_a_text_and_name_the_last_three_digits(
    app: Flask, browser: Browser
) -> None:
    steps.hub_parent_with_text(browser)
    later = Browser(app)
    assert later.give_password(GRACE).location == "/sign-in/text"
    page = BeautifulSoup(later.get("/sign-in/text").data, "html.parser")
    box = page.select_one("input[name=code]")
    assert box is not None
    assert box["autocomplete"] == "one-time-code"
    assert box["inputmode"] == "numeric"
    assert "ends in 982" in page.text
    assert later.get("/sign-in/code").location == "/sign-in/text", "no way around it by e-mail"
    assert later.send("/sign-in/text", code=steps.texts(app)[-1]["code"]).location == "/home"


def test_text_codes_are_apart_and_few(app: Flask, browser: Browser) -> None:
    with travel(NOON, tick=False) as now:
        steps.hub_parent_with_text(browser)
        later = Browser(app)
        later.give_password(GRACE)
        assert later.send("/sign-in/text/new").status_code == 429
        for _ in range(3):
            now.shift(31)
            assert later.send("/sign-in/text/new").status_code == 303
        now.shift(31)
        assert later.send("/sign-in/text/new").status_code == 429
        old, newest = steps.texts(app)[-2:]
        assert later.send("/sign-in/text", code=old["code"]).status_code == 422
        assert later.send("/sign-in/text", code=newest["code"]).status_code == 303


def test_five_wrong_text_codes_kill_the_code(app: Flask, browser: Browser) -> None:
    steps.hub_parent_with_text(browser)
    later = Browser(app)
    later.give_password(GRACE)
    right = steps.texts(app)[-1]["code"]
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert later.send("/sign-in/text", code=wrong).status_code == 422
    assert later.send("/sign-in/text", code=right).status_code == 422


def test_numbers_are_not_asked_for_texts_without_end(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    with travel(NOON, tick=False) as now:
        steps.to_the_choice(browser)
        browser.send("/sign-in/number", number=NUMBER)
        browser.send("/sign-in/number/again")
        soon = browser.send("/sign-in/number", number="07700 900001")
        assert soon.status_code == 429
        assert soon.headers["Retry-After"] == "30"
        assert "07700 900001" in soon.text, "what was typed is kept"
        for _ in range(3):
            now.shift(31)
            assert browser.send("/sign-in/number", number="07700 900001").status_code == 303
        now.shift(31)
        assert browser.send("/sign-in/number", number="07700 900002").status_code == 429
        assert len(steps.texts(app)) == 4


@pytest.mark.parametrize(
    "typed", ["", "01632 960001", "not a number", "+1 202 555 0123", "077009009", "9" * 60]
)
def test_what_is_no_mobile_number_is_said_so_and_kept(
    app: Flask, browser: Browser, typed: str
) -> None:
    steps.as_hub(app)
    steps.to_the_choice(browser)
    answer = browser.send("/sign-in/number", number=typed)
    assert answer.status_code == 422
    assert sentence_at(answer, "number")
    assert typed in answer.text
    assert steps.texts(app) == []


def test_start_again_takes_another_number(app: Flask, browser: Browser) -> None:
    steps.as_hub(app)
    with travel(NOON, tick=False) as now:
        steps.to_the_choice(browser)
        browser.send("/sign-in/number", number=NUMBER)
        old = steps.texts(app)[-1]["code"]
        assert browser.send("/sign-in/number/again").location == "/sign-in/number"
        assert browser.get("/sign-in/number/code").location == "/sign-in/number"
        now.shift(31)
        browser.send("/sign-in/number", number="07700 900001")
        assert browser.send("/sign-in/number/code", code=old).status_code == 422
        assert "ends in 001" in browser.get("/sign-in/number/code").text


def test_a_council_that_stops_text_messages_leads_to_another_choice(
    app: Flask, browser: Browser
) -> None:
    steps.hub_parent_with_text(browser)
    steps.allow(app, FamilyFactor.APP, FamilyFactor.EMAIL)
    later = Browser(app)
    steps.to_the_choice(later)
    assert later.send("/sign-in/factor", factor="email").location == "/home"
    assert steps.held(app) == [FactorKind.EMAIL]


def test_who_reads_the_mail_alone_does_not_choose_after_a_reset(
    app: Flask, browser: Browser
) -> None:
    """The council stops text messages; a thief in the mailbox resets the password that day."""
    steps.hub_parent_with_text(browser)
    steps.allow(app, FamilyFactor.APP)
    app.extensions["profile"] = app.extensions["profile"].model_copy(
        update={"sign_in": app.extensions["profile"].sign_in.model_copy(update={"reset": "code"})}
    )
    thief = Browser(app)
    thief.send("/reset-password", email=GRACE)
    thief.send("/reset-password/code", code=thief.letterbox.code(GRACE))
    words = "Marmalade ferry 71!"
    thief.send("/reset-password/new", new_password=words, confirm_password=words)
    assert thief.give_password(GRACE, words).location == "/sign-in/code"
    led = thief.send("/sign-in/code", code=thief.letterbox.code(GRACE))
    assert "Please wait before you change this" in thief.get(led.location).text
    thief.send("/sign-in/app/set-up")
    assert "Please wait before you change this" in thief.get("/sign-in/app/set-up").text
    assert not thief.is_signed_in()


def test_people_of_a_school_have_the_choices_of_professionals(app: Flask, browser: Browser) -> None:
    """The SENCo keeps her app where families get codes by e-mail, until she leaves the school."""
    senco = "h.boyd@millbrook.example"
    steps.allow(app, FamilyFactor.EMAIL)
    assert browser.give_password(senco).location == "/sign-in/code"
    with app.extensions["database"].unit() as session:
        school = Setting(name="Millbrook Primary School", name_folded="millbrook primary school")
        session.add(school)
        session.flush()
        post = {"setting_id": school.id, "account_id": steps.account(app, senco).id}
        session.add(SettingMembership(**post, role=SettingRole.SENCO, from_on=clock.today()))
    assert Browser(app).give_password(senco).location == "/sign-in/app"

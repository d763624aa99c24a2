"""Registering in three steps (H04 to H08): names of every script, and no door that tells."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.account import Account
from ehcportal.models.sign_in import Registration
from ehcportal.settings import Settings
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import Cast

GRACE = "grace.okafor@mail.example"
NEW = "oona.field@mail.example"
DETAILS = {
    "forename": "Oona",
    "surname": "Field",
    "street": "Weir Lane",
    "town": "Brookton",
    "postcode": "BK1 2AB",
}
PASSWORD = "three odd words"


def to_step_3(browser: Browser, email: str = NEW, **details: str) -> None:
    assert browser.send("/register", **{**DETAILS, **details}).location == "/register/email"
    answer = browser.send(
        "/register/email", email=email, new_password=PASSWORD, confirm_password=PASSWORD
    )
    assert answer.location == "/register/code"


def account(database: Database, email: str) -> Account | None:
    with database.session() as session:
        return session.exec(select(Account).where(Account.email == email)).first()


def test_somebody_registers_and_is_back_where_they_were(
    browser: Browser, database: Database
) -> None:
    browser.get("/sign-in?next=/account/password")
    for step, path in enumerate(("/register",), 1):
        assert f"Register a new account - step {step}" in browser.get(path).text
    with browser.client.session_transaction() as cookie:
        assert cookie["next"] == "/account/password"
    token = _token(browser, "/register")
    browser.client.post("/register", data={"csrf_token": token, **DETAILS})
    assert "Register a new account - step 2" in browser.get("/register/email").text
    fields = {"email": NEW, "new_password": PASSWORD, "confirm_password": PASSWORD}
    browser.client.post("/register/email", data={"csrf_token": token, **fields})
    page = browser.get("/register/code").text
    assert "Register a new account - step 3" in page
    assert NEW in page
    assert "junk" in page
    code = browser.letterbox.code(NEW)
    done = browser.client.post("/register/code", data={"csrf_token": token, "code": code})
    assert done.location == "/register/done"
    completed = BeautifulSoup(browser.get("/register/done").data, "html.parser")
    on = completed.find("a", string="Continue")
    assert on is not None
    assert on["href"] == "/account/password"
    made = account(database, NEW)
    assert made is not None
    assert (made.forename, made.street, made.professional) == ("Oona", "Weir Lane", False)


def _token(browser: Browser, path: str) -> str:
    found = BeautifulSoup(browser.get(path).data, "html.parser").select_one("[name=csrf_token]")
    assert found is not None
    return str(found["value"])


@pytest.mark.parametrize(
    ("forename", "surname"),
    [("Seán", "O’Neill-D'Arcy"), ("আনিকা", "রহমান"), ("María José", "Nuñez"), ("Ng", "X")],
)
def test_names_of_every_script_are_kept_as_they_are(
    browser: Browser, database: Database, forename: str, surname: str
) -> None:
    to_step_3(browser, forename=forename, surname=surname)
    browser.send("/register/code", code=browser.letterbox.code(NEW))
    made = account(database, NEW)
    assert made is not None
    assert made.name == f"{forename} {surname}"


def test_what_must_be_answered_is_said_at_the_field_and_nothing_is_lost(
    browser: Browser,
) -> None:
    answer = browser.send("/register", forename="Oona", area="Riverside", postcode="nonsense")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.data, "html.parser")
    leads = [link["href"] for link in page.select(".govuk-error-summary a")]
    assert leads == ["#surname", "#street", "#town", "#postcode"]
    assert all(page.select_one(lead) for lead in map(str, leads))
    assert sentence_at(answer, "surname") == "Enter your last name"
    assert 'value="Riverside"' in answer.text


def test_a_professional_is_asked_for_organisation_and_role(
    browser: Browser, database: Database
) -> None:
    answer = browser.send("/register", **DETAILS, professional="yes")
    assert answer.status_code == 422
    assert sentence_at(answer, "organisation")
    assert sentence_at(answer, "professional_role")
    to_step_3(
        browser, professional="yes", organisation="Millbrook School", professional_role="SENCo"
    )
    browser.send("/register/code", code=browser.letterbox.code(NEW))
    made = account(database, NEW)
    assert made is not None
    assert (made.professional, made.organisation) == (True, "Millbrook School")
    assert browser.get("/council/requests").status_code == 404, "the tick grants nothing"


def test_back_keeps_everything_and_the_address_can_be_changed(browser: Browser) -> None:
    to_step_3(browser, email="wrong@mail.example", county="Brookshire")
    assert 'value="wrong@mail.example"' in browser.get("/register/email").text
    step_1 = browser.get("/register").text
    assert 'value="Oona"' in step_1
    assert 'value="Brookshire"' in step_1
    first = browser.letterbox.code("wrong@mail.example")
    to_step_3(browser, email=NEW)
    assert browser.send("/register/code", code=first).status_code == 422
    assert browser.send("/register/code", code=browser.letterbox.code(NEW)).status_code == 303


def test_the_password_rules_are_held_by_the_server(browser: Browser) -> None:
    browser.send("/register", **DETAILS)

    def choose(one: str, two: str) -> tuple[str, str]:
        answer = browser.send("/register/email", email=NEW, new_password=one, confirm_password=two)
        assert answer.status_code == 422
        assert one not in answer.text
        assert f'value="{NEW}"' in answer.text
        return sentence_at(answer, "new_password"), sentence_at(answer, "confirm_password")

    assert choose("short pass", "short pass")[0].startswith("Make your password 12")
    assert "easy to guess" in choose("password1234", "password1234")[0]
    assert "your name" in choose("OonaField2026!", "OonaField2026!")[0]
    assert choose(PASSWORD, "three odd wards") == ("", "Type the same password in both boxes")


@pytest.mark.parametrize("address", ["nobody", "a@b", "two@at@mail.example", "sp ace@mail.example"])
def test_what_is_no_address_is_said(browser: Browser, address: str) -> None:
    browser.send("/register", **DETAILS)
    answer = browser.send(
        "/register/email", email=address, new_password=PASSWORD, confirm_password=PASSWORD
    )
    assert answer.status_code == 422
    assert sentence_at(answer, "email")


def test_a_known_address_gets_the_same_pages_and_its_owner_a_mail(
    app: Flask, browser: Browser, database: Database
) -> None:
    stranger, newcomer = browser, Browser(app)
    with time_machine.travel(clock.now(), tick=False):
        to_step_3(stranger, email=GRACE)
        to_step_3(newcomer, email=NEW)
        pages = [
            (stranger.get("/register/code"), newcomer.get("/register/code")),
            (stranger.send("/register/code", code="00000001"),
             newcomer.send("/register/code", code="00000001")),
            (stranger.send("/register/code/new"), newcomer.send("/register/code/new")),
        ]  # fmt: skip
    for known, unknown in pages:
        assert known.status_code == unknown.status_code
        assert bytes_without_tokens(known, GRACE) == bytes_without_tokens(unknown, NEW)
    assert stranger.letterbox.templates(GRACE) == ["registration_known"]
    words = stranger.letterbox.words(GRACE).text
    assert "You already have an account" in words
    assert "/reset-password" in words
    assert stranger.letterbox.code(GRACE) not in words
    before = account(database, GRACE)
    assert before is not None
    assert before.forename == "Grace"


def test_an_address_is_not_flooded_with_codes(app: Flask, cast: Cast) -> None:
    assert cast.accounts
    answers = []
    for _ in range(6):
        stranger = Browser(app)
        stranger.send("/register", **DETAILS)
        sent = stranger.send(
            "/register/email", email=GRACE, new_password=PASSWORD, confirm_password=PASSWORD
        )
        answers.append(sent.status_code)
    assert answers == [303] * 5 + [429]


def test_steps_cannot_be_skipped(browser: Browser) -> None:
    for path in ("/register/email", "/register/code"):
        assert browser.get(path).location == "/register"
    assert browser.send("/register/code", code="1234 5678").location == "/register"
    browser.send("/register", **DETAILS)
    assert browser.get("/register/code").location == "/register"
    assert browser.get("/register/done").status_code == 303


def test_what_was_typed_is_sealed_and_dropped(browser: Browser, database: Database) -> None:
    to_step_3(browser)
    with database.reading() as session:
        row = session.exec(select(Registration)).one()
        assert "Oona" not in row.sealed_details
        assert NEW not in row.sealed_details
    browser.send("/register/code", code=browser.letterbox.code(NEW))
    with database.reading() as session:
        row = session.exec(select(Registration)).one()
        assert (row.sealed_details, row.password_hash) == ("", None)


def test_a_registration_that_was_left_is_over_after_a_day(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        to_step_3(browser)
        time.shift(timedelta(hours=25))
        assert browser.get("/register/code").location == "/register"


def test_under_the_portal_preset_the_special_characters_can_be_looked_up(
    settings: Settings,
) -> None:
    from ehcportal import create_app

    app = create_app(settings.model_copy(update={"council": "portal"}))
    browser = Browser(app)
    browser.send("/register", **DETAILS)
    page = BeautifulSoup(browser.get("/register/email").data, "html.parser")
    assert page.find("summary", string="Which are the special characters?")
    kinds = [line["data-rule"] for line in page.select("[data-rule]")]
    assert kinds == ["length", "letter", "upper", "digit", "special", "only", "same"]
    app.extensions["database"].engine.dispose()

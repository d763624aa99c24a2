"""Update Account Details: own name, telephone and address, with the password again (row H16)."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.account import Account
from ehcportal.models.audit import ChangeRecord
from tests.browser import Browser, sentence_at
from tests.cast import Cast

PAGE = "/account/details"
NEW = {
    "forename": "Grace", "surname": "Okafor-Bell", "phone": "07700 900 123", "property_name": "",
    "house": "9", "street": "Mill Lane", "area": "", "town": "Brookton", "county": "",
    "postcode": "bk14qt", "professional": "", "organisation": "", "professional_role": "",
}  # fmt: skip


@pytest.fixture
def browser(browser: Browser) -> Browser:
    """A browser in which Grace has signed in."""
    browser.sign_in("parent")
    return browser


def save(browser: Browser, **changed: str) -> TestResponse:
    return browser.send(PAGE, **{**NEW, "password": PASSWORD, **changed})


def typed(answer: TestResponse, name: str) -> str:
    found = BeautifulSoup(answer.data, "html.parser").select_one(f"#{name}")
    assert found is not None, name
    return str(found.get("value", ""))


def test_what_is_known_stands_in_the_boxes(browser: Browser) -> None:
    page = browser.get(PAGE)
    known = {"forename": "Grace", "surname": "Okafor", "street": "Weir Lane", "house": "4"}
    for name, value in known.items():
        assert value in typed(page, name) or value in typed(page, "street"), name


def test_details_are_changed_with_the_password(browser: Browser, database: Database) -> None:
    assert save(browser).location == "/account"
    page = browser.get("/account").text
    for words in ("Your details are saved", "Grace Okafor-Bell", "9 Mill Lane", "BK1 4QT"):
        assert words in page, words
    with database.reading() as session:
        acts = [row.action for row in session.exec(select(ChangeRecord))]
    assert "details_changed" in acts


@pytest.mark.parametrize("password", ["", "guess"])
def test_without_the_password_nothing_changes_and_nothing_typed_is_lost(
    browser: Browser, database: Database, password: str
) -> None:
    answer = save(browser, password=password)
    assert answer.status_code == 422
    assert sentence_at(answer, "password")
    assert typed(answer, "surname") == "Okafor-Bell"
    assert typed(answer, "phone") == "07700 900 123"
    assert typed(answer, "password") == ""
    with database.reading() as session:
        grace = select(Account).where(Account.email == "grace.okafor@mail.example")
        assert session.exec(grace).one().surname == "Okafor"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("forename", ""),
        ("surname", ""),
        ("phone", "ring me"),
        ("postcode", "nowhere"),
        ("town", "x" * 101),
        ("surname", "x" * 101),
    ],
)
def test_each_fault_stands_at_its_field(browser: Browser, field: str, value: str) -> None:
    answer = save(browser, **{field: value})
    assert answer.status_code == 422
    assert sentence_at(answer, field)
    assert not sentence_at(answer, "password"), "a slip elsewhere costs no try"


def test_work_is_asked_for_only_from_who_ticks_it(browser: Browser) -> None:
    answer = save(browser, professional="yes")
    assert sentence_at(answer, "organisation")
    assert sentence_at(answer, "professional_role")
    assert save(browser, organisation="Left over").location == "/account"
    assert "Left over" not in browser.get("/account").text


def test_somebody_without_an_address_is_not_made_to_give_one(app: Flask, cast: Cast) -> None:
    assert cast.accounts
    caseworker = Browser(app)
    caseworker.sign_in("caseworker")
    gone = dict.fromkeys(("house", "street", "town", "postcode", "phone"), "")
    assert save(caseworker, forename="Mark", surname="Reyes", **gone).location == "/account"


def test_the_same_form_twice_is_one_change(browser: Browser) -> None:
    first, second = save(browser, _idem="k1"), save(browser, _idem="k1", surname="Other")
    assert first.location == second.location == "/account"
    assert "Okafor-Bell" in browser.get("/account").text

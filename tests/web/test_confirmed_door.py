"""The password once more: what had to wait for it comes back with everything that was typed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask, request

from ehcportal import clock, create_app
from ehcportal.demo import people
from ehcportal.demo.cast import PASSWORD
from ehcportal.policy import Action
from ehcportal.settings import Settings
from ehcportal.web import policy, see_other
from tests.browser import Browser
from tests.cast import hashed

taken: list[str] = []


@policy(Action.USE_ACCOUNT, confirmed=True)
def guarded() -> object:
    """Take a wish, from who has just given the password."""
    if request.method == "POST":
        taken.append(request.form["wish"])
        return see_other("/account")
    return "the form"


@pytest.fixture
def browser(settings: Settings) -> Iterator[Browser]:
    """A browser in which Grace has signed in, at a portal with a door of this kind."""
    app: Flask = create_app(settings)
    app.add_url_rule("/guarded", "guarded", guarded, methods=["GET", "POST"])
    with app.extensions["database"].unit() as session:
        people.make(session, app.extensions["keyring"], hashed(PASSWORD))
    found = Browser(app)
    found.sign_in("parent")
    taken.clear()
    yield found
    app.extensions["database"].engine.dispose()


def test_what_was_typed_waits_for_the_password_and_comes_back(browser: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        answer = browser.client.post(
            "/guarded",
            data={"csrf_token": browser.token(), "wish": "more <time>", "password": "not kept"},
            headers={"Referer": "http://localhost/guarded"},
        )
        assert answer.location == "/account/confirm?next=/guarded"
        assert taken == []
        wrong = browser.send("/account/confirm?next=/guarded", password="guess")
        assert wrong.status_code == 422
        right = browser.send("/account/confirm?next=/guarded", password=PASSWORD)
        assert right.location == "/sign-in/kept"
        page = BeautifulSoup(browser.get("/sign-in/kept").data, "html.parser")
        form = page.select_one('form[action="/guarded"]')
        assert form is not None
        fields = {str(box["name"]): box.get_text().strip("\n") for box in form.select("textarea")}
        assert fields == {"wish": "more <time>"}
        assert browser.send("/guarded", **fields).location == "/account"
        assert taken == ["more <time>"]


def test_who_only_looked_goes_to_the_page_that_was_wanted(browser: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert browser.get("/guarded?a=b").location == "/account/confirm?next=/guarded?a%3Db"
        right = browser.send("/account/confirm?next=/guarded?a%3Db", password=PASSWORD)
        assert right.location == "/guarded?a=b"
        assert browser.get("/guarded").text == "the form"


def test_within_five_minutes_nobody_is_asked_twice(browser: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        assert browser.get("/guarded").text == "the form"

"""The portal writes to nobody at a stranger's command, and a reset leaves no second door open."""

import pytest
from flask import Flask

from ehcportal.security.throttle import Limit
from ehcportal.services import registrations
from tests.browser import Browser
from tests.cast import Cast

GRACE = "grace.okafor@mail.example"
DETAILS = {
    "forename": "Oona",
    "surname": "Field",
    "street": "Weir Lane",
    "town": "Brookton",
    "postcode": "BK1 2AB",
}
PASSWORD = "three odd words"


def test_one_registration_cannot_write_to_a_list_of_strangers(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registrations, "MAILS_NETWORK", Limit("register-mail-network", 3, registrations.QUARTER)
    )
    browser.send("/register", **DETAILS)
    said = [
        browser.send(
            "/register/email",
            email=f"stranger{number}@mail.example",
            new_password=PASSWORD,
            confirm_password=PASSWORD,
        ).status_code
        for number in range(4)
    ]
    assert said == [303, 303, 303, 429]
    assert browser.letterbox.letters("stranger3@mail.example") == []


def test_a_second_reset_that_somebody_holds_open_ends_with_the_first(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    thief = Browser(app)
    for each in (thief, browser):
        each.send("/reset-password", email=GRACE)
        each.send("/reset-password/code", code=each.letterbox.code(GRACE))
    fields = {"new_password": PASSWORD, "confirm_password": PASSWORD}
    assert browser.send("/reset-password/new", **fields).location == "/reset-password/done"
    again = {"new_password": "four odder words", "confirm_password": "four odder words"}
    assert thief.send("/reset-password/new", **again).location == "/reset-password"
    assert thief.get("/reset-password/new").location == "/reset-password"

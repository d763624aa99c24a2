"""A stranger locks nobody out, has nobody written to, and a reset leaves no second door open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from werkzeug.test import TestResponse

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


def test_while_strangers_guess_the_owner_signs_in_from_her_own_device(
    app: Flask, browser: Browser
) -> None:
    """Their guesses run beside her login; they are told to wait, and for how long, and she not."""
    browser.sign_in("parent")
    browser.send("/sign-out")

    def guesses(_stranger: int) -> list[TestResponse]:
        stranger = Browser(app)
        return [stranger.give_password(GRACE, "a guess") for _ in range(6)]

    with ThreadPoolExecutor(3) as strangers:
        before = [Browser(app).give_password(GRACE, "a guess") for _ in range(11)]
        running = [strangers.submit(guesses, number) for number in range(3)]
        done = browser.sign_in("parent")
        answers = [*before, *(answer for each in running for answer in each.result())]
    assert (done.status_code, browser.is_signed_in()) == (303, True)
    stopped = [answer for answer in answers if answer.status_code == 429]
    assert stopped
    assert all(0 < int(answer.headers["Retry-After"]) <= 900 for answer in stopped)
    judged = [answer for answer in answers if answer.status_code == 422]
    assert len(judged) + len(stopped) == len(answers)
    assert len(judged) <= 20, "ten, and ten more after her login at the most"


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

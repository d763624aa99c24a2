"""Where you're signed in: every device is listed, and logged out by its owner alone (H15)."""

import re

import pytest
from flask import Flask

from tests.browser import Browser

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
END = re.compile(r'action="(/account/sessions/[a-z2-7]{26}/end)"')
PAGE = "/account/sessions"
GRACE = "grace.okafor@mail.example"


@pytest.fixture
def browser(browser: Browser) -> Browser:
    """A browser in which Grace has signed in."""
    browser.sign_in("parent")
    return browser


def another(app: Flask, *, network: str = "127.0.0.1", key: str = "parent") -> Browser:
    """A phone of somebody, on a network."""
    phone = Browser(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = CHROME
    phone.client.environ_base["REMOTE_ADDR"] = network
    phone.sign_in(key)
    return phone


def test_a_device_is_named_and_can_be_logged_out_at_once(app: Flask, browser: Browser) -> None:
    phone = another(app)
    assert "You are signed in on 2 devices." in browser.get("/account").text
    page = browser.get(PAGE).text
    assert "Chrome on Android" in page
    assert page.count("This device") == 1
    ends = END.findall(page)
    assert len(ends) == 1
    assert browser.send(ends[0]).status_code == 303
    assert "That device is logged out" in browser.get(PAGE).text
    assert not phone.is_signed_in()
    assert browser.is_signed_in()
    assert "You are signed in on this device only." in browser.get("/account").text


def test_all_others_go_with_one_press(app: Flask, browser: Browser) -> None:
    assert "Log out everywhere else" not in browser.get(PAGE).text, "there is nobody else"
    others = [another(app), another(app, network="203.0.113.9")]
    assert "Log out everywhere else" in browser.get(PAGE).text
    assert browser.send(f"{PAGE}/end-others").location == PAGE
    assert not any(other.is_signed_in() for other in others)
    assert browser.is_signed_in()


def test_a_network_is_near_or_another_and_no_place_is_made_up(app: Flask, browser: Browser) -> None:
    another(app)
    another(app, network="203.0.113.9")
    page = browser.get(PAGE).text
    assert page.count("On the network that you use now") == 1
    assert page.count("On another network") == 1
    assert "203.0" not in page
    assert page.count("Last used on") == 2
    assert page.count("Signed in on") == 3


def test_nobody_logs_out_somebody_else(app: Flask, browser: Browser) -> None:
    stranger = another(app, key="stranger")
    other = another(app)
    ends = END.findall(browser.get(PAGE).text)
    assert stranger.send(ends[0]).status_code == 404
    assert stranger.send(f"{PAGE}/end-others").status_code == 303
    assert other.is_signed_in()
    assert browser.is_signed_in()


def test_a_device_never_seen_before_is_told_to_the_owner(app: Flask, browser: Browser) -> None:
    told = browser.letterbox.templates(GRACE)
    assert "new_device" not in told, "the very first device is no news"
    another(app)
    assert browser.letterbox.templates(GRACE)[-1] == "new_device"
    words = browser.letterbox.words(GRACE)
    assert "Okafor" not in words.text
    assert "/account/sessions" in words.text
    before = len(browser.letterbox.letters(GRACE))
    browser.send("/sign-out")
    browser.sign_in("parent")
    assert browser.letterbox.templates(GRACE)[before:] == ["sign_in_code"], "she was here before"

"""Forms are taken from our own pages: the Origin of a post is looked at (security note 15)."""

import pytest

from tests.browser import Browser

OURS = "http://localhost"
GRACE = "grace.okafor@mail.example"


def send(browser: Browser, **headers: str) -> int:
    """Log in with these headers of the browser."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"csrf_token": browser.token(), "email": GRACE, "password": "guess"}
    return browser.client.post("/sign-in", data=fields, headers=named).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:9"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "null", "Sec_Fetch_Site": "same-origin"},
    ],
)
def test_a_form_from_elsewhere_is_refused_with_the_right_token(
    browser: Browser, headers: dict[str, str]
) -> None:
    assert send(browser, **headers) == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OURS},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": OURS, "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {},
    ],
)
def test_a_form_of_ours_is_taken_and_a_silent_browser_is_left_to_the_token(
    browser: Browser, headers: dict[str, str]
) -> None:
    assert send(browser, **headers) == 422


def test_a_page_opens_from_anywhere(browser: Browser) -> None:
    for origin in ("null", "https://evil.example"):
        assert browser.get("/sign-in", headers={"Origin": origin}).status_code == 200


def test_a_foreign_form_leaves_nothing_to_be_taken_up_later(browser: Browser) -> None:
    browser.sign_in("parent")
    foreign = browser.client.post(
        "/account/details", data={"surname": "Planted"}, headers={"Origin": "null"}
    )
    assert foreign.status_code == 400
    assert "Planted" not in browser.get("/sign-in/kept").text

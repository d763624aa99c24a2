"""Forged and planted answers of the council's sign-on, and what its settings must be."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from joserfc import jwk, jwt

from ehcportal import clock, create_app
from ehcportal.queries import doctor
from ehcportal.settings import Settings, SettingsError, load
from tests.browser import Browser
from tests.oidc.door import goes_there, is_refused, link_mark, links, signs_on
from tests.oidc.provider import CLIENT_ID, CLIENT_SECRET, Claims, Provider, key, signed


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database: what is looked at here is what is believed, and not how it is stored."""
    return sqlite_url


def part(words: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(words).encode()).rstrip(b"=").decode()


def unsigned(claims: Claims) -> str:
    return f"{part({'alg': 'none'})}.{part(claims)}."


def with_another_key(claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "own"}, claims, key("stranger"))


def with_an_unknown_key(claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "stranger"}, claims, key("stranger"))


def with_our_secret(claims: Claims) -> str:
    secret = jwk.OctKey.import_key(CLIENT_SECRET)
    return jwt.encode({"alg": "HS256"}, claims, secret)


def with_the_public_key_as_a_secret(claims: Claims) -> str:
    words = key("own").as_pem(private=False)
    head, body = part({"alg": "HS256", "kid": "own"}), part(claims)
    mark = hmac.new(words, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def changed_after_signing(claims: Claims) -> str:
    head, _body, mark = signed(claims).split(".")
    return f"{head}.{part({**claims, 'sub': 'somebody else'})}.{mark}"


def no_token(_claims: Claims) -> str:
    return "not.a token"


FORGERIES = (
    unsigned,
    with_another_key,
    with_an_unknown_key,
    with_our_secret,
    with_the_public_key_as_a_secret,
    changed_after_signing,
    no_token,
)


def test_a_token_that_the_provider_did_not_sign_is_refused(
    browser: Browser, provider: Provider
) -> None:
    provider.person["amr"] = ["mfa"]
    for forged in FORGERIES:
        provider.sign = forged
        assert is_refused(signs_on(browser)), forged.__name__
        assert not browser.is_signed_in(), forged.__name__


BENT = {
    "other issuer": {"iss": "https://elsewhere.example"},
    "other audience": {"aud": "another-portal"},
    "several audiences": {"aud": [CLIENT_ID, "another-portal"]},
    "made for another party": {"azp": "another-portal"},
    "other nonce": {"nonce": "of another login"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": ""},
    "expired": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "an old one": {"iat": 1_000_000_000},
    "from tomorrow": {"nbf": 4_000_000_000},
}


def test_a_token_that_says_something_else_is_refused(browser: Browser, provider: Provider) -> None:
    for what, bent in BENT.items():
        provider.bend = lambda claims, bent=bent: {**claims, **bent}  # type: ignore[misc]
        assert is_refused(signs_on(browser)), what


def test_an_answer_counts_once(browser: Browser) -> None:
    back = goes_there(browser)
    assert browser.get(back).location == "/sign-in/app"
    assert is_refused(browser.get(back))


def test_an_old_cookie_does_not_make_an_answer_count_twice(browser: Browser) -> None:
    """The provider gives a token once for a code."""
    back = goes_there(browser)
    with browser.client.session_transaction() as cookie:
        kept = dict(cookie)
    browser.get(back)
    with browser.client.session_transaction() as cookie:
        cookie.update(kept)
    assert is_refused(browser.get(back))


def test_a_login_that_was_begun_elsewhere_cannot_be_planted(browser: Browser, app: Flask) -> None:
    """Somebody sends a victim the address at the end of their own login."""
    planted = goes_there(Browser(app))
    assert is_refused(browser.get(planted))
    goes_there(browser)
    assert is_refused(browser.get(planted)), "nor while the victim's own login runs"


def test_an_answer_that_nobody_asked_for_is_refused(browser: Browser) -> None:
    for ending in ("", "?state=x&code=y", "?error=access_denied&state=x"):
        assert is_refused(browser.get(f"/sign-in/council/callback{ending}")), ending


def test_an_answer_of_another_provider_is_refused(browser: Browser) -> None:
    back = goes_there(browser).split("&iss=")[0]
    assert is_refused(browser.get(f"{back}&iss=https%3A%2F%2Felsewhere.example"))


def test_an_answer_that_comes_too_late_is_refused(browser: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        back = goes_there(browser)
        time.shift(timedelta(minutes=10))
        assert is_refused(browser.get(back))


def test_the_link_waits_for_the_code_of_that_very_login(browser: Browser, app: Flask) -> None:
    """On a shared computer somebody leaves a login without its code; Mark signs in as always."""
    provider_says = signs_on(browser)
    assert provider_says.location == "/sign-in/app"
    browser.sign_in("caseworker")
    assert browser.is_signed_in()
    assert links(app.extensions["database"]) == []


def test_after_it_one_goes_to_pages_of_the_portal_only(
    browser: Browser,
    provider: Provider,
) -> None:
    link_mark(browser)
    provider.person["amr"] = ["mfa"]
    browser.get("/sign-in?next=//elsewhere.example/")
    assert signs_on(browser).location == "/home"
    browser.send("/sign-out")
    browser.get("/sign-in?next=/council/cases")
    assert signs_on(browser).location == "/council/cases"


def test_who_has_no_password_proves_anew_who_they_are(
    browser: Browser,
    provider: Provider,
    app: Flask,
) -> None:
    """Before something sensitive: a fresh login there, of the same person, or the app's code."""
    link_mark(browser)
    provider.person["amr"] = ["mfa"]
    with time_machine.travel(clock.now(), tick=False) as time:
        signs_on(browser)
        time.shift(timedelta(minutes=6))
        assert "council account once more" in browser.get("/account/confirm").text
        again = "/sign-in/council/again?next=/council/cases"
        provider.person["sub"] = "somebody else"
        assert is_refused(signs_on(browser, again))
        provider.person["sub"] = "mark"
        earlier = int(clock.now().timestamp()) - 600
        provider.bend = lambda claims: {**claims, "auth_time": earlier}
        assert is_refused(signs_on(browser, again)), "an old login there is no proof"
        provider.bend = lambda claims: claims
        assert signs_on(browser, again).location == "/council/cases"
        assert provider.asked[-1]["prompt"] == "login"
        assert provider.asked[-1]["max_age"] == "0"


def test_a_provider_that_does_not_answer_is_said_kindly(
    browser: Browser,
    provider: Provider,
) -> None:
    provider.metadata = {"issuer": "https://elsewhere.example"}
    answer = browser.get("/sign-in/council")
    assert answer.status_code == 503
    assert "Other ways to sign in" in answer.text


def test_doctor_says_whether_the_provider_answers(
    settings: Settings,
    provider: Provider,
) -> None:
    def found() -> doctor.Check:
        return next(each for each in doctor.examine(settings) if each.what == "sign-on")

    assert found().ok
    provider.metadata = {"token_endpoint": "ftp://x"}
    assert not found().ok
    assert "token_endpoint" in found().finding


def test_without_the_settings_there_are_no_such_pages(tmp_path: Path, sqlite_url: str) -> None:
    plain = create_app(load(instance=tmp_path, database_url=sqlite_url, log_level="ERROR"))
    assert plain.test_client().get("/sign-in/council").status_code == 404
    assert "council account" not in plain.test_client().get("/sign-in").text
    plain.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"oidc_issuer": "http://login.example"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "https://login.example"}, "OIDC_CLIENT_ID"),
        ({"oidc_client_id": "x"}, "OIDC_ISSUER"),
        (
            {
                "oidc_issuer": "https://login.example",
                "oidc_client_id": "x",
                "oidc_client_secret_file": "not there",
            },
            "OIDC_CLIENT_SECRET_FILE",
        ),
    ],
)
def test_half_a_sign_on_stops_the_program_with_one_line(
    tmp_path: Path, given: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError) as fault:
        load(instance=tmp_path, **given)
    assert str(fault.value).startswith(f"EHCPORTAL_{told}: ")
    assert "\n" not in str(fault.value)

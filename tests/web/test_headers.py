"""What every answer carries, and what no log line does."""

import json
from pathlib import Path

import pytest
from flask import Flask

from ehcportal import create_app
from ehcportal.settings import load
from tests.cast import Cast

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/healthz", "/sign-in"])
def test_every_answer_carries_the_protection_of_the_browser(cast: Cast, path: str) -> None:
    answer = cast["nobody"].get(path)
    for name, value in ALWAYS.items():
        assert value in answer.headers[name], name
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_static_files_carry_it_too_and_are_kept_for_a_year(app: Flask) -> None:
    address = app.extensions["assets"].url("css/portal.css")
    answer = app.test_client().get(address)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]


def test_no_page_is_kept_by_the_browser_or_by_anything_between(cast: Cast) -> None:
    answer = cast["parent"].get("/help")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_over_https_the_cookie_is_bound_to_the_host_and_never_sent_in_clear(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = load(
        instance=tmp_path,
        database_url=sqlite_url,
        base_url="https://ehc.brookshire.example",
        testing=True,
    )
    answer = (
        create_app(settings)
        .test_client()
        .get("/sign-in", base_url="https://ehc.brookshire.example")
    )
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ehcportal=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie


def test_a_request_for_another_host_is_refused(cast: Cast) -> None:
    answer = cast["nobody"].get("/", base_url="http://evil.example")
    assert answer.status_code == 400


def test_forwarded_headers_of_a_stranger_are_not_believed(own_app: Flask) -> None:
    seen: list[str] = []

    @own_app.before_request
    def note() -> None:
        from flask import request

        seen.append(request.remote_addr or "")

    own_app.test_client().get("/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == ["127.0.0.1"]


def test_a_fault_shows_an_id_and_the_log_line_holds_it_and_no_text_of_the_person(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    from ehcportal.web import public

    @public
    def breaks() -> str:
        raise ValueError("Tobi lives at 4 Weir Lane")

    app.view_functions["public.privacy"] = breaks
    answer = app.test_client().get("/privacy")
    assert answer.status_code == 500
    lines = [json.loads(each) for each in capsys.readouterr().err.strip().splitlines()]
    (line,) = (each for each in lines if each["event"] == "fault")
    assert line["request_id"] in answer.get_data(as_text=True)
    assert "Weir Lane" not in json.dumps(line)
    assert "Weir Lane" not in answer.get_data(as_text=True)

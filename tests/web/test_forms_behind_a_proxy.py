"""A form sent over HTTPS through the council's proxy, with the headers that browsers send."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ehcportal import create_app
from ehcportal.settings import load
from tests import paper
from tests.cast import Player

PUBLIC = "https://ehc.brookshire.example"
PROXY = {"REMOTE_ADDR": "10.1.2.3"}


class Browser(FlaskClient):
    """A browser on the far side of the proxy: the Referer policy is ``same-origin``."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Send as the proxy hands it on: plain HTTP inside, with what was outside in headers."""
        headers = {
            "Host": "ehc.brookshire.example",
            "X-Forwarded-For": "198.51.100.7",
            "X-Forwarded-Proto": "https",
            **options.pop("headers", {}),
        }
        if options.get("method") == "POST":
            headers = {"Origin": PUBLIC, "Referer": f"{PUBLIC}/forms/x", **headers}
        return super().open(*args, headers=headers, environ_overrides=PROXY, **options)


@pytest.fixture
def outside(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal with a public HTTPS address and one trusted proxy."""
    settings = load(
        instance=tmp_path,
        database_url=database_url,
        testing=True,
        log_level="ERROR",
        base_url=PUBLIC,
        trusted_proxies="10.1.0.0/16",
        mail_url="smtp://127.0.0.1:1025",
    )
    portal = create_app(settings)
    portal.test_client_class = Browser
    yield portal
    portal.extensions["database"].engine.dispose()


def test_a_form_is_begun_saved_and_continued(outside: Flask) -> None:
    nobody = Player("nobody", None, outside.test_client())
    sheet = paper.begin(nobody)
    assert sheet.path.startswith("/forms/draft/")
    saved = sheet.go("save")
    assert saved.heading == "Continue a Saved Form"
    assert "Saved " in saved.text
    cookie = nobody.client.get_cookie("__Host-ehcportal", domain="ehc.brookshire.example")
    assert cookie is not None
    assert cookie.secure
    assert saved.answer.headers["Referrer-Policy"] == "same-origin"


def test_a_post_from_another_site_is_refused(outside: Flask) -> None:
    sheet = paper.begin(Player("nobody", None, outside.test_client()))
    evil = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    assert sheet.press("save", headers=evil).status_code == 400


def test_a_post_without_any_origin_is_refused(outside: Flask) -> None:
    sheet = paper.begin(Player("nobody", None, outside.test_client()))
    none = {"Origin": "null", "Referer": ""}
    assert sheet.press("save", headers=none).status_code == 400

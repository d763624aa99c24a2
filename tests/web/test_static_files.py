"""The style sheets, scripts and icon: untouched since they were built, and served to be kept."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.test import Client

from ehcportal import profile, wsgi
from ehcportal.assets import Asset, Assets

HOUSE = Path(__file__).resolve().parents[2]
STATIC = HOUSE / "ehcportal" / "static"
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""SHA-256 of dist/htmx.min.js in the npm package htmx.org 4.0.1."""

FAILS_OVER = 14_600
"""Bytes of the home page and its style sheet, with headers and brotli (design, budgets)."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checksums() -> dict[str, str]:
    lines = (STATIC / "checksums.txt").read_text("utf-8").splitlines()
    return {name: found for found, name in (line.split("  ", 1) for line in lines)}


def test_nobody_has_changed_a_built_file_by_hand() -> None:
    built = {
        path.relative_to(STATIC).as_posix(): digest(path.read_bytes())
        for path in STATIC.rglob("*.*")
        if path.name != "checksums.txt"
    }
    assert built == checksums(), "change assets/ and run `make assets`"


def test_htmx_is_the_published_release_to_the_byte() -> None:
    vendored = (HOUSE / "assets/vendor/htmx-4.0.1.min.js").read_bytes()
    assert digest(vendored) == HTMX
    assert (STATIC / "js/portal.js").read_bytes().startswith(vendored)


def test_our_own_scripts_make_no_code_and_keep_nothing_in_the_browser() -> None:
    whole = (STATIC / "js/portal.js").read_text("utf-8")
    ours = whole[(HOUSE / "assets/vendor/htmx-4.0.1.min.js").stat().st_size :]
    assert not re.search(r"\beval\(|new Function|localStorage|sessionStorage|indexedDB", ours)


@pytest.mark.parametrize("name", ["portal", "council", "dark"])
def test_a_style_sheet_asks_no_other_host_and_brings_no_font(name: str) -> None:
    style = (STATIC / f"css/{name}.css").read_text("utf-8")
    assert "@font-face" not in style
    assert "url(" not in style
    assert "@import" not in style


def test_families_do_not_carry_the_councils_part() -> None:
    assert ".next-step" not in (STATIC / "css/portal.css").read_text("utf-8")
    assert ".next-step" in (STATIC / "css/council.css").read_text("utf-8")


def test_colours_of_paper_are_never_the_councils() -> None:
    style = portal_style("standard")
    theirs = style[style.index("@media screen{:root{--accent") :]
    assert theirs.count("@media screen") == theirs.count("@media"), "paper is black on white"


def test_a_council_without_dark_colours_stays_light() -> None:
    chosen = profile.load("standard").theme.model_copy(update={"dark": None})
    style = Assets(STATIC, chosen).by_name["css/portal.css"].plain.decode()
    assert "prefers-color-scheme" not in style


def test_the_presets_tracker_has_its_own_colours() -> None:
    assert "--track-now:#2f6b2f" in portal_style("portal")
    assert "--track-now:#2f6b2f" not in portal_style("standard")


def portal_style(preset: str) -> str:
    theme = profile.load(preset).theme
    return Assets(STATIC, theme).by_name["css/portal.css"].plain.decode()


ASSETS = Assets(STATIC, profile.load("standard").theme)


@pytest.fixture
def style() -> Asset:
    return ASSETS.by_name["css/portal.css"]


@pytest.fixture
def browser() -> Client:
    """A browser before a server that has nothing but these files."""
    return Client(wsgi.with_headers(ASSETS.serve(NotFound()), https=True))


def test_a_style_sheet_is_kept_for_a_year_and_its_address_changes_with_it(
    browser: Client, style: Asset
) -> None:
    answer = browser.get(style.url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert style.digest in style.url
    assert digest(style.plain).startswith(style.digest)


@pytest.mark.parametrize(
    ("asked", "got"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0", None)]
)
def test_a_browser_gets_the_compression_that_it_reads(
    browser: Client, style: Asset, asked: str, got: str | None
) -> None:
    answer = browser.get(style.url, headers={"Accept-Encoding": asked})
    assert answer.headers.get("Content-Encoding") == got
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[got](answer.data)
    assert opened == style.plain
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_browser_that_has_the_file_is_sent_nothing(browser: Client, style: Asset) -> None:
    first = browser.get(style.url)
    again = browser.get(style.url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_question_about_the_file_alone_is_answered_without_it(
    browser: Client, style: Asset
) -> None:
    answer = browser.head(style.url)
    assert answer.status_code == 200
    assert answer.data == b""
    assert int(answer.headers["Content-Length"]) == len(style.plain)


def test_an_address_of_another_build_is_not_found(browser: Client, style: Asset) -> None:
    assert browser.get(style.url.replace(style.digest, "000000000000")).status_code == 404
    assert browser.get("/static/css/../checksums.txt").status_code == 404


def test_static_files_carry_the_security_headers(browser: Client, style: Asset) -> None:
    answer = browser.get(style.url)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_icon_wears_the_councils_colour_and_is_found_without_being_named(
    browser: Client,
) -> None:
    answer = browser.get("/favicon.ico")
    assert answer.content_type == "image/svg+xml"
    assert profile.load("standard").theme.light.accent.encode() in answer.data


def test_the_home_page_arrives_in_one_round_of_a_slow_phone(
    client: FlaskClient, style: Asset
) -> None:
    compressed = {"Accept-Encoding": "br"}
    answers = [client.get(address, headers=compressed) for address in ("/", style.url)]
    weight = sum(len(answer.data) + len(str(answer.headers).encode()) for answer in answers)
    assert weight <= FAILS_OVER

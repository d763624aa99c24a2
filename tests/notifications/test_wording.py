"""Every message has its words, names the council's help, and holds nothing personal."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import meta

import ehcportal
from ehcportal import profile as profiles
from ehcportal.notifications import wording
from ehcportal.notifications.recipients import News

PACKAGE = Path(ehcportal.__file__).parent
EMAILS = sorted(path for path in (wording.TEMPLATES / "email").iterdir() if path.is_dir())
BROOKSHIRE = profiles.load("standard")
BASE_URL = "https://ehc.brookshire.example"

IMPERSONAL = {
    "answer_by": "2026-12-31",
    "code": "1234 5678",
    "kept_until": "2027-02-20",
    "left": 3,
    "news": [{"kind": "message", "count": 1, "act_by": "2026-12-04"}],
    "link": "https://ehc.brookshire.example/invitation/x",
    "path": "/forms/sent/abc",
    "reference": "BR-R-00001",
    "stop": "/lost-second-step/stop/x",
    "day": "2026-11-24",
    "time": "14:00",
    "told": "asked",
    "how": "video",
}
"""All that a message may be told, with a value each. A name is not among them, nor a child's."""

COMMON = {"profile", "council", "contacts", "language", "subject", "url"}


def written(name: str) -> wording.Words:
    """Return the words of one e-mail."""
    return wording.write(name, IMPERSONAL, profile=BROOKSHIRE, base_url=BASE_URL)


each_email = pytest.mark.parametrize("folder", EMAILS, ids=lambda path: path.name)


@each_email
def test_every_email_has_a_subject_and_two_bodies(folder: Path) -> None:
    words = written(folder.name)
    assert 10 <= len(words.subject) <= 70
    assert words.text.startswith("Hello\n")
    assert words.html is not None
    assert words.html.startswith("<!doctype html>")


@each_email
def test_both_bodies_say_the_same_and_lead_to_the_same_places(folder: Path) -> None:
    words = written(folder.name)
    page = BeautifulSoup(words.html or "", "html.parser")
    links = [str(link["href"]) for link in page.find_all("a")]
    for link in links:
        assert link.removeprefix("mailto:") in words.text
    shown = " ".join(page.get_text(" ").split())
    for fact in ("reference", "code"):
        assert (str(IMPERSONAL[fact]) in shown) == (str(IMPERSONAL[fact]) in words.text)


@each_email
def test_the_councils_help_stands_at_the_foot(folder: Path) -> None:
    words = written(folder.name)
    contacts = BROOKSHIRE.council.contacts
    for body in (words.text, words.html or ""):
        for found in (contacts.phone, contacts.email, contacts.advice_phone):
            assert found in body


@each_email
def test_no_email_can_name_anybody(folder: Path) -> None:
    """A template that asked for a name, a school or a file would be found here."""
    parser = wording.environment()
    for file in folder.iterdir():
        asked = meta.find_undeclared_variables(parser.parse(file.read_text("utf-8")))
        imported = {"button", "told", "code", "shown", "said"}
        assert asked <= {*IMPERSONAL, *COMMON, *imported}, file.name


@each_email
def test_nothing_is_fetched_when_an_email_is_opened(folder: Path) -> None:
    page = BeautifulSoup(written(folder.name).html or "", "html.parser")
    assert page.find_all(["img", "script", "link", "iframe"]) == []
    assert "url(" not in str(page.style)


def named_templates() -> Iterator[str]:
    """Yield the template of every message that the program puts into the outbox."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "put":
                yield from _names(node)


def _names(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "template":
            for part in ast.walk(keyword.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_message_that_is_sent_has_words() -> None:
    folders = {path.name for path in EMAILS}
    assert {*named_templates()} <= folders
    assert {news.value for news in News} <= folders


def test_a_missing_value_is_a_fault_and_not_a_gap() -> None:
    with pytest.raises(Exception, match="reference"):
        wording.write("form_sent", {"path": "/x"}, profile=BROOKSHIRE, base_url=BASE_URL)


def test_a_link_cannot_lead_away_from_the_portal() -> None:
    for path in ("https://elsewhere.example", "//elsewhere.example/x"):
        with pytest.raises(ValueError, match="path of the portal"):
            wording.write("file_blocked", {"path": path}, profile=BROOKSHIRE, base_url=BASE_URL)


def test_hostile_values_stay_text() -> None:
    facts = {**IMPERSONAL, "reference": "<script>alert(1)</script>"}
    words = wording.write("form_sent", facts, profile=BROOKSHIRE, base_url=BASE_URL)
    assert "<script>" not in (words.html or "")


def test_the_day_to_answer_by_is_told_only_where_there_is_one() -> None:
    assert "Thursday 31 December 2026" in written("form_sent").text
    facts = {"reference": "BR-1", "path": "/forms/sent/x"}
    words = wording.write("form_sent", facts, profile=BROOKSHIRE, base_url=BASE_URL)
    assert "answer you by" not in words.text + (words.html or "")


def test_a_language_without_a_translation_is_answered_in_english() -> None:
    words = wording.write(
        "form_sent", IMPERSONAL, profile=BROOKSHIRE, base_url=BASE_URL, language="cy"
    )
    assert words.subject == "We have your form"

"""What an alert says: what kind of thing, how many, and by when to act; in every way it travels."""

from typing import Any

import pytest
from jinja2 import meta

from ehcportal import profile as profiles
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.outbox import Channel
from ehcportal.notifications import wording
from ehcportal.services import alerts

BASE_URL = "https://ehc.brookshire.example"
COUNCIL = profiles.load("standard")
PATH = "/cases/abc/messages/def"
DAY = "2026-12-04"
SAID = {
    AlertKind.MESSAGE: ("You have a new message.", "You have 2 new messages."),
    AlertKind.DOCUMENT: (
        "There is a new document for you to read.",
        "There are 2 new documents for you to read.",
    ),
    AlertKind.TO_COMPLETE: (
        "There is a form for you to fill in.",
        "There are 2 forms for you to fill in.",
    ),
    AlertKind.STAGE: (
        "There is a decision or an important step for you to read.",
        "There are 2 decisions or important steps for you to read.",
    ),
}


def told(kind: AlertKind, *, act_by: str | None = None, path: str = PATH) -> Alert:
    return Alert(account_id="a", kind=kind, path=path, act_by=act_by)


def words(several: list[Alert], channel: Channel = Channel.EMAIL) -> wording.Words:
    facts: dict[str, Any] = alerts.facts_of(several)
    return wording.write("alerts", facts, profile=COUNCIL, base_url=BASE_URL, channel=channel)


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("kind", list(AlertKind))
def test_each_kind_says_what_happened_and_by_when_to_act(kind: AlertKind, channel: Channel) -> None:
    one, two = SAID[kind]
    said = words([told(kind)], channel)
    assert one in said.text
    assert "act by" not in said.text
    assert f"{BASE_URL}{PATH}" in said.text
    both = words([told(kind, act_by=DAY)] * 2, channel)
    for body in filter(None, (both.text, both.html)):
        assert f"{two} Please act by Friday 4 December 2026." in body


@pytest.mark.parametrize("kind", list(AlertKind))
def test_the_line_in_the_inbox_says_it_too_and_grows_with_the_number(kind: AlertKind) -> None:
    subjects = {words([told(kind)] * number).subject for number in (1, 2)}
    assert len(subjects) == (1 if kind is AlertKind.STAGE else 2)
    assert all(10 <= len(each) <= 70 for each in subjects)


def test_one_digest_names_each_kind_once_and_leads_home() -> None:
    several = [told(kind, path=f"/{number}") for number, kind in enumerate([*AlertKind] * 3)]
    said = words(several)
    assert said.subject == "News for you on the EHC Portal"
    for kind in AlertKind:
        assert said.text.count(SAID[kind][1].replace("2", "3")) == 1
    assert f"{BASE_URL}/home" in said.text


def test_a_text_message_of_one_kind_fits_into_two_parts() -> None:
    for kind in AlertKind:
        text = words([told(kind, act_by=DAY)], Channel.TEXT).text
        assert len(text) <= 2 * 153
        assert "\n" not in text.strip()


def test_no_text_message_can_name_anybody() -> None:
    """What a template does not ask for, it cannot say."""
    parser = wording.environment()
    allowed = {"news", "path", "code", "url", "council", "contacts", "language", "profile", "said"}
    files = [each for each in (wording.TEMPLATES / "text").rglob("*.txt") if each.is_file()]
    assert files
    for file in files:
        assert meta.find_undeclared_variables(parser.parse(file.read_text("utf-8"))) <= allowed

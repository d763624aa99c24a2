"""Staff read what families will read: every variant, the council's own words, and their faults."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from ehcportal.content.council_texts import CONTENT, MARK
from ehcportal.content.guidance import own_guidance
from ehcportal.db import Database
from ehcportal.domain.situations import Situation
from tests import factories
from tests.cast import Cast

OWN = '[request_received]\nhero = "Hello {child}, we have it."\n'


def write(app: Flask, text: str) -> Path:
    """Put a file of cards into the council's instance folder."""
    folder: Path = app.extensions["settings"].instance / CONTENT
    (folder / "guidance").mkdir(parents=True, exist_ok=True)
    (folder / "guidance" / "ours.toml").write_text(text, encoding="utf-8")
    return folder


def read(answer: TestResponse, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.data, "html.parser")


def test_every_situation_is_listed_and_shows_each_variant_that_there_can_be(cast: Cast) -> None:
    administrator = cast["administrator"]
    listed = read(administrator.get("/council/texts"))
    assert len(listed.select("ol li a")) == len(Situation)
    shown = read(administrator.get("/council/texts/review_held"))
    assert [each.text for each in shown.select("main h3")] == [
        "A parent",
        "A young person",
        "A parent, when it is late",
        "A young person, when it is late",
    ]
    assert "The review meeting for Sam is done." in shown.text
    assert administrator.get("/council/texts/nothing").status_code == 404


def test_the_councils_own_text_is_previewed_before_a_family_reads_it(
    app: Flask, cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child)
        factories.request(session, cast.accounts["parent"], received=5, joined_to=case)
        home = f"/cases/{case.id}"
    folder = write(app, OWN)
    shown = read(cast["administrator"].get("/council/texts/request_received"))
    assert "Hello Sam, we have it." in shown.text
    assert "Your own here: hero." in shown.text
    listed = read(cast["administrator"].get("/council/texts"))
    assert "The files were changed." in listed.text
    assert "request_received.young_person.hero" in listed.text, "who still reads ours"
    assert "Hello Maya" not in cast["parent"].get(home).text
    (folder / MARK).touch()
    assert "Hello Maya, we have it." in cast["parent"].get(home).text, "once it was checked"
    assert "The files were changed." not in cast["administrator"].get("/council/texts").text


def test_a_fault_is_told_with_file_and_key_and_families_read_our_text(
    app: Flask, cast: Cast
) -> None:
    write(app, '[request_received]\nhero = "By {D6}."\n')
    for page in ("/council/texts", "/council/texts/request_received"):
        faults = read(cast["administrator"].get(page)).select(".notice-attention li")
        assert [each.text for each in faults] == [
            "content/guidance/ours.toml: request_received.hero: nothing is known as {D6}"
        ]
    assert app.extensions["texts"] == own_guidance()


@pytest.mark.parametrize(
    ("who", "reference", "sentence"),
    [
        ("caseworker", None, "We are deciding whether to assess Maya."),
        ("administrator", None, "There is no case with this reference that you may open"),
        ("caseworker", "BR-2026-99999", "There is no case with this reference that you may open"),
        ("caseworker", "", "Enter the reference of a case"),
    ],
)
def test_a_real_case_fills_the_text_for_whoever_may_open_it(
    cast: Cast, database: Database, who: str, reference: str | None, sentence: str
) -> None:
    with database.unit() as session:
        case = factories.case(session, factories.person(session))
        factories.request(session, cast.accounts["parent"], received=5, joined_to=case)
        known = case.reference if reference is None else reference
    answer = cast[who].post("/council/texts/request_received", data={"reference": known})
    shown = read(answer, 200 if "Maya" in sentence else 422)
    assert sentence in shown.text
    assert ("Maya" in shown.text) is ("Maya" in sentence)

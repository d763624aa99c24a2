"""Forms of a case under bad input, pressed twice, and changed while somebody fills them in."""

from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.form import Draft, Submission
from ehcportal.web import own_forms
from tests import factories, paper
from tests.cast import Cast
from tests.commands.test_own_forms import OWN

HOSTILE = "Kestrel\u202e\x07" + "x" * 199_000
PLACES = {"places-0-name": "Park School", "places-0-why": HOSTILE}


@pytest.fixture
def case_id(cast: Cast, database: Database) -> str:
    with database.unit() as session:
        child = factories.person(session, "Tobi", "Okafor")
        factories.relationship(session, cast.accounts["parent"], child)
        return factories.case(session, child, opened=20, coordinator=cast.accounts["caseworker"]).id


def begun(cast: Cast, form: str, case_id: str) -> paper.Sheet:
    return paper.open_sheet(cast["parent"], f"/forms/{form}?case={case_id}").go("next")


def test_far_too_much_is_refused_with_the_words_kept_and_mended_without_loss(
    cast: Cast, case_id: str
) -> None:
    sheet = paper.page(begun(cast, "parental-preference", case_id), "places")
    refused = sheet.go("next", PLACES)
    assert refused.answer.status_code == 422
    assert refused.soup.title is not None
    assert refused.soup.title.get_text().startswith("Error:")
    kept = refused.fields["places-0-why"]
    assert kept.startswith("Kestrelxxx")
    assert len(kept) == len("Kestrel") + 199_000
    assert "\u202e" not in refused.text
    assert cast["parent"].get(paper.path(sheet, "print").replace("/places", "")).status_code == 200
    mended = refused.go("next", {"places-0-why": "It is near"})
    assert mended.answer.status_code == 200
    assert paper.page(mended, "places").fields["places-0-name"] == "Park School"


def test_fields_sent_twice_or_that_nobody_asks_for_and_files_where_words_belong_break_nothing(
    cast: Cast, case_id: str
) -> None:
    sheet = paper.page(begun(cast, "change-of-details", case_id), "change")
    data = {**sheet.fields, "then": "next", "what": ["area", "area", "moon"], "details": ["a", "b"]}
    answer = sheet.player.client.post(sheet.path, data=data)
    assert answer.status_code in {200, 400, 422}
    assert sheet.go("next", {"unknown": "x"}).answer.status_code == 400
    data = {**sheet.fields, "then": "save", "details": paper.file(b"x", "x.txt")}
    answer = sheet.player.client.post(sheet.path, data=data, content_type="multipart/form-data")
    assert answer.status_code in {303, 400}


def test_submit_pressed_twice_sends_once_and_both_see_the_banner(
    cast: Cast, database: Database, case_id: str
) -> None:
    sheet = paper.page(begun(cast, "early-review-request", case_id), "changes")
    sheet.go("next", {"asked_for": "review", "changed": "He stopped going to school"})
    confirm = paper.page(sheet, "submit").go("submit", {"declaration": "yes"})
    form = confirm.soup.select_one("form.confirm")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    for again in ({}, {"_idem": "b" * 26}):
        answer = sheet.player.client.post(str(form["action"]), data={**fields, **again})
        assert answer.status_code == 303
        page = paper.open_sheet(sheet.player, answer.headers["Location"])
        assert "BR-R-" in page.text
    with database.reading() as session:
        (sent,) = session.exec(select(Submission.id)).all()
    read = cast["caseworker"].get(f"/council/cases/{case_id}/forms/sent/{sent}")
    assert "What has changed?" in read.get_data(as_text=True)


def put(instance: Path, app: Flask, text: str) -> None:
    (instance / "forms").mkdir(parents=True, exist_ok=True)
    (instance / "forms" / "short-breaks.toml").write_text(text)
    own_forms.take_up(app, instance)


def test_a_form_that_is_changed_or_taken_away_while_it_is_filled_in_keeps_the_answers(
    cast: Cast, database: Database, app: Flask, case_id: str
) -> None:
    instance = app.extensions["settings"].instance
    put(instance, app, OWN)
    sheet = paper.open_sheet(cast["parent"], f"/forms/short-breaks?case={case_id}")
    last = sheet.go("next", {"which": "Swimming"})
    more = '\n[[pages.questions]]\nid = "how_often"\ntype = "text"\nlabel = "How often?"\n'
    put(
        instance,
        app,
        OWN.replace("version = 1", "version = 2").replace('help {child}?"', f'help?"{more}'),
    )
    changed = paper.page(last, "breaks")
    assert changed.fields["which"] == "Swimming"
    assert "how_often" in changed.fields
    put(instance, app, "id = ")
    assert cast["parent"].get(changed.path).status_code == 404
    assert b"short-breaks" not in cast["parent"].get("/forms/saved").data
    with database.unit() as session:
        ask = factories.assignment(
            session,
            session.get_one(factories.Case, case_id),
            cast.accounts["parent"],
            "short-breaks",
        )
        assert ask.id
        assert session.exec(select(Draft.answers)).one()["which"] == "Swimming"
    listed = cast["parent"].get(f"/cases/{case_id}/to-complete").get_data(as_text=True)
    assert "This form cannot be opened at the moment" in listed
    put(instance, app, OWN)
    assert paper.page(last, "breaks").fields["which"] == "Swimming"

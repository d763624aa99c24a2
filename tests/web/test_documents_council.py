"""The council publishes a paper to exactly those it named, replaces it, and takes it back (U10)."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from ehcportal.db import Database
from ehcportal.models.alert import Alert
from ehcportal.models.document import DocumentOpening, FileState, Publication, StoredFile
from ehcportal.models.person import Relationship
from ehcportal.models.staff import Team
from ehcportal.storage.scan import Infected, Unavailable, Verdict
from tests import factories
from tests.cast import Cast
from tests.desk import HIDDEN, Desk, sit
from tests.storage import samples


@pytest.fixture
def desk(cast: Cast, database: Database) -> Desk:
    return sit(cast, database)


def test_a_paper_is_for_staff_alone_until_it_is_published(desk: Desk) -> None:
    paper = desk.file("Speech advice")
    assert "Speech advice" not in desk.list_of("parent")
    assert "Not published" in desk.cast["caseworker"].get(desk.papers).get_data(as_text=True)
    assert desk.publish(paper).status_code == 303
    assert "Speech advice" in desk.list_of("parent")
    assert desk.cast["parent"].get(desk.link(), buffered=True).data == samples.pdf()


def test_who_will_see_it_is_said_by_name_before_it_is_sent(desk: Desk) -> None:
    page = desk.cast["caseworker"].get(f"{desk.file()}/publish").get_data(as_text=True)
    for key in ("parent", "second_parent"):
        assert desk.cast.accounts[key].name in page
    assert "do not see what the other one sends" in page


def test_a_family_with_somebody_protected_is_published_to_with_a_second_look(desk: Desk) -> None:
    with desk.database.unit() as session:
        session.get_one(Relationship, desk.ties["second_parent"]).protected = True
    paper = desk.file()
    page = desk.cast["caseworker"].get(f"{paper}/publish").get_data(as_text=True)
    assert "Somebody of this family is protected" in page
    answer = desk.send(f"{paper}/publish", audience="family")
    assert answer.status_code == 422
    assert "say that you have checked it" in answer.get_data(as_text=True)
    assert "Advice" not in desk.list_of("parent")


def test_what_is_for_one_parent_alone_is_nothing_to_the_other(desk: Desk) -> None:
    paper = desk.file("Kingfisher letter")
    assert desk.publish(paper, "people").status_code == 422, "nobody was chosen"
    assert desk.publish(paper, "people", "parent").status_code == 303
    assert "Kingfisher" in desk.list_of("parent")
    assert "Kingfisher" not in desk.list_of("second_parent")
    assert desk.cast["second_parent"].get(desk.link()).status_code == 404
    timeline = desk.cast["second_parent"].get(f"/cases/{desk.case_id}/timeline")
    assert "Kingfisher" not in timeline.get_data(as_text=True)
    answer = desk.publish(paper, "family")
    assert answer.status_code == 422, "one of them would get it twice"


def test_somebody_who_came_meanwhile_is_read_about_first(desk: Desk) -> None:
    paper = desk.file()
    page = desk.cast["caseworker"].get(f"{paper}/publish").get_data(as_text=True)
    hidden = dict(HIDDEN.findall(page))
    with desk.database.unit() as session:
        tie = session.get_one(Relationship, desk.ties["parent"])
        child = session.get_one(factories.Person, tie.person_id)
        factories.relationship(session, desk.cast.accounts["stranger"], child)
    fields = {**hidden, "audience": "family", "sure": "yes"}
    answer = desk.cast["caseworker"].post(f"{paper}/publish", fields)
    assert answer.status_code == 409
    assert desk.cast.accounts["stranger"].name in answer.get_data(as_text=True)
    assert "Advice" not in desk.list_of("parent")


def test_readers_are_told_that_there_is_something_and_not_what(desk: Desk) -> None:
    desk.publish(desk.file("Kingfisher report"))
    with desk.database.reading() as session:
        rows = session.exec(select(Alert.account_id, Alert.path))
        told = dict(list(rows))
    who = desk.cast.accounts
    assert set(told) == {who["parent"].id, who["second_parent"].id}
    assert set(told.values()) == {f"/cases/{desk.case_id}/documents"}


def test_nobody_is_told_by_mail_of_a_paper_that_was_taken_back_at_once(desk: Desk) -> None:
    kept, wrong = desk.file("Right letter"), desk.file("Wrong letter")
    desk.publish(kept)
    desk.publish(wrong)
    desk.send(f"{wrong}/withdraw", reason="Wrong family")
    with desk.database.reading() as session:
        waiting = session.exec(select(Alert.dedupe_key).where(col(Alert.seen_at).is_(None))).all()
    about = {str(key).split(":")[1] for key in waiting}
    assert about == {kept.rpartition("/")[2]}


def test_a_new_version_is_what_everybody_reads_and_the_old_one_is_kept(desk: Desk) -> None:
    paper = desk.file()
    desk.publish(paper)
    desk.cast["parent"].get(desk.link(), buffered=True)
    assert ">New<" not in desk.list_of("parent").replace(" ", "")
    answer = desk.send(f"{paper}/replace", file=(io.BytesIO(samples.pdf()), "Second.pdf"))
    assert answer.status_code == 303
    page = desk.list_of("parent")
    assert "new version" in page.lower()
    opened = desk.cast["parent"].get(f"{desk.link()}?keep=1", buffered=True)
    assert "Second.pdf" in opened.headers["Content-Disposition"]
    old = desk.cast["caseworker"].get(f"{paper}/versions/1?keep=1", buffered=True)
    assert "Report.pdf" in old.headers["Content-Disposition"]
    shown = desk.cast["caseworker"].get(paper).get_data(as_text=True)
    assert "version 1" in shown
    assert "version 2" in shown


def test_staff_see_who_opened_it_and_when_by_name(desk: Desk) -> None:
    paper = desk.file()
    desk.publish(paper)
    assert "Nobody outside the council" in desk.cast["caseworker"].get(paper).get_data(as_text=True)
    desk.cast["parent"].get(desk.link(), buffered=True)
    page = desk.cast["caseworker"].get(paper).get_data(as_text=True)
    opened = page.partition("Opened by")[2]
    assert desk.cast.accounts["parent"].name in opened
    assert desk.cast.accounts["second_parent"].name not in opened


def test_a_withdrawn_paper_is_gone_with_the_next_request_and_says_so_kindly(desk: Desk) -> None:
    paper = desk.file("Wrong letter")
    desk.publish(paper, "people", "parent")
    link = desk.link()
    assert desk.cast["parent"].get(link, buffered=True).status_code == 200
    assert desk.send(f"{paper}/withdraw", reason="").status_code == 422
    assert desk.send(f"{paper}/withdraw", reason="Another child").status_code == 303
    answer = desk.cast["parent"].get(link)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 410
    assert "We took this document back" in page
    assert "Another child" not in page
    assert "Wrong letter" not in page
    assert "Wrong letter" not in desk.list_of("parent")
    assert desk.cast["second_parent"].get(link, buffered=True).status_code == 404
    kept = desk.cast["caseworker"].get(paper).get_data(as_text=True)
    assert "Another child" in kept
    assert desk.cast["caseworker"].get(f"{paper}/replace").status_code == 404


def test_a_file_that_waits_for_its_scan_says_so_and_stays_shut(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "scanner", Says(Unavailable("away")))
    desk.publish(desk.file())
    assert "Being checked" in desk.list_of("parent")
    assert desk.cast["parent"].get(desk.link(), buffered=True).status_code == 404
    with desk.database.unit() as session:
        assert session.exec(select(DocumentOpening)).all() == []
        session.exec(select(StoredFile)).one().state = FileState.CLEAN
    assert desk.cast["parent"].get(desk.link(), buffered=True).status_code == 200


class Says:
    """A scanner that gives one answer to all."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def scan(self, _file: Any) -> Verdict:
        return self.verdict


def test_a_bad_file_or_an_unfinished_form_is_not_filed(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (
        {"title": ""},
        {"title": "x" * 201},
        {"kind": "nothing"},
        {"on-day": "31", "on-month": "2"},
        {"on-year": "2999"},
        {"file": (io.BytesIO(b"MZ\x90"), "run.exe")},
        {"file": (io.BytesIO(b""), "")},
    ):
        assert desk.add(**wrong).status_code == 422, wrong
    monkeypatch.setitem(app.extensions, "scanner", Says(Infected("Test")))
    assert desk.add().status_code == 422
    with desk.database.reading() as session:
        assert session.exec(select(StoredFile)).all() == []
    assert "Nothing yet" in desk.cast["caseworker"].get(desk.papers).get_data(as_text=True)


def test_two_who_publish_at_once_do_it_once(desk: Desk) -> None:
    paper = desk.file()
    page = desk.cast["caseworker"].get(f"{paper}/publish").get_data(as_text=True)
    fields = {**dict(HIDDEN.findall(page)), "audience": "family", "sure": "yes"}
    assert desk.cast["caseworker"].post(f"{paper}/publish", fields).status_code == 303
    again = {**fields, "_idem": "another"}
    assert desk.cast["caseworker"].post(f"{paper}/publish", again).status_code == 422
    with desk.database.reading() as session:
        assert len(session.exec(select(Publication)).all()) == 1


def test_other_staff_look_and_do_not_change(desk: Desk) -> None:
    paper = desk.file()
    with desk.database.unit() as session:
        team = Team(name="Brookton")
        session.add(team)
        session.flush()
        case = session.get_one(factories.Case, desk.case_id)
        case.team_id = team.id
    other = desk.cast["support"]
    assert other.get(paper).status_code == 200
    assert "/publish" not in other.get(paper).get_data(as_text=True)
    assert other.get(f"{paper}/publish").status_code == 404
    assert desk.cast["parent"].get(paper).status_code == 404

"""A family weighs an appeal: until when, what is needed, and notes that nobody else reads."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.rights import appeal_by
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.settings import Settings
from tests import factories
from tests.cast import Cast
from tests.deciding import HIDDEN, Deciding, sit
from tests.letterbox import Letterbox
from tests.storage import samples

SECRET = "My neighbour is a lawyer"


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    made = sit(cast, database)
    with database.unit() as session:
        case = session.get_one(Case, made.case_id)
        child = session.get_one(Person, case.person_id)
        factories.relationship(session, cast.accounts["second_parent"], child)
        factories.decision(session, case, DecisionKind.ASSESS, Outcome.NO, ago=40)
    return made


def save(desk: Deciding, who: str = "parent", seen: Any = None, **typed: Any) -> TestResponse:
    page = f"/cases/{desk.case_id}/appeal"
    hidden = seen or dict(HIDDEN.findall(desk.page(page, who)))
    return desk.cast[who].post(page, {**hidden, **typed})


def test_notes_open_for_their_writer_alone(desk: Deciding, database: Database) -> None:
    assert save(desk, notes=SECRET, disagree=["assess"], ticks=["letter"]).status_code == 303
    page = f"/cases/{desk.case_id}/appeal"
    assert SECRET in desk.page(page, "parent")
    assert SECRET not in desk.page(page, "second_parent")
    for who in ("caseworker", "manager", "administrator", "stranger"):
        assert desk.cast[who].get(page).status_code == 404
    for part in ("", "/proceedings", "/decisions"):
        assert SECRET not in desk.page(f"/council/cases/{desk.case_id}{part}")


def test_no_table_holds_a_word_of_it(desk: Deciding, database: Database) -> None:
    save(desk, notes=SECRET, wanted="yes")
    with database.reading() as session:
        rows = session.execute(sa.text("select * from appeal_note")).all()
        events = session.execute(sa.text("select kind, facts from event")).all()
    assert len(rows) == 1
    assert "neighbour" not in str(rows)
    assert "yes" not in str(rows)
    assert "appeal" not in str(events)


def test_ones_own_certificate_is_counted_on_ones_own_page(desk: Deciding) -> None:
    told, given = factories.days_ago(40), clock.today()
    page = desk.page(f"/cases/{desk.case_id}/appeal", "parent")
    assert weekday_words(appeal_by(told).due_on) in page
    about = "assess:" + page.split('<option value="assess:')[1].split('"')[0]
    day = {"certificate-day": given.day, "certificate-month": given.month}
    save(desk, about=about, **day, **{"certificate-year": given.year})
    shown = desk.page(f"/cases/{desk.case_id}/appeal", "parent")
    assert "With this certificate your last day to appeal is" in shown
    assert weekday_words(appeal_by(told, given).due_on) in shown


def test_a_torn_day_is_said_and_nothing_typed_is_lost(desk: Deciding) -> None:
    wrong = save(desk, notes=SECRET, **{"called-day": "31", "called-month": "2"})
    assert wrong.status_code == 422
    shown = wrong.get_data(as_text=True)
    assert shown.count("Enter a day, such as 27 3 2026") >= 2
    assert SECRET in shown


def test_two_windows_of_one_person_lose_no_word(desk: Deciding) -> None:
    page = f"/cases/{desk.case_id}/appeal"
    seen = dict(HIDDEN.findall(desk.page(page, "parent")))
    save(desk, notes="From the phone")
    late = save(desk, seen={**seen, "_idem": ""}, notes="From the computer")
    assert late.status_code == 409
    assert "From the computer" in late.get_data(as_text=True)
    again = dict(HIDDEN.findall(late.get_data(as_text=True)))
    assert save(desk, seen=again, notes="From the computer").status_code == 303


def certificate(desk: Deciding, who: str = "parent", **typed: Any) -> TestResponse:
    page = f"/cases/{desk.case_id}/appeal"
    seen = dict(HIDDEN.findall(desk.page(page, who)))
    file = (BytesIO(samples.pdf()), "certificate.pdf")
    return desk.cast[who].post(page, {**seen, "file": file, **typed})


def test_a_certificate_is_ones_own_until_it_is_shared_and_then_a_paper_of_the_case(
    app: Flask, desk: Deciding
) -> None:
    assert certificate(desk, notes=SECRET).status_code == 303
    page, papers = f"/cases/{desk.case_id}/appeal", f"/council/cases/{desk.case_id}/documents"
    mine = f"{page}/certificate"
    assert desk.cast["parent"].get(mine, buffered=True).data.startswith(b"%PDF")
    assert desk.cast["second_parent"].get(mine).status_code == 404
    assert "Mediation certificate" not in desk.page(papers)
    assert "certificate.pdf" not in desk.page(page, "second_parent")
    stale = desk.cast["parent"].post(f"{mine}/share", {"_version": "0"})
    assert stale.status_code == 303
    assert "The council can read it since" not in desk.page(page, "parent")
    seen = dict(HIDDEN.findall(desk.page(f"{mine}/share", "parent")))
    assert desk.cast["parent"].post(f"{mine}/share", seen).status_code == 303
    assert "The council can read it since" in desk.page(page, "parent")
    assert "Mediation certificate" in desk.page(papers)
    assert SECRET not in desk.page(papers)
    timeline = f"/cases/{desk.case_id}/timeline"
    assert "You shared your mediation certificate" in desk.page(timeline, "parent")
    assert "certificate" not in desk.page(timeline, "second_parent")
    mail = Letterbox(app).templates(desk.cast.accounts["caseworker"].email)
    assert mail == ["case_news_for_staff"]
    seen = dict(HIDDEN.findall(desk.page(page, "parent")))
    desk.cast["parent"].post(f"{mine}/remove", {**seen, "_idem": ""})
    assert desk.cast["parent"].get(mine, buffered=True).status_code == 200


def test_a_certificate_that_is_not_shared_can_go_again(desk: Deciding, settings: Settings) -> None:
    certificate(desk)
    mine = f"/cases/{desk.case_id}/appeal/certificate"
    assert certificate(desk).status_code == 303
    seen = HIDDEN.findall(desk.page(f"/cases/{desk.case_id}/appeal", "parent"))
    assert desk.cast["parent"].post(f"{mine}/remove", dict(seen)).status_code == 303
    assert desk.cast["parent"].get(mine).status_code == 404
    store = [each for each in (settings.instance / "files").rglob("*") if each.is_file()]
    assert store == []


def test_a_certificate_that_is_no_paper_is_refused_and_the_notes_stay(desk: Deciding) -> None:
    odd = certificate(desk, file=(BytesIO(b"MZ\x90\x00"), "certificate.pdf"), notes=SECRET)
    assert odd.status_code == 422
    assert SECRET in odd.get_data(as_text=True)

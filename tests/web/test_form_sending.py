"""Submit to Local Authority: once, with a receipt that never changes (guide rows H12, H18, C01)."""

import threading
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import Source, StartReason
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.event import Event
from ehcportal.models.form import Draft, DraftFile, Submission, SubmissionFile
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.request import AccessRequest, Request
from ehcportal.pdf import PdfError
from tests import paper
from tests.browser import bytes_without_tokens
from tests.cast import Cast, sign_in
from tests.families import families  # noqa: F401
from tests.statements import statements
from tests.storage import samples
from tests.web.test_form_files import opened, upload

BENGALI = "মায়া"


def counted(database: Database, table: type) -> int:
    with database.reading() as session:
        return int(
            session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        )


def confirm(cast: Cast, form: str = "access-request") -> paper.Sheet:
    return paper.fill_all(cast["parent"], form).go("submit", {"declaration": "yes"})


def fields_of(sheet: paper.Sheet) -> tuple[str, paper.Fields]:
    form = sheet.soup.select_one("form.confirm")
    assert form is not None
    return str(form["action"]), {
        str(each["name"]): str(each["value"]) for each in form.select("input[name]")
    }


def test_the_submit_page_lists_what_is_missing_with_links(cast: Cast) -> None:
    last = paper.page(paper.begin(cast["parent"]), "submit")
    links = [str(each["href"]) for each in last.soup.select("#missing a")]
    assert any(link.endswith("/child#on_behalf") for link in links), links
    pressed = last.go("submit", {"declaration": "yes"})
    assert pressed.answer.status_code == 422
    summary = pressed.soup.select_one(".govuk-error-summary[data-focus]")
    assert summary is not None
    assert [str(each["href"]) for each in summary.select("a")] == links
    assert pressed.soup.title is not None
    assert pressed.soup.title.get_text().startswith("Error:")


def test_the_confirmation_cannot_be_reached_with_something_missing(cast: Cast) -> None:
    sheet = paper.begin(cast["parent"])
    path = f"/forms/draft/{paper.draft_id(sheet)}/confirm"
    assert cast["parent"].get(path).headers["Location"].endswith("/submit")
    assert cast["parent"].post(path).headers["Location"].endswith("/submit")


def test_thanks_say_reference_and_time_and_what_comes_next(cast: Cast) -> None:
    thanks = paper.send(cast["parent"])
    assert thanks.heading == "Thank You"
    assert f"BR-A-{clock.today().year}-0001" in thanks.text
    assert "Recover a Saved Form" in thanks.text
    (early_help,) = [a for a in thanks.soup.select("main a") if "Early Help" in a.get_text()]
    assert early_help["href"] == "/forms/early-help-referral"


@pytest.mark.parametrize(
    ("now", "received", "answer"),
    [
        (datetime(2023, 1, 30, 9, 0, tzinfo=UTC), date(2023, 1, 30), "Sunday 12 March 2023"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1), "Tuesday 11 August 2026"),
    ],
)
def test_an_assessment_request_runs_from_the_london_day_it_arrived(
    app: Flask, cast: Cast, database: Database, *, now: datetime, received: date, answer: str
) -> None:
    with time_machine.travel(now, tick=True):
        sign_in(app, cast["parent"].client, cast.accounts["parent"])
        thanks = paper.send(cast["parent"], "assessment-request")
        assert answer in thanks.text
        assert "Why this date?" in thanks.text
        assert "Regulation 5(1)" in thanks.text
        with database.reading() as session:
            made = session.exec(select(Request)).one()
            assert made.received_on == received
            assert made.source is Source.PARENT
            assert (made.child_forename, made.child_surname) == ("Tobi", "Okafor")
            assert made.child_birth_date == date(2018, 3, 3)


def test_the_sender_learns_nothing_of_a_child_who_is_known_already(
    cast: Cast,
    families: dict[str, str],  # noqa: F811
) -> None:
    child = {"child_name-first": "Wren", "child_name-last": "Hale", "birth_date-day": "19",
             "birth_date-month": "11", "birth_date-year": "2018"}  # fmt: skip
    thanks = paper.send(cast["stranger"], "assessment-request", child)
    assert families["wren"] not in thanks.text
    assert "C801234518003" not in thanks.text
    assert "BR-R-" in thanks.text


def test_a_professional_s_form_is_a_notice_and_starts_no_clock(
    cast: Cast, database: Database
) -> None:
    child = {"on_behalf": "someone_else_professional", "professional_relationship": "health",
             "relationship": None}  # fmt: skip
    thanks = paper.send(cast["advocate"], "assessment-request", child)
    assert "We must answer by" not in thanks.text
    with database.reading() as session:
        made = session.exec(select(Request)).one()
        assert made.start_reason is StartReason.NOTICE
        assert made.source is Source.PROFESSIONAL


def test_a_young_person_asks_for_themselves(cast: Cast, database: Database) -> None:
    child = {"on_behalf": "myself", "relationship": None, "birth_date-year": "2009"}
    paper.send(cast["young_person"], "assessment-request", child)
    with database.reading() as session:
        assert session.exec(select(Request)).one().source is Source.YOUNG_PERSON


def test_an_access_request_waits_in_the_inbox(cast: Cast, database: Database) -> None:
    paper.send(cast["stranger"])
    with database.reading() as session:
        asked = session.exec(select(AccessRequest)).one()
        assert asked.account_id == cast.accounts["stranger"].id
        assert asked.relationship_described_as == "Mother"
        assert asked.child_folded == "okafor tobi"


def test_event_audit_and_mail_come_with_the_submission(cast: Cast, database: Database) -> None:
    paper.send(cast["parent"], "assessment-request")
    with database.reading() as session:
        sent = session.exec(select(Submission)).one()
        made = session.exec(select(Request)).one()
        event = session.exec(select(Event).where(Event.request_id == made.id)).one()
        assert event.kind == "request.received"
        assert event.only_account_id == cast.accounts["parent"].id
        assert event.facts == {}
        actions = {each.action for each in session.exec(select(ChangeRecord))}
        assert {"request.received", "form.sent"} <= actions
        mail = session.exec(
            select(OutboxMessage).where(OutboxMessage.template == "form_sent")
        ).one()
        assert mail.facts["reference"] == sent.reference
        inbox = OutboxMessage.template == "new_request_for_staff"
        told = session.exec(select(OutboxMessage).where(inbox)).one()
        assert told.recipient == "ehc@brookshire.example"
        assert told.facts["path"] == f"/council/requests/{made.id}"
        assert "Tobi" not in str(mail.facts)


def test_pressing_submit_twice_sends_once_and_thanks_twice(cast: Cast, database: Database) -> None:
    path, fields = fields_of(confirm(cast))
    one = cast["parent"].client.post(path, data=fields)
    two = cast["parent"].client.post(path, data=fields)
    assert one.status_code == two.status_code == 303
    assert one.headers["Location"] == two.headers["Location"]
    assert counted(database, Submission) == 1
    assert counted(database, OutboxMessage) == 2, "the sender and the inbox, once each"


def test_two_windows_with_the_same_confirmation_send_once(cast: Cast, database: Database) -> None:
    first = confirm(cast)
    path, fields = fields_of(first)
    _path, others = fields_of(paper.open_sheet(cast["parent"], path))
    assert fields["_idem"] != others["_idem"]
    one = cast["parent"].client.post(path, data=fields)
    two = cast["parent"].client.post(path, data=others)
    assert one.headers["Location"] == two.headers["Location"]
    assert counted(database, Submission) == 1


@pytest.mark.parametrize("same_key", [True, False])
def test_two_posts_at_the_same_moment_send_once(
    app: Flask, cast: Cast, database: Database, same_key: bool
) -> None:
    first = confirm(cast)
    path, fields = fields_of(first)
    cookies = cast["parent"].client.get_cookie("ehcportal")
    assert cookies is not None
    gate, places = threading.Barrier(2), []

    def press(key: str) -> None:
        client = app.test_client()
        client.set_cookie("ehcportal", cookies.value)
        gate.wait()
        answer = client.post(path, data={**fields, "_idem": key})
        places.append((answer.status_code, answer.headers.get("Location")))

    keys = [fields["_idem"], fields["_idem"] if same_key else "another-key"]
    threads = [threading.Thread(target=press, args=(key,)) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(places)) == 1, places
    assert places[0][0] == 303
    assert counted(database, Submission) == 1


def test_a_sent_form_leads_to_its_receipt_and_its_answers_live_there_alone(
    cast: Cast, database: Database
) -> None:
    sheet = paper.fill_all(cast["parent"])
    draft_id = paper.draft_id(sheet)
    thanks = paper.press_submit(sheet.go("submit", {"declaration": "yes"}))
    back = paper.open_sheet(cast["parent"], sheet.path)
    assert back.path == thanks.path
    with database.reading() as session:
        draft = session.get_one(Draft, draft_id)
        assert draft.answers == {}
        assert draft.sent_at is not None
        kept = session.exec(select(Submission)).one()
        assert kept.answers["child_name"] == {"first": "Tobi", "last": "Okafor"}
        assert "professional_relationship" not in kept.answers


def test_nobody_can_change_a_form_after_it_was_sent(cast: Cast, database: Database) -> None:
    sheet = paper.fill_all(cast["parent"])
    paper.press_submit(sheet.go("submit", {"declaration": "yes"}))
    answer = sheet.press("save", {"further_information": "changed"})
    assert answer.status_code == 303
    with database.reading() as session:
        assert "changed" not in str(session.exec(select(Submission)).one().answers)


def test_the_receipt_shows_answers_files_and_proof(cast: Cast, database: Database) -> None:
    sheet = paper.page(paper.begin(cast["parent"]), "documents")
    upload(sheet, (samples.pdf(), "Report.pdf"))
    path = opened(sheet, database)
    for page_id, answers in (("child", paper.CHILD), ("setting", {}), ("documents", {})):
        each = paper.page(sheet, page_id)
        each.press("save", paper.asked_on(each, answers))
    paper.page(sheet, "your-details").press("save")
    paper.page(sheet, "guide").press("save")
    last = paper.page(sheet, "submit")
    thanks = paper.press_submit(last.go("submit", {"declaration": "yes"}))
    receipt = paper.open_sheet(cast["parent"], thanks.path.removesuffix("/thank-you"))
    assert "Tobi Okafor" in receipt.text
    assert "Report.pdf" in receipt.text
    with database.reading() as session:
        kept = session.exec(select(Submission)).one()
        assert kept.fingerprint in receipt.text
        assert len(session.exec(select(SubmissionFile)).all()) == 1
        assert session.exec(select(DraftFile)).all() == []
    assert cast["parent"].get(path, buffered=True).status_code == 200
    assert cast["caseworker"].get(path, buffered=True).status_code == 200
    assert cast["administrator"].get(path, buffered=True).status_code == 404
    assert cast["stranger"].get(path, buffered=True).status_code == 404


def test_sent_forms_are_listed_with_date_and_reference(cast: Cast) -> None:
    paper.send(cast["parent"])
    listed = cast["parent"].get("/forms/sent").text
    assert "BR-A-" in listed
    assert "Tobi Okafor" in listed
    assert "Request Access to My Account" in listed
    assert "You have not sent a form yet" in cast["stranger"].get("/forms/sent").text


@pytest.mark.parametrize("place", ["", "/thank-you", "/pdf", "/print"])
def test_the_receipt_of_another_person_looks_like_one_that_never_was(
    cast: Cast, place: str
) -> None:
    theirs = paper.send(cast["parent"]).path.removesuffix("/thank-you")
    seen = cast["stranger"].get(theirs + place)
    never = cast["stranger"].get("/forms/sent/" + "a" * 26 + place)
    assert seen.status_code == never.status_code == 404
    assert bytes_without_tokens(seen) == bytes_without_tokens(never)


def test_a_name_in_bengali_script_stands_on_the_pdf(cast: Cast) -> None:
    child = {"child_name-first": BENGALI}
    thanks = paper.send(cast["parent"], child=child)
    receipt = thanks.path.removesuffix("/thank-you")
    assert BENGALI in cast["parent"].get(receipt).text
    made = cast["parent"].get(f"{receipt}/pdf")
    assert made.status_code == 200
    assert made.data.startswith(b"%PDF")
    assert b"NotoSansBengali" in made.data.replace(b"-", b"")


def test_a_pdf_that_cannot_be_made_stops_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_facts: object, **_more: object) -> None:
        raise PdfError("no fonts")

    monkeypatch.setattr("ehcportal.services.papers.render", broken)
    thanks = paper.send(cast["parent"])
    assert thanks.heading == "Thank You"
    receipt = thanks.path.removesuffix("/thank-you")
    assert cast["parent"].get(f"{receipt}/pdf").status_code == 503
    assert cast["parent"].get(receipt).status_code == 200


def test_the_receipt_keeps_the_words_of_the_form_as_it_was(
    app: Flask, cast: Cast, database: Database
) -> None:
    from dataclasses import replace

    thanks = paper.send(cast["parent"])
    forms = app.extensions["forms"]
    english = dict(forms.by_language["en"])
    english["access-request"] = replace(english["access-request"], title="Another", pages=())
    app.extensions["forms"] = replace(forms, by_language={"en": english})
    receipt = cast["parent"].get(thanks.path.removesuffix("/thank-you")).text
    assert "Request Access to My Account" in receipt
    assert "Tobi Okafor" in receipt


def test_references_are_given_out_in_order_without_a_gap(cast: Cast, database: Database) -> None:
    for _ in range(2):
        paper.send(cast["parent"])
    with database.reading() as session:
        numbers = sorted(session.exec(select(Submission.reference)))
    assert [number[-4:] for number in numbers] == ["0001", "0002"]


def test_lists_and_receipts_ask_little_of_the_database(cast: Cast, database: Database) -> None:
    thanks = paper.send(cast["parent"], "assessment-request")
    for path in ("/forms/sent", "/forms/saved", thanks.path, thanks.path[: -len("/thank-you")]):
        with statements(database.engine) as seen:
            assert cast["parent"].get(path).status_code == 200
        assert len(seen) <= 8, (path, seen)

"""Feedback on the portal is of no case (row H17)."""

import pytest
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.event import Event
from ehcportal.models.voice import FeedbackNote
from tests.cast import Cast

WRITTEN = {
    "ease": "2",
    "step": "form",
    "in_the_way": "The <b>upload</b> was slow",
    "wants_reply": "yes",
    "contact": "grace.okafor@mail.example",
}


@pytest.mark.parametrize("who", ["nobody", "parent"])
def test_anybody_leaves_feedback_and_the_council_reads_it(
    cast: Cast, database: Database, who: str
) -> None:
    answer = cast[who].post("/feedback", WRITTEN)
    assert answer.headers["Location"] == "/feedback?sent=1"
    assert b"Thank you." in cast[who].get("/feedback?sent=1").data
    with database.reading() as session:
        sealed = session.exec(select(FeedbackNote.sealed_contact)).one()
        assert session.exec(select(Event)).all() == []
    assert sealed is not None
    assert "grace.okafor" not in sealed
    listed = cast["caseworker"].get("/council/feedback").get_data(as_text=True)
    assert "The &lt;b&gt;upload&lt;/b&gt; was slow" in listed
    assert "grace.okafor@mail.example" in listed


def test_an_address_is_forgotten_when_the_note_is_dealt_with(
    cast: Cast, database: Database
) -> None:
    cast["nobody"].post("/feedback", WRITTEN)
    with database.reading() as session:
        note = session.exec(select(FeedbackNote.id)).one()
    staff = cast["caseworker"]
    assert staff.post(f"/council/feedback/{note}").status_code == 303
    assert staff.post(f"/council/feedback/{note}").status_code == 404
    assert b"grace.okafor" not in staff.get("/council/feedback").data


def test_an_address_is_not_kept_when_no_answer_is_wanted(cast: Cast, database: Database) -> None:
    sent = {key: value for key, value in WRITTEN.items() if key != "wants_reply"}
    cast["nobody"].post("/feedback", sent)
    with database.reading() as session:
        assert session.exec(select(FeedbackNote.sealed_contact)).one() is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose how easy it was"),
        ({"helped": "x" * 3001}, "Use 3000 characters or fewer"),
        ({"ease": "1", "wants_reply": "yes", "contact": "no"}, "Enter an email address"),
    ],
)
def test_feedback_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    cast: Cast, sent: dict[str, str], said: str
) -> None:
    answer = cast["nobody"].post("/feedback", sent)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_families_read_neither_feedback_nor_referrals(cast: Cast) -> None:
    assert cast["parent"].get("/council/feedback").status_code == 404
    assert cast["parent"].get("/council/referrals").status_code == 404

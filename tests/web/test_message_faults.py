"""Whatever is typed into a message: it stays text, nothing is lost, and it stands there once."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.models.message import Message, Thread
from tests import factories
from tests.cast import Cast

WANTED = {"kind": "General", "subject": "The visit", "body": "When is it?"}


@pytest.fixture
def at(app: Flask, cast: Cast) -> str:
    """Where a parent writes: a case with a thread of hers."""
    with app.extensions["database"].unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.thread(session, case, cast.accounts["caseworker"], cast.accounts["parent"])
        return f"/cases/{case.id}/messages"


def rows(app: Flask, table: Any) -> list[Any]:
    with app.extensions["database"].reading() as session:
        found = list(session.exec(select(table)).all())
        session.expunge_all()
        return found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("over \u202eevil\u202c and \ufeffout", "over evil and out"),
        ("bell\x07 and\x7f more", "bell and more"),
        ("{{ 7 * 7 }} {% include '/etc/passwd' %}", "{{ 7 * 7 }} {% include '/etc/passwd' %}"),
        ("a" + "\u0301" * 40, None),
        ("Ünïcode 漢字 👩‍👧", "Ünïcode 漢字 👩‍👧"),
    ],
)
def test_hostile_words_stay_words(
    app: Flask, cast: Cast, at: str, typed: str, kept: str | None
) -> None:
    sent = {**WANTED, "subject": typed, "body": f"{typed}\n{typed}"}
    assert cast["parent"].post(f"{at}/new", sent).status_code == 303
    talk = next(each for each in rows(app, Thread) if each.subject != "Hello")
    if kept is not None:
        assert talk.subject == kept
    thread = f"{at}/{talk.id}"
    for who, paths in {
        "parent": (f"{at}?box=sent", f"{at}?box=sent&by=subject", thread),
        "caseworker": (f"/council{at}", f"/council{thread}", "/council/messages"),
    }.items():
        for path in paths:
            page = cast[who].get(path)
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert "\u202e" not in page.text


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\u2060 \u00ad", "\u202e", " \t "])
def test_words_that_nobody_can_see_are_no_words(cast: Cast, at: str, unseen: str) -> None:
    answer = cast["parent"].post(f"{at}/new", {**WANTED, "subject": unseen, "body": unseen})
    assert answer.status_code == 422
    assert "Write what it is about" in answer.text
    assert "Write your message" in answer.text


def test_a_text_that_is_far_too_long_is_not_lost(app: Flask, cast: Cast, at: str) -> None:
    answer = cast["parent"].post(f"{at}/new", {**WANTED, "body": "word " * 20_000})
    assert answer.status_code == 422
    assert "Make your message shorter: 5,000 characters or fewer" in answer.text
    assert answer.text.count("word ") > 19_990
    for refused in ("a" * 300_000, "null\x00"):
        sent = {**WANTED, "body": refused}
        assert cast["parent"].post(f"{at}/new", sent).status_code == 400
    assert len(rows(app, Message)) == 1


def test_nothing_is_cut_off_while_somebody_pastes(cast: Cast, at: str) -> None:
    form = cast["parent"].get(f"{at}/new").text.partition("<textarea")[2].partition(">")[0]
    assert "maxlength" not in form


def test_a_reply_from_two_tabs_is_there_once(app: Flask, cast: Cast, at: str) -> None:
    (talk,) = rows(app, Thread)
    same = {"body": "Thank you.", "_idem": "b" * 20}
    places = [cast["parent"].post(f"{at}/{talk.id}", same).headers["Location"] for _ in range(3)]
    assert len(set(places)) == 1
    assert [each.body for each in rows(app, Message)].count("Thank you.") == 1


def test_a_place_in_a_list_that_nobody_gave_out_is_its_beginning(cast: Cast, at: str) -> None:
    # A moment without a zone, a number far too great, a null byte, and none at all.
    for after in ("eHwyMDI2LTExLTIy", "fDk5OTk5OTk5OTk5OTk5OTk5OQ", "eHwAMDA", "%%%"):
        for by in ("date", "subject"):
            query = {"after": after, "by": by, "q": "%_\\"}
            assert cast["parent"].get(at, query_string=query).status_code == 200
        assert cast["caseworker"].get(f"/council{at}?after={after}").status_code == 200


def test_the_new_count_comes_by_itself_and_costs_nothing_while_it_stays(
    cast: Cast, at: str
) -> None:
    assert "1 new message." in cast["parent"].get(at).text
    same = cast["parent"].partial(f"{at}?shown=1", "p#new-messages")
    assert (same.status_code, same.data) == (204, b"")
    changed = cast["parent"].partial(f"{at}?shown=0", "p#new-messages").text
    assert "1 new message." in changed
    assert "<html" not in changed
    assert cast["stranger"].partial(f"{at}?shown=1", "p#new-messages").status_code == 404

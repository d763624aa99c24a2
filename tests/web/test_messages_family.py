"""A family writes to the council: to the right person, once, with a promised day."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.case import CaseAssignment, CasePart
from ehcportal.models.message import Message, Thread, ThreadMember
from ehcportal.models.staff import StaffMember
from ehcportal.profile import MessageDirection
from tests import factories
from tests.cast import Cast


@dataclass
class Family:
    case_id: str
    thread_id: str

    @property
    def inbox(self) -> str:
        return f"/cases/{self.case_id}/messages"


@pytest.fixture
def family(app: Flask, cast: Cast) -> Family:
    """A case with two parents, and one message to the mother alone."""
    who = cast.accounts
    with app.extensions["database"].unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        factories.relationship(session, who["second_parent"], child)
        case = factories.case(session, child, coordinator=who["caseworker"])
        session.add(
            CaseAssignment(case_id=case.id, account_id=who["manager"].id, part=CasePart.COVER)
        )
        talk = factories.thread(session, case, who["caseworker"], who["parent"])
        return Family(case.id, talk.id)


def letter(**more: Any) -> dict[str, Any]:
    return {
        "kind": "Annual Review",
        "subject": "Next review",
        "body": "When is it?\n\nWe are free on Fridays.",
        "_idem": "a" * 20,
        **more,
    }


def rows(app: Flask, table: Any) -> list[Any]:
    with app.extensions["database"].reading() as session:
        found = list(session.exec(select(table)).all())
        session.expunge_all()
        return found


def away(app: Flask, cast: Cast, key: str) -> None:
    with app.extensions["database"].unit() as session:
        who = cast.accounts[key].id
        post = session.exec(select(StaffMember).where(StaffMember.account_id == who)).one()
        post.away_from, post.away_to = clock.today(), clock.today() + timedelta(days=3)


def test_a_message_reaches_the_caseworker_with_a_promised_day(
    app: Flask, cast: Cast, family: Family
) -> None:
    page = cast["parent"].get(f"{family.inbox}/new").text
    assert cast.accounts["caseworker"].name in page
    assert "we answer by" in page
    answer = cast["parent"].post(f"{family.inbox}/new", letter())
    assert answer.status_code == 303
    talk = next(each for each in rows(app, Thread) if each.subject == "Next review")
    assert talk.reply_due_on
    assert talk.reply_due_on > clock.today()
    inbox = cast["parent"].get(family.inbox).text
    assert "Your message is sent. We answer by" in inbox
    sent = cast["parent"].get(f"{family.inbox}?box=sent").text
    assert "Next review" in sent
    assert cast.accounts["caseworker"].name in sent
    told = rows(app, Alert)
    assert [each.account_id for each in told] == [cast.accounts["caseworker"].id]


def test_while_the_caseworker_is_away_it_goes_to_the_cover(
    app: Flask, cast: Cast, family: Family
) -> None:
    away(app, cast, "caseworker")
    page = cast["parent"].get(f"{family.inbox}/new").text
    assert f"Your message goes to {cast.accounts['manager'].name}." in page
    cast["parent"].post(f"{family.inbox}/new", letter())
    assert [each.account_id for each in rows(app, Alert)] == [cast.accounts["manager"].id]


def test_when_nobody_stands_in_those_who_lead_hear_too(
    app: Flask, cast: Cast, family: Family
) -> None:
    for key in ("caseworker", "manager"):
        away(app, cast, key)
    page = cast["parent"].get(f"{family.inbox}/new").text
    assert "They are away until" in page
    cast["parent"].post(f"{family.inbox}/new", letter())
    told = {each.account_id for each in rows(app, Alert)}
    assert {cast.accounts[key].id for key in ("caseworker", "manager")} <= told


def test_pressed_twice_it_is_one_message(app: Flask, cast: Cast, family: Family) -> None:
    for _ in range(2):
        assert cast["parent"].post(f"{family.inbox}/new", letter()).status_code == 303
    assert len([each for each in rows(app, Thread) if each.subject == "Next review"]) == 1


def test_nothing_typed_is_lost_when_something_is_missing(cast: Cast, family: Family) -> None:
    answer = cast["parent"].post(f"{family.inbox}/new", letter(kind="", subject="<b>Odd</b>"))
    assert answer.status_code == 422
    assert "Choose a message type" in answer.text
    assert "We are free on Fridays." in answer.text
    assert "&lt;b&gt;Odd" in answer.text


def test_a_refused_file_leaves_the_words_and_no_message(
    app: Flask, cast: Cast, family: Family
) -> None:
    bad = (io.BytesIO(b"MZ\x90\x00 not a document"), "run.exe")
    answer = cast["parent"].post(
        f"{family.inbox}/new", letter(files=[bad]), content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "run.exe" in answer.text
    assert "We are free on Fridays." in answer.text
    assert len(rows(app, Thread)) == 1


def test_a_file_travels_with_the_message_and_stays_between_the_two(
    cast: Cast, family: Family
) -> None:
    good = (io.BytesIO(b"A note in plain words.\n"), "note.txt")
    answer = cast["parent"].post(
        f"{family.inbox}/{family.thread_id}",
        {"body": "Here it is.", "files": [good]},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303, answer.text
    page = cast["parent"].get(f"{family.inbox}/{family.thread_id}").text
    found = re.search(r'href="([^"]+/files/\w+)"', page)
    assert found
    answer = cast["parent"].get(found.group(1), buffered=True)
    assert answer.data == b"A note in plain words.\n"
    assert cast["second_parent"].get(found.group(1)).status_code == 404


def test_a_reply_goes_back_to_the_inbox(app: Flask, cast: Cast, family: Family) -> None:
    answer = cast["parent"].post(f"{family.inbox}/{family.thread_id}", {"body": "Thank you."})
    assert answer.headers["Location"].endswith("/messages")
    assert "Thank you." in cast["parent"].get(f"{family.inbox}/{family.thread_id}").text
    assert sorted(each.from_council for each in rows(app, Message)) == [False, False]
    empty = cast["parent"].post(f"{family.inbox}/{family.thread_id}", {"body": " "})
    assert empty.status_code == 422


def test_the_other_parent_neither_reads_nor_answers(cast: Cast, family: Family) -> None:
    other = cast["second_parent"]
    assert other.get(f"{family.inbox}/{family.thread_id}").status_code == 404
    answer = other.post(f"{family.inbox}/{family.thread_id}", {"body": "Me too"})
    assert answer.status_code == 404
    assert "Hello" not in other.get(family.inbox).text


def test_where_the_council_alone_writes_the_other_ways_are_told(
    app: Flask, cast: Cast, family: Family
) -> None:
    profile = app.extensions["profile"]
    one_way = profile.messages.model_copy(update={"direction": MessageDirection.COUNCIL_ONLY})
    app.extensions["profile"] = profile.model_copy(update={"messages": one_way})
    page = cast["parent"].get(family.inbox).text
    assert "You cannot write to us here." in page
    assert "New Message" not in page
    assert "<textarea" not in cast["parent"].get(f"{family.inbox}/{family.thread_id}").text
    assert cast["parent"].get(f"{family.inbox}/new").status_code == 404
    assert cast["parent"].post(f"{family.inbox}/new", letter()).status_code == 404


@pytest.mark.parametrize("by", ["date", "type", "from", "to", "subject"])
def test_every_column_sorts_both_ways_over_pages(
    app: Flask, cast: Cast, family: Family, by: str
) -> None:
    who = cast.accounts
    with app.extensions["database"].unit() as session:
        talk = session.get_one(Thread, family.thread_id)
        for number in range(30):
            made = Thread(case_id=talk.case_id, kind=f"Kind {number % 3}", subject=f"S{number:02}")
            session.add(made)
            session.flush()
            session.add(ThreadMember(thread_id=made.id, account_id=who["parent"].id))
            session.add(ThreadMember(thread_id=made.id, account_id=who["caseworker"].id))
            session.add(
                Message(
                    thread_id=made.id,
                    author_id=who["parent"].id,
                    body="words",
                    sent_at=clock.now() - timedelta(minutes=number),
                )
            )
    seen = {}
    for way in ("up", "down"):
        first = cast["parent"].get(f"{family.inbox}?box=sent&by={by}&way={way}").text
        more = re.search(r'href="([^"]+after=[^"]+)"', first)
        assert more
        second = cast["parent"].get(more.group(1).replace("&amp;", "&")).text
        seen[way] = re.findall(r">(S\d\d)</a>", first + second)
        assert len(set(seen[way])) == len(seen[way]) == 30
    assert seen["up"] == seen["down"][::-1]


def test_words_are_found_in_subject_and_text(cast: Cast, family: Family) -> None:
    assert "Hello" in cast["parent"].get(f"{family.inbox}?q=about+hello").text
    assert "No message found" in cast["parent"].get(f"{family.inbox}?q=100%25").text

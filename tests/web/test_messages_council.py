"""The council answers: from the case or one inbox, once, and never over a colleague's answer."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.message import Message, Thread
from ehcportal.models.staff import StaffMember
from tests import factories
from tests.cast import Cast


@dataclass
class Talk:
    case_id: str
    thread_id: str

    @property
    def at(self) -> str:
        return f"/council/cases/{self.case_id}/messages"

    @property
    def thread(self) -> str:
        return f"{self.at}/{self.thread_id}"


@pytest.fixture
def talk(app: Flask, cast: Cast) -> Talk:
    """A case with two parents; the mother has written and waits."""
    who = cast.accounts
    with app.extensions["database"].unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        factories.relationship(session, who["second_parent"], child)
        case = factories.case(session, child, coordinator=who["caseworker"])
        made = factories.thread(session, case, who["parent"])
        made.reply_due_on = clock.today() + timedelta(days=5)
        return Talk(case.id, made.id)


def rows(app: Flask, table: Any) -> list[Any]:
    with app.extensions["database"].reading() as session:
        found = list(session.exec(select(table)).all())
        session.expunge_all()
        return found


def version(page: str) -> str:
    found = re.search(r'name="_version" value="(\d+)"', page)
    assert found
    return found.group(1)


def test_what_waits_stands_in_the_inbox_until_it_is_answered(
    app: Flask, cast: Cast, talk: Talk
) -> None:
    staff = cast["caseworker"]
    assert "Hello" in staff.get("/council/messages").text
    assert "Hello" not in cast["other_caseworker"].get("/council/messages").text
    sent = {"body": "We meet on Friday.", "_version": version(staff.get(talk.thread).text)}
    assert staff.post(talk.thread, sent).status_code == 303
    assert "Hello" not in staff.get("/council/messages").text
    assert "Hello" in staff.get("/council/messages?show=all").text
    assert rows(app, Thread)[0].reply_due_on is None
    assert [each.account_id for each in rows(app, Alert)] == [cast.accounts["parent"].id]
    page = cast["parent"].get(f"/cases/{talk.case_id}/messages/{talk.thread_id}").text
    assert "We meet on Friday." in page


def test_the_later_of_two_answers_is_shown_the_first_and_not_sent(
    app: Flask, cast: Cast, talk: Talk
) -> None:
    seen = version(cast["caseworker"].get(talk.thread).text)
    first = {"body": "Yes, on Friday.", "_version": seen}
    assert cast["manager"].post(talk.thread, first).status_code == 303
    late = cast["caseworker"].post(talk.thread, {"body": "No, never.", "_version": seen})
    assert late.status_code == 409
    assert "Yes, on Friday." in late.text
    assert "No, never." in late.text, "what was typed is still in the box"
    assert len(rows(app, Message)) == 2
    again = {"body": "Bring the form.", "_version": version(late.text)}
    assert cast["caseworker"].post(talk.thread, again).status_code == 303


def test_a_thread_handed_over_is_in_the_colleagues_inbox(cast: Cast, talk: Talk) -> None:
    staff = cast["caseworker"]
    given = {
        "colleague": cast.accounts["manager"].id,
        "_version": version(staff.get(talk.thread).text),
    }
    assert staff.post(f"{talk.thread}/hand-over", given).status_code == 303
    assert "Hello" in cast["manager"].get("/council/messages").text
    assert "Hello" not in staff.get("/council/messages").text
    page = cast["parent"].get(f"/cases/{talk.case_id}/messages/{talk.thread_id}").text
    assert cast.accounts["manager"].name in page


def test_two_parents_get_one_each_and_do_not_see_each_other(
    app: Flask, cast: Cast, talk: Talk
) -> None:
    ids = [cast.accounts[key].id for key in ("parent", "second_parent")]
    page = cast["caseworker"].get(f"{talk.at}/new").text
    assert all(cast.accounts[key].name in page for key in ("parent", "second_parent"))
    wanted = {"to": ids, "kind": "General", "subject": "Our new phone", "body": "It is 01632."}
    assert cast["caseworker"].post(f"{talk.at}/new", wanted).status_code == 303
    for key, other in (("parent", "second_parent"), ("second_parent", "parent")):
        inbox = cast[key].get(f"/cases/{talk.case_id}/messages").text
        assert inbox.count("Our new phone") == 1
        assert cast.accounts[other].name not in inbox
    assert len(rows(app, Thread)) == 3


def test_nobody_outside_the_family_can_be_chosen(app: Flask, cast: Cast, talk: Talk) -> None:
    wanted = {
        "to": [cast.accounts["stranger"].id],
        "kind": "General",
        "subject": "Secret",
        "body": "Kept",
    }
    answer = cast["caseworker"].post(f"{talk.at}/new", wanted)
    assert answer.status_code == 422
    assert "Choose who gets the message" in answer.text
    assert "Kept" in answer.text
    assert len(rows(app, Thread)) == 1


def test_a_caseworker_says_when_they_are_away(app: Flask, cast: Cast) -> None:
    staff, today = cast["caseworker"], clock.today()
    page = staff.get("/council/away").text
    days = {"from-day": "30", "from-month": "2", "from-year": "2027", "_version": version(page)}
    assert staff.post("/council/away", days).status_code == 422
    on = {"day": today.day, "month": today.month, "year": today.year}
    both = {f"{end}-{part}": str(each) for end in ("from", "to") for part, each in on.items()}
    answer = staff.post("/council/away", {**both, "_version": version(page)})
    assert answer.status_code == 303
    who = cast.accounts["caseworker"].id
    (post,) = [each for each in rows(app, StaffMember) if each.account_id == who]
    assert (post.away_from, post.away_to) == (today, today)


def test_each_person_chooses_how_they_hear_of_what(cast: Cast) -> None:
    page = cast["parent"].get("/account/alerts").text
    assert "By text message" not in page, "their number is not proved"
    chosen = {"message": "none", "document": "email", "to_complete": "email"}
    assert cast["parent"].post("/account/alerts", chosen).status_code == 303
    page = cast["parent"].get("/account/alerts").text
    assert re.search(r'name="message"[^>]*value="none" checked', page)
    refused = cast["parent"].post("/account/alerts", {**chosen, "message": "text"})
    assert refused.status_code == 422


def owed(app: Flask, talk: Talk, **more: Any) -> None:
    """Change what is owed in the thread."""
    with app.extensions["database"].unit() as session:
        found = session.get_one(Thread, talk.thread_id)
        for name, value in more.items():
            setattr(found, name, value)


def test_an_answer_that_is_late_says_so_on_both_sides(app: Flask, cast: Cast, talk: Talk) -> None:
    late = "It is late, and we are sorry."
    mine = f"/cases/{talk.case_id}/messages/{talk.thread_id}"
    assert late not in cast["parent"].get(mine).text
    owed(app, talk, reply_due_on=clock.today() - timedelta(days=1))
    for page in ("/council/messages", talk.at, talk.thread):
        assert "mark-late" in cast["caseworker"].get(page).text
    told = cast["parent"].get(mine).text
    assert late in told
    assert "01632 960 100" in told


def test_what_was_handed_to_somebody_who_is_away_waits_with_the_case_again(
    app: Flask, cast: Cast, talk: Talk
) -> None:
    owed(app, talk, handled_by_id=cast.accounts["manager"].id)
    assert "Hello" not in cast["caseworker"].get("/council/messages").text
    with app.extensions["database"].unit() as session:
        query = select(StaffMember).where(StaffMember.account_id == cast.accounts["manager"].id)
        session.exec(query).one().away_from = clock.today()
    assert "Hello" in cast["caseworker"].get("/council/messages").text
    assert "Hello" in cast["manager"].get("/council/messages").text


def test_how_many_wait_comes_by_itself_and_costs_nothing_while_it_stays(
    cast: Cast, talk: Talk
) -> None:
    staff = cast["caseworker"]
    assert "1 waits for an answer." in staff.get("/council/messages").text
    same = staff.partial("/council/messages?shown=1", "p#new-messages")
    assert (same.status_code, same.data) == (204, b"")
    changed = staff.partial("/council/messages?shown=0", "p#new-messages").text
    assert "1 waits for an answer." in changed
    assert "Show them" in changed
    assert "<html" not in changed


def test_staff_find_a_message_by_its_words_and_see_what_they_have_not_read(
    cast: Cast, talk: Talk
) -> None:
    staff = cast["caseworker"]
    for words in ("hello", "about hello", cast.accounts["parent"].surname):
        page = staff.get("/council/messages", query_string={"q": words}).text
        assert "Hello</a>" in page
        assert ">New<" in page
    for words in ("100%", "_", "nothing of the kind"):
        page = staff.get("/council/messages", query_string={"q": words}).text
        assert "Hello</a>" not in page
    staff.get(talk.thread)
    assert ">New<" not in staff.get("/council/messages").text

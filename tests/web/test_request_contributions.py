"""A parent reads the request and adds to it beside the answers until it is decided (row D10).

What is sent never changes, and no other adult of the family reads what was added.
"""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import Session, select

from ehcportal.db import Database
from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.form import Contribution, Submission
from ehcportal.models.request import Request
from tests import factories
from tests.cast import Cast
from tests.circle import HERS, KEPT_BACK, Circle, gather, help_from, text_of
from tests.storage import samples

WORDS = "She also draws every evening.\n\nThat calms her: Pelican."
CANARY = "Pelican"


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def at(circle: Circle, form: str = "") -> str:
    return circle.at(f"/request/{form or circle.hers}/additions")


def adds(cast: Cast, circle: Circle, who: str = "parent", form: str = "", **more: Any) -> int:
    fields = {"whose": "own", "about": "good_at", "words": WORDS, "share": "case", **more}
    return cast[who].post(at(circle, form), fields).status_code


def added(database: Database) -> list[Contribution]:
    with database.reading() as session:
        rows = list(session.exec(select(Contribution).order_by("added_at")))
        session.expunge_all()
        return rows


def share_hers(session: Session, cast: Cast, circle: Circle) -> None:
    session.add(
        SharingRule(
            person_id=circle.person,
            from_account_id=cast.accounts["parent"].id,
            to_account_id=cast.accounts["second_parent"].id,
            reason="Both asked for it",
            made_by_id=cast.accounts["caseworker"].id,
        )
    )


def test_a_parent_finds_the_request_she_sent_and_reads_all_of_it(
    cast: Cast, circle: Circle
) -> None:
    assert at(circle) in text_of(cast, "parent", circle.at("/request"))
    shown = text_of(cast, "parent", at(circle))
    assert HERS in shown
    assert "Harbour Row" in shown, "her own address too"


def test_what_she_adds_stands_beside_the_answer_with_its_time_and_changes_nothing(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.reading() as session:
        before = session.get_one(Submission, circle.hers).model_dump()
    assert adds(cast, circle) == 303
    (kept,) = added(database)
    assert (kept.account_id, kept.question_id) == (cast.accounts["parent"].id, "good_at")
    assert not kept.on_behalf_of_child
    page = BeautifulSoup(text_of(cast, "parent", at(circle)), "html.parser")
    (section,) = [each for each in page.select("section") if CANARY in each.text]
    assert section.h2 is not None
    assert "You added about" in section.h2.text
    assert len(section.select("li > p")) == 3, "two paragraphs and the time"
    with database.reading() as session:
        assert session.get_one(Submission, circle.hers).model_dump() == before


def test_a_further_row_puts_the_first_one_right_and_both_stay(
    cast: Cast, circle: Circle, database: Database
) -> None:
    adds(cast, circle, whose="child", words="I like swings")
    adds(cast, circle, whose="child", words="I like swings and slides")
    assert [each.on_behalf_of_child for each in added(database)] == [True, True]
    shown = text_of(cast, "parent", at(circle))
    assert shown.count("on behalf of Maya") == 2


def test_the_other_parent_never_reads_it_with_or_without_a_rule(
    cast: Cast, circle: Circle, database: Database
) -> None:
    adds(cast, circle)
    assert cast["second_parent"].get(at(circle)).status_code == 404
    assert adds(cast, circle, "second_parent") == 404
    with database.unit() as session:
        share_hers(session, cast, circle)
    shown = text_of(cast, "second_parent", at(circle))
    assert HERS in shown, "the rule opens what the request says of the child"
    for secret in (CANARY, *KEPT_BACK):
        assert secret not in shown
    for page in ("", "/timeline", "/request", f"/request/{circle.hers}"):
        assert CANARY not in text_of(cast, "second_parent", circle.at(page))
    assert "You added to the request" not in text_of(cast, "second_parent", circle.at("/timeline"))


def test_by_a_rule_the_other_parent_adds_his_own_and_she_does_not_read_his(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        share_hers(session, cast, circle)
    assert adds(cast, circle, "second_parent") == 303
    assert CANARY in text_of(cast, "second_parent", at(circle))
    assert CANARY not in text_of(cast, "parent", at(circle))


def test_an_answer_that_is_kept_from_him_cannot_be_commented_on(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        share_hers(session, cast, circle)
    assert adds(cast, circle, "second_parent", about="safety") == 422


def test_staff_read_who_added_what_and_for_whom(
    cast: Cast, circle: Circle, database: Database
) -> None:
    adds(cast, circle, whose="child")
    with database.reading() as session:
        made = session.exec(select(Request.id).where(Request.submission_id == circle.hers)).one()
    shown = text_of(cast, "caseworker", f"/council/requests/{made}")
    for words in ("Added after it was sent", CANARY, "Grace Okafor, on behalf of Maya"):
        assert words in " ".join(shown.split()), words
    assert "Grace Okafor added to the request" in text_of(
        cast, "caseworker", f"/council/cases/{circle.case}"
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"words": " \n "}, "Write what you want to add, or choose a file"),
        ({"words": "x" * 10_001}, "10,000 characters"),
        ({"whose": "hers"}, "Choose whose words these are"),
        ({"share": "all"}, "Choose who may read it"),
        ({"about": "nothing_here"}, "Choose an answer from the list"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    cast: Cast, circle: Circle, database: Database, wrong: dict[str, str], told: str
) -> None:
    fields = {"whose": "own", "about": "good_at", "words": WORDS, "share": "case", **wrong}
    answer = cast["parent"].post(at(circle), fields)
    assert answer.status_code == 422
    assert told in answer.text
    if "words" not in wrong:
        assert CANARY in answer.text
    assert added(database) == []


def test_markup_that_was_typed_is_shown_as_typed(cast: Cast, circle: Circle) -> None:
    adds(cast, circle, words="<script>alert(1)</script>")
    assert "<script>alert(1)" not in text_of(cast, "parent", at(circle))


def test_after_the_decision_nothing_is_added_and_all_can_still_be_read(
    cast: Cast, circle: Circle, database: Database
) -> None:
    adds(cast, circle)
    with database.unit() as session:
        case = session.exec(select(Request).where(Request.submission_id == circle.hers)).one()
        assert case.case_id
        factories.decision(session, session.get_one(Case, case.case_id), ago=0)
    shown = text_of(cast, "parent", at(circle))
    assert CANARY in shown
    assert "<textarea" not in shown
    assert adds(cast, circle) == 422
    assert len(added(database)) == 1


def test_an_advocate_does_not_add_in_the_name_of_the_family(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="parent")
    assert cast["advocate"].get(at(circle)).status_code == 404
    assert adds(cast, circle, "advocate") == 404


def files_in(page: str) -> list[str]:
    """The addresses of the files that a page links."""
    links = BeautifulSoup(page, "html.parser").select("a[href^='/files/']")
    return [str(each["href"]) for each in links]


def test_a_file_comes_with_what_she_adds_and_is_read_by_her_and_by_staff_alone(
    cast: Cast, circle: Circle, database: Database
) -> None:
    files = [(BytesIO(samples.pdf()), name) for name in ("letter.pdf", "note.pdf")]
    assert adds(cast, circle, words="", files=files) == 303
    page = text_of(cast, "parent", at(circle))
    first, second = files_in(page)
    assert (first.rpartition("/")[2], second.rpartition("/")[2]) == ("letter.pdf", "note.pdf")
    assert files_in(text_of(cast, "parent", f"/forms/sent/{circle.hers}")) == [first, second]
    with database.unit() as session:
        share_hers(session, cast, circle)
        made = session.exec(select(Request.id).where(Request.submission_id == circle.hers)).one()
    assert files_in(text_of(cast, "caseworker", f"/council/requests/{made}")) == [first, second]
    for who, status in (
        ("parent", 200), ("caseworker", 200), ("second_parent", 404), ("nobody", 404),
    ):  # fmt: skip
        assert cast[who].get(first, buffered=True).status_code == status, who
    assert files_in(text_of(cast, "second_parent", at(circle))) == []


def test_when_one_file_is_refused_none_is_kept_and_no_bytes_stay_behind(
    cast: Cast, circle: Circle, app: Flask, database: Database
) -> None:
    files = [(BytesIO(samples.pdf()), "note.pdf"), (BytesIO(b"MZ program"), "game.exe")]
    answer = cast["parent"].post(
        at(circle),
        {"whose": "own", "about": "", "words": WORDS, "share": "council", "files": files},
    )
    assert answer.status_code == 422
    assert "game.exe: " in answer.text
    assert CANARY in answer.text, "what was typed stays"
    assert added(database) == []
    assert list(app.extensions["storage"].keys()) == []

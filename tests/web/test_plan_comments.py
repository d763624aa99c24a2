"""Families and schools comment on any line, send it once, and get an answer with a reason (S06)."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from sqlmodel import col, select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.ending import Budget
from ehcportal.models.event import Event
from ehcportal.models.plan import CommentAnswer, PlanComment, Representation
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401
from tests.storage import samples

WRONG = {"verdict": "wrong", "text": "Twice a week is needed.", "proposed": "twice a week"}


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """The draft as it was served today."""
    assert unserved.serve().status_code == 303
    return unserved


def comment(desk: PlanDesk, who: str = "parent", about: str = "f1", **fields: str) -> None:
    base = desk.family if who != "senco" else desk.pupil
    answer = desk.send(who, f"{base}/comments/about/{about}", **(fields or WRONG))
    assert answer.status_code == 303, answer.get_data(as_text=True)


def sent(desk: PlanDesk, who: str = "parent", **fields: str) -> int:
    base = desk.family if who != "senco" else desk.pupil
    return desk.send(who, f"{base}/comments", do="send", **fields).status_code


def ids(desk: PlanDesk) -> list[str]:
    with desk.school.app.extensions["database"].reading() as session:
        return list(session.exec(select(PlanComment.id).order_by(col(PlanComment.written_at))))


def test_a_comment_is_kept_and_nobody_at_the_council_reads_it_before_it_is_sent(
    desk: PlanDesk,
) -> None:
    comment(desk)
    assert "Twice a week is needed." in desk.text("parent", desk.family)
    assert "Twice a week" not in desk.text("caseworker", f"{desk.council}/comments")
    assert sent(desk) == 303
    page = desk.text("caseworker", f"{desk.council}/comments")
    assert "Twice a week is needed." in page
    assert "1 comment without an answer" in page
    with desk.school.app.extensions["database"].reading() as session:
        told = dict(list(session.exec(select(Alert.path, Alert.account_id))))
    assert told[f"{desk.council}/comments"] == desk.school.cast.accounts["caseworker"].id


def test_what_is_wrong_with_a_comment_is_said_and_nothing_typed_is_lost(desk: PlanDesk) -> None:
    page = f"{desk.family}/comments/about/f1"
    answer = desk.send("parent", page, verdict="unclear", text="")
    assert answer.status_code == 422
    assert "Write what is wrong, missing or unclear" in answer.get_data(as_text=True)
    answer = desk.send("parent", page, verdict="", text="Keep these words")
    assert answer.status_code == 422
    assert "Keep these words" in answer.get_data(as_text=True)
    desk.text("parent", f"{desk.family}/comments/about/nothing", 404)


def test_two_windows_of_one_person_do_not_lose_each_others_words(desk: PlanDesk) -> None:
    page = f"{desk.family}/comments/about/f1"
    comment(desk)
    mother = desk.school.cast["parent"]
    answer = mother.post(page, {"verdict": "wrong", "text": "From the old tab", "_version": "0"})
    assert answer.status_code == 409
    body = answer.get_data(as_text=True)
    assert "From the old tab" in body
    assert "Twice a week is needed." in body


def test_it_is_sent_once_and_then_stands(desk: PlanDesk) -> None:
    assert sent(desk) == 422, "there is nothing to send"
    comment(desk)
    assert sent(desk, overall="Please change this.", meeting="video", budget="yes") == 303
    mother = desk.school.cast["parent"]
    answer = mother.post(f"{desk.family}/comments", {"do": "send", "overall": "More"})
    assert answer.status_code == 409
    again = mother.post(f"{desk.family}/comments/about/f1", {**WRONG, "_version": "1"})
    assert again.status_code == 409
    page = desk.text("parent", f"{desk.family}/comments")
    assert "By video" in page
    assert "You asked for one" in page


def test_more_can_be_said_until_the_plan_is_final_and_what_was_sent_stands(desk: PlanDesk) -> None:
    """The 15 days are the family's, however early they first write (Regulation 13(1)(a))."""
    comment(desk)
    assert sent(desk, overall="Please change this.", meeting="video") == 303
    page, mother = f"{desk.family}/comments", desk.school.cast["parent"]
    for _twice in range(2):
        assert mother.post(page, {"do": "more"}).status_code == 303
    assert "Twice a week is needed." in desk.text("parent", desk.family), "still beside its line"
    assert "Twice a week is needed." in desk.text("parent", f"{page}/about/f1")
    comment(desk, about="b1", verdict="missing", text="She cannot tell the time.")
    assert "She cannot tell" not in desk.text("caseworker", f"{desk.council}/comments")
    assert mother.post(page, {"do": "send", "overall": "I forgot this."}).status_code == 303
    for who, where in (("parent", page), ("caseworker", f"{desk.council}/comments")):
        shown = desk.text(who, where)
        for words in ("Twice a week is needed.", "She cannot tell the time.", "I forgot this."):
            assert words in shown, (who, words)
    assert "4 comments without an answer" in shown
    assert "By video" in desk.text("parent", page), "the meeting that was asked for first"
    with desk.school.app.extensions["database"].reading() as session:
        assert len(session.exec(select(Representation)).all()) == 2


def test_accepting_and_asking_for_changes_do_not_go_together(desk: PlanDesk) -> None:
    comment(desk)
    assert sent(desk, accepts="yes") == 422
    desk.send("parent", f"{desk.family}/comments", f"{desk.family}/comments/about/f1/remove")
    assert sent(desk, accepts="yes") == 303


def test_one_parent_reads_nothing_of_what_the_other_one_says(desk: PlanDesk) -> None:
    with desk.school.unit() as session:
        child = session.get_one(factories.Person, desk.school.maya)
        factories.relationship(session, desk.school.cast.accounts["second_parent"], child)
    comment(desk)
    sent(desk)
    for page in (desk.family, f"{desk.family}/comments", f"/cases/{desk.school.case}/timeline"):
        shown = desk.text("second_parent", page)
        assert "Twice a week" not in shown
        assert "We got your comments" not in shown
    assert "You sent your comments" in desk.text("parent", f"/cases/{desk.school.case}/timeline")


def test_the_school_comments_as_one_and_families_do_not_see_it(desk: PlanDesk) -> None:
    comment(desk, "senco", "section-F", text="The sensory diet is missing.")
    assert sent(desk, "senco", overall="We can do this.") == 303
    assert "sensory diet" in desk.text("caseworker", f"{desk.council}/comments")
    assert "sensory diet" not in desk.text("parent", desk.family)


def test_an_answer_has_its_reason_and_reaches_who_wrote(desk: PlanDesk) -> None:
    comment(desk)
    sent(desk)
    page = f"{desk.council}/comments/{ids(desk)[0]}"
    assert desk.send("caseworker", page, outcome="taken").status_code == 422
    given = {"outcome": "partly", "reason": "We write once a week for 60 minutes."}
    assert desk.send("caseworker", page, **given).status_code == 303
    shown = desk.text("parent", f"{desk.family}/comments")
    assert "We write once a week for 60 minutes." in shown
    assert "Every comment has an answer" in desk.text("caseworker", f"{desk.council}/comments")


def test_what_is_said_of_the_whole_is_answered_like_a_comment(desk: PlanDesk) -> None:
    sent(desk, overall="More help at lunch.", meeting="video")
    assert "1 comment without an answer" in desk.text("caseworker", f"{desk.council}/comments")
    with desk.school.app.extensions["database"].reading() as session:
        whole = session.exec(select(Representation.id)).one()
    page = f"{desk.council}/comments/{whole}"
    given = {"outcome": "partly", "reason": "We meet on Monday at 10."}
    assert desk.send("caseworker", page, **given).status_code == 303
    assert "We meet on Monday at 10." in desk.text("parent", f"{desk.family}/comments")


def test_a_change_of_mind_is_a_further_row_and_two_at_once_are_told(desk: PlanDesk) -> None:
    comment(desk)
    sent(desk)
    page = f"{desk.council}/comments/{ids(desk)[0]}"
    given = {"outcome": "not_taken", "reason": "No."}
    desk.send("caseworker", page, **given)
    staff = desk.school.cast["caseworker"]
    answer = staff.post(page, {**given, "reason": "From the old tab", "_answers": "0"})
    assert answer.status_code == 409
    assert "From the old tab" in answer.get_data(as_text=True)
    desk.send("caseworker", page, outcome="taken", reason="Yes after all.")
    with desk.school.app.extensions["database"].reading() as session:
        assert len(session.exec(select(CommentAnswer)).all()) == 2
    assert "Yes after all." in desk.text("parent", f"{desk.family}/comments")


def test_what_came_on_paper_counts_from_the_day_it_came(desk: PlanDesk) -> None:
    desk.advance(5)
    staff = desk.school.cast["caseworker"]
    page = staff.post(f"{desk.council}/paper").headers["Location"]
    assert desk.send("caseworker", page, about="f1", **WRONG).status_code == 303
    came = clock.today() - timedelta(days=2)
    day = {"came-day": came.day, "came-month": came.month, "came-year": came.year}
    early = clock.today() - timedelta(days=6)
    wrong = {**day, "came-day": early.day, "came-month": early.month}
    finish = f"{page}/finish"
    assert desk.send("caseworker", page, finish, **wrong).status_code == 422
    assert desk.send("caseworker", page, finish, overall="Spoken", **day).status_code == 303
    with desk.school.app.extensions["database"].reading() as session:
        row = session.exec(select(Representation)).one()
        assert (row.sent_on, row.account_id) == (came, None)
        assert "plan.comments" in set(session.exec(select(Event.kind)))
    assert "Entered by staff" in desk.text("caseworker", f"{desk.council}/comments")
    assert "Spoken" not in desk.text("parent", f"{desk.family}/comments")


def test_a_foster_carer_reads_and_leaves_the_saying_to_the_social_worker(desk: PlanDesk) -> None:
    with desk.school.unit() as session:
        child = session.get_one(factories.Person, desk.school.maya)
        kind = factories.RelationshipKind.FOSTER_CARER
        who = desk.school.cast.accounts["foster_carer"]
        factories.relationship(session, who, child, kind=kind)
    assert "Comment<" not in desk.text("foster_carer", desk.family)
    desk.text("foster_carer", f"{desk.family}/comments", 404)


def test_comments_of_a_setting_that_came_by_e_mail_count_as_that_setting_said_them(
    desk: PlanDesk,
) -> None:
    school = desk.school  # noqa: F811
    page = school.cast["caseworker"].post(f"{desk.council}/paper").headers["Location"]
    shown, today = desk.text("caseworker", page), clock.today()
    assert "Millbrook" in shown
    assert "Northbrook" not in shown, "it was not asked and the child is not there"
    given = {"overall": "We can give this", "came-day": today.day, "came-month": today.month}
    given |= {"came-year": today.year}
    finish = f"{page}/finish"
    other = {**given, "who": f"setting:{school.northbrook}"}
    assert desk.send("caseworker", page, finish, **other).status_code == 422
    own = {**given, "who": f"setting:{school.millbrook}"}
    assert desk.send("caseworker", page, finish, **own).status_code == 303
    told = desk.text("caseworker", f"{desk.council}/comments")
    assert "Millbrook" in told
    assert "We can give this" not in desk.text("parent", f"{desk.family}/comments")
    assert "We can give this" in desk.text("senco", f"{desk.pupil}/comments")


def test_a_budget_that_is_asked_for_with_comments_waits_for_its_answer(desk: PlanDesk) -> None:
    desk.send("parent", f"{desk.family}/comments", do="send", budget="yes", overall="More help.")
    with desk.school.app.extensions["database"].reading() as session:
        row = session.exec(select(Budget)).one()
        assert row.asked_on == clock.today()
    case = f"/council/cases/{desk.school.case}"
    assert f"{case}/budget/{row_id(desk)}" in desk.text("caseworker", f"{case}/budget")


def row_id(desk: PlanDesk) -> str:
    with desk.school.app.extensions["database"].reading() as session:
        return session.exec(select(Budget.id)).one()


def test_a_comment_says_where_its_evidence_is_and_the_council_reads_it(desk: PlanDesk) -> None:
    comment(desk, **{**WRONG, "evidence": "Report of the clinic, 3 May 2026"})
    desk.send("parent", f"{desk.family}/comments", do="send")
    for who, page in (("parent", desk.family), ("caseworker", desk.council)):
        assert "Report of the clinic, 3 May 2026" in desk.text(who, f"{page}/comments")


def with_files(desk: PlanDesk, *names: str, **fields: object) -> TestResponse:
    page = f"{desk.family}/comments/about/f1"
    files = [(BytesIO(samples.pdf()), name) for name in names]
    return desk.send("parent", page, **({**WRONG, "files": files} | fields))


def test_files_come_with_a_comment_and_nobody_chooses_one_twice(desk: PlanDesk) -> None:
    page, base = f"{desk.family}/comments/about/f1", f"{desk.family}/comments"
    wrong = with_files(desk, "Hearing test.pdf", text="", proposed="")
    assert wrong.status_code == 422
    waiting = BeautifulSoup(wrong.data, "html.parser").select("input[name=kept]")
    assert len(waiting) == 1, "it waits until the words are right"
    kept = str(waiting[0]["value"])
    assert with_files(desk, "Diary.pdf", kept=kept).status_code == 303
    shown = BeautifulSoup(desk.text("parent", base), "html.parser")
    links = [str(each["href"]) for each in shown.select(f"a[href^='{base}/files/']")]
    assert len(links) == 2
    open_by = desk.school.cast
    assert open_by["parent"].get(links[0], buffered=True).status_code == 200
    seen = [each.replace(base, f"{desk.council}/comments") for each in links]
    assert open_by["caseworker"].get(seen[0]).status_code == 404, (
        "nobody reads it before it is sent"
    )
    had = BeautifulSoup(desk.text("parent", page), "html.parser").select("input[name=had]")
    assert desk.send("parent", page, **WRONG, had=str(had[0]["value"])).status_code == 303
    assert sent(desk) == 303
    told = desk.text("caseworker", f"{desk.council}/comments/{ids(desk)[0]}")
    assert [each in told for each in seen] == [True, False]
    assert open_by["caseworker"].get(seen[0], buffered=True).status_code == 200
    for who in ("senco", "second_parent", "contributor"):
        assert open_by[who].get(links[0]).status_code == 404
        assert open_by[who].get(links[0].replace(desk.family, desk.pupil)).status_code == 404


def test_a_program_is_no_evidence_and_a_comment_takes_its_files_along(desk: PlanDesk) -> None:
    store = desk.school.app.extensions["storage"]
    before = set(store.keys())
    page = f"{desk.family}/comments/about/f1"
    program = [(BytesIO(b"MZ program"), "game.exe")]
    assert desk.send("parent", page, **WRONG, files=program).status_code == 422
    assert with_files(desk, "Diary.pdf").status_code == 303
    assert len(set(store.keys()) - before) >= 1
    desk.send("parent", f"{desk.family}/comments", f"{page}/remove")
    assert set(store.keys()) == before

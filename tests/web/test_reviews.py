"""A review from its beginning to the decision, as everybody who takes part sees it (row S07)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.desk import CaseClock
from ehcportal.models.form import FormAssignment
from ehcportal.models.review import Review, ReviewGuest, ReviewMeeting, ReviewPaper
from tests import schools
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school


@pytest.fixture
def reviewing(school: School) -> Reviewing:
    """A review that was begun."""
    return Reviewing(school).begin()


def test_a_review_without_a_plan_cannot_begin(school: School) -> None:
    answer = school.cast["caseworker"].post(
        f"/council/cases/{school.case}/reviews", {"kind": "annual"}
    )

    assert answer.status_code == 422
    assert "There is no final plan yet." in answer.get_data(as_text=True)


def test_an_early_review_says_why_and_one_runs_at_a_time(school: School) -> None:
    reviewing = Reviewing(school)
    without = school.cast["caseworker"].post(reviewing.all, {"kind": "early"})
    reviewing.begin(kind="early", reason="She cannot go to school any more")
    second = school.cast["caseworker"].post(reviewing.all, {"kind": "annual"})

    assert without.status_code == second.status_code == 422
    assert "Write why the review is early" in without.get_data(as_text=True)
    with school.unit() as session:
        assert len(session.exec(select(Review)).all()) == 1


def test_a_meeting_in_less_than_two_weeks_needs_a_reason_that_everybody_reads(
    reviewing: Reviewing,
) -> None:
    """14 whole days lie between: the fourteenth day itself is too near, the fifteenth is not."""
    near, far = (clock.today() + timedelta(days=days) for days in (14, 15))
    refused = reviewing.arrange(near)
    assert refused.status_code == 422
    assert 'value="Room 3, pineapple house"' in refused.get_data(as_text=True)

    assert reviewing.arrange(near, short_notice_reason="A place came free").status_code == 303
    assert "A place came free" in reviewing.read("parent", reviewing.family)
    assert reviewing.arrange(far).status_code == 303


def test_a_changed_day_is_a_further_row_and_asks_everybody_again(reviewing: Reviewing) -> None:
    first = clock.today() + timedelta(days=20)
    reviewing.arrange(first)
    reviewing.invite()
    answer = f"{reviewing.family}/{reviewing.review_id}/answer"
    assert reviewing.send("parent", answer, reviewing.family, answer="accepted").status_code == 303
    stale = reviewing.read("parent", reviewing.family)
    reviewing.arrange(first + timedelta(days=7))

    meeting_id = stale.partition('name="meeting_id" value="')[2].partition('"')[0]
    late = reviewing.cast["parent"].post(answer, {"answer": "declined", "meeting_id": meeting_id})
    assert late.status_code == 422
    assert "The day of the meeting was changed a moment ago." in late.get_data(as_text=True)
    assert "No answer yet" in reviewing.read("caseworker", reviewing.page)
    with reviewing.school.unit() as session:
        assert len(session.exec(select(ReviewMeeting)).all()) == 2


def test_everybody_invited_is_told_and_answers_and_the_council_hears_of_a_proposal(
    reviewing: Reviewing,
) -> None:
    reviewing.arrange(clock.today() + timedelta(days=20))
    reviewing.invite()
    parent = f"{reviewing.family}/{reviewing.review_id}/answer"
    wrong = reviewing.send("parent", parent, reviewing.family, answer="proposed")
    assert wrong.status_code == 422
    proposal = {"answer": "proposed", "proposal": "Fridays suit me"}
    assert reviewing.send("parent", parent, reviewing.family, **proposal).status_code == 303
    senco = f"{reviewing.setting}/{reviewing.review_id}/answer"
    assert reviewing.send("senco", senco, reviewing.setting, answer="accepted").status_code == 303
    adviser = f"{reviewing.adviser}/answer"
    said = reviewing.send("contributor", adviser, reviewing.adviser, answer="declined")
    assert said.status_code == 303

    assert "Review of Maya Okafor’s plan" in reviewing.read("contributor", "/advice")
    page = reviewing.read("caseworker", reviewing.page)
    for words in ("Fridays suit me", "Asks for another day", "Comes", "Cannot come", "Dr Ash"):
        assert words in page
    with reviewing.school.unit() as session:
        told = {each.path for each in session.exec(select(Alert))}
        assert {reviewing.family, reviewing.setting, reviewing.adviser, reviewing.all} <= told
        answers = {each.answer for each in session.exec(select(ReviewGuest))}
        assert answers == {"accepted", "declined", "proposed", None}


@pytest.mark.parametrize("who", ["caseworker", "senco"])
def test_who_asked_for_another_day_reads_why_the_day_stays(reviewing: Reviewing, who: str) -> None:
    reviewing.arrange(clock.today() + timedelta(days=20))
    reviewing.invite()
    parent = f"{reviewing.family}/{reviewing.review_id}/answer"
    wish = {"answer": "proposed", "proposal": "Fridays suit me"}
    reviewing.send("parent", parent, reviewing.family, **wish)
    shown = reviewing.page if who == "caseworker" else reviewing.setting
    with reviewing.school.unit() as session:
        guest = session.exec(select(ReviewGuest).where(ReviewGuest.proposal != "")).one()
        alerts = session.exec(select(Alert).where(Alert.path == reviewing.setting)).all()
        assert {"proposed"} <= {part for each in alerts for part in each.dedupe_key.split(":")}
    base = f"{reviewing.setting}/{reviewing.review_id}" if who == "senco" else reviewing.page
    path, field = f"{base}/guests/{guest.id}/day-stays", f"reply-{guest.id}"
    assert "Fridays suit me" in reviewing.read(who, shown)

    empty = reviewing.send(who, path, shown)
    assert empty.status_code == 422
    assert "Write why the day stays" in empty.get_data(as_text=True)
    assert reviewing.send(who, path, shown, **{field: "The nurse has no Friday"}).status_code == 303

    assert "The nurse has no Friday" in reviewing.read("parent", reviewing.family)
    assert "Why does the day stay?" not in reviewing.read(who, shown)
    reviewing.arrange(clock.today() + timedelta(days=27))
    assert "The nurse has no Friday" not in reviewing.read("parent", reviewing.family)


def test_what_somebody_said_on_the_telephone_is_noted_by_staff(reviewing: Reviewing) -> None:
    reviewing.arrange(clock.today() + timedelta(days=20))
    reviewing.invite()
    with reviewing.school.unit() as session:
        doctor = session.exec(select(ReviewGuest).where(ReviewGuest.name == "Dr Ash")).one()
    path = f"{reviewing.page}/guests/{doctor.id}/answer"

    assert reviewing.send("caseworker", path).status_code == 422
    assert reviewing.send("caseworker", path, answer="accepted").status_code == 303
    assert "Comes" in reviewing.read("caseworker", reviewing.page)


def summer_begins() -> date:
    """Return the last Sunday of the next March that is far enough away for an invitation."""
    ahead = clock.today() + timedelta(days=20)
    last = date(ahead.year if ahead < date(ahead.year, 3, 23) else ahead.year + 1, 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize(("days", "utc"), [(-2, "093000Z"), (2, "083000Z")])
def test_half_past_nine_is_half_past_nine_before_and_after_the_clocks_change(
    reviewing: Reviewing, days: int, utc: str
) -> None:
    on = summer_begins() + timedelta(days=days)
    assert reviewing.arrange(on).status_code == 303
    reviewing.invite()
    file = reviewing.cast["parent"].get(f"{reviewing.family}/{reviewing.review_id}/meeting.ics")

    body = file.get_data(as_text=True)
    assert file.content_type.startswith("text/calendar")
    assert f"DTSTART:{on:%Y%m%d}T{utc}" in body.replace("\r\n ", "")
    assert "pineapple" in body
    assert "Maya" not in body
    assert "Okafor" not in body


def test_views_and_advice_are_asked_for_and_open_as_forms(reviewing: Reviewing) -> None:
    meeting_on = clock.today() + timedelta(days=30)
    reviewing.arrange(meeting_on)
    reviewing.invite()
    for _again in range(2):
        answer = reviewing.send("caseworker", f"{reviewing.page}/ask", reviewing.page)
        assert answer.status_code == 303

    with reviewing.school.unit() as session:
        asked = {each.form_id: each.due_on for each in session.exec(select(FormAssignment))}
        count = len(session.exec(select(FormAssignment)).all())
    last_day = meeting_on - timedelta(days=15)
    assert asked == {"review-parent-views": last_day, "review-advice": last_day}
    assert count == 3
    for who, path in (
        ("parent", f"{reviewing.family}/{reviewing.review_id}/views"),
        ("senco", f"{reviewing.setting}/{reviewing.review_id}/write"),
        ("contributor", f"{reviewing.adviser}/write"),
    ):
        led = reviewing.cast[who].post(path)
        assert led.status_code == 303, who
        assert reviewing.cast[who].get(led.headers["Location"]).status_code == 200, who
    with reviewing.school.unit() as session:
        assert len(session.exec(select(FormAssignment)).all()) == count


def test_a_senco_fills_in_a_form_and_comes_back_to_the_review(reviewing: Reviewing) -> None:
    reviewing.arrange(clock.today() + timedelta(days=30))
    reviewing.invite()
    led = reviewing.cast["senco"].post(f"{reviewing.setting}/{reviewing.review_id}/write")
    closed = reviewing.cast["senco"].post(led.headers["Location"], {"then": "close"})

    assert closed.status_code == 303
    assert closed.headers["Location"].startswith(f"/settings/pupils/{reviewing.case_id}")
    assert reviewing.cast["other_senco"].get(led.headers["Location"]).status_code == 404


def test_each_reads_what_is_theirs_to_read(reviewing: Reviewing) -> None:
    """The school gathers; the family reads advice once it went round, never a kept word."""
    reviewing.arrange(clock.today() + timedelta(days=30))
    reviewing.invite()
    views = {"went_well": "She swims", "not_for_the_meeting": "Secret rhubarb"}
    reviewing.write("parent", "review-parent-views", **views)
    reviewing.write("contributor", "review-advice", strengths="Good with numbers")

    assert "Views of a parent" in reviewing.read("senco", reviewing.setting)
    assert "Advice" not in reviewing.read("parent", reviewing.family).partition("To read")[2][:400]
    sent = reviewing.send("caseworker", f"{reviewing.page}/circulation", reviewing.page)
    assert sent.status_code == 303
    with reviewing.school.unit() as session:
        found = {each.kind.value: each.id for each in session.exec(select(ReviewPaper))}
    advice = f"/{reviewing.review_id}/papers/{found['advice']}"
    own = f"/{reviewing.review_id}/papers/{found['parent_views']}"
    assert "Good with numbers" in reviewing.read("parent", reviewing.family + advice)
    assert "Secret rhubarb" in reviewing.read("parent", reviewing.family + own)
    assert "Secret rhubarb" in reviewing.read("caseworker", f"{reviewing.all}{own}")
    read_by_school = reviewing.read("senco", reviewing.setting + own)
    assert "She swims" in read_by_school
    assert "Secret rhubarb" not in read_by_school
    by_adviser = f"{reviewing.adviser}/papers/{found['parent_views']}"
    assert "She swims" in reviewing.read("contributor", by_adviser)


def test_what_the_child_keeps_for_the_council_nobody_else_reads(reviewing: Reviewing) -> None:
    reviewing.arrange(clock.today() + timedelta(days=30))
    reviewing.invite()
    for share in ("council", "professionals"):
        reviewing.write("stranger", "review-child-views", good="Art", share=share)
    reviewing.send("caseworker", f"{reviewing.page}/circulation", reviewing.page)

    words = "Views of the child or young person"
    assert reviewing.read("caseworker", reviewing.page).count(words) == 2
    assert reviewing.read("senco", reviewing.setting).count(words) == 1
    assert words not in reviewing.read("parent", reviewing.family)


def test_papers_that_go_round_late_need_a_reason(reviewing: Reviewing) -> None:
    reviewing.arrange(clock.today() + timedelta(days=14), short_notice_reason="Soon")
    reviewing.invite()
    reviewing.write("contributor", "review-advice", strengths="Good with numbers")
    path = f"{reviewing.page}/circulation"

    refused = reviewing.send("caseworker", path, reviewing.page)
    assert refused.status_code == 422
    given = reviewing.send("caseworker", path, reviewing.page, late_reason="The report came late")
    assert given.status_code == 303


def test_two_who_change_a_review_at_once_do_not_lose_each_others_day(reviewing: Reviewing) -> None:
    on = clock.today() + timedelta(days=20)
    assert reviewing.arrange(on).status_code == 303
    day = {"on-day": on.day, "on-month": on.month, "on-year": on.year}
    other = {**day, "minutes": "60", "how": "phone", "_version": "1"}
    answer = reviewing.cast["caseworker"].post(f"{reviewing.page}/meeting", other)

    assert answer.status_code == 409
    assert "Somebody changed this review a moment ago." in answer.get_data(as_text=True)


@pytest.mark.parametrize(("who", "at"), [("parent", "family"), ("senco", "setting")])
def test_a_child_without_an_account_is_heard_with_the_help_of_an_adult(
    reviewing: Reviewing, who: str, at: str
) -> None:
    """Form 12: parent or SENCo writes down what the child says, and it is a paper of its own."""
    reviewing.arrange(clock.today() + timedelta(days=30))
    reviewing.invite()
    page = getattr(reviewing, at)
    path = f"{page}/{reviewing.review_id}/{'views' if who == 'parent' else 'write'}"
    assert 'name="whose" value="child"' in reviewing.read(who, page)
    answer = reviewing.cast[who].post(path, {"whose": "child"})

    assert answer.status_code == 303
    assert "/forms/review-child-views" in answer.headers["Location"]
    assert reviewing.cast[who].get(answer.headers["Location"]).status_code in {200, 303}


def test_whom_the_law_wants_and_nobody_invited_is_named(reviewing: Reviewing) -> None:
    """Health and social care are forgotten most often; the page names them until they are asked."""
    reviewing.arrange(clock.today() + timedelta(days=30))
    assert "School or college, The council, Health, Social care" in " ".join(
        reviewing.read("caseworker", f"{reviewing.page}/guests").split()
    )
    reviewing.invite()
    page = reviewing.read("caseworker", reviewing.page)
    assert "Not invited yet" in page
    missing = page.partition("Not invited yet")[2].partition("</p>")[0]
    assert "Social care" in missing
    assert "Health" not in missing


def test_a_review_that_should_not_have_begun_is_stopped_with_a_reason(reviewing: Reviewing) -> None:
    reviewing.arrange(clock.today() + timedelta(days=20))
    reviewing.invite()
    reviewing.send("caseworker", f"{reviewing.page}/ask", reviewing.page)
    path = f"{reviewing.page}/stop"

    assert reviewing.send("caseworker", path).status_code == 422
    assert reviewing.send("caseworker", path, reason="Begun twice").status_code == 303
    page = reviewing.read("parent", reviewing.family)
    assert "will not be held" in page
    assert "No review has been arranged yet" in page
    file = reviewing.read("parent", f"{reviewing.family}/{reviewing.review_id}/meeting.ics")
    assert "METHOD:CANCEL" in file
    assert "STATUS:CANCELLED" in file
    assert "will not be held" in reviewing.read("senco", reviewing.setting)
    with reviewing.school.unit() as session:
        assert all(each.cancelled_at for each in session.exec(select(FormAssignment)))
        alerts = session.exec(select(Alert)).all()
        told = {each.account_id for each in alerts if "stopped:" in (each.dedupe_key or "")}
        assert reviewing.cast.accounts["parent"].id in told


def test_the_lists_name_what_is_due_by_term_and_a_setting_is_told_once(school: School) -> None:
    reviewing = Reviewing(school).begin()
    due_on = session_due(school)
    term = f"/council/reviews?term={due_on.isoformat()}"
    path = {"setting": school.millbrook, "term": due_on.isoformat()}

    assert "Okafor, Maya" in reviewing.read("caseworker", term)
    assert "Okafor, Maya" not in reviewing.read("caseworker", f"{term}&setting=none")
    for _again in range(2):
        assert school.cast["caseworker"].post("/council/reviews/lists", path).status_code == 303
    assert "Told" in reviewing.read("caseworker", term)
    for whom in ("health", "all"):
        sent = {**path, "setting": whom}
        assert school.cast["caseworker"].post("/council/reviews/lists", sent).status_code == 303
    assert "I have sent it" not in reviewing.read("caseworker", term)
    with school.unit() as session:
        lists = [each for each in session.exec(select(Alert)) if each.path.startswith("/settings/")]
        assert [each.path for each in lists] == [f"/settings/{school.millbrook}/reviews"]
    with time_machine.travel(datetime.combine(due_on, datetime.min.time()), tick=True):
        school.cast.players.pop("senco", None)
        page = reviewing.read("senco", f"/settings/{school.millbrook}/reviews")
        assert "Okafor, Maya" in page


def session_due(school: School) -> date:
    """Return the day by which the review must be finished, as the work tray has it."""
    with school.unit() as session:
        clocks = session.exec(select(CaseClock).where(CaseClock.duty == "review")).all()
        return clocks[0].due_on


def test_children_who_move_on_stand_in_a_list_with_the_days_planned_back(school: School) -> None:
    reviewing = Reviewing(school).begin()
    with time_machine.travel(datetime(2026, 10, 1, 12), tick=True):
        school.cast.players.pop("caseworker", None)
        page = reviewing.read("caseworker", "/council/reviews/transfers")

    assert "Okafor, Maya" in page
    assert "the last day is Sunday 14 February 2027" in page
    assert "The last safe day for a meeting is Sunday 22 November 2026" in page

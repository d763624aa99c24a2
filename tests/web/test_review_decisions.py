"""From a review meeting to the decision: who holds it, the report, the letter (Reg 20, 22)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import Outcome, PlanKind
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.assessment import Decision
from ehcportal.models.desk import CaseClock
from ehcportal.models.document import Publication
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.review import Review, ReviewGuest
from tests import schools
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school


@pytest.fixture
def reviewing(school: School) -> Reviewing:
    """A review that was begun."""
    return Reviewing(school).begin()


@pytest.fixture
def held(reviewing: Reviewing) -> Iterator[Reviewing]:
    """The day of the meeting: all were invited, and it was held."""
    on = clock.today() + timedelta(days=20)
    assert reviewing.arrange(on).status_code == 303
    assert reviewing.invite().status_code == 303
    with time_machine.travel(clock.london_midnight(on) + timedelta(hours=12), tick=True):
        for who in ("caseworker", "parent", "senco"):
            reviewing.cast.players.pop(who, None)
        assert reviewing.hold().status_code == 303
        yield reviewing


def test_a_decision_waits_for_the_report_and_goes_out_with_its_letter(held: Reviewing) -> None:
    early = held.cast["caseworker"].get(f"{held.page}/decision").get_data(as_text=True)
    assert "The report can still come until" in early
    held.write("senco", "review-report", recommendation="maintain", differences="no")
    with held.school.unit() as session:
        news = session.exec(select(Alert).where(Alert.kind == AlertKind.DOCUMENT)).all()
        assert {each.path for each in news} == {held.family, held.adviser, held.all}
    missing = held.decide("maintain", sure="")
    assert missing.status_code == 422
    others = held.decide("maintain", _readers="those of yesterday")
    assert "The circle of readers has changed" in others.get_data(as_text=True)

    assert held.decide("maintain").status_code == 303
    page = held.read("parent", held.family)
    assert "The plan stays as it is" in page
    assert "All agreed at the meeting." in page
    with held.school.unit() as session:
        decision = session.exec(select(Decision).where(Decision.review_id == held.review_id)).one()
        assert decision.notified_on == clock.today()
        assert decision.letter_id is not None
        assert session.exec(select(Publication)).first() is not None
        told = session.exec(select(Alert).where(Alert.kind == AlertKind.STAGE)).all()
        assert {each.path for each in told} == {held.family}
        assert all(each.act_by for each in told)
    again = held.decide("amend")
    assert again.status_code == 422


def test_a_decision_to_change_counts_only_with_the_changes(held: Reviewing) -> None:
    """The clock of the decision runs on until the family has what is proposed (the Devon case)."""
    held.write("senco", "review-report", recommendation="amend", differences="no")
    assert held.decide("amend").status_code == 303

    assert "has not got the proposed changes yet" in held.read("caseworker", held.page)
    with held.school.unit() as session:
        duties = {each.duty for each in session.exec(select(CaseClock))}
        assert "review_decision" in duties


def test_after_the_notice_the_family_has_15_days_and_the_council_eight_weeks(
    held: Reviewing,
) -> None:
    held.write("senco", "review-report", recommendation="amend", differences="no")
    held.decide("amend")
    today = clock.today()
    with held.school.unit() as session:
        plan = session.exec(select(Plan)).one()
        notice = PlanVersion(plan_id=plan.id, number=3, kind=PlanKind.AMENDMENT, served_on=today)
        session.add(notice)
        session.get_one(Review, held.review_id).notice_on = today

    page = held.read("parent", held.family)
    assert f"until {weekday_words(today + timedelta(days=14))}" in page
    assert weekday_words(today + timedelta(days=55)) in page
    kept = held.send("caseworker", f"{held.page}/keep", reason="We were wrong", sure="yes")
    assert kept.status_code == 303
    assert "We were wrong" in held.read("parent", held.family)
    with held.school.unit() as session:
        made = session.exec(select(Decision).where(Decision.review_id == held.review_id)).all()
        assert {each.outcome for each in made} == {Outcome.AMEND, Outcome.MAINTAIN}


def test_the_school_notes_that_the_meeting_was_held_and_writes_the_report(school: School) -> None:
    reviewing = Reviewing(school).begin()
    on = clock.today() + timedelta(days=20)
    reviewing.arrange(on)
    reviewing.invite()
    with time_machine.travel(clock.london_midnight(on) + timedelta(hours=12), tick=True):
        school.cast.players.pop("senco", None)
        assert reviewing.hold("senco").status_code == 303
        led = school.cast["senco"].post(f"{reviewing.setting}/{reviewing.review_id}/write")
        assert "review-report" in led.headers["Location"]
    with school.unit() as session:
        came = [each.attended for each in session.exec(select(ReviewGuest))]
        assert came.count(True) == 1
        assert None not in came


def test_the_school_that_holds_the_review_sets_its_day(school: School) -> None:
    reviewing = Reviewing(school).begin()
    path = f"{reviewing.setting}/{reviewing.review_id}/meeting"
    on = clock.today() + timedelta(days=10)
    day = {"on-day": on.day, "on-month": on.month, "on-year": on.year, "minutes": "60"}

    near = reviewing.send("senco", path, **day, how="video")
    assert near.status_code == 422
    assert "two weeks’ notice" in near.get_data(as_text=True)
    reason = {"short_notice_reason": "The parents asked for it"}
    assert reviewing.send("senco", path, **day, how="video", **reason).status_code == 303
    assert "By video" in reviewing.read("caseworker", reviewing.page)


def test_where_no_setting_is_attended_the_council_does_all_of_it(school: School) -> None:
    reviewing = Reviewing(school).begin(setting="")
    on = clock.today() + timedelta(days=20)
    reviewing.arrange(on)
    reviewing.invite()
    with time_machine.travel(clock.london_midnight(on) + timedelta(hours=12), tick=True):
        school.cast.players.pop("caseworker", None)
        assert reviewing.hold().status_code == 303
        led = school.cast["caseworker"].post(f"{reviewing.page}/report")
        assert school.cast["caseworker"].get(led.headers["Location"]).status_code == 200
        page = reviewing.read("caseworker", reviewing.page)
    assert "no setting is attended (Regulation 21)" in page


def test_another_setting_that_only_comes_cannot_send_papers_round(school: School) -> None:
    reviewing = Reviewing(school).begin(setting="")
    reviewing.arrange(clock.today() + timedelta(days=20))
    path = f"{reviewing.setting}/{reviewing.review_id}/circulation"

    assert school.cast["senco"].post(path, {"_version": "2"}).status_code == 404

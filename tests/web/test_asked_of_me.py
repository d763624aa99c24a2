"""What a SENCo and an adviser are asked for stands in their tray until it is done (row S02)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.dates import weekday_words
from ehcportal.models.plan import Consultation, PlanVersion
from tests import factories, schools
from tests.paper import open_sheet
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school
DAY, ANSWER, WRITE = "Set the day of the review", "Say whether you come", "Write for the review"
HELD, REPORT = "Note who came", "Write the report of the review"


@pytest.fixture
def reviewing(school: School) -> Reviewing:
    """A review that was begun."""
    return Reviewing(school).begin()


def tray(reviewing: Reviewing, who: str = "senco") -> str:
    path = reviewing.school.pupils() if who == "senco" else "/advice"
    section = open_sheet(reviewing.cast[who], path).soup.select_one("section.next-step")
    return section.get_text(" ", strip=True) if section else ""


def test_each_step_of_a_review_stands_there_with_its_day_until_it_is_done(
    reviewing: Reviewing,
) -> None:
    assert DAY in tray(reviewing)
    on = clock.today() + timedelta(days=30)
    assert reviewing.arrange(on).status_code == 303
    assert DAY not in tray(reviewing)
    assert reviewing.invite().status_code == 303
    for who in ("senco", "contributor"):
        words = tray(reviewing, who)
        assert f"{ANSWER} to the review meeting: Maya Okafor" in words
        assert f"Meeting on {weekday_words(on)}" in words
    reviewing.send("caseworker", f"{reviewing.page}/ask", reviewing.page)
    assert WRITE in tray(reviewing)
    assert WRITE in tray(reviewing, "contributor")

    path = f"{reviewing.setting}/{reviewing.review_id}/answer"
    reviewing.send("senco", path, reviewing.setting, answer="accepted")
    reviewing.send(
        "contributor", f"{reviewing.adviser}/answer", reviewing.adviser, answer="declined"
    )
    assert ANSWER not in tray(reviewing) + tray(reviewing, "contributor")


def test_after_the_meeting_whoever_holds_it_is_asked_who_came_and_for_the_report(
    reviewing: Reviewing,
) -> None:
    assert reviewing.arrange(clock.today(), short_notice_reason="All are here").status_code == 303
    assert HELD in tray(reviewing)
    assert reviewing.hold("senco").status_code == 303
    words = tray(reviewing)
    assert HELD not in words
    assert f"{REPORT}: Maya Okafor" in words
    assert REPORT in reviewing.read("senco", reviewing.school.pupil())
    reviewing.write("senco", "review-report")
    assert REPORT not in tray(reviewing)


def test_a_consultation_stands_there_until_it_is_answered(school: School) -> None:
    reviewing = Reviewing(school)
    with school.unit() as session:
        version = session.exec(select(PlanVersion).where(PlanVersion.number == 2)).one()
        session.add(
            Consultation(
                case_id=school.case,
                plan_version_id=version.id,
                setting_id=school.millbrook,
                sent_on=factories.days_ago(3),
            )
        )
    assert "Answer whether you can teach them: Maya Okafor" in tray(reviewing)
    with school.unit() as session:
        session.exec(select(Consultation)).one().replied_on = clock.today()
    assert "Answer whether" not in tray(reviewing)

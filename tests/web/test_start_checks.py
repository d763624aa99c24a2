"""Four weeks after a final plan somebody looks whether its help has begun (good practice)."""

import re

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.models.start_check import StartCheck
from tests import factories
from tests.cast import Cast


@pytest.fixture
def case_id(cast: Cast, database: Database) -> str:
    with database.unit() as session:
        child = factories.person(session)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.plan(session, case, (PlanKind.DRAFT, 60), (PlanKind.FINAL, 30))
        return case.id


def test_a_new_plan_is_looked_at_once_its_four_weeks_are_over(
    cast: Cast, database: Database, case_id: str
) -> None:
    with database.unit() as session:
        young = factories.case(session, factories.person(session, "Ash", "Reed"))
        factories.plan(session, young, (PlanKind.FINAL, 20))
    player, page = cast["caseworker"], f"/council/cases/{case_id}/start"
    listed = player.get("/council/starts").get_data(as_text=True)
    assert "Okafor, Maya" in listed
    assert "Reed, Ash" not in listed
    assert "no law sets this day" in listed
    assert "Has the help begun?" in player.get("/council/tray").get_data(as_text=True)

    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    assert player.post(page, {"all_there": "no", **day}).status_code == 422
    missing = {"all_there": "no", "missing": "No therapist yet", **day}
    assert player.post(page, missing).status_code == 303
    assert "Okafor, Maya" not in player.get("/council/starts").get_data(as_text=True)
    assert "No therapist yet" in player.get(page).get_data(as_text=True)
    with database.reading() as session:
        assert session.exec(select(StartCheck.all_there)).one() is False


def test_what_the_family_told_about_missing_help_is_read_with_the_look_at_the_start(
    cast: Cast, database: Database, case_id: str
) -> None:
    def line(what: str, happening: str, gap: str = "") -> dict[str, str]:
        return {"what": what, "happening": happening, "gap": gap}

    rows = [line("Reading lessons", "yes"), line("Speech therapy", "no", "None since June")]
    with database.unit() as session:
        for days, answers in ((40, [line("Old help", "no")]), (2, rows)):
            sent = factories.submission(
                session,
                cast.accounts["parent"],
                "help-check",
                answers={"provision": answers},
                received=days,
            )
            sent.case_id = case_id
    player = cast["caseworker"]
    page = player.get(f"/council/cases/{case_id}/start").get_data(as_text=True)

    assert "The family told about the help" in player.get("/council/starts").get_data(as_text=True)
    assert "Speech therapy" in page
    assert "None since June" in page
    assert "Reading lessons" not in page, "it is given"
    assert "Old help" not in page, "it was told about the plan before"
    (form,) = set(re.findall(r'href="(/council/cases/[^"]+/forms/sent/[^"]+)"', page))
    assert "Speech therapy" in player.get(form).get_data(as_text=True)

"""Four weeks after a final plan somebody looks whether its help has begun (good practice)."""

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

"""A family that asks in time is met before the plan is final, or says it is not needed (Reg 13)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.alert import Alert
from ehcportal.models.plan import Representation
from ehcportal.models.plan_wishes import PlanMeeting
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

OWED = "The family asked in time for 1 meeting"


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A draft about which the mother asked for a meeting, and a final plan being written."""
    assert unserved.serve().status_code == 303
    asked = unserved.send("parent", f"{unserved.family}/comments", do="send", meeting="video")
    assert asked.status_code == 303
    unserved.begin(PlanKind.FINAL)
    return unserved


def said(desk: PlanDesk) -> str:
    with desk.school.app.extensions["database"].reading() as session:
        return session.exec(select(Representation.id)).one()


def page(desk: PlanDesk) -> str:
    return f"{desk.council}/meetings/{said(desk)}"


def day(name: str, ahead: int) -> dict[str, str]:
    on = clock.today() + timedelta(days=ahead)
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def gate(desk: PlanDesk) -> str:
    return desk.text("caseworker", f"{desk.council}/final")


def test_the_plan_is_not_final_before_the_meeting_was_held(desk: PlanDesk) -> None:
    assert OWED in gate(desk)
    given = {"starts": "14:30", "minutes": "45", "how": "video", "place": "https://meet.example/a"}
    assert desk.send("caseworker", page(desk), **given).status_code == 422, "no day"
    assert desk.send("caseworker", page(desk), **given, **day("on", 5)).status_code == 303
    own = desk.text("parent", f"{desk.family}/comments")
    assert "https://meet.example/a" in own
    file = desk.text("parent", f"{desk.family}/meetings/{said(desk)}/meeting.ics")
    assert "SUMMARY:EHC: Meeting about the plan" in file
    assert "Maya" not in file
    desk.text("senco", f"{desk.family}/meetings/{said(desk)}/meeting.ics", 404)
    with desk.school.app.extensions["database"].reading() as session:
        keys = [str(each) for each in session.exec(select(Alert.dedupe_key))]
    assert [each for each in keys if each.startswith("plan-meeting:")]
    assert OWED in gate(desk), "a day is no meeting"
    held = page(desk)
    assert desk.send("caseworker", held, f"{held}/held", **day("held", 0)).status_code == 422
    note = {"note": "She wants a smaller group.", **day("held", 0)}
    assert desk.send("caseworker", held, f"{held}/held", **note).status_code == 303
    assert OWED not in gate(desk)
    assert "She wants a smaller group." in desk.text("parent", f"{desk.family}/comments")


def test_only_the_family_gives_its_meeting_up(desk: PlanDesk) -> None:
    own = f"{desk.family}/meetings/{said(desk)}/withdrawn"
    assert desk.school.cast["senco"].post(own, {"_version": "0"}).status_code == 404
    assert desk.send("parent", f"{desk.family}/comments", own).status_code == 303
    assert OWED not in gate(desk)
    with desk.school.app.extensions["database"].reading() as session:
        row = session.exec(select(PlanMeeting)).one()
        assert row.withdrawn_on == clock.today()
    late = desk.school.cast["caseworker"].post(page(desk), {"_version": "0"})
    assert late.status_code == 422


def test_a_meeting_asked_for_too_late_is_not_owed(desk: PlanDesk) -> None:
    with desk.school.unit() as session:
        row = session.get_one(factories.PlanVersion, desk.version_id)
        row.served_on = factories.days_ago(20)
        row.comments_until = factories.days_ago(6)
        session.add(row)
    assert OWED not in gate(desk)

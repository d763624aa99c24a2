"""Who may read a plan because it names, named or might name their setting (s39, s43 of the Act)."""

import pytest
from sqlmodel import select

from ehcportal.domain.facts import PlanKind
from ehcportal.models.plan import Consultation, ReplyKind
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

HEALTH = "Sent by secure e-mail to the designated officer"


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A final plan of 100 days ago that names Northbrook."""
    assert unserved.serve().status_code == 303
    unserved.advance(120)
    asked(unserved, unserved.version_id, unserved.school.northbrook, ago=118)
    name(unserved, unserved.begin(PlanKind.FINAL), unserved.school.northbrook, ago=100)
    with unserved.school.unit() as session:
        row = session.exec(select(Consultation)).one()
        row.named_on = factories.days_ago(100)
        session.add(row)
    return unserved


def asked(desk: PlanDesk, version_id: str, setting_id: str, ago: int) -> str:
    with desk.school.unit() as session:
        row = Consultation(
            plan_version_id=version_id,
            case_id=desk.school.case,
            setting_id=setting_id,
            sent_on=factories.days_ago(ago),
            reply=ReplyKind.YES,
            replied_on=factories.days_ago(ago),
        )
        session.add(row)
        session.flush()
        return row.id


def name(desk: PlanDesk, version_id: str, setting_id: str, ago: int = -1) -> None:
    """Name a setting in section I of a version and, when it was ``ago``, let it have been sent."""
    desk.write(version_id, "i1", "A school", section="I", type="Mainstream", setting_id=setting_id)
    if ago >= 0:
        desk.issued(version_id, ago)


def change(desk: PlanDesk, ago: int = 20) -> tuple[str, str]:
    """Propose changes some days ago and begin the changed plan; return both versions."""
    changes = desk.begin(PlanKind.AMENDMENT)
    desk.issued(changes, ago)
    return changes, desk.begin(PlanKind.AMENDED_FINAL)


def send(desk: PlanDesk) -> int:
    return desk.send("caseworker", f"{desk.council}/final", health=HEALTH).status_code


def place(desk: PlanDesk, setting_id: str, consultation_id: str) -> str:
    return f"/settings/{setting_id}/consultations/{consultation_id}"


def test_a_school_that_the_plan_names_no_more_reads_it_no_more(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    with school.app.extensions["database"].reading() as session:
        was_named = session.exec(select(Consultation.id)).one()
    page = place(desk, school.northbrook, was_named)
    assert "The final plan names your setting" in desk.text("other_senco", page)
    changes, final = change(desk)
    desk.text("other_senco", page)
    asked(desk, changes, school.millbrook, ago=16)
    name(desk, final, school.millbrook)
    assert send(desk) == 303
    desk.text("other_senco", page, 404)
    assert "Maya" not in desk.text("other_senco", f"/settings/{school.northbrook}/consultations")


def test_a_school_is_named_anew_only_when_it_was_asked_about_these_changes(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    asked(desk, desk.version_id, school.millbrook, ago=118)
    changes, final = change(desk)
    name(desk, final, school.millbrook)
    page = desk.text("caseworker", f"{desk.council}/final")
    assert "is named and was not consulted" in page, "it was asked about another plan"
    asked(desk, changes, school.millbrook, ago=3)
    assert "was not consulted" not in desk.text("caseworker", f"{desk.council}/final")


def test_a_school_that_stays_named_is_not_asked_again(desk: PlanDesk) -> None:
    change(desk)
    assert "was not consulted" not in desk.text("caseworker", f"{desk.council}/final")
    assert send(desk) == 303
    with desk.school.app.extensions["database"].reading() as session:
        page = place(desk, desk.school.northbrook, session.exec(select(Consultation.id)).one())
    assert "The final plan names your setting" in desk.text("other_senco", page)

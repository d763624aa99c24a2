"""A plan that was served says what it said then, or ``ehcportal verify`` names it."""

from sqlmodel import select

from ehcportal.models.document import DocumentVersion
from ehcportal.models.plan import PlanLine
from ehcportal.queries import plan_seals
from tests import plans
from tests.plans import PlanDesk

desk, school = plans.desk, plans.school


def faults(desk: PlanDesk) -> list[str]:
    with desk.school.app.extensions["database"].reading() as session:
        return list(plan_seals.faults(session, [desk.school.case]))


def test_words_that_somebody_changed_in_the_database_are_found(desk: PlanDesk) -> None:
    """Nobody would see it: the day of the change was not touched."""
    assert desk.serve().status_code == 303
    assert faults(desk) == []
    with desk.school.unit() as session:
        line = session.exec(select(PlanLine).where(PlanLine.key == "f1")).one()
        line.text = "A therapist works with Maya in a group."

    assert faults(desk) == [
        f"plan_version {desk.version_id}: it does not say what it said when it was served"
    ]


def test_a_plan_whose_paper_is_gone_is_found(desk: PlanDesk) -> None:
    desk.serve()
    with desk.school.unit() as session:
        paper = desk.version().document_id
        wanted = select(DocumentVersion).where(DocumentVersion.document_id == paper)
        session.delete(session.exec(wanted).one())

    assert faults(desk) == [
        f"plan_version {desk.version_id}: the paper with which it went out is gone"
    ]

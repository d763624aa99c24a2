"""A child with a plan is assessed again: draft, comments, plan within 14 weeks, or no change."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind, ProceedingKind
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.desk import Letter
from ehcportal.models.proceeding import Proceeding
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

HEALTH = "Sent by secure e-mail to the designated officer"


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A final plan of 28 days ago, a new assessment of 6 days ago, and advice asked for in it."""
    assert unserved.serve().status_code == 303
    unserved.advance(29)
    final = unserved.begin(PlanKind.FINAL)
    unserved.write(final, "i1", "A mainstream school", section="I", type="Mainstream")
    unserved.issued(final, 28)
    with unserved.school.unit() as session:
        session.add(
            Proceeding(
                case_id=unserved.school.case,
                kind=ProceedingKind.REASSESSMENT,
                about=["reassess"],
                started_on=factories.days_ago(6),
            )
        )
    return unserved


def reading(desk: PlanDesk) -> Session:
    return desk.school.app.extensions["database"].reading()  # type: ignore[no-any-return]


def ask_for_advice(desk: PlanDesk) -> None:
    with desk.school.unit() as session:
        case = session.get_one(factories.Case, desk.school.case)
        factories.advice(session, case, "Occupational therapist", asked=5, received=1)


def begin(desk: PlanDesk, kind: str) -> None:
    desk.send("caseworker", desk.council, f"{desk.council}/begin", kind=kind)


def list_advice(desk: PlanDesk) -> None:
    """List the advice in section K of the version that is being written."""
    with reading(desk) as session:
        came = col(AdviceRequest.received_on).is_not(None)
        found = [(each.id, each.role) for each in session.exec(select(AdviceRequest).where(came))]
        is_open = col(factories.PlanVersion.served_on).is_(None)
        version_id = session.exec(select(factories.PlanVersion.id).where(is_open)).one()
    for key, role in found:
        said = {"role": role, "author": "A. Therapist", "on": "2026-11-01"}
        desk.write(version_id, key, role, section="K", **said, advice_request_id=key)


def test_no_draft_before_anybody_was_asked_for_advice(desk: PlanDesk) -> None:
    begin(desk, "draft")
    with reading(desk) as session:
        assert len(session.exec(select(factories.PlanVersion.id)).all()) == 2


def test_a_new_assessment_leads_through_a_draft_to_a_new_final_plan(desk: PlanDesk) -> None:
    ask_for_advice(desk)
    begin(desk, "draft")
    list_advice(desk)
    assert desk.serve().status_code == 303
    assert "Draft plan" in desk.text("parent", desk.family)
    due = factories.days_ago(6) + timedelta(weeks=14) - timedelta(days=1)
    page = desk.text("caseworker", f"/council/cases/{desk.school.case}/reassessment")
    assert f"{due.day} {due:%B %Y}" in page, "14 weeks from the council's yes"
    begin(desk, "final")
    assert "to comment, unless they accept" in desk.text("caseworker", f"{desk.council}/final")
    desk.send("parent", f"{desk.family}/comments", do="send", accepts="yes")
    with reading(desk) as session:
        heads = session.exec(select(factories.PlanVersion).order_by("number")).all()
        assert [each.kind for each in heads] == ["draft", "final", "draft", "final"]
        final = heads[-1].id
    desk.write(final, "i2", "A special school", section="I", type="Special school")
    assert desk.send("caseworker", f"{desk.council}/final", health=HEALTH).status_code == 303
    with reading(desk) as session:
        assert session.exec(select(Proceeding.ended_on)).one() == clock.today()
    assert "A special school" in desk.text("parent", desk.family)


def test_the_plan_stays_as_it_is_with_a_notice_that_can_be_appealed(desk: PlanDesk) -> None:
    page = f"/council/cases/{desk.school.case}/reassessment"
    assert desk.send("caseworker", page, reason="Nothing new.").status_code == 422
    given = {"reason": "The advice finds no new needs.", "evidence": "Advice of the therapist"}
    assert desk.send("caseworker", page, **given).status_code == 303
    with reading(desk) as session:
        row = session.exec(select(Decision).where(Decision.kind == DecisionKind.REASSESS)).one()
        assert (row.outcome, row.notified_on) == (Outcome.MAINTAIN, clock.today())
        wanted = select(Letter.fields).where(Letter.template == "reassessment_kept")
        letter = str(session.exec(wanted).one())
        assert session.exec(select(Proceeding.ended_on)).one() == clock.today()
    assert "First-tier Tribunal" in letter
    assert "The advice finds no new needs." in letter
    said = "The decision not to change the plan after a review or a new assessment"
    for who, where in (("parent", "cases"), ("caseworker", "council/cases")):
        room = "appeal" if who == "parent" else "proceedings"
        there = desk.text(who, f"/{where}/{desk.school.case}/{room}")
        assert said in there, f"{who} finds the window of appeal that the letter names"
    again = desk.school.cast["caseworker"].post(page, {**given, "_version": "1"})
    assert again.status_code in {303, 409}, "it is over"

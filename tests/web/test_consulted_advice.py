"""A setting that is asked reads the plan with its appendices, and nothing else of the case."""

import pytest
from sqlmodel import select

from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.plan import Consultation, PlanLine, Section
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

PLACES = {
    "places": [
        {"name": "Elsewhere School", "urn": "", "why": "Near her grandmother"},
        {"name": "Northbrook, Brookton", "urn": "100004", "why": "They know deaf children"},
    ]
}


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A draft that lists one of two pieces of advice, served; Northbrook is asked."""
    listed = _advice(unserved, "Therapist", "She needs pictures")
    _advice(unserved, "Doctor", "Not in the plan")
    with unserved.school.unit() as session:
        session.add(
            PlanLine(
                plan_version_id=unserved.version_id,
                key="k1",
                section=Section.K,
                place=1,
                text="Therapist",
                details={
                    "author": "Ann Hill",
                    "on": "2026-05-01",
                    "role": "Therapist",
                    "advice_request_id": listed,
                },
            )
        )
        parent = unserved.school.cast.accounts["parent"]
        form = factories.submission(session, parent, "parental-preference", answers=PLACES)
        form.case_id = unserved.school.case
    with unserved.school.unit() as session:
        session.add(
            Consultation(
                plan_version_id=unserved.version_id,
                case_id=unserved.school.case,
                setting_id=unserved.school.northbrook,
                is_preference=True,
                sent_on=factories.days_ago(0),
            )
        )
        row = session.get_one(factories.PlanVersion, unserved.version_id)
        row.served_on = factories.days_ago(0)
        session.add(row)
    return unserved


def _advice(desk: PlanDesk, role: str, words: str) -> str:
    with desk.school.unit() as session:
        case = session.get_one(Case, desk.school.case)
        asked = factories.advice(session, case, role, asked=20, received=10)
        author = desk.school.cast.accounts["contributor"]
        sent = factories.submission(
            session,
            author,
            "professional-advice",
            answers={"known": "yes", "way": "here", "strengths": words},
        )
        sent.case_id, sent.about = case.id, "Maya Okafor"
        session.add(
            AdviceAnswer(
                advice_request_id=asked.id,
                submission_id=sent.id,
                sent_by_id=author.id,
                sent_on=factories.days_ago(10),
            )
        )
        return asked.id


def ids(desk: PlanDesk) -> tuple[str, dict[str, str]]:
    with desk.school.app.extensions["database"].reading() as session:
        asked = session.exec(select(Consultation.id)).one()
        advice = {each.role: each.id for each in session.exec(select(AdviceRequest))}
    return f"/settings/{desk.school.northbrook}/consultations/{asked}", advice


def test_it_reads_the_advice_that_section_k_lists_and_no_other(desk: PlanDesk) -> None:
    page, advice = ids(desk)
    shown = desk.text("other_senco", page)
    listed = f"{page}/advice/{advice['Therapist']}"
    assert listed in shown
    assert "K1: Therapist" in shown
    assert "She needs pictures" in desk.text("other_senco", listed)
    desk.text("other_senco", f"{page}/advice/{advice['Doctor']}", 404)
    desk.text("other_senco", f"{listed}/files/nothing", 404)
    for who in ("senco", "parent", "stranger", "contributor"):
        desk.text(who, listed, 404)


def test_it_reads_why_the_family_wants_it_and_not_what_they_say_of_others(desk: PlanDesk) -> None:
    page, _advice = ids(desk)
    shown = desk.text("other_senco", page)
    assert "They know deaf children" in shown
    assert "grandmother" not in shown


def test_when_the_question_is_taken_back_the_advice_is_closed_too(desk: PlanDesk) -> None:
    page, advice = ids(desk)
    with desk.school.unit() as session:
        row = session.exec(select(Consultation)).one()
        row.withdrawn_on = factories.days_ago(0)
        session.add(row)
    desk.text("other_senco", f"{page}/advice/{advice['Therapist']}", 404)


def test_the_family_and_the_childs_setting_read_the_appendices_too(desk: PlanDesk) -> None:
    """Whoever gets the draft gets the advice with it (Reg 12(4) and 13(1))."""
    _page, advice = ids(desk)
    for who, plan in (("parent", desk.family), ("senco", desk.pupil)):
        listed = f"{plan}/versions/1/advice/{advice['Therapist']}"
        assert listed in desk.text(who, plan)
        assert "She needs pictures" in desk.text(who, listed)
        desk.text(who, f"{plan}/versions/1/advice/{advice['Doctor']}", 404)
        desk.text(who, f"{listed}/files/report", 404)
    for who in ("stranger", "contributor", "other_senco"):
        desk.text(who, f"{desk.family}/versions/1/advice/{advice['Therapist']}", 404)

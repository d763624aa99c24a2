"""A new assessment, an early review, a personal budget: asked for, and answered in a letter."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.db import Database
from ehcportal.domain.budgets import FIRST, NEXT
from ehcportal.domain.casedates import case_dates
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind, ProceedingKind
from ehcportal.domain.lookagain import AskAnswer, AskedBy
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, Letter
from ehcportal.models.ending import AskAgain, Budget, BudgetStepKind
from ehcportal.models.proceeding import Proceeding
from ehcportal.models.request import Request
from ehcportal.queries import budgets, case_facts
from ehcportal.services.endings import asks as asking
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, text_of
from tests.ended import addressed

WHY = "Her hearing got much worse"


@pytest.fixture
def planned(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        circle = gather(session, cast)
        case = session.get_one(Case, circle.case)
        for request in session.exec(select(Request).where(Request.case_id == case.id)):
            request.received_on = factories.days_ago(450)
        factories.plan(session, case, (PlanKind.DRAFT, 400), (PlanKind.FINAL, 300))
        return circle


def path(circle: Circle, page: str) -> str:
    return f"/council/cases/{circle.case}{page}"


def version(database: Database, circle: Circle) -> str:
    with database.reading() as session:
        return str(session.get_one(Case, circle.case).version)


def day(ago: int) -> dict[str, str]:
    on = factories.days_ago(ago)
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}


def asked(cast: Cast, database: Database, circle: Circle, what: str, ago: int = 3) -> str:
    sent = {"by": "parent", "for": what, "_version": version(database, circle), **day(ago)}
    assert cast["caseworker"].post(path(circle, "/asks/new"), sent).status_code == 303
    with database.reading() as session:
        return session.exec(select(AskAgain.id)).one()


def answers(cast: Cast, database: Database, circle: Circle, ask: str, **fields: str) -> int:
    sent = {
        "reason": WHY, "evidence": "A letter of the clinic", "_row": "1",
        "_version": version(database, circle), **addressed(database, circle.case), **fields,
    }  # fmt: skip
    return cast["caseworker"].post(path(circle, f"/asks/{ask}"), sent).status_code


def test_what_is_asked_for_in_the_portal_waits_for_an_answer_with_its_day(
    cast: Cast, database: Database, planned: Circle
) -> None:
    with database.unit() as session:
        form = factories.submission(
            session,
            cast.accounts["parent"],
            "early-review-request",
            answers={"asked_for": "reassessment", "changed": WHY},
            received=2,
        )
        form.case_id = planned.case
        session.flush()
        made = asking.receive(session, form, "reassessment")
        assert (made.asked_by, made.asked_on) == (AskedBy.PARENT, factories.days_ago(2))
    page = text_of(cast, "caseworker", path(planned, "/asks"))
    assert WHY in page
    assert "Answer by" in page


def test_a_yes_begins_the_new_assessment_and_its_fourteen_weeks(
    cast: Cast, database: Database, planned: Circle
) -> None:
    ask = asked(cast, database, planned, "reassessment")
    with database.reading() as session:
        clocks = session.exec(select(CaseClock.duty).where(CaseClock.about == ask)).all()
        assert clocks == ["reassessment_answer"]

    assert answers(cast, database, planned, ask, answer="reassess") == 303

    with database.reading() as session:
        begun = session.exec(select(Proceeding)).one()
        assert (begun.kind, begun.started_on) == (ProceedingKind.REASSESSMENT, clock.today())
        assert session.exec(select(Letter.template)).one() == "decision_to_reassess_yes"
        duties = session.exec(select(CaseClock.duty)).all()
        assert "reassessment_plan" in duties
        assert "reassessment_answer" not in duties
    assert "We said yes to a new assessment" in text_of(cast, "parent", planned.at("/timeline"))


def test_a_no_because_of_the_last_six_months_needs_an_assessment_in_them(
    cast: Cast, database: Database, planned: Circle
) -> None:
    ask = asked(cast, database, planned, "reassessment")
    assert answers(cast, database, planned, ask, answer="refused_recent") == 422
    assert answers(cast, database, planned, ask, answer="refused_not_needed") == 303
    with database.reading() as session:
        assert session.exec(select(Letter.template)).one() == "decision_to_reassess_no"
        assert session.exec(select(AskAgain.answer)).one() is AskAnswer.REFUSED_NOT_NEEDED
        assert not session.exec(select(Proceeding)).all()
        decided = session.exec(select(Decision)).one()
        assert (decided.kind, decided.outcome) == (DecisionKind.REASSESS, Outcome.NO)
        dates = case_dates(case_facts.for_case(session, planned.case), clock.today())
        assert dates.appeal is not None
        assert dates.appeal.started_on == clock.today()


def test_who_asked_for_a_new_assessment_is_not_put_off_with_a_review(
    cast: Cast, database: Database, planned: Circle
) -> None:
    ask = asked(cast, database, planned, "reassessment")
    assert answers(cast, database, planned, ask, answer="early_review") == 422


def test_an_early_review_is_answered_in_a_letter_once(
    cast: Cast, database: Database, planned: Circle
) -> None:
    ask = asked(cast, database, planned, "review")
    page = cast["caseworker"].get(path(planned, f"/asks/{ask}")).get_data(as_text=True)
    assert "What was read" not in page
    assert answers(cast, database, planned, ask, answer="early_review", evidence="") == 303
    assert answers(cast, database, planned, ask, answer="no_early_review") == 303
    with database.reading() as session:
        assert session.exec(select(Letter.template)).one() == "early_review_yes"


def budget(cast: Cast, database: Database, circle: Circle) -> str:
    sent = {"_version": version(database, circle), **day(5)}
    assert cast["caseworker"].post(path(circle, "/budget/new"), sent).status_code == 303
    with database.reading() as session:
        return session.exec(select(Budget.id)).one()


def steps(
    cast: Cast, database: Database, circle: Circle, which: str, kind: str, **fields: str
) -> int:
    with database.reading() as session:
        row = str(session.get_one(Budget, which).version)
    sent = {
        "kind": kind, "reason": "What and why", "_row": row,
        "_version": version(database, circle), **day(0), **addressed(database, circle.case),
        **fields,
    }  # fmt: skip
    return cast["caseworker"].post(path(circle, f"/budget/{which}"), sent).status_code


def test_a_refused_payment_is_told_in_writing_and_looked_at_again_when_asked(
    cast: Cast, database: Database, planned: Circle
) -> None:
    which = budget(cast, database, planned)
    assert steps(cast, database, planned, which, "payment_refused") == 422
    for kind in ("prepared", "payment_refused", "asked_to_reconsider", "reconsidered_no"):
        assert steps(cast, database, planned, which, kind) == 303
    with database.reading() as session:
        assert set(session.exec(select(Letter.template)).all()) == {
            "budget_prepared",
            "payment_refused",
            "payment_reconsidered_no",
        }
        found = budgets.one(session, planned.case, which)
        assert found is not None
        assert found.steps[-1].kind is BudgetStepKind.RECONSIDERED_NO
    family = text_of(cast, "parent", planned.at("/timeline"))
    assert "We said no to a direct payment" in family


def test_a_payment_is_looked_at_within_three_months(
    cast: Cast, database: Database, planned: Circle
) -> None:
    which = budget(cast, database, planned)
    assert steps(cast, database, planned, which, "prepared") == 303
    for wrong in ({}, {"premises": "yes"}):
        assert steps(cast, database, planned, which, "payment_agreed", **wrong) == 422
    given = {"premises": "yes", "consent": "The head, by letter of 3 November"}
    assert steps(cast, database, planned, which, "payment_agreed", **given) == 303
    assert "Look at the payment for the first time by" in text_of(
        cast, "caseworker", path(planned, "/budget")
    )
    with database.reading() as session:
        assert "payment_check" in session.exec(select(CaseClock.duty)).all()
    assert steps(cast, database, planned, which, "checked") == 303
    with database.reading() as session:
        assert "payment_check" not in session.exec(select(CaseClock.duty)).all()


def test_a_decision_without_reasons_does_not_go_out(
    cast: Cast, database: Database, planned: Circle
) -> None:
    which = budget(cast, database, planned)
    assert steps(cast, database, planned, which, "not_prepared", reason="") == 422
    with database.reading() as session:
        assert not session.exec(select(Letter)).all()


def test_every_step_of_a_budget_has_its_place_and_its_words() -> None:
    kinds = {each.value for each in BudgetStepKind}
    assert set(NEXT) == kinds | {FIRST}
    assert {each for following in NEXT.values() for each in following} == kinds
    for each in kinds:
        assert label("budget_step", each)
        assert label("budget_step_hint", each)

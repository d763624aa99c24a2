"""An exception explains lateness to a family; it must never move the date the law set."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain import endlaw, law
from ehcportal.domain.exceptions import (
    EXCUSES,
    ExceptionFact,
    Ground,
    NoSuchExceptionError,
    grounds_for,
)
from ehcportal.domain.excusing import Excusable, Said, excusable, faults
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    RequestFact,
)
from ehcportal.domain.journey import journey
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.situations import Situation
from ehcportal.domain.standing import standing

RECEIVED = date(2026, 6, 1)
DUE = date(2026, 7, 12)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("duty", "grounds"),
    [
        (
            law.DECISION_TO_ASSESS,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (law.ADVICE, {"personal_circumstances", "absent_from_area", "missed_appointment"}),
        (
            law.DECISION_TO_ISSUE,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (
            law.FINAL_PLAN,
            {"school_closed", "early_years_closed", "personal_circumstances", "absent_from_area"},
        ),
        (law.COMMENTS, set()),
        (law.REVIEW_DECISION, set()),
        (law.AMENDED_PLAN, set()),
    ],
)
def test_staff_can_choose_only_the_grounds_that_the_regulations_give(
    duty: str, grounds: set[str]
) -> None:
    assert {ground.value for ground in grounds_for(duty)} == grounds


def test_a_ground_that_the_law_does_not_give_is_refused() -> None:
    with pytest.raises(NoSuchExceptionError, match="missed_appointment"):
        ExceptionFact(law.FINAL_PLAN, Ground.MISSED_APPOINTMENT, RECEIVED)


def test_an_exception_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(NoSuchExceptionError, match="before it begins"):
        ExceptionFact(
            law.FINAL_PLAN, Ground.ABSENT_FROM_AREA, RECEIVED, RECEIVED - timedelta(days=1)
        )


def test_a_late_decision_with_an_exception_is_still_late_and_says_why() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, date(2026, 6, 20)),
        ),
    )

    shown = journey(facts, date(2026, 7, 20))

    assert shown.late is not None
    assert shown.late.due_on == DUE
    assert shown.exception == facts.exceptions[0]
    assert shown.situation is Situation.EXCEPTION_CLAIMED


def test_while_there_is_time_left_the_exception_stands_beside_the_main_card() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, date(2026, 6, 20)),
        ),
    )

    shown = journey(facts, date(2026, 7, 1))

    assert shown.situation is Situation.REQUEST_RECEIVED
    assert Situation.EXCEPTION_CLAIMED in shown.besides


def test_an_exception_after_the_last_day_excuses_nothing() -> None:
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, DUE + timedelta(days=1)),
        ),
    )

    assert journey(facts, date(2026, 8, 1)).exception is None


@given(DAYS, DAYS, st.sampled_from(Ground), st.data())
def test_no_exception_ever_moves_a_date(
    today: date, from_on: date, ground: Ground, data: st.DataObject
) -> None:
    duty = data.draw(st.sampled_from(sorted(EXCUSES[ground])))
    plain = CaseFacts(requests=(RequestFact(RECEIVED),))
    excused = CaseFacts(requests=plain.requests, exceptions=(ExceptionFact(duty, ground, from_on),))

    without, with_one = journey(plain, today), journey(excused, today)

    assert with_one.key_dates == without.key_dates
    assert with_one.late == without.late
    assert with_one.stages == without.stages


CLOSED = (date(2026, 6, 29), date(2026, 8, 2))
"""A closure of five weeks; it opens again on 3 August."""


def closed(asked_on: date | None, to_on: date | None = CLOSED[1]) -> list[str]:
    """The fields at fault in an exception because the school was closed."""
    duty = Excusable(law.DECISION_TO_ISSUE, RECEIVED, RECEIVED + timedelta(days=111))
    said = Said(Ground.SCHOOL_CLOSED, CLOSED[0], to_on, asked_on)
    return [field for field, _ in faults(duty, said)]


def test_a_closure_excuses_only_where_advice_was_asked_for_close_to_it() -> None:
    first, last = date(2026, 6, 22), date(2026, 7, 27)
    assert closed(first) == closed(last) == []
    assert closed(first - timedelta(days=1)) == ["asked"]
    assert closed(last + timedelta(days=1)) == ["asked"]
    assert closed(None) == ["asked"]
    assert closed(first, None) == ["to"]
    assert closed(first, date(2026, 7, 25)) == ["to"]
    assert closed(RECEIVED - timedelta(days=1)) == ["asked"]


def assessing(*exceptions: ExceptionFact) -> CaseFacts:
    """Two advisers, asked on one day, who have not answered."""
    told = date(2026, 6, 10)
    return CaseFacts(
        requests=(RequestFact(RECEIVED),),
        decisions=(DecisionFact(DecisionKind.ASSESS, Outcome.YES, told, told),),
        advice=(AdviceFact("Health", told, id="a1"), AdviceFact("School", told, id="a2")),
        exceptions=exceptions,
    )


def excused(facts: CaseFacts, today: date) -> set[str]:
    """Whose advice the desk shows as excused."""
    dates = journey(facts, today).dates
    return {each.about for each in open_clocks(dates, standing(dates)) if each.excused}


def test_one_missed_appointment_excuses_that_adviser_and_no_other() -> None:
    missed = ExceptionFact(
        law.ADVICE, Ground.MISSED_APPOINTMENT, date(2026, 7, 1), date(2026, 7, 1), about="a1"
    )

    assert excused(assessing(missed), date(2026, 8, 1)) == {"a1"}
    assert excused(assessing(replace(missed, about="")), date(2026, 8, 1)) == {"a1", "a2"}


def test_desk_and_family_judge_an_exception_that_ended_before_the_last_day_alike() -> None:
    """The regulations ask what happened in the time given, not on its last day."""
    ended = ExceptionFact(
        law.DECISION_TO_ASSESS, Ground.PERSONAL_CIRCUMSTANCES, date(2026, 6, 5), date(2026, 6, 20)
    )
    shown = journey(CaseFacts((RequestFact(RECEIVED),), exceptions=(ended,)), date(2026, 7, 20))

    dates = shown.dates
    desk = {each.due.key: each.excused for each in open_clocks(dates, standing(dates))}
    assert shown.exception == ended
    assert desk[law.DECISION_TO_ASSESS]


def test_a_plan_after_a_new_assessment_has_the_exceptions_of_its_own_regulation() -> None:
    """Regulation 27(3) gives the grounds of the first assessment, and none of the advisers'."""
    assert {each.value for each in grounds_for(endlaw.REASSESSMENT_PLAN)} == {
        "school_closed",
        "early_years_closed",
        "personal_circumstances",
        "absent_from_area",
    }
    begun = ProceedingFact(ProceedingKind.REASSESSMENT, date(2026, 9, 1))
    plan = PlanFact(PlanKind.FINAL, 1, date(2026, 6, 1))
    dates = journey(CaseFacts(plans=(plan,), proceedings=(begun,)), date(2026, 9, 9)).dates

    assert endlaw.REASSESSMENT_PLAN in {each.key for each in excusable(dates)}

"""Several requests in one case: which answer counts for which of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ehcportal.domain.facts import AdviceFact, CaseFacts, RequestFact
from ehcportal.domain.journey import journey
from ehcportal.domain.stages import Stage
from ehcportal.domain.steps import Step, may
from tests.domain.cases import (
    ADVISED,
    ASSESSED,
    NO_TO_ASSESS,
    NO_TO_ISSUE,
    RECEIVED,
    YES_TO_ASSESS,
    YES_TO_ISSUE,
)

TODAY = date(2026, 4, 5)


def test_a_plan_agreed_for_two_requests_is_not_undone_by_a_no_when_the_first_is_withdrawn() -> None:
    first = replace(ADVISED.requests[0], id="parents")
    second = replace(first, id="schools", received_on=RECEIVED)
    both = replace(
        ADVISED,
        requests=(first, second),
        decisions=(replace(YES_TO_ASSESS, request_id="parents"), YES_TO_ISSUE),
    )
    left = replace(both, requests=(replace(first, closed_on=TODAY), second))

    where = journey(left, TODAY)

    assert where.current is Stage.DRAFT_PLAN
    assert where.dates.episode.to_assess is not None
    assert where.dates.episode.to_assess.decided_on == ASSESSED
    assert not may(left, Step.REFUSE_TO_ASSESS, TODAY)


def test_nobody_still_has_to_answer_for_a_request_that_was_refused_on_the_day_of_the_next() -> None:
    day = ASSESSED
    refused, anew = RequestFact(day, id="first"), RequestFact(day, id="second")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    no = replace(NO_TO_ISSUE, decided_on=day, notified_on=day, made_at=noon)
    facts = CaseFacts(
        requests=(refused, replace(anew, joined_at=noon + timedelta(hours=1))),
        decisions=(replace(YES_TO_ASSESS, request_id="first"), no),
        advice=(AdviceFact("school", day, request_id="first"),),
    )

    where = journey(facts, day)

    assert where.current is Stage.DECISION_TO_ASSESS
    assert where.advice == ()


def test_a_second_letter_does_not_undo_the_assessment_that_was_agreed_after_a_no() -> None:
    conceded = ASSESSED + timedelta(days=40)
    asked = AdviceFact("school", conceded, request_id="first")
    second = RequestFact(conceded + timedelta(days=20), id="second")
    facts = CaseFacts(
        requests=(RequestFact(RECEIVED, id="first"), second),
        decisions=(
            replace(NO_TO_ASSESS, request_id="first"),
            replace(YES_TO_ASSESS, request_id="first", decided_on=conceded, notified_on=conceded),
        ),
        advice=(asked,),
    )

    where = journey(facts, second.received_on)

    assert where.current is Stage.ASSESSMENT
    assert [each.due.started_on for each in where.advice] == [conceded]

"""Several requests in one case: which answer counts for which of them."""

from dataclasses import replace
from datetime import date

from ehcportal.domain.journey import journey
from ehcportal.domain.stages import Stage
from ehcportal.domain.steps import Step, may
from tests.domain.cases import ADVISED, ASSESSED, RECEIVED, YES_TO_ASSESS, YES_TO_ISSUE

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

"""The row of stages that a family sees: what is done, what is now, what comes and when."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import Ending, Outcome
from ehcportal.domain.stages import ORDER, Stage, StageState, StageView
from ehcportal.domain.standing import Standing, comments_are_open


def stage_views(dates: CaseDates, where: Standing) -> tuple[StageView, ...]:
    """Return every stage with its state and date, the end of the case included."""
    here = ORDER.index(where.stage)
    return tuple(
        _view(stage, dates, _state(number, here, where, _done_on(stage, dates)))
        for number, stage in enumerate(ORDER)
    )


def _state(number: int, here: int, where: Standing, done_on: date | None) -> StageState:
    if number == here:
        return where.state
    if number < here:
        return StageState.STOPPED if _was_cut_short(where, done_on) else StageState.DONE
    if not where.goes_on:
        return StageState.STOPPED
    return StageState.NEXT if number == here + 1 else StageState.LATER


def _was_cut_short(where: Standing, done_on: date | None) -> bool:
    return where.stage is Stage.ENDED and done_on is None


def _view(stage: Stage, dates: CaseDates, state: StageState) -> StageView:
    return StageView(
        stage=stage,
        state=state,
        number=ORDER.index(stage) + 1,
        done_on=None if state is StageState.NOW else _done_on(stage, dates),
        due=STAGE_DUES[stage](dates),
        outcome=_outcome(stage, dates),
        arrived=sum(1 for each in dates.advice if each.received_on)
        if stage is Stage.ASSESSMENT
        else 0,
        asked=len(dates.advice) if stage is Stage.ASSESSMENT else 0,
    )


def _done_on(stage: Stage, dates: CaseDates) -> date | None:
    episode = dates.episode
    done: Mapping[Stage, date | None] = {
        Stage.REQUEST: _requested_on(dates),
        Stage.DECISION_TO_ASSESS: episode.to_assess.notified_on if episode.to_assess else None,
        Stage.ASSESSMENT: _advice_complete_on(dates),
        Stage.DECISION_TO_ISSUE: _decided_to_issue_on(dates),
        Stage.DRAFT_PLAN: episode.draft.served_on if episode.draft else None,
        Stage.FINAL_PLAN: episode.final.served_on if episode.final else None,
        Stage.REVIEW: dates.review.decided_on if dates.review else None,
        Stage.ENDED: dates.facts.ended_on,
    }
    return done[stage]


def _requested_on(dates: CaseDates) -> date | None:
    if dates.episode.requests:
        return dates.episode.started_on
    return min((each.received_on for each in dates.facts.requests), default=None)


def _advice_complete_on(dates: CaseDates) -> date | None:
    if not dates.episode.advice_is_in:
        return None
    return max(each.received_on for each in dates.advice if each.received_on)


def _decided_to_issue_on(dates: CaseDates) -> date | None:
    """Return the day of the answer; a draft is a yes when no decision was recorded besides."""
    if dates.episode.to_issue is not None:
        return dates.episode.to_issue.notified_on
    return dates.episode.draft.served_on if dates.episode.draft else None


def _assessment_due(dates: CaseDates) -> DueDate | None:
    return dates.last_advice or dates.advice_marker


def _draft_due(dates: CaseDates) -> DueDate | None:
    return dates.comments_due if comments_are_open(dates) else dates.draft_target


def _review_stage_due(dates: CaseDates) -> DueDate | None:
    if dates.amendment is not None:
        return dates.amendment
    held = dates.review_dates
    review = dates.review
    if held and review and review.meeting_on and review.decided_on is None:
        return held.decision if review.meeting_on <= dates.today else dates.review_due
    return dates.review_due


STAGE_DUES: Mapping[Stage, Callable[[CaseDates], DueDate | None]] = MappingProxyType(
    {
        Stage.REQUEST: lambda _: None,
        Stage.DECISION_TO_ASSESS: lambda dates: (
            dates.clocks.decision_to_assess if dates.clocks else None
        ),
        Stage.ASSESSMENT: _assessment_due,
        Stage.DECISION_TO_ISSUE: lambda dates: (
            dates.clocks.decision_to_issue if dates.clocks else None
        ),
        Stage.DRAFT_PLAN: _draft_due,
        Stage.FINAL_PLAN: lambda dates: dates.clocks.final_plan if dates.clocks else None,
        Stage.REVIEW: _review_stage_due,
        Stage.ENDED: lambda _: None,
    }
)


def _outcome(stage: Stage, dates: CaseDates) -> str:
    episode = dates.episode
    if stage is Stage.REQUEST:
        return _closed_as(dates)
    if stage is Stage.DECISION_TO_ASSESS:
        return episode.to_assess.outcome.value if episode.to_assess else ""
    if stage is Stage.DECISION_TO_ISSUE and _decided_to_issue_on(dates):
        return episode.to_issue.outcome.value if episode.to_issue else Outcome.YES.value
    if stage is Stage.REVIEW and dates.review and dates.review.decided_on:
        outcome = Outcome.MAINTAIN if dates.review.plan_stays else dates.review.outcome
        return outcome.value if outcome else ""
    return _ended_as(dates) if stage is Stage.ENDED else ""


def _closed_as(dates: CaseDates) -> str:
    if dates.episode.requests:
        return ""
    closed = [each for each in dates.facts.requests if each.closed_on and each.closed_as]
    newest = max(closed, key=lambda each: each.closed_on or date.min, default=None)
    return newest.closed_as.value if newest and newest.closed_as else ""


def _ended_as(dates: CaseDates) -> str:
    if dates.facts.ended_on is None:
        return ""
    return (dates.facts.ended_as or Ending.CEASED).value

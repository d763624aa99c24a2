"""Where a case stands now, derived from what has happened."""

from dataclasses import dataclass
from datetime import date

from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.stages import Stage, StageState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its stage, and whether it goes on from there."""

    stage: Stage
    state: StageState = StageState.NOW

    @property
    def goes_on(self) -> bool:
        """Say whether further stages can follow as things are."""
        return self.state in {StageState.NOW, StageState.DONE} and self.stage is not Stage.ENDED


def standing(dates: CaseDates) -> Standing:
    """Return the stage a case is in, from what has happened."""
    if dates.facts.ended_on is not None:
        return Standing(Stage.ENDED, StageState.DONE)
    if dates.episode.final is not None:
        return _with_a_plan(dates)
    if dates.episode.refused is not None:
        return Standing(_refused_stage(dates), StageState.REFUSED)
    if not dates.episode.requests:
        return _without_a_running_request(dates)
    return Standing(_before_a_plan(dates))


def _with_a_plan(dates: CaseDates) -> Standing:
    if is_reviewing(dates):
        return Standing(Stage.REVIEW)
    return Standing(Stage.FINAL_PLAN, StageState.DONE)


def is_reviewing(dates: CaseDates) -> bool:
    """Say whether a review has been arranged and its last step is still to come."""
    review = dates.review
    if review is None:
        return False
    if dates.amendment is not None:
        return True
    if review.decided_on is None:
        return review.meeting_on is not None or review.views_asked_on is not None
    if review.outcome is Outcome.AMEND:
        return review.notice_on is None
    return review.outcome is Outcome.CEASE and not _ending_was_decided(dates)


def _ending_was_decided(dates: CaseDates) -> bool:
    asked_on = dates.review.decided_on if dates.review else None
    return any(
        each.kind is DecisionKind.CEASE and (each.notified_on or date.min) >= (asked_on or date.min)
        for each in dates.facts.decisions
    )


def _refused_stage(dates: CaseDates) -> Stage:
    refusal = dates.episode.refused
    if refusal is not None and refusal.kind is DecisionKind.ISSUE:
        return Stage.DECISION_TO_ISSUE
    return Stage.DECISION_TO_ASSESS


def _without_a_running_request(dates: CaseDates) -> Standing:
    closed = any(each.closed_on for each in dates.facts.requests)
    return Standing(Stage.REQUEST, StageState.STOPPED if closed else StageState.NOW)


def _before_a_plan(dates: CaseDates) -> Stage:
    episode = dates.episode
    if episode.draft is not None:
        return Stage.DRAFT_PLAN if comments_are_open(dates) else Stage.FINAL_PLAN
    if episode.to_issue is not None:
        return Stage.DRAFT_PLAN
    if not episode.is_assessing:
        return Stage.DECISION_TO_ASSESS
    return Stage.DECISION_TO_ISSUE if episode.advice_is_in else Stage.ASSESSMENT


def comments_are_open(dates: CaseDates) -> bool:
    """Say whether the family's time to comment on the newest draft is running."""
    return dates.comments_due is not None and not dates.comments_due.is_late(dates.today)

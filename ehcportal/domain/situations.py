"""Which situation the family of a case is in; content/guidance has a text for each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain.casedates import CaseDates, ending_decision
from ehcportal.domain.facts import Closure, Ending, Outcome, ProceedingKind
from ehcportal.domain.lookagain import AskedFor
from ehcportal.domain.rights import rights_pass_soon
from ehcportal.domain.stages import Stage, StageState
from ehcportal.domain.standing import Standing, comments_are_open

VIEWS_ASKED_BEFORE_MEETING = timedelta(weeks=4)
ADULT_LIFE_FROM_YEAR = 9


class Situation(StrEnum):
    """Where a family is; the order is that of the process."""

    THINKING = "thinking"
    REQUEST_NOT_SENT = "request_not_sent"
    REQUEST_RECEIVED = "request_received"
    GATHERING_INFORMATION = "gathering_information"
    AGREED_TO_ASSESS = "agreed_to_assess"
    REFUSED_TO_ASSESS = "refused_to_assess"
    ADVICE_COMING_IN = "advice_coming_in"
    REPORT_LATE = "report_late"
    EXCEPTION_CLAIMED = "exception_claimed"
    DECIDING_ABOUT_PLAN = "deciding_about_plan"
    NO_PLAN = "no_plan"
    DRAFT_READY = "draft_ready"
    COMMENTS_SENT = "comments_sent"
    SCHOOLS_ASKED = "schools_asked"
    FINAL_PLAN_ISSUED = "final_plan_issued"
    PLAN_RUNNING = "plan_running"
    REVIEW_ARRANGED = "review_arranged"
    VIEWS_BEFORE_REVIEW = "views_before_review"
    REVIEW_HELD = "review_held"
    REVIEW_NO_CHANGE = "review_no_change"
    REVIEW_AMEND = "review_amend"
    REVIEW_MAY_END = "review_may_end"
    PHASE_TRANSFER = "phase_transfer"
    YEAR_NINE = "year_nine"
    RIGHTS_BECOME_YOURS = "rights_become_yours"
    MOVING_COUNCIL = "moving_council"
    MEDIATION = "mediation"
    APPEAL = "appeal"
    TRIBUNAL_ORDER = "tribunal_order"
    REASSESSMENT_ASKED = "reassessment_asked"
    NOTICE_RECEIVED = "notice_received"
    REQUEST_DUPLICATE = "request_duplicate"
    REQUEST_PASSED_ON = "request_passed_on"
    REQUEST_WITHDRAWN = "request_withdrawn"
    DRAFT_BEING_WRITTEN = "draft_being_written"
    FINAL_BEING_WRITTEN = "final_being_written"
    PLAN_ENDING = "plan_ending"
    PLAN_ENDED = "plan_ended"
    MOVED_AWAY = "moved_away"
    RECORD_CLOSED = "record_closed"


ENDINGS: Mapping[Ending, Situation] = MappingProxyType(
    {
        Ending.CEASED: Situation.PLAN_ENDED,
        Ending.TRANSFERRED: Situation.MOVED_AWAY,
        Ending.WITHDRAWN: Situation.REQUEST_WITHDRAWN,
        Ending.DIED: Situation.RECORD_CLOSED,
        Ending.MISTAKE: Situation.RECORD_CLOSED,
    }
)

CLOSURES: Mapping[Closure, Situation] = MappingProxyType(
    {
        Closure.DUPLICATE: Situation.REQUEST_DUPLICATE,
        Closure.ANOTHER_COUNCIL: Situation.REQUEST_PASSED_ON,
        Closure.WITHDRAWN: Situation.REQUEST_WITHDRAWN,
        Closure.NO_RIGHT_TO_ASK: Situation.NOTICE_RECEIVED,
    }
)

PROCEEDINGS: Mapping[ProceedingKind, Situation] = MappingProxyType(
    {
        ProceedingKind.MEDIATION: Situation.MEDIATION,
        ProceedingKind.APPEAL: Situation.APPEAL,
        ProceedingKind.ORDER: Situation.TRIBUNAL_ORDER,
        ProceedingKind.REASSESSMENT: Situation.REASSESSMENT_ASKED,
    }
)


def situation(dates: CaseDates, where: Standing) -> Situation:
    """Return the situation that the family's main card speaks about."""
    return SITUATIONS[where.stage](dates, where)


def _before_the_clock(dates: CaseDates, where: Standing) -> Situation:
    requests = dates.facts.requests
    if not requests:
        begun = dates.facts.draft_begun_on is not None
        return Situation.REQUEST_NOT_SENT if begun else Situation.THINKING
    newest = max(requests, key=lambda each: each.closed_on or each.received_on)
    return CLOSURES[newest.closed_as] if newest.closed_as else Situation.NOTICE_RECEIVED


def _deciding_to_assess(dates: CaseDates, where: Standing) -> Situation:
    if where.state is StageState.REFUSED:
        return Situation.REFUSED_TO_ASSESS
    asked_on = dates.facts.more_information_asked_on
    started_on = dates.episode.started_on
    if asked_on and started_on and asked_on >= started_on:
        return Situation.GATHERING_INFORMATION
    return Situation.REQUEST_RECEIVED


def _assessing(dates: CaseDates, where: Standing) -> Situation:
    if dates.late_advice:
        return Situation.REPORT_LATE
    arrived = any(each.received_on for each in dates.advice)
    return Situation.ADVICE_COMING_IN if arrived else Situation.AGREED_TO_ASSESS


def _deciding_to_issue(dates: CaseDates, where: Standing) -> Situation:
    refused = where.state is StageState.REFUSED
    return Situation.NO_PLAN if refused else Situation.DECIDING_ABOUT_PLAN


def _drafting(dates: CaseDates, where: Standing) -> Situation:
    if dates.episode.draft is None:
        return Situation.DRAFT_BEING_WRITTEN
    if not dates.episode.comments:
        return Situation.DRAFT_READY
    return Situation.SCHOOLS_ASKED if _schools_are_asked(dates) else Situation.COMMENTS_SENT


def _finishing(dates: CaseDates, where: Standing) -> Situation:
    if dates.episode.final is None:
        waiting = _schools_are_asked(dates)
        return Situation.SCHOOLS_ASKED if waiting else Situation.FINAL_BEING_WRITTEN
    if ending_decision(dates.facts) is not None:
        return Situation.PLAN_ENDING
    if not _can_still_appeal(dates):
        return Situation.PLAN_RUNNING
    kept = dates.review is not None and dates.review.plan_stays is not None
    return Situation.REVIEW_NO_CHANGE if kept else Situation.FINAL_PLAN_ISSUED


def _schools_are_asked(dates: CaseDates) -> bool:
    return any(each.answered_on is None for each in dates.consultations)


def _can_still_appeal(dates: CaseDates) -> bool:
    return dates.appeal is not None and not dates.appeal.is_late(dates.today)


def _reviewing(dates: CaseDates, where: Standing) -> Situation:
    review = dates.review
    if dates.amendment is not None or review is None:
        return Situation.REVIEW_AMEND
    if review.outcome is Outcome.CEASE:
        return Situation.REVIEW_MAY_END
    if review.report_on or (review.meeting_on and review.meeting_on < dates.today):
        return Situation.REVIEW_HELD
    asked = review.views_asked_on is not None
    near = review.meeting_on and review.meeting_on - VIEWS_ASKED_BEFORE_MEETING <= dates.today
    return Situation.VIEWS_BEFORE_REVIEW if asked or near else Situation.REVIEW_ARRANGED


def _ended(dates: CaseDates, where: Standing) -> Situation:
    return ENDINGS[dates.facts.ended_as or Ending.CEASED]


SITUATIONS: Mapping[Stage, Callable[[CaseDates, Standing], Situation]] = MappingProxyType(
    {
        Stage.REQUEST: _before_the_clock,
        Stage.DECISION_TO_ASSESS: _deciding_to_assess,
        Stage.ASSESSMENT: _assessing,
        Stage.DECISION_TO_ISSUE: _deciding_to_issue,
        Stage.DRAFT_PLAN: _drafting,
        Stage.FINAL_PLAN: _finishing,
        Stage.REVIEW: _reviewing,
        Stage.ENDED: _ended,
    }
)


def besides(dates: CaseDates, where: Standing, main: Situation) -> tuple[Situation, ...]:
    """Return what else a family should know now, each with a card of its own."""
    if where.stage is Stage.ENDED:
        return ()
    return tuple(each for each in dict.fromkeys(_besides(dates)) if each is not main)


def _besides(dates: CaseDates) -> Iterator[Situation]:
    facts = dates.facts
    if any(each.covers(dates.today) for each in facts.exceptions):
        yield Situation.EXCEPTION_CLAIMED
    yield from (PROCEEDINGS[each.kind] for each in facts.proceedings if each.ended_on is None)
    if any(
        each.answered_on is None and each.asked_for is not AskedFor.REVIEW for each in facts.asks
    ):
        yield Situation.REASSESSMENT_ASKED
    if facts.moving_on is not None:
        yield Situation.MOVING_COUNCIL
    if facts.phase_transfer_by is not None and facts.phase_transfer_by >= dates.today:
        yield Situation.PHASE_TRANSFER
    if rights_pass_soon(facts.rights_pass_on, dates.today):
        yield Situation.RIGHTS_BECOME_YOURS
    if dates.episode.final and (facts.year_group or 0) >= ADULT_LIFE_FROM_YEAR:
        yield Situation.YEAR_NINE
    if comments_are_open(dates) and _schools_are_asked(dates):
        yield Situation.SCHOOLS_ASKED

"""When the steps from a request to the decision about a plan are lawful; empty words mean yes."""

from datetime import date

from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.endclocks import reassessing_since
from ehcportal.domain.facts import DecisionKind, Outcome, ProceedingKind
from ehcportal.domain.orders import OrderKind

NO_REQUEST = "No request has started the six weeks: join or take up a request first."
HAS_A_PLAN = "There is a plan already."
NOT_ASSESSING = "The family was not told yes to an assessment yet."
NOBODY_ASKED = "Nobody was asked for advice yet (Regulation 6)."
DRAFT_SENT = "A draft plan was sent, and with it the yes. What was sent is not taken back."
GOES_ON = "Advice was asked for after this yes. An assessment that has begun goes on to its end."
DECIDED_SINCE = "Whether to make a plan was decided after this yes."
ORDERED = "This yes follows an order, a conceded appeal, or an agreement in mediation."


def request(dates: CaseDates) -> str:
    """A request for a child who has a plan is one for a reassessment (section 44(2) of the Act)."""
    if dates.episode.final is not None:
        return "There is a plan already: record a request for a reassessment."
    return ""


def close_request(dates: CaseDates) -> str:
    """A request closes without a decision only before it was answered with a no or a plan."""
    if all(each.closed_on for each in dates.facts.requests):
        return "There is no open request."
    if dates.episode.final is not None:
        return HAS_A_PLAN
    if dates.episode.refused is not None:
        return "The request was answered with a no, which stands unless it is corrected."
    return ""


def agree_to_assess(dates: CaseDates) -> str:
    """A yes may also follow a no: by concession, or because the Tribunal says so."""
    missing = _no_request(dates)
    if missing or not dates.episode.is_assessing:
        return missing
    return "The family was told yes before."


def refuse_to_assess(dates: CaseDates) -> str:
    """A no is lawful once, and never after a yes (section 36(5) of the Act)."""
    missing = _no_request(dates)
    if missing:
        return missing
    if dates.episode.draft is not None:
        return DRAFT_SENT
    if dates.episode.to_assess is None:
        return ""
    if dates.episode.is_assessing:
        return "The family was told yes. Correct that decision, if it was an error."
    return "The family was told no before."


def take_back_assessment(dates: CaseDates) -> str:
    """A yes that was an error becomes a no only before anything followed from it (Regulation 6)."""
    missing = _no_request(dates)
    if missing:
        return missing
    if not dates.episode.is_assessing:
        return NOT_ASSESSING
    if dates.episode.draft is not None:
        return DRAFT_SENT
    if dates.episode.to_issue is not None:
        return DECIDED_SINCE
    if dates.episode.advice:
        return GOES_ON
    return ORDERED if _was_ordered(dates, OrderKind.ASSESS) else ""


def take_back_issue(dates: CaseDates) -> str:
    """A yes to a plan that was an error becomes a no only while no draft was sent (Reg 10(1))."""
    wrong = _cannot_decide_to_issue(dates)
    if wrong:
        return wrong
    answer = dates.episode.to_issue
    if answer is None or answer.outcome is not Outcome.YES:
        return "The family was not told yes to a plan yet."
    if dates.episode.draft is not None:
        return DRAFT_SENT
    return ORDERED if _was_ordered(dates, OrderKind.MAKE_PLAN) else ""


def _was_ordered(dates: CaseDates, kind: OrderKind) -> bool:
    since = dates.episode.started_on
    return any(each.kind is kind and since and each.on >= since for each in dates.facts.orders)


def ask_for_advice(dates: CaseDates) -> str:
    """Advice is asked for in an assessment or a reassessment (Regulations 6 and 26)."""
    if reassessing_since(dates) is not None:
        return ""
    if dates.episode.final is not None:
        return "There is a plan: advice is asked for when a reassessment has begun."
    return not_assessing(dates)


def asked_from(dates: CaseDates) -> date | None:
    """Return the first day on which somebody can have been asked: that of the yes (Reg 6(1), 26).

    Six weeks from an earlier day would be over before the body was bound to answer.
    """
    again = [
        each.started_on
        for each in dates.facts.proceedings
        if each.kind is ProceedingKind.REASSESSMENT and each.ended_on is None
    ]
    if again:
        return max(again)
    answer = dates.episode.to_assess
    return answer.decided_on if answer is not None and dates.episode.is_assessing else None


def receive_advice(dates: CaseDates) -> str:
    """Advice arrives from somebody who was asked and has not answered."""
    if all(each.received_on for each in dates.advice):
        return "Nobody who was asked still has to answer."
    return ""


def agree_to_issue(dates: CaseDates) -> str:
    """A plan follows an assessment; a yes may also follow a no (section 37 of the Act)."""
    wrong = _cannot_decide_to_issue(dates)
    if wrong or dates.episode.to_issue is None:
        return wrong
    if dates.episode.to_issue.outcome is Outcome.YES:
        return "The family was told yes before."
    return ""


def refuse_to_issue(dates: CaseDates) -> str:
    """A no needs an assessment, and comes before any draft (Regulation 10(1))."""
    wrong = _cannot_decide_to_issue(dates)
    if wrong:
        return wrong
    if dates.episode.draft is not None:
        return DRAFT_SENT
    if dates.episode.to_issue is not None:
        return "The family was told before. Correct that decision, if it was an error."
    return ""


def _no_request(dates: CaseDates) -> str:
    if dates.episode.final is not None:
        return HAS_A_PLAN
    started_on = dates.episode.started_on
    return NO_REQUEST if started_on is None or started_on > dates.today else ""


def not_assessing(dates: CaseDates) -> str:
    """Say why nothing of an assessment can be done: no open request, or no yes."""
    return _no_request(dates) or ("" if dates.episode.is_assessing else NOT_ASSESSING)


def _cannot_decide_to_issue(dates: CaseDates) -> str:
    wrong = not_assessing(dates)
    return wrong or ("" if dates.advice else NOBODY_ASKED)


def refused_to_issue(dates: CaseDates) -> bool:
    """Whether the family was told that there will be no plan, and no yes followed."""
    refused = dates.episode.refused
    return refused is not None and refused.kind is DecisionKind.ISSUE

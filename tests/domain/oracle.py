"""What the law forbids, read off a finished history: written without a look at the domain's rules.

It judges only what has happened, each thing by its day, in the order in which it was recorded.
"""

from collections.abc import Iterator
from datetime import date

from ehcportal.domain.facts import (
    CaseFacts,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingKind,
)
from tests.domain.second_count import SECOND, days_on

LONG_AGO = date(1, 1, 1)


def unlawful(facts: CaseFacts, holidays: frozenset[date]) -> list[str]:
    """Everything in a history that the law does not allow, in words."""
    return [
        *_answers(facts),
        *_drafts(facts),
        *_finals(facts),
        *_reviews(facts),
        *_changes(facts),
        *_endings(facts, holidays),
    ]


def told(facts: CaseFacts, kind: DecisionKind, outcome: Outcome) -> list[date]:
    return [
        each.decided_on for each in facts.decisions if (each.kind, each.outcome) == (kind, outcome)
    ]


def came(facts: CaseFacts, kind: PlanKind) -> list[date]:
    return [each.served_on for each in facts.plans if each.kind is kind]


def assessed_again(facts: CaseFacts) -> list[date]:
    return [e.started_on for e in facts.proceedings if e.kind is ProceedingKind.REASSESSMENT]


def _answers(facts: CaseFacts) -> Iterator[str]:
    """Nothing is answered that was not asked; advice belongs to a yes, or to a reassessment."""
    asked = [each.received_on for each in facts.requests]
    answered = told(facts, DecisionKind.ASSESS, Outcome.YES)
    answered += told(facts, DecisionKind.ASSESS, Outcome.NO)
    if any(all(day < on for on in asked) for day in answered) or (answered and not asked):
        yield "an answer without a request"
    opening = [*told(facts, DecisionKind.ASSESS, Outcome.YES), *assessed_again(facts)]
    for advice in facts.advice:
        if advice.withdrawn_on is None and not any(day <= advice.asked_on for day in opening):
            yield "advice before a yes"
    for day in told(facts, DecisionKind.ISSUE, Outcome.YES) + told(
        facts, DecisionKind.ISSUE, Outcome.NO
    ):
        if not any(each.asked_on <= day for each in facts.advice):
            yield "a decision about a plan before anybody was asked for advice"


def _drafts(facts: CaseFacts) -> Iterator[str]:
    for day in came(facts, PlanKind.DRAFT):
        if not any(each.asked_on <= day for each in facts.advice):
            yield "a draft without an assessment"
        before = any(final <= day for final in came(facts, PlanKind.FINAL) if final != day)
        if before and not any(began <= day for began in assessed_again(facts)):
            yield "a draft after the final plan"
    refused = told(facts, DecisionKind.ISSUE, Outcome.NO)
    agreed = told(facts, DecisionKind.ISSUE, Outcome.YES)
    for day in refused:
        if any(draft < day for draft in came(facts, PlanKind.DRAFT)) and not agreed:
            later = [
                each
                for each in facts.requests
                if each.received_on > min(came(facts, PlanKind.DRAFT))
            ]
            if not later:
                yield "a no after the draft was sent"


def _finals(facts: CaseFacts) -> Iterator[str]:
    """Fifteen days beginning with the day of service, unless the family accepts it before."""
    if facts.transferred_in_on is not None:
        return
    for day in came(facts, PlanKind.FINAL):
        drafts = [e for e in facts.plans if e.kind is PlanKind.DRAFT and e.served_on <= day]
        if not drafts:
            yield "a final plan without a draft"
            continue
        if not _heard(facts, drafts[-1], day):
            yield "a final plan within the days to comment"
    if len(came(facts, PlanKind.FINAL)) > 1 + len(assessed_again(facts)):
        yield "two first plans"


def _heard(facts: CaseFacts, version: PlanFact, finished: date) -> bool:
    given = version.comments_until or version.served_on
    is_over = finished >= days_on(version.served_on, 15) and finished > given
    return is_over or all(_agreed(facts, version, who, finished) for who in facts.speakers or {""})


def _agreed(facts: CaseFacts, version: PlanFact, who: str, finished: date) -> bool:
    """Nobody's days are ended by somebody else: the last day on which they spoke they agreed."""
    own = [each for each in facts.comments if each.by == who]
    about = [each for each in own if version.served_on <= each.sent_on <= finished]
    newest = max((each.sent_on for each in about), default=None)
    return any(each.accepts for each in about if each.sent_on == newest)


def _reviews(facts: CaseFacts) -> Iterator[str]:
    if facts.reviews and not (came(facts, PlanKind.FINAL)):
        yield "a review without a plan"
    if sum(1 for each in facts.reviews if each.decided_on is None) > 1:
        yield "two reviews at once"
    for review in facts.reviews:
        days = [review.meeting_on, review.report_on, review.decided_on, review.notice_on]
        known = [each for each in days if each is not None]
        if known != sorted(known):
            yield "a review whose steps are out of order"


def _changes(facts: CaseFacts) -> Iterator[str]:
    notices = [each for each in facts.plans if each.kind is PlanKind.AMENDMENT]
    if notices and not came(facts, PlanKind.FINAL):
        yield "changes to a plan that is not there"
    for changed in facts.plans:
        if changed.kind is not PlanKind.AMENDED_FINAL:
            continue
        before = [each for each in notices if each.number < changed.number]
        if not before or not _heard(facts, before[-1], changed.served_on):
            yield "a changed plan within the days to comment"


def _endings(facts: CaseFacts, holidays: frozenset[date]) -> Iterator[str]:
    if facts.ended_on is None:
        return
    if facts.ended_as is Ending.CEASED:
        decided = told(facts, DecisionKind.CEASE, Outcome.CEASE)
        if not decided:
            yield "an end without a decision"
        elif facts.ended_on <= SECOND["appeal"](max(decided), holidays):
            yield "an end within the time to appeal"
        appeals = [each for each in facts.proceedings if each.kind is ProceedingKind.APPEAL]
        if any(each.ended_on is None for each in appeals):
            yield "an end while an appeal runs"
    if facts.ended_as is Ending.WITHDRAWN and came(facts, PlanKind.FINAL):
        yield "a plan that was withdrawn like a request"
    if facts.ended_as is Ending.TRANSFERRED and facts.ended_on < (facts.moving_on or date.max):
        yield "a transfer before the move"

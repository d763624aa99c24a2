"""Which request a case is about now, and what has followed from it.

A case can hold several requests, each with its own clocks. A refusal settles the requests it
answers; a later one starts afresh. Two that are open together run by the date of the earlier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    CommentFact,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanFact,
    PlanKind,
    RequestFact,
)


@dataclass(frozen=True, slots=True)
class Episode:
    """The requests that are open together, and all that followed from them."""

    requests: tuple[RequestFact, ...] = ()
    started_on: date | None = None
    to_assess: DecisionFact | None = None
    to_issue: DecisionFact | None = None
    advice: tuple[AdviceFact, ...] = ()
    draft: PlanFact | None = None
    final: PlanFact | None = None
    comments: tuple[CommentFact, ...] = ()
    consultations: tuple[ConsultationFact, ...] = ()

    @property
    def is_assessing(self) -> bool:
        """Say whether the family was told yes to an assessment."""
        return self.to_assess is not None and self.to_assess.outcome is Outcome.YES

    @property
    def refused(self) -> DecisionFact | None:
        """The refusal the family was told of, to assess or to issue a plan; None without one."""
        for decision in (self.to_assess, self.to_issue):
            if decision is not None and decision.outcome is Outcome.NO and self.final is None:
                return decision
        return None

    @property
    def advice_is_in(self) -> bool:
        """Say whether someone was asked and everyone asked has answered."""
        return bool(self.advice) and all(each.received_on for each in self.advice)


def running_requests(facts: CaseFacts) -> tuple[RequestFact, ...]:
    """Return the requests whose weeks run and that were not closed, earliest first."""
    running = [each for each in facts.requests if each.clock_from and each.closed_on is None]
    return tuple(sorted(running, key=_started))


def answers(decision: DecisionFact, request: RequestFact) -> bool:
    """Say whether a decision is an answer to a request.

    A decision names its request, or answers all that had come by then. A decision about a plan
    settles every request before it. What came later on the same day was not answered.
    """
    named = decision.request_id and request.id and decision.kind is DecisionKind.ASSESS
    if named:
        return decision.request_id == request.id
    if _started(request) == decision.decided_on and request.joined_at and decision.made_at:
        return request.joined_at <= decision.made_at
    return _started(request) <= decision.decided_on


def current_episode(facts: CaseFacts) -> Episode:
    """Return what the case is about now: the open requests, else those settled last."""
    running = running_requests(facts)
    requests = _open_together(running, _refusals(facts, running))
    refused = {each.id for each in running} - {each.id for each in requests}
    started_on = _started(requests[0]) if requests else None
    since = started_on or date.min
    decisions = [each for each in facts.decisions if _belongs(each, requests)]
    versions = _versions(facts, since)
    drafts = [each for each in versions if each.kind is PlanKind.DRAFT]
    finals = [each for each in versions if each.kind.is_final]
    draft = drafts[-1] if drafts else None
    to_issue = _told(decisions, DecisionKind.ISSUE)
    return Episode(
        requests=requests,
        started_on=started_on,
        to_assess=_told(decisions, DecisionKind.ASSESS) or _assessed_before(facts, to_issue),
        to_issue=to_issue,
        advice=_advice(facts.advice, since, refused),
        draft=draft,
        final=finals[0] if finals else None,
        comments=_after(facts.comments, draft),
        consultations=tuple(each for each in facts.consultations if each.sent_on >= since),
    )


def _started(request: RequestFact) -> date:
    return request.clock_from or request.received_on


def _refusals(facts: CaseFacts, requests: tuple[RequestFact, ...]) -> list[DecisionFact]:
    """Return the refusals that were told and that stand, earliest first."""
    kinds = (DecisionKind.ASSESS, DecisionKind.ISSUE)
    told = [each for each in facts.decisions if each.notified_on and each.kind in kinds]
    noes = [
        each
        for number, each in enumerate(told)
        if each.outcome is Outcome.NO and not _overturned(each, told[number + 1 :], requests)
    ]
    return sorted(noes, key=lambda each: each.decided_on)


def _overturned(
    refusal: DecisionFact, later: Iterable[DecisionFact], requests: tuple[RequestFact, ...]
) -> bool:
    """Say whether a yes to the same requests followed: conceded, or ordered by the Tribunal.

    A yes that also answers what came after the refusal begins afresh, and leaves the no as it is.
    """
    for decision in later:
        if decision.kind is refusal.kind and decision.outcome is Outcome.YES:
            answered = [each for each in requests if answers(decision, each)]
            if answered and all(answers(refusal, each) for each in answered):
                return True
    return False


def _open_together(
    requests: tuple[RequestFact, ...], refusals: list[DecisionFact]
) -> tuple[RequestFact, ...]:
    for refusal in refusals:
        still_open = tuple(each for each in requests if not answers(refusal, each))
        if not still_open:
            return requests
        requests = still_open
    return requests


def _belongs(decision: DecisionFact, requests: tuple[RequestFact, ...]) -> bool:
    if not requests:
        return True
    return any(answers(decision, each) for each in requests)


def _told(decisions: Iterable[DecisionFact], kind: DecisionKind) -> DecisionFact | None:
    """Return what was told last; of two on one day, the one that was made later."""
    told = [each for each in decisions if each.kind is kind and each.notified_on]
    told.sort(key=lambda each: each.notified_on or date.min)
    return told[-1] if told else None


def _assessed_before(facts: CaseFacts, to_issue: DecisionFact | None) -> DecisionFact | None:
    """Return the answer that led to a decision about a plan, though its own request was closed.

    That decision settles every request before it, so the assessment was made for all of them.
    """
    if to_issue is None:
        return None
    before = (each for each in facts.decisions if each.decided_on <= to_issue.decided_on)
    return _told(before, DecisionKind.ASSESS)


def _versions(facts: CaseFacts, since: date) -> list[PlanFact]:
    found = [each for each in facts.plans if each.served_on >= since]
    return sorted(found, key=lambda each: (each.served_on, each.number))


def _advice(advice: Iterable[AdviceFact], since: date, refused: set[str]) -> tuple[AdviceFact, ...]:
    """Return who was asked for these requests: not who was asked, on one day, for a refused one."""
    asked = [
        each
        for each in advice
        if each.asked_on >= since
        and each.withdrawn_on is None
        and (not each.request_id or each.request_id not in refused)
    ]
    return tuple(sorted(asked, key=lambda each: (each.asked_on, each.role)))


def _after(comments: Iterable[CommentFact], draft: PlanFact | None) -> tuple[CommentFact, ...]:
    if draft is None:
        return ()
    return tuple(each for each in comments if each.sent_on >= draft.served_on)

"""A new assessment of a child who has a plan: a new draft, and the plan that follows (Reg 27)."""

from datetime import date

from ehcportal.domain.facts import CaseFacts, PlanFact, PlanKind, ProceedingKind


def begun(facts: CaseFacts) -> date | None:
    """Return when the new assessment began that has brought no plan yet; none when none runs."""
    started = [
        each.started_on
        for each in facts.proceedings
        if each.kind is ProceedingKind.REASSESSMENT and each.ended_on is None
    ]
    if not started:
        return None
    on = max(started)
    came = any(each.kind.is_final and each.served_on > on for each in facts.plans)
    return None if came else on


def draft(facts: CaseFacts) -> PlanFact | None:
    """Return the newest draft of the new assessment that runs, if one was sent."""
    on = begun(facts)
    if on is None:
        return None
    finals = [each.number for each in facts.plans if each.kind.is_final]
    drafts = [
        each
        for each in facts.plans
        if each.kind is PlanKind.DRAFT
        and each.served_on >= on
        and each.number > max(finals, default=0)
    ]
    return max(drafts, key=lambda each: each.number, default=None)


def asked_for_advice(facts: CaseFacts) -> bool:
    """Whether anybody was asked for advice in the new assessment (Regulation 26)."""
    on = begun(facts)
    return on is not None and any(
        each.asked_on >= on and each.withdrawn_on is None for each in facts.advice
    )

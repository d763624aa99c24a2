"""What every page that shows a version of the plan needs: the version in words, and its pieces."""

from typing import Any

from flask import abort

from ehcportal import clock, db
from ehcportal.domain.steps import Step, may
from ehcportal.queries import case_facts, plan_pages, plans, voices
from ehcportal.queries.plan_pages import ShownPlan
from ehcportal.queries.plans import Head, Whole
from ehcportal.queries.voice_sight import Looking
from ehcportal.web.voices import own_words


def served(case_id: str) -> list[Head]:
    """Return the versions that were served, the newest first; 404 without one."""
    return plan_pages.served(db.session(), case_id) or abort(404)


def of_number(case_id: str, number: int | None) -> tuple[Head, list[Head]]:
    """Return a served version, the newest without a number, among all that were served; or 404."""
    heads = served(case_id)
    found = heads[0] if number is None else None
    head = next((each for each in heads if each.number == number), found)
    return head or abort(404), heads


def proposed(case_id: str, heads: list[Head]) -> Head | None:
    """Return the version that waits for what people say of it: the newest, while it is no final.

    Nothing is proposed any more once the council has said that the plan stays as it is.
    """
    if not heads or heads[0].is_final:
        return None
    facts = case_facts.for_case(db.session(), case_id)
    return heads[0] if may(facts, Step.COMMENT, clock.today()) else None


def whole(head: Head) -> Whole:
    """Return a version with its lines."""
    return plans.of_head(db.session(), head)


def shown(head: Head) -> ShownPlan:
    """Return a version in words."""
    return plan_pages.shown(whole(head))


def lines_of(head: Head) -> ShownPlan:
    """Return a version in words, for pages that need its lines and numbers alone."""
    return plan_pages.shown(plans.with_lines(db.session(), head))


def with_pieces(plan: ShownPlan, looking: Looking) -> dict[str, Any]:
    """Return what a page shows: the plan, with the pieces of section A that its reader may see."""
    if not any(line.voice for line in plan.lines):
        return {"plan": plan, "pieces": {}, "symbols": {}}
    found = {each.id: each for each in voices.pieces(db.session(), looking)}
    return {"plan": plan, "pieces": found, "symbols": own_words().symbols()}


def differing(heads: list[Head], head: Head, against: int | None) -> dict[str, Any]:
    """Return what differs between a version and an older one, the one before it without a number.

    Answers 404 when there is no such older version that was served.
    """
    older = [each for each in heads if each.number < head.number]
    other = next((each for each in older if against in (None, each.number)), None) or abort(404)
    before, after = (plans.without_sources(db.session(), each) for each in (other, head))
    return {
        "older": older,
        "before": plan_pages.shown(before),
        "after": plan_pages.shown(after),
        "changes": plan_pages.compared(before, after),
    }

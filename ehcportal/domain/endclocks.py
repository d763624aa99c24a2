"""The clocks that run beside the stages once there is a plan: moves, asks, payments."""

from collections.abc import Iterator
from datetime import date

from ehcportal.domain import endlaw, law, reassessing
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import Closure, MoveFact
from ehcportal.domain.lookagain import AskedFor


def running(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield each that runs, with the id of what it is about."""
    yield from _of_moves(dates)
    for asked in dates.facts.asks:
        if asked.answered_on is None and asked.asked_for is not AskedFor.REVIEW:
            yield dates.due(endlaw.REASSESSMENT_ANSWER, asked.asked_on), asked.id
    yield from in_a_reassessment(dates)
    for payment in dates.facts.payments:
        if payment.checked_on is None:
            yield dates.due(endlaw.PAYMENT_CHECK, payment.began_on), payment.id


def _of_moves(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    for move in dates.facts.moves:
        owed = of_move(dates, move)
        if owed is not None:
            yield owed, move.id
    for change in dates.facts.health_changes:
        if change.told_on is None:
            yield dates.due(endlaw.HEALTH_BODY_TOLD, change.known_on), change.id


def taken_back(dates: CaseDates) -> DueDate | None:
    """Return by when staff look at a case whose family took back all that was open.

    It is no date of the family's: for them nothing more happens.
    """
    if dates.episode.requests or dates.episode.final is not None or dates.episode.refused:
        return None
    closed = [each for each in dates.facts.requests if each.closed_as is Closure.WITHDRAWN]
    last = max((each.closed_on for each in closed if each.closed_on), default=None)
    return dates.due(endlaw.WITHDRAWAL_END, last) if last else None


def of_move(dates: CaseDates, move: MoveFact) -> DueDate | None:
    """Return what a move still asks of the council: to pass a plan on, or to tell the family."""
    if move.comes_in:
        if move.transferred_on is None or move.family_told:
            return None
        return dates.due(endlaw.MOVE_TOLD, move.transferred_on)
    if move.transferred_on is not None or dates.episode.final is None:
        return None
    return dates.due(law.PLAN_TRANSFER, move.known_on)


def reassessed_plan(dates: CaseDates) -> DueDate | None:
    """Return when the plan after a reassessment is due, until it was sent or the case ended."""
    since = reassessing_since(dates)
    return dates.due(endlaw.REASSESSMENT_PLAN, since) if since else None


def reassessing_since(dates: CaseDates) -> date | None:
    """Return when the reassessment began that runs; it is over with the plan that followed it."""
    return reassessing.begun(dates.facts)


def in_a_reassessment(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield what is awaited in a new assessment: its plan, comments on its draft, replies."""
    plan, draft = reassessed_plan(dates), reassessing.draft(dates.facts)
    if plan is not None:
        yield plan, ""
    comments = dates.comments_due
    if draft is None or comments is None:
        return
    if not comments.is_late(dates.today) and not dates.episode.comments:
        yield comments, ""
    for asked in dates.consultations:
        if asked.answered_on is None and asked.due.started_on >= draft.served_on:
            yield asked.due, asked.id

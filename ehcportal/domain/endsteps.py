"""When the steps beside and at the end of the process are lawful; empty words mean yes."""

from datetime import date

from ehcportal.domain.casedates import CaseDates, ending_decision
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.endclocks import reassessing_since
from ehcportal.domain.facts import ProceedingKind
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.plansteps import NO_PLAN

NONE_OPEN = "No mediation, appeal, order or reassessment is open."


def decide_to_cease(dates: CaseDates) -> str:
    """A plan in force can be ended by a decision with its own letter (Regulation 31)."""
    if dates.episode.final is None:
        return NO_PLAN
    if ending_decision(dates.facts) is not None:
        return "The family was told before that the plan will end."
    return ""


def end_as_ceased(dates: CaseDates) -> str:
    """The plan is kept until the time to appeal has passed or the appeal ends (s45(4)).

    Once the Tribunal has dismissed the appeal it can end at once (Regulation 44(2)(a)).
    """
    decided = ending_decision(dates.facts)
    if decided is None or dates.appeal is None:
        return "The family was not told yet that the plan will end."
    if _is_open(dates, ProceedingKind.APPEAL):
        return "An appeal is running: the plan is kept until it ends."
    if _was_dismissed(dates, decided.notified_on or date.min):
        return ""
    if not dates.appeal.is_late(dates.today):
        return f"The family can appeal until {weekday_words(dates.appeal.due_on)}."
    return ""


def _was_dismissed(dates: CaseDates, since: date) -> bool:
    """Whether the Tribunal has decided since that the plan may end."""
    allowed = [each.on for each in dates.facts.orders if each.kind is OrderKind.MAY_CEASE]
    return any(on >= since for on in (*dates.facts.ceasing_dismissed, *allowed))


def end_as_withdrawn(dates: CaseDates) -> str:
    """A case without a plan ends when every request in it was closed."""
    if dates.episode.final is not None:
        return "There is a plan: it ends only by a decision."
    if not dates.facts.requests or not all(each.closed_on for each in dates.facts.requests):
        return "A request is open: answer or close it first."
    return ""


def end_as_transferred(dates: CaseDates) -> str:
    """A case goes to another council on the day of the move (Regulation 15(2))."""
    moving_on = dates.facts.moving_on
    if moving_on is None:
        return "No move to another council is recorded."
    if moving_on > dates.today:
        return f"The move is on {weekday_words(moving_on)}."
    return ""


def move_in(dates: CaseDates) -> str:
    """A plan comes from another council only where there is none (Regulation 15(3))."""
    return "" if dates.episode.final is None else "There is a plan already."


def move_out(dates: CaseDates) -> str:
    """A move is recorded as soon as it is known, once."""
    return "" if dates.facts.moving_on is None else "A move is recorded already."


def challenge(dates: CaseDates) -> str:
    """Mediation and appeals are about a decision or plan that was sent (section 51 of the Act)."""
    return "" if dates.appeal is not None else "Nothing was sent yet that can be appealed."


def order(dates: CaseDates) -> str:
    """An order, or a concession like one, follows an appeal (Regulations 44 and 45)."""
    appealed = any(each.kind is ProceedingKind.APPEAL for each in dates.facts.proceedings)
    return "" if appealed else "There was no appeal."


def reassessment(dates: CaseDates) -> str:
    """A child with a plan can be assessed again, once at a time (section 44(2) of the Act)."""
    if dates.episode.final is None:
        return NO_PLAN
    return "A reassessment is running." if reassessing_since(dates) else ""


def close_proceeding(dates: CaseDates) -> str:
    """What runs beside the stages ends once."""
    return "" if any(each.ended_on is None for each in dates.facts.proceedings) else NONE_OPEN


def exception(dates: CaseDates) -> str:
    """Only an answer to a request, advice, or a plan after a new assessment can be excused.

    Regulations 5(4), 8(2), 10(4), 13(3) and 27(3).
    """
    again = _is_open(dates, ProceedingKind.REASSESSMENT)
    if dates.clocks is None and not dates.advice and not again:
        return "Nothing is due here that the law lets an exception excuse."
    return ""


def _is_open(dates: CaseDates, kind: ProceedingKind) -> bool:
    return any(each.kind is kind and each.ended_on is None for each in dates.facts.proceedings)

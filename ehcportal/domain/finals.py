"""After what a final plan goes out: the first one, or one that was changed (Reg 14, 22, 27, 44)."""

from enum import StrEnum

from ehcportal.domain import orders, reassessing
from ehcportal.domain import proceedinglaw as law
from ehcportal.domain.facts import CaseFacts, PlanKind

TO_CHANGE = frozenset({law.ORDER_AMEND, law.ORDER_SETTING})


class After(StrEnum):
    """What came before a final plan. Each is a name under which its letter knows it."""

    ASSESSMENT = "first_plan"
    REASSESSMENT = "assessed_again"
    REVIEW = "changed_after_review"
    ORDER = "changed_by_order"
    OTHER = "changed_otherwise"


def after(facts: CaseFacts, kind: PlanKind, *, has_review: bool) -> After:
    """Return what a final plan follows that is about to go out."""
    if kind is not PlanKind.AMENDED_FINAL:
        again = reassessing.draft(facts)
        return After.ASSESSMENT if again is None else After.REASSESSMENT
    if any(each.done_on is None and each.duty in TO_CHANGE for each in orders.owed(facts)):
        return After.ORDER
    return After.REVIEW if has_review else After.OTHER

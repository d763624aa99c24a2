"""The permission table: each action with the predicate that allows it."""

from collections.abc import Callable

from ehcportal.models.staff import StaffRole
from ehcportal.policy.actions import Action
from ehcportal.policy.actors import Actor, Relation

Predicate = Callable[[Actor, frozenset[Relation]], bool]

CASE_STAFF = frozenset({StaffRole.CASEWORKER, StaffRole.BUSINESS_SUPPORT, StaffRole.MANAGER})
"""Staff who work on cases. An administrator administers people and reads no case."""

FAMILY = frozenset(
    {
        Relation.PARENT,
        Relation.FOSTER_CARER,
        Relation.SOCIAL_WORKER,
        Relation.YOUNG_PERSON,
        Relation.ADVOCATE_FULL,
    }
)


def anyone_signed_in(_actor: Actor, _relations: frozenset[Relation]) -> bool:
    """Everybody, for what is their own."""
    return True


def case_staff(actor: Actor, _relations: frozenset[Relation]) -> bool:
    """Caseworkers, business support and managers."""
    return actor.staff_role in CASE_STAFF


def deciding_staff(actor: Actor, _relations: frozenset[Relation]) -> bool:
    """Caseworkers and managers."""
    return actor.staff_role in {StaffRole.CASEWORKER, StaffRole.MANAGER}


def family(_actor: Actor, relations: frozenset[Relation]) -> bool:
    """The family, and those who stand beside it with a full view."""
    return bool(relations & FAMILY)


def family_or_limited(actor: Actor, relations: frozenset[Relation]) -> bool:
    """The family, and an advocate or supporter with a limited view."""
    return family(actor, relations) or Relation.ADVOCATE_LIMITED in relations


RULES: dict[Action, Predicate] = {
    Action.USE_ACCOUNT: anyone_signed_in,
    Action.FILL_FORMS: anyone_signed_in,
    Action.SEE_CASE: family_or_limited,
    Action.SEE_REQUEST: family,
    Action.SEE_INVOLVEMENTS: family,
    Action.SEE_DOCUMENTS: family,
    Action.SEE_MESSAGES: family,
    Action.SEE_TO_COMPLETE: family,
    Action.SEE_INBOX: case_staff,
    Action.WORK_REQUESTS: case_staff,
    Action.DECIDE_ACCESS: deciding_staff,
    Action.LIST_CASES: case_staff,
    Action.WORK_CASE: case_staff,
    Action.ASSIGN_COORDINATOR: case_staff,
}


def allows(actor: Actor, action: Action, relations: frozenset[Relation] = frozenset()) -> bool:
    """Whether ``actor``, standing in ``relations`` to the case, may do ``action``."""
    return RULES[action](actor, relations)

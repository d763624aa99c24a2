"""The permission table: each action with the predicate that allows it."""

from collections.abc import Callable

from ehcportal.models.staff import StaffRole
from ehcportal.policy.actions import Action
from ehcportal.policy.actors import Actor, Relation, SettingRelation

Ties = frozenset[Relation | SettingRelation]
Predicate = Callable[[Actor, Ties], bool]

CASE_STAFF = frozenset({StaffRole.CASEWORKER, StaffRole.BUSINESS_SUPPORT, StaffRole.MANAGER})
"""Staff who work on cases. An administrator administers people and reads no case."""

HOLDERS = frozenset({Relation.PARENT, Relation.YOUNG_PERSON, Relation.SOCIAL_WORKER})
"""Who speaks for the child: a foster carer looks after them and asks the social worker."""

FAMILY = HOLDERS | {Relation.FOSTER_CARER, Relation.ADVOCATE_FULL}
LIMITED = frozenset({Relation.ADVOCATE_LIMITED, Relation.PARENT_LIMITED})
OWN_CASE = frozenset({Relation.COORDINATOR, Relation.COVER, Relation.TEAM})


def anyone_signed_in(_actor: Actor, _ties: Ties) -> bool:
    """Everybody, for what is their own."""
    return True


def case_staff(actor: Actor, _ties: Ties) -> bool:
    """Caseworkers, business support and managers."""
    return actor.staff_role in CASE_STAFF


def deciding_staff(actor: Actor, _ties: Ties) -> bool:
    """Caseworkers and managers."""
    return actor.staff_role in {StaffRole.CASEWORKER, StaffRole.MANAGER}


def looking_staff(actor: Actor, ties: Ties) -> bool:
    """Case staff, and an administrator who gave a reason for this case."""
    given = actor.staff_role is StaffRole.ADMINISTRATOR and Relation.WITH_REASON in ties
    return case_staff(actor, ties) or given


def staff_of_the_case(actor: Actor, ties: Ties) -> bool:
    """The coordinator, who stands in for them, their team; managers in any case."""
    return case_staff(actor, ties) and (
        actor.staff_role is StaffRole.MANAGER or bool(ties & OWN_CASE)
    )


def deciders_of_the_case(actor: Actor, ties: Ties) -> bool:
    """Caseworkers of the case; managers in any case."""
    return deciding_staff(actor, ties) and staff_of_the_case(actor, ties)


def keeping_staff(actor: Actor, _ties: Ties) -> bool:
    """Business support, managers and administrators."""
    return actor.staff_role in {
        StaffRole.BUSINESS_SUPPORT,
        StaffRole.MANAGER,
        StaffRole.ADMINISTRATOR,
    }


def any_staff(actor: Actor, _ties: Ties) -> bool:
    """Everybody who works for the council."""
    return actor.staff_role is not None


def administrator(actor: Actor, _ties: Ties) -> bool:
    """Administrators alone."""
    return actor.staff_role is StaffRole.ADMINISTRATOR


def family(_actor: Actor, ties: Ties) -> bool:
    """The family, and those who stand beside it with a full view."""
    return bool(ties & FAMILY)


def family_or_limited(actor: Actor, ties: Ties) -> bool:
    """The family, and those of it or beside it with a limited view."""
    return family(actor, ties) or bool(ties & LIMITED)


def family_alone(_actor: Actor, ties: Ties) -> bool:
    """The family and who cares for the child; no advocate."""
    return bool(ties & (HOLDERS | {Relation.FOSTER_CARER}))


def speaker(_actor: Actor, ties: Ties) -> bool:
    """A parent, the young person, the social worker for the corporate parent."""
    return bool(ties & HOLDERS)


def young_person(_actor: Actor, ties: Ties) -> bool:
    """The young person themselves."""
    return Relation.YOUNG_PERSON in ties


def senco(_actor: Actor, ties: Ties) -> bool:
    """A SENCo of the setting."""
    return Relation.SENCO in ties or SettingRelation.SENCO in ties


def contributor(_actor: Actor, ties: Ties) -> bool:
    """Who was asked for advice in this case."""
    return Relation.CONTRIBUTOR in ties


def lead(_actor: Actor, ties: Ties) -> bool:
    """Who leads the setting."""
    return SettingRelation.LEAD in ties


def lead_or_senco(actor: Actor, ties: Ties) -> bool:
    """Who leads the setting, or is its SENCo."""
    return lead(actor, ties) or senco(actor, ties)


RULES: dict[Action, Predicate] = {
    Action.USE_ACCOUNT: anyone_signed_in,
    Action.FILL_FORMS: anyone_signed_in,
    Action.SEE_CASE: family_or_limited,
    Action.SEE_REQUEST: family,
    Action.WITHDRAW_REQUEST: speaker,
    Action.ADD_TO_REQUEST: family_alone,
    Action.READ_ASK: family_alone,
    Action.SEE_INVOLVEMENTS: family,
    Action.SEE_DOCUMENTS: family,
    Action.SEE_MESSAGES: family,
    Action.WRITE_MESSAGES: family,
    Action.SEE_TO_COMPLETE: family,
    Action.SEE_ACCESS: family,
    Action.SEE_READERS: family_alone,
    Action.DOWNLOAD_ALL: family,
    Action.INVITE_HELPER: speaker,
    Action.SEE_VOICE: family,
    Action.ADD_VOICE: family_alone,
    Action.SEE_REVIEWS: family,
    Action.READ_PLAN: family,
    Action.COMMENT_ON_PLAN: speaker,
    Action.DECIDE_VIEW: young_person,
    Action.WEIGH_APPEAL: family,
    Action.ASK_FOR_ADVISER: speaker,
    Action.SEE_PUPIL: senco,
    Action.HOLD_REVIEW: senco,
    Action.SEE_OWN_ADVICE: contributor,
    Action.READ_FOR_REVIEW: contributor,
    Action.SEE_INBOX: case_staff,
    Action.WORK_REQUESTS: case_staff,
    Action.DECIDE_ACCESS: deciding_staff,
    Action.LIST_CASES: case_staff,
    Action.WORK_CASE: looking_staff,
    Action.RUN_CASE: staff_of_the_case,
    Action.DECIDE_CASE: deciders_of_the_case,
    Action.KEEP_SETTINGS: keeping_staff,
    Action.RETURN_ACCESS: any_staff,
    Action.ADMINISTER_STAFF: administrator,
    Action.PREVIEW_TEXTS: any_staff,
    Action.SAY_AWAY: any_staff,
    Action.OPEN_FOR_REASON: administrator,
    Action.LEAD_SETTING: lead,
    Action.SEE_PUPILS: senco,
    Action.ASK_AS_SETTING: senco,
    Action.ANSWER_CONSULTATIONS: lead_or_senco,
}


def allows(actor: Actor, action: Action, ties: Ties = frozenset()) -> bool:
    """Whether ``actor``, standing in ``ties`` to the case or setting, may do ``action``."""
    return RULES[action](actor, ties)

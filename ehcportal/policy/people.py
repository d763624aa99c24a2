"""Everybody the policy tells apart, in words that a lawyer reads, each as an actor with ties."""

from dataclasses import dataclass

from ehcportal.models.staff import StaffRole
from ehcportal.policy.actions import Action
from ehcportal.policy.actors import Actor, Relation, SettingRelation
from ehcportal.policy.rules import Ties, allows


@dataclass(frozen=True, slots=True)
class Someone:
    """A kind of person: what they are to the council, and to one case or setting."""

    words: str
    role: StaffRole | None = None
    ties: Ties = frozenset()

    def may(self, action: Action) -> bool:
        """Whether such a person may do ``action`` with that case or setting."""
        return allows(Actor("", self.role), action, self.ties)


def _tied(words: str, *ties: Relation | SettingRelation) -> Someone:
    return Someone(words, ties=frozenset(ties))


def _staff(words: str, role: StaffRole, *ties: Relation) -> Someone:
    return Someone(words, role, frozenset(ties))


PEOPLE = (
    _tied("A parent or carer", Relation.PARENT),
    _tied(
        "A parent after the rights passed to the young person, who has not let them see all",
        Relation.PARENT_LIMITED,
    ),
    _tied("The young person", Relation.YOUNG_PERSON),
    _tied("A foster carer", Relation.FOSTER_CARER),
    _tied("The social worker of a looked-after child", Relation.SOCIAL_WORKER),
    _tied("An advocate or supporter with full view", Relation.ADVOCATE_FULL),
    _tied("An advocate or supporter with limited view", Relation.ADVOCATE_LIMITED),
    _tied("The SENCo of the child’s setting", Relation.SENCO, SettingRelation.SENCO),
    _tied("The lead of a setting", SettingRelation.LEAD),
    _tied("Other staff of a setting", SettingRelation.STAFF),
    _tied("A professional who was asked for advice", Relation.CONTRIBUTOR),
    _staff("The case’s coordinator", StaffRole.CASEWORKER, Relation.COORDINATOR),
    _staff("Who stands in for the coordinator", StaffRole.CASEWORKER, Relation.COVER),
    _staff("A caseworker of the case’s team", StaffRole.CASEWORKER, Relation.TEAM),
    _staff("A caseworker of another team", StaffRole.CASEWORKER),
    _staff("Business support of the case’s team", StaffRole.BUSINESS_SUPPORT, Relation.TEAM),
    _staff("Business support of another team", StaffRole.BUSINESS_SUPPORT),
    _staff("A manager", StaffRole.MANAGER),
    _staff("An administrator", StaffRole.ADMINISTRATOR),
    _staff(
        "An administrator who gave a reason that was recorded, for an hour",
        StaffRole.ADMINISTRATOR,
        Relation.WITH_REASON,
    ),
    Someone("Anybody else who has signed in"),
)

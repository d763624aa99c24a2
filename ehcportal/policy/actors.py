"""Who is asking, and how they stand to a case."""

from dataclasses import dataclass
from enum import StrEnum

from ehcportal.models.staff import StaffRole


class Relation(StrEnum):
    """A current tie of an account to a case. What has ended is no tie."""

    PARENT = "parent"
    PARENT_LIMITED = "parent_limited"
    """A parent after the rights passed to the young person, who has not let them see all."""
    FOSTER_CARER = "foster_carer"
    SOCIAL_WORKER = "social_worker"
    YOUNG_PERSON = "young_person"
    ADVOCATE_FULL = "advocate_full"
    ADVOCATE_LIMITED = "advocate_limited"
    SENCO = "senco"
    """SENCo of the setting where the child is placed now."""
    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"
    COVER = "cover"
    TEAM = "team"
    """Works in the team that the case belongs to, or the case belongs to no team."""
    WITH_REASON = "with_reason"
    """An administrator who gave a reason that was recorded, for an hour."""


class SettingRelation(StrEnum):
    """A current post of an account at a setting."""

    LEAD = "lead"
    SENCO = "senco"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has signed in fully, as far as the policy cares."""

    account_id: str
    staff_role: StaffRole | None = None

"""Who is asking, and how they stand to a case."""

from dataclasses import dataclass
from enum import StrEnum

from ehcportal.models.staff import StaffRole


class Relation(StrEnum):
    """A current tie of an account to a case. What has ended is no tie."""

    PARENT = "parent"
    FOSTER_CARER = "foster_carer"
    SOCIAL_WORKER = "social_worker"
    YOUNG_PERSON = "young_person"
    ADVOCATE_FULL = "advocate_full"
    ADVOCATE_LIMITED = "advocate_limited"
    SENCO = "senco"
    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has signed in fully, as far as the policy cares."""

    account_id: str
    staff_role: StaffRole | None = None

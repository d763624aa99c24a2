"""An address, a role, what it opens, and where the invitation stands."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from ehcportal.models.base import Retention, Versioned, closed_set, moment


class InvitationKind(StrEnum):
    """What an invitation is for."""

    STAFF = "staff"
    FAMILY = "family"
    SETTING = "setting"
    CONTRIBUTOR = "contributor"
    ADVOCATE = "advocate"


class Invitation(Versioned, table=True):
    """A link of 256 bits, bound to an address; used once, within 14 days."""

    __tablename__ = "invitation"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    token_hash: str = Field(max_length=64, unique=True)
    kind: InvitationKind = Field(sa_type=closed_set(InvitationKind))
    email: str = Field(max_length=254)
    email_folded: str = Field(max_length=254, index=True)
    role: str = Field(default="", max_length=40)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    case_id: str | None = Field(default=None, foreign_key="case.id")
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    created_at: datetime = moment()
    created_by_id: str | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime
    used_at: datetime | None = None
    used_by_id: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None

"""An address, a role, what it opens, and where the invitation stands."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment
from ehcportal.models.person import ParentalResponsibility, RelationshipKind, View


class InvitationKind(StrEnum):
    """What an invitation is for."""

    STAFF = "staff"
    FAMILY = "family"
    SETTING = "setting"
    CONTRIBUTOR = "contributor"
    ADVOCATE = "advocate"


class Invitation(Versioned, table=True):
    """A link of 256 bits, bound to an address; used once, within 14 days (security note 12).

    With an identity check (guide rows W01 to W05) an e-mail with a code comes first: staff enter
    the code as the person quotes it, then the link is sent, the person accepts, staff activate.
    What each moment means is in ``queries.invitations``; nothing is open before ``activated_at``.
    """

    __tablename__ = "invitation"
    __retention__: ClassVar[Retention] = Retention.SECURITY
    __table_args__ = (
        sa.Index(
            "ix_invitation_untaken",
            "kind",
            "email_folded",
            sqlite_where=sa.column("used_at").is_(None),
            postgresql_where=sa.column("used_at").is_(None),
        ),
    )

    token_hash: str = Field(max_length=64, unique=True)
    kind: InvitationKind = Field(sa_type=closed_set(InvitationKind))
    email: str = Field(max_length=254)
    email_folded: str = Field(max_length=254, index=True)
    forename: str = Field(default="", max_length=100)
    surname: str = Field(default="", max_length=100)
    """As whoever invites typed it; empty when the person is to say it themselves."""
    role: str = Field(default="", max_length=40)
    """The role at the council or the setting; empty for a family."""
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    """The child of an advocate's invitation; a family's children are rows of their own."""
    case_id: str | None = Field(default=None, foreign_key="case.id", index=True)
    setting_id: str | None = Field(default=None, foreign_key="setting.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    advice_request_id: str | None = Field(default=None, foreign_key="advice_request.id")
    relationship_kind: RelationshipKind | None = Field(
        default=None, sa_type=closed_set(RelationshipKind)
    )
    described_as: str | None = Field(default=None, max_length=80)
    parental_responsibility: ParentalResponsibility = Field(
        default=ParentalResponsibility.NOT_KNOWN, sa_type=closed_set(ParentalResponsibility)
    )
    view: View = Field(default=View.FULL, sa_type=closed_set(View))
    tie_until: date | None = None
    """The last day of what the invitation opens, for an advocate who is invited for a time."""
    created_at: datetime = moment()
    created_by_id: str | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime
    checks_identity: bool = False
    """Whether a code has to be quoted to staff before the link is sent."""
    code_hash: str | None = Field(default=None, max_length=200)
    code_tries: int = 0
    verified_at: datetime | None = None
    verified_by_id: str | None = Field(default=None, foreign_key="account.id")
    verified_how: str | None = Field(default=None, max_length=200)
    link_sent_at: datetime | None = None
    used_at: datetime | None = None
    used_by_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    """Who took the link: from then on the invitation is theirs and the link opens nothing."""
    answered_at: datetime | None = None
    activated_at: datetime | None = None
    activated_by_id: str | None = Field(default=None, foreign_key="account.id")
    refused_at: datetime | None = None
    refused_reason: str | None = Field(default=None, max_length=500)
    withdrawn_at: datetime | None = None


class InvitationChild(Record, table=True):
    """One child that a family's invitation is about, and what the person answered (row W04)."""

    __tablename__ = "invitation_child"
    __retention__: ClassVar[Retention] = Retention.SECURITY
    __table_args__ = (sa.UniqueConstraint("invitation_id", "person_id"),)

    invitation_id: str = Field(foreign_key="invitation.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    accepted: bool | None = None
    """Yes or no; empty until the person has submitted their answer."""
    answered_at: datetime | None = None

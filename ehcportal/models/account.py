"""Somebody who signs in: one login for all their roles."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class AccountState(StrEnum):
    """Where an account stands."""

    REGISTERING = "registering"
    ACTIVE = "active"
    CLOSED = "closed"


class Account(Versioned, table=True):
    """A person who signs in. What they typed at registration is not asked again (WCAG 3.3.7)."""

    __tablename__ = "account"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT

    email: str = Field(max_length=254)
    email_folded: str = Field(max_length=254, unique=True)
    password_hash: str | None = Field(default=None, max_length=200)
    password_set_at: datetime | None = None
    state: AccountState = Field(default=AccountState.REGISTERING, sa_type=closed_set(AccountState))
    forename: str = Field(max_length=100)
    surname: str = Field(max_length=100)
    phone: str | None = Field(default=None, max_length=30)
    property_name: str | None = Field(default=None, max_length=100)
    house: str | None = Field(default=None, max_length=100)
    street: str | None = Field(default=None, max_length=100)
    area: str | None = Field(default=None, max_length=100)
    town: str | None = Field(default=None, max_length=100)
    county: str | None = Field(default=None, max_length=100)
    postcode: str | None = Field(default=None, max_length=8)
    professional: bool = False
    organisation: str | None = Field(default=None, max_length=150)
    professional_role: str | None = Field(default=None, max_length=150)
    language: str = Field(default="en", max_length=12)
    email_confirmed_at: datetime | None = None
    created_at: datetime = moment()
    last_signed_in_at: datetime | None = None
    sensitive_after: datetime | None = None
    """Until then no change of address, export or new factor (after a reset by e-mail alone)."""

    @property
    def name(self) -> str:
        """The name as people read it."""
        return f"{self.forename} {self.surname}".strip()


class FormerPassword(Record, table=True):
    """The hash of a password that this account had before (guide row H06)."""

    __tablename__ = "former_password"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT

    account_id: str = Field(foreign_key="account.id", index=True)
    password_hash: str = Field(max_length=200)
    replaced_at: datetime = moment()


class FactorKind(StrEnum):
    """A second factor."""

    EMAIL = "email"
    APP = "app"
    TEXT = "text"


class Factor(Versioned, table=True):
    """A second factor of an account. The secret is encrypted with the key ring."""

    __tablename__ = "factor"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT

    account_id: str = Field(foreign_key="account.id", index=True)
    kind: FactorKind = Field(sa_type=closed_set(FactorKind))
    sealed_secret: str | None = Field(default=None, max_length=1000)
    last_step: int | None = None
    """The last 30-second step that was spent: an app code counts once."""
    last_digits: str | None = Field(default=None, max_length=3)
    """Of a text message's number, whose whole is the sealed secret (guide row D07)."""
    created_at: datetime = moment()
    confirmed_at: datetime | None = None
    removed_at: datetime | None = None


class RecoveryCode(Record, table=True):
    """One of ten codes for the day when the authenticator app is lost; each works once."""

    __tablename__ = "recovery_code"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT

    account_id: str = Field(foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=200)
    created_at: datetime = moment()
    spent_at: datetime | None = None
    withdrawn_at: datetime | None = None


class FactorLoss(Versioned, table=True):
    """Somebody lost their second factor: two members of staff let them back in (guide row D08).

    The owner is told at once and at each step, and can stop it; it takes effect after a wait.
    """

    __tablename__ = "factor_loss"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    account_id: str = Field(foreign_key="account.id", index=True)
    reported_at: datetime = moment()
    network: str = Field(default="", max_length=64)
    stop_token_hash: str = Field(max_length=64, unique=True)
    """Of the link in the owner's e-mail that stops everything."""
    checked_by_id: str | None = Field(default=None, foreign_key="account.id")
    checked_at: datetime | None = None
    checked_how: str | None = Field(default=None, max_length=500)
    approved_by_id: str | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = None
    effective_at: datetime | None = None
    refused_by_id: str | None = Field(default=None, foreign_key="account.id")
    refused_at: datetime | None = None
    refused_reason: str | None = Field(default=None, max_length=500)
    stopped_at: datetime | None = None
    done_at: datetime | None = None


class EmailChange(Record, table=True):
    """An account's change of address, with the link that takes it back for seven days (H16)."""

    __tablename__ = "email_change"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    account_id: str = Field(foreign_key="account.id", index=True)
    old_email: str = Field(max_length=254)
    new_email: str = Field(max_length=254)
    asked_at: datetime = moment()
    expires_at: datetime
    """Until when the code at the new address counts."""
    confirmed_at: datetime | None = None
    undo_token_hash: str | None = Field(default=None, max_length=64, unique=True)
    undo_until: datetime | None = None
    undone_at: datetime | None = None


class OutsideLogin(Record, table=True):
    """An account's name at the council's own sign-on, by OpenID Connect."""

    __tablename__ = "outside_login"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    account_id: str = Field(foreign_key="account.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    linked_at: datetime = moment()
    unlinked_at: datetime | None = None

"""Signing in: sessions, one-time codes, known devices, counters of attempts."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from ehcportal.models.base import Record, Retention, closed_set, moment


class SessionState(StrEnum):
    """How far somebody has come: after the password, or after the second factor as well."""

    HALF = "half"
    ENROLLING = "enrolling"
    """Staff who gave password and e-mail code, and still have to set up their app."""
    FULL = "full"


class Audience(StrEnum):
    """Which idle and absolute limits hold for a session."""

    FAMILY = "family"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class LoginSession(Record, table=True):
    """A login on one device. Only the hash of its token is stored (ASVS 7.2)."""

    __tablename__ = "login_session"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    token_hash: str = Field(max_length=64, unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    state: SessionState = Field(sa_type=closed_set(SessionState))
    audience: Audience = Field(default=Audience.FAMILY, sa_type=closed_set(Audience))
    created_at: datetime = moment()
    last_active_at: datetime = moment()
    expires_at: datetime
    confirmed_at: datetime | None = None
    """When the password was last given again; sensitive acts need it within five minutes."""
    ended_at: datetime | None = None
    end_reason: str | None = Field(default=None, max_length=40)
    device_id: str | None = Field(default=None, foreign_key="known_device.id")
    device_name: str = Field(default="", max_length=100)
    network: str = Field(default="", max_length=64)
    """The address the login came from, shortened to its network."""


class KnownDevice(Record, table=True):
    """A browser on which the account has signed in fully before."""

    __tablename__ = "known_device"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    account_id: str = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64, index=True)
    name: str = Field(default="", max_length=100)
    first_seen_at: datetime = moment()
    last_seen_at: datetime = moment()
    forgotten_at: datetime | None = None


class CodePurpose(StrEnum):
    """What a one-time code is good for; it is good for nothing else."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    PROVE_NUMBER = "prove_number"


class OneTimeCode(Record, table=True):
    """A code that was sent. It is spent by one conditional update, so two posts cannot both win."""

    __tablename__ = "one_time_code"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    purpose: CodePurpose = Field(sa_type=closed_set(CodePurpose))
    attempt: str = Field(max_length=64, index=True)
    """The login attempt, registration or reset that the code belongs to."""
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=200)
    created_at: datetime = moment()
    expires_at: datetime
    tries: int = 0
    spent_at: datetime | None = None
    replaced_at: datetime | None = None


class Registration(Record, table=True):
    """What somebody typed while registering, until the code proves the address.

    Its id is random and its token is in the browser only, so that nobody else can go on with it.
    """

    __tablename__ = "registration"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    token_hash: str = Field(max_length=64, unique=True)
    sealed_details: str = Field(default="", max_length=8000)
    """Names and address as JSON, encrypted with the key ring."""
    email_folded: str | None = Field(default=None, max_length=254, index=True)
    password_hash: str | None = Field(default=None, max_length=200)
    created_at: datetime = moment()
    expires_at: datetime
    done_at: datetime | None = None
    account_id: str | None = Field(default=None, foreign_key="account.id")


class PasswordReset(Record, table=True):
    """A forgotten password on its way to a new one: address, code, new password."""

    __tablename__ = "password_reset"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    token_hash: str = Field(max_length=64, unique=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    """Empty when the address is not known: the pages answer the same."""
    link_hash: str | None = Field(default=None, max_length=64, unique=True)
    """Of the link that was e-mailed, where the profile resets by link (guide row H14)."""
    created_at: datetime = moment()
    expires_at: datetime
    code_accepted_at: datetime | None = None
    done_at: datetime | None = None


class SealedPost(Record, table=True):
    """A form that arrived after the session had ended, kept for the same person."""

    __tablename__ = "sealed_post"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    account_id: str = Field(foreign_key="account.id", index=True)
    path: str = Field(max_length=500)
    sealed_body: str
    created_at: datetime = moment()
    expires_at: datetime
    taken_up_at: datetime | None = None


class Throttle(SQLModel, table=True):
    """How many attempts one key has made in one window. The key is a keyed hash, never a name."""

    __tablename__ = "throttle"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    key: str = Field(primary_key=True, max_length=64)
    window_start: datetime = Field(primary_key=True)
    attempts: int = 0
    expires_at: datetime = Field(index=True)

"""Schools, colleges and early-years providers, the services that advise, and who works there."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set


class Setting(Versioned, table=True):
    """A place where children learn, known nationally by its URN."""

    __tablename__ = "setting"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    urn: str | None = Field(default=None, max_length=10, unique=True)
    name: str = Field(max_length=150)
    name_folded: str = Field(max_length=150, index=True)
    kind: str = Field(default="", max_length=80)
    town: str | None = Field(default=None, max_length=100)
    postcode: str | None = Field(default=None, max_length=8)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    closed_on: date | None = None


class SettingRole(StrEnum):
    """What somebody does at a setting."""

    LEAD = "lead"
    SENCO = "senco"
    STAFF = "staff"


class SettingMembership(Record, table=True):
    """Who works at a setting, in which role, from when to when (guide row S01)."""

    __tablename__ = "setting_membership"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    setting_id: str = Field(foreign_key="setting.id", index=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    role: SettingRole = Field(sa_type=closed_set(SettingRole))
    from_on: date
    to_on: date | None = None


class Service(Versioned, table=True):
    """A service that gives advice: educational psychology, therapy, social care."""

    __tablename__ = "service"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    name: str = Field(max_length=150)
    kind: str = Field(default="", max_length=80)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    closed_on: date | None = None


class ServiceMembership(Record, table=True):
    """Who gives advice for a service, from when to when."""

    __tablename__ = "service_membership"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    service_id: str = Field(foreign_key="service.id", index=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    job_title: str | None = Field(default=None, max_length=100)
    from_on: date
    to_on: date | None = None

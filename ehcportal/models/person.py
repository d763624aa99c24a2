"""The child or young person. Not an account: they may never sign in."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment, sort_key


class Person(Versioned, table=True):
    """A child or young person. Names and addresses are dated rows of their own."""

    __tablename__ = "person"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_person_birth_date", "birth_date"),)

    birth_date: date | None = None
    birth_date_estimated: bool = False
    sex: str | None = Field(default=None, max_length=40)
    upn: str | None = Field(default=None, max_length=13, index=True)
    uln: str | None = Field(default=None, max_length=10)
    nhs_number: str | None = Field(default=None, max_length=10)
    protected: bool = False
    """Where they live and who helps them is never shown to other adults."""
    merged_into_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    """Set on the record that turned out to be the same child; it can be taken apart again."""
    died_on: date | None = None
    detained_from: date | None = None
    """Since when they are in relevant youth accommodation (sections 70 to 75), noted by staff."""
    detained_until: date | None = None
    """The day of release; empty while nobody knows it."""
    lacks_capacity: bool = False
    """Recorded by staff: after compulsory school age a parent stands in the person's place."""
    created_at: datetime = moment()


class NameKind(StrEnum):
    """Which of a child's names a row holds."""

    CURRENT = "current"
    FORMER = "former"
    PREFERRED = "preferred"


class PersonName(Record, table=True):
    """A name a child has or had."""

    __tablename__ = "person_name"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index("ix_person_name_folded", "folded", "person_id"),
        sa.Index("ix_person_name_turned", "turned", "person_id"),
    )

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: NameKind = Field(default=NameKind.CURRENT, sa_type=closed_set(NameKind))
    forename: str = Field(max_length=100)
    surname: str = Field(max_length=100)
    folded: str = Field(sa_type=sort_key(210))
    """Surname and forename without case and accents, for order and search."""
    turned: str = Field(sa_type=sort_key(210))
    """The same with the forename first, for who knows no more than that."""
    from_on: date | None = None
    to_on: date | None = None


class PersonAddress(Record, table=True):
    """Where a child lives or lived."""

    __tablename__ = "person_address"
    __retention__: ClassVar[Retention] = Retention.CASE

    person_id: str = Field(foreign_key="person.id", index=True)
    lines: str = Field(max_length=500)
    postcode: str | None = Field(default=None, max_length=8)
    protected: bool = False
    """For case staff alone: no letter, form, pack or list of anybody else holds it."""
    from_on: date | None = None
    to_on: date | None = None


class Placement(Record, table=True):
    """Where a child learns, from when to when. What a plan names can differ."""

    __tablename__ = "placement"
    __retention__: ClassVar[Retention] = Retention.CASE

    person_id: str = Field(foreign_key="person.id", index=True)
    setting_id: str | None = Field(default=None, foreign_key="setting.id", index=True)
    name: str = Field(max_length=150)
    """The setting's name as it was given, also when it is not on the council's list."""
    from_on: date | None = None
    to_on: date | None = None


class RelationshipKind(StrEnum):
    """How an account stands to a child."""

    PARENT = "parent"
    CARER = "carer"
    FOSTER_CARER = "foster_carer"
    SOCIAL_WORKER = "social_worker"
    YOUNG_PERSON = "young_person"
    ADVOCATE = "advocate"
    SUPPORTER = "supporter"


class View(StrEnum):
    """How much of the case a relationship opens."""

    FULL = "full"
    LIMITED = "limited"
    NONE = "none"
    """Only for ``once_grown``: the young person lets this parent see nothing."""


class ParentalResponsibility(StrEnum):
    """Whether the person holds parental responsibility, as far as the council knows."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Relationship(Versioned, table=True):
    """A dated tie of an account to a child; it is what opens the child's case."""

    __tablename__ = "relationship"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_relationship_account_person", "account_id", "person_id"),)

    account_id: str = Field(foreign_key="account.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: RelationshipKind = Field(sa_type=closed_set(RelationshipKind))
    described_as: str | None = Field(default=None, max_length=80)
    """In the person's own words: "Mother", "Grandfather"."""
    parental_responsibility: ParentalResponsibility = Field(
        default=ParentalResponsibility.NOT_KNOWN, sa_type=closed_set(ParentalResponsibility)
    )
    view: View = Field(default=View.FULL, sa_type=closed_set(View))
    protected: bool = False
    once_grown: View | None = Field(default=None, sa_type=closed_set(View))
    """What the young person lets a parent see once the rights are theirs."""
    from_on: date
    to_on: date | None = None
    verified_by_id: str | None = Field(default=None, foreign_key="account.id")
    verified_how: str | None = Field(default=None, max_length=200)
    verified_at: datetime | None = None
    invited_by_id: str | None = Field(default=None, foreign_key="account.id")
    """Of an advocate or supporter: who of the family asked them in."""
    ended_by_id: str | None = Field(default=None, foreign_key="account.id")
    end_reason: str | None = Field(default=None, max_length=200)

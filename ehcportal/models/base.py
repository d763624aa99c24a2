"""What every table has: a random public id, a retention class and, where people edit, a version."""

import base64
import secrets
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from ehcportal import clock

ID_LENGTH = 26

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_TYPES: dict[tuple[type, int | None], Any] = {}


@sa.event.listens_for(sa.Column, "before_parent_attach")
def _share_type(column: Any, _table: Any) -> None:
    """Give columns of one kind and length the same type.

    Of each type SQLAlchemy makes a class that says how its columns are compared; a thousand of
    them took three megabytes.
    """
    found = column.type
    if isinstance(found, AutoString | UTCDateTime):
        length = getattr(found.impl, "length", None)
        column.type = _TYPES.setdefault((type(found), length), found)


JSON_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
"""A JSON value. A change inside it is not noticed: assign a new value."""


class Retention(StrEnum):
    """How long the rows of a table are kept, and from which day that is counted."""

    CASE = "case"
    """Until the child's 25th birthday and six years more, or as long as a legal hold stands."""
    ACCOUNT = "account"
    """Two years after the account's last sign-in, unless a case of theirs is still kept."""
    SECURITY = "security"
    """Thirteen months after the row has ended or expired."""
    AUDIT = "audit"
    """As long as the newest case it speaks of; removed in whole sealed blocks only."""
    DRAFT = "draft"
    """Until the profile's days for unsent forms have passed, or it was sent or discarded."""
    REFERRAL = "referral"
    """The profile's months after staff closed the referral; its form and files go with it."""
    MAIL = "mail"
    """Thirty days after it was sent, failed for good or expired."""
    COUNCIL = "council"
    """As long as the council runs the portal."""


def new_id() -> str:
    """Return 128 random bits as 26 lower-case letters and digits, safe in an address."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def closed_set(values: type[StrEnum]) -> sa.Enum:
    """Return a column type that stores the *values* of a ``StrEnum`` as plain text."""
    return sa.Enum(
        values,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=40,
    )


def sort_key(length: int) -> Any:
    """Return a text column that orders and compares by its letters alone, whatever the locale.

    Postgres would order by the language of its cluster; SQLite never does.
    """
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Record(SQLModel):
    """A row with a random id that never changes.

    pydantic would make a validator of each table when the program starts, which nothing uses.
    """

    model_config = {"defer_build": True}

    __retention__: ClassVar[Retention]

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)


class Versioned(Record):
    """A row that several people may change: an update of an older version is refused.

    SQLAlchemy raises ``StaleDataError`` when the stored version has moved on.
    """

    version: int = Field(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        table = getattr(cls, "__table__", None)
        return {} if table is None else {"version_id_col": table.c.version}


def moment() -> Any:
    """Return a field that is stamped with the one clock when the row is made."""
    return Field(default_factory=clock.now)

"""Rows in bulk: plain values by table, with every default filled in, without a row's own object."""

import base64
import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticUndefined
from sqlmodel import Session, SQLModel

from ehcportal import clock


def noon(on: date) -> datetime:
    """Return noon of a day in UTC, the same day in London all year."""
    return datetime.combine(on, time(12), tzinfo=UTC)


@cache
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values a row of a table begins with, and which columns hold its moment."""
    fields = model.model_fields
    moments = tuple(name for name, each in fields.items() if each.default_factory is clock.now)
    own = {
        name: each.get_default(call_default_factory=True)
        for name, each in fields.items()
        if name not in moments and name not in {"id", "seq"}
    }
    return {name: value for name, value in own.items() if value is not PydanticUndefined}, moments


class Rows:
    """What will be written, by table. Ids come from the dice, so a seed always gives the same."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._found: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def new_id(self) -> str:
        """Return an id as ``models.base.new_id`` makes it, from the dice."""
        return base64.b32encode(self.rng.randbytes(16)).decode("ascii").rstrip("=").lower()

    def add(self, model: type[SQLModel], day: date, /, **given: Any) -> str:
        """Keep a row that was made on a day; return its id."""
        own, moments = _defaults(model)
        row = {**own, **dict.fromkeys(moments, noon(day)), **given}
        if "id" in model.model_fields:
            row.setdefault("id", self.new_id())
        self._found[str(model.__tablename__)].append(row)
        return str(row.get("id", ""))

    def write(self, session: Session) -> None:
        """Write all rows, each table after those it speaks of, and begin anew."""
        connection = session.connection()
        tables: Mapping[str, sa.Table] = SQLModel.metadata.tables
        order = [table.name for table in SQLModel.metadata.sorted_tables]
        for name in sorted(self._found, key=order.index):
            connection.execute(sa.insert(tables[name]), self._found[name])
        self._found.clear()

"""Looking for a child by the beginning of a name, a reference or a pupil number, by index alone."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.names import fold, whole_names
from ehcportal.models.case import Case
from ehcportal.models.person import PersonName

LAST_LETTER = "\U0010ffff"
BROAD = 200
"""So many are sought along the indexes of names and then sorted. Sorting thousands would take
longer with every case: a list with more is walked in its order, which meets a hit soon."""
UPN = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")
REFERENCE = re.compile(r"^[A-Z]{2,4}-(?:[A-Z]-)?\d{4}-\d+$")
YEAR_AND_NUMBER = re.compile(r"^\d{4}-\d+$")


def named(beginning: str) -> Any:
    """Return the condition that a folded name begins so: a range of the index, never a scan."""
    folded = col(PersonName.folded)
    return and_(folded >= beginning, folded < beginning + LAST_LETTER)


def called(words: str, *, broad: bool = False) -> Any:
    """Return the condition that a name begins so, with the surname or the first name in front.

    ``broad`` says that so many do that the list is walked in its order instead.
    """
    if broad:
        said = walked(col(PersonName.folded)), walked(col(PersonName.turned))
        return sa.or_(*ranges(*said, words))
    name = aliased(PersonName)
    said = col(name.folded), col(name.turned)
    found = (sa.select(col(name.id)).where(each) for each in ranges(*said, words))
    return col(PersonName.id).in_(sa.union(*found))


def is_broad(session: Session, ways: Iterable[Any], table: Any) -> bool:
    """Return whether more rows of ``table`` than are quickly sorted fit in these ways."""
    counts = (_up_to_broad(way, table) for way in ways)
    return sum(session.connection().execute(sa.select(*counts)).one()) > BROAD


def _up_to_broad(way: Any, table: Any) -> Any:
    some = sa.select(sa.literal(1)).select_from(table).where(way).limit(BROAD + 1)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


def ranges(folded: Any, turned: Any, words: str) -> Iterator[Any]:
    """Yield one range of an index for each way in which the typed words can begin a name.

    "Maya Oka" is a range of the names as they are said; "Maya Okafor" finds also Maya Jane
    Okafor, with its words turned.
    """
    for each in whole_names(words):
        yield and_(folded >= each, folded < each + LAST_LETTER)
    said = fold(words)
    yield and_(turned >= said, turned < said + LAST_LETTER)


def walked(column: Any) -> Any:
    """Return a column in words by which no database seeks an index: its list is walked instead."""
    return column.concat("")


def pupil_number(words: str) -> str | None:
    """Return a unique pupil number if that is what was typed."""
    typed = words.replace(" ", "").upper()
    return typed if UPN.match(typed) else None


def reference(words: str, prefix: str = "") -> str | None:
    """Return a reference if that is what was typed.

    People read out "2026-0001" and leave away the council's own letters, which ``prefix`` holds.
    """
    typed = words.strip().upper()
    if prefix and YEAR_AND_NUMBER.match(typed):
        return f"{prefix}-{typed}"
    return typed if REFERENCE.match(typed) else None


def case_of(session: Session, words: str, prefix: str = "") -> str | None:
    """Return the id of the case with a reference. Whoever has it still needs the policy's yes."""
    return session.exec(select(Case.id).where(Case.reference == reference(words, prefix))).first()

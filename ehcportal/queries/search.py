"""Looking for a child by the beginning of a name, a reference or a pupil number, by index alone."""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.names import fold, whole_names
from ehcportal.models.case import Case
from ehcportal.models.person import PersonName

LAST_LETTER = "\U0010ffff"
UPN = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")
REFERENCE = re.compile(r"^[A-Z]{2,4}-(?:[A-Z]-)?\d{4}-\d+$")
YEAR_AND_NUMBER = re.compile(r"^\d{4}-\d+$")


def named(beginning: str) -> Any:
    """Return the condition that a folded name begins so: a range of the index, never a scan."""
    folded = col(PersonName.folded)
    return and_(folded >= beginning, folded < beginning + LAST_LETTER)


def called(words: str) -> Any:
    """Return the condition that a name begins so, with the surname or the first name in front.

    Each order is a range of its own of an index. "Maya Oka" is a range of the names as they are
    said; "Maya Okafor" finds also Maya Jane Okafor, with its words turned.
    """
    name = aliased(PersonName)
    found = (sa.select(col(name.id)).where(each) for each in beginnings(name, words))
    return col(PersonName.id).in_(sa.union(*found))


def beginnings(name: type[PersonName], words: str) -> Iterator[Any]:
    """Yield one range of an index for each way in which the typed words can begin a name."""
    for each in whole_names(words):
        yield and_(col(name.folded) >= each, col(name.folded) < each + LAST_LETTER)
    said = fold(words)
    yield and_(col(name.turned) >= said, col(name.turned) < said + LAST_LETTER)


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

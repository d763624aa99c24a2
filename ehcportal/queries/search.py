"""Looking for a child by the beginning of a name, a reference or a pupil number, by index alone."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.names import whole_names
from ehcportal.models.case import Case
from ehcportal.models.person import PersonName

LAST_LETTER = "\U0010ffff"
UPN = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")
REFERENCE = re.compile(r"^[A-Z]{2,4}-(?:[A-Z]-)?\d{4}-\d+$")


def named(beginning: str) -> Any:
    """Return the condition that a folded name begins so: a range of the index, never a scan."""
    folded = col(PersonName.folded)
    return and_(folded >= beginning, folded < beginning + LAST_LETTER)


def called(words: str) -> Any:
    """Return the condition that a name begins so, with the surname or the first name in front.

    Each order is a range of its own of the same index, so a whole name costs two of them.
    """
    orders = whole_names(words)
    if len(orders) == 1:
        return named(orders[0])
    name = aliased(PersonName)
    folded = col(name.folded)
    found = (
        sa.select(col(name.id)).where(folded >= each, folded < each + LAST_LETTER)
        for each in orders
    )
    return col(PersonName.id).in_(sa.union(*found))


def pupil_number(words: str) -> str | None:
    """Return a unique pupil number if that is what was typed."""
    typed = words.replace(" ", "").upper()
    return typed if UPN.match(typed) else None


def reference(words: str) -> str | None:
    """Return a reference if that is what was typed."""
    typed = words.strip().upper()
    return typed if REFERENCE.match(typed) else None


def case_of(session: Session, words: str) -> str | None:
    """Return the id of the case with a reference. Whoever has it still needs the policy's yes."""
    return session.exec(select(Case.id).where(Case.reference == reference(words))).first()

"""The timeline of a case: for the council all of it, for one of the family what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_

from ehcportal.content.events import FAMILY, OWN, STAFF, sentence
from ehcportal.models.account import Account
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.request import Request

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what happened, when, and whether the law cares about it."""

    text: str
    on: date
    at: datetime
    key: bool


def for_family(session: Session, case_id: str, account_id: str, limit: int = MOST) -> list[Line]:
    """Return what this account may see, the newest first, in one statement.

    A line that was kept for one person is theirs alone; no line says what another adult did.
    """
    told = _told_family(session, case_id, account_id, limit)
    return list(_lines((event, reader, {}) for event, reader in told))


def for_limited_view(session: Session, case_id: str, account_id: str) -> list[Line]:
    """Return the same for somebody who sees where the case stands and no more.

    Who was asked for advice is not said, and documents are left out.
    """
    told = _told_family(session, case_id, account_id, MOST)
    return list(
        _lines(
            (event, reader, {"role": ""}) for event, reader in told if "title" not in event.facts
        )
    )


def _told_family(
    session: Session, case_id: str, account_id: str, limit: int
) -> list[tuple[Event, str]]:
    values = {"case": case_id, "who": account_id, "most": limit}
    rows = session.execute(_for_family(), values).all()
    return [(row[0], OWN if row[0].by_id == account_id else FAMILY) for row in rows]


def for_council(session: Session, case_id: str, limit: int = MOST) -> list[Line]:
    """Return every line, the newest first, with who did what, in one statement."""
    rows = session.execute(_for_council(), {"case": case_id, "most": limit}).all()
    return list(_lines((event, STAFF, _names(by, whom)) for event, by, whom in rows))


@cache
def _for_family() -> Any:
    """Return the statement; like the next one it is built once, which costs more than to run it."""
    mine: Any = col(Event.only_account_id) == sa.bindparam("who")
    return _of_case().where(
        col(Event.audience) == EventAudience.FAMILY,
        or_(col(Event.only_account_id).is_(None), mine),
    )


@cache
def _for_council() -> Any:
    by, whom = aliased(Account), aliased(Account)
    return (
        _of_case()
        .add_columns(by, whom)
        .join(by, and_(by.id == Event.by_id), isouter=True)
        .join(whom, and_(whom.id == Event.only_account_id), isouter=True)
    )


def _of_case() -> sa.Select[Any]:
    case_id: Any = sa.bindparam("case", type_=sa.String())
    requests = sa.select(col(Request.id)).where(col(Request.case_id) == case_id)
    return (
        sa.select(Event)
        .where(or_(col(Event.case_id) == case_id, col(Event.request_id).in_(requests)))
        .order_by(col(Event.at).desc(), col(Event.seq).desc())
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )


def _names(by: Account | None, whom: Account | None) -> dict[str, str]:
    return {"by": by.name if by else "", "for": whom.name if whom else ""}


def _lines(told: Iterable[tuple[Event, str, dict[str, str]]]) -> Iterable[Line]:
    for event, reader, names in told:
        text = sentence(event.kind, reader, {**event.facts, **names})
        if text is not None:
            yield Line(text=text, on=event.on, at=event.at, key=event.key)

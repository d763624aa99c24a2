"""The timeline of a case: for the council all of it, for one of the family what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_

from ehcportal.content.events import FAMILY, OWN, STAFF, own_sentences, sentence
from ehcportal.models.account import Account
from ehcportal.models.document import Document
from ehcportal.models.event import DOCUMENT, Event, EventAudience
from ehcportal.models.request import Request

MOST = 200
SINCE = ".taken_back_since"
"""The kind of a line whose document was taken back later ends with this."""


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
    return list(_lines(_told_family(session, case_id, account_id, limit)))


def for_limited_view(session: Session, case_id: str, account_id: str) -> list[Line]:
    """Return the same for somebody who sees where the case stands and no more.

    Who was asked for advice is not said, and documents are left out.
    """
    told = _told_family(session, case_id, account_id, MOST)
    return list(_lines(_without_adviser(each) for each in told if "title" not in each.event.facts))


@dataclass(frozen=True, slots=True)
class Told:
    """A line on its way to a reader: the kind of its sentence and what is filled in."""

    event: Event
    kind: str
    reader: str
    facts: dict[str, Any]


def _told_family(session: Session, case_id: str, account_id: str, limit: int) -> list[Told]:
    values = {"case": case_id, "who": account_id, "most": limit}
    return [
        _told(event, OWN if event.by_id == account_id else FAMILY, was_withdrawn)
        for event, was_withdrawn in session.execute(_for_family(), values).all()
    ]


def _told(event: Event, reader: str, was_withdrawn: bool) -> Told:
    """Leave out what a document was about that was taken back since."""
    if not was_withdrawn:
        return Told(event, event.kind, reader, event.facts)
    since = f"{event.kind}{SINCE}"
    return Told(event, since if since in own_sentences() else event.kind, reader, {})


def _without_adviser(told: Told) -> Told:
    return replace(told, facts={**told.facts, "role": ""})


def for_council(session: Session, case_id: str, limit: int = MOST) -> list[Line]:
    """Return every line, the newest first, with who did what, in one statement."""
    rows = session.execute(_for_council(), {"case": case_id, "most": limit}).all()
    return list(
        _lines(
            Told(event, event.kind, STAFF, {**event.facts, **_names(by, whom)})
            for event, by, whom in rows
        )
    )


@cache
def _for_family() -> Any:
    """Return the statement; like the next one it is built once, which costs more than to run it."""
    mine: Any = col(Event.only_account_id) == sa.bindparam("who")
    told_of: Any = col(Event.facts)[DOCUMENT]
    withdrawn = sa.exists().where(
        col(Document.id) == told_of.as_string(), col(Document.withdrawn_at).is_not(None)
    )
    return (
        _of_case()
        .add_columns(withdrawn)
        .where(
            col(Event.audience) == EventAudience.FAMILY,
            or_(col(Event.only_account_id).is_(None), mine),
        )
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


def _lines(told: Iterable[Told]) -> Iterable[Line]:
    for each in told:
        text = sentence(each.kind, each.reader, each.facts)
        if text is not None:
            yield Line(text=text, on=each.event.on, at=each.event.at, key=each.event.key)

"""The timeline of a case: for the council all of it, for one of the family what is theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
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
from ehcportal.queries.paging import Cursor, Listed, moment_of

MOST = 200
"""Lines on a page; older ones stand on the next."""

NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), 2**31 - 1)
"""The place before which every line stands."""

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


def family_page(
    session: Session, case_id: str, account_id: str, after: Cursor | None, *, sees_all: bool
) -> Listed[Line]:
    """Return a page of what this account may see, or of what a limited view shows of it."""
    told = _told_family(session, case_id, account_id, MOST + 1, after)
    kept = told[:MOST]
    if not sees_all:
        kept = [_without_adviser(each) for each in kept if "title" not in each.event.facts]
    return Listed(list(_lines(kept)), _older([each.event for each in told]))


def council_page(session: Session, case_id: str, after: Cursor | None) -> Listed[Line]:
    """Return a page of every line, the newest first, with who did what."""
    told = _told_council(session, case_id, MOST + 1, after)
    return Listed(list(_lines(told[:MOST])), _older([each.event for each in told]))


def _older(events: Sequence[Event]) -> Cursor | None:
    """Return where the older lines begin, if more were found than a page holds."""
    if len(events) <= MOST:
        return None
    last = events[MOST - 1]
    return Cursor(last.at.isoformat(), str(last.seq))


def _values(case_id: str, limit: int, after: Cursor | None) -> dict[str, Any]:
    at, seq = NEWEST
    if after is not None and after.id.isdecimal():
        try:
            at, seq = moment_of(after.key), min(int(after.id[:18]), NEWEST[1])
        except ValueError:
            at, seq = NEWEST
    return {"case": case_id, "most": limit, "before_at": at, "before_seq": seq}


def _told_family(
    session: Session, case_id: str, account_id: str, limit: int, after: Cursor | None = None
) -> list[Told]:
    values = {**_values(case_id, limit, after), "who": account_id}
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
    return list(_lines(_told_council(session, case_id, limit)))


def _told_council(
    session: Session, case_id: str, limit: int, after: Cursor | None = None
) -> list[Told]:
    rows = session.execute(_for_council(), _values(case_id, limit, after)).all()
    return [
        Told(event, event.kind, STAFF, {**event.facts, **_names(by, whom)})
        for event, by, whom in rows
    ]


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
    at: Any = col(Event.at)
    seq: Any = col(Event.seq)
    before: Any = sa.bindparam("before_at", type_=at.type)
    return (
        sa.select(Event)
        .where(col(Event.id).in_(_found(case_id)))
        .where(or_(at < before, and_(at == before, seq < sa.bindparam("before_seq"))))
        .order_by(at.desc(), seq.desc())
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )


def _found(case_id: Any) -> Any:
    """Select the lines of a case and of the requests it came from; both are found by an index."""
    there: Any = aliased(Event)
    own = sa.select(there.id).where(there.case_id == case_id)
    of_requests = sa.select(there.id).join(Request, col(Request.id) == there.request_id)
    return sa.union(own, of_requests.where(col(Request.case_id) == case_id))


def _names(by: Account | None, whom: Account | None) -> dict[str, str]:
    return {"by": by.name if by else "", "for": whom.name if whom else ""}


def _lines(told: Iterable[Told]) -> Iterable[Line]:
    for each in told:
        text = sentence(each.kind, each.reader, each.facts)
        if text is not None:
            yield Line(text=text, on=each.event.on, at=each.event.at, key=each.event.key)

"""The dated rows of cases as one statement: a select for each kind of fact, all of one shape."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.models.assessment import (
    AdviceRequest,
    Decision,
    Plan,
    PlanVersion,
    Review,
    TimeException,
)
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.request import Request, RequestClosure

MOMENT = Request.__table__.c.closed_at.type  # type: ignore[attr-defined]


class FactRow(NamedTuple):
    """One dated fact of a case; which column means what depends on ``what``."""

    what: str
    case_id: str
    key: str
    first: date | None
    second: date | None
    at: datetime | None
    word: str
    other: str
    link: str | None
    about: str | None
    number: int | None


def read(session: Session, case_ids: Collection[str]) -> Iterator[FactRow]:
    """Yield every dated row of these cases, in one statement."""
    for found in session.connection().execute(_all_facts(), {"cases": list(case_ids)}):
        yield FactRow(*found)


@cache
def _all_facts() -> Any:
    """Return the one statement; it is built once and takes the ids of the cases."""
    cases: sa.BindParameter[Any] = sa.bindparam("cases", expanding=True)
    parts = (*_of_requests(), *_of_the_assessment(), *_of_the_plan(), _of_the_case())
    return sa.union_all(*(part.where(_case_of(part).in_(cases)) for part in parts))


def _case_of(part: sa.Select[Any]) -> Any:
    return list(part.selected_columns)[1]


def _of_requests() -> Iterator[sa.Select[Any]]:
    """Yield the requests first: every column of theirs is real, so it has its type."""
    yield _part(
        "request",
        Request.case_id,
        Request.id,
        Request.received_on,
        Request.responsible_on,
        at=Request.closed_at,
        word=Request.source,
        other=Request.start_reason,
    )
    yield _part(
        "closure",
        Request.case_id,
        RequestClosure.request_id,
        at=RequestClosure.closed_at,
        word=RequestClosure.kind,
    ).join(Request, col(Request.id) == RequestClosure.request_id)


def _of_the_assessment() -> Iterator[sa.Select[Any]]:
    yield _part(
        "decision",
        Decision.case_id,
        Decision.id,
        Decision.decided_on,
        Decision.notified_on,
        at=Decision.created_at,
        word=Decision.kind,
        other=Decision.outcome,
        link=Decision.corrects_id,
        about=sa.func.coalesce(Decision.request_id, Decision.review_id),
    )
    yield _part(
        "advice",
        AdviceRequest.case_id,
        AdviceRequest.id,
        AdviceRequest.asked_on,
        AdviceRequest.received_on,
        word=AdviceRequest.role,
    )
    yield _part(
        "exception",
        TimeException.case_id,
        TimeException.id,
        TimeException.from_on,
        TimeException.to_on,
        word=TimeException.duty,
        other=TimeException.ground,
    )


def _of_the_plan() -> Iterator[sa.Select[Any]]:
    yield _part(
        "plan",
        Plan.case_id,
        PlanVersion.id,
        PlanVersion.served_on,
        word=PlanVersion.kind,
        number=PlanVersion.number,
    ).join(Plan, col(Plan.id) == PlanVersion.plan_id)
    yield _part("review", Review.case_id, Review.id, Review.meeting_on, Review.report_on)


def _of_the_case() -> sa.Select[Any]:
    case = _part("case", Case.id, Case.id, Case.ended_on, Person.birth_date, word=Case.ended_as)
    return case.join(Person, col(Person.id) == Case.person_id)


def _part(
    what: str,
    case_id: Any,
    key: Any,
    first: Any = None,
    second: Any = None,
    *,
    at: Any = None,
    word: Any = None,
    other: Any = None,
    link: Any = None,
    about: Any = None,
    number: Any = None,
) -> sa.Select[Any]:
    return sa.select(
        sa.cast(sa.literal(what), sa.String(20)).label("what"),
        case_id.label("case_id"),
        key.label("key"),
        _or_null(first, sa.Date()).label("first"),
        _or_null(second, sa.Date()).label("second"),
        _or_null(at, MOMENT).label("at"),
        _word(word).label("word"),
        _word(other).label("other"),
        _or_null(link, sa.String(26)).label("link"),
        _or_null(about, sa.String(26)).label("about"),
        _or_null(number, sa.Integer()).label("number"),
    )


def _or_null(column: Any, kind: Any) -> Any:
    return sa.cast(sa.null(), kind) if column is None else column


def _word(column: Any) -> Any:
    """Return a column of a closed set or of words as plain text."""
    return sa.cast(sa.null() if column is None else column, sa.String(100))

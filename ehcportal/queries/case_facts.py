"""The dated facts of cases, read in one statement however many cases and rows there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.domain.exceptions import ExceptionFact, Ground, excuses
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    DecisionFact,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    RequestFact,
    ReviewFact,
    Source,
    StartReason,
)
from ehcportal.domain.rights import rights_pass_on
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


Rows = dict[str, list[FactRow]]


def for_cases(session: Session, case_ids: Collection[str]) -> dict[str, CaseFacts]:
    """Return the facts of each case, in one statement."""
    if not case_ids:
        return {}
    rows: dict[str, Rows] = {case_id: defaultdict(list) for case_id in case_ids}
    for found in session.connection().execute(_all_facts(), {"cases": list(case_ids)}):
        row = FactRow(*found)
        rows[row.case_id][row.what].append(row)
    return {case_id: _facts(each) for case_id, each in rows.items()}


def for_case(session: Session, case_id: str) -> CaseFacts:
    """Return the facts of one case, in one statement."""
    return for_cases(session, [case_id])[case_id]


@cache
def _all_facts() -> Any:
    """Return the one statement; it is built once and takes the ids of the cases."""
    cases: sa.BindParameter[Any] = sa.bindparam("cases", expanding=True)
    return sa.union_all(*(part.where(_case_of(part).in_(cases)) for part in _parts()))


def _case_of(part: sa.Select[Any]) -> Any:
    return list(part.selected_columns)[1]


def _parts() -> Iterator[sa.Select[Any]]:
    """Yield one select for each kind of fact; the first one has a real column of every type."""
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
        "plan",
        Plan.case_id,
        PlanVersion.id,
        PlanVersion.served_on,
        word=PlanVersion.kind,
        number=PlanVersion.number,
    ).join(Plan, col(Plan.id) == PlanVersion.plan_id)
    yield _part("review", Review.case_id, Review.id, Review.meeting_on, Review.report_on)
    yield _part(
        "exception",
        TimeException.case_id,
        TimeException.id,
        TimeException.from_on,
        TimeException.to_on,
        word=TimeException.duty,
        other=TimeException.ground,
    )
    yield _part(
        "case", Case.id, Case.id, Case.ended_on, Person.birth_date, word=Case.ended_as
    ).join(Person, col(Person.id) == Case.person_id)


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


def _facts(rows: Rows) -> CaseFacts:
    case = rows["case"][0]
    decisions = _standing_decisions(rows["decision"])
    return CaseFacts(
        requests=tuple(_requests(rows)),
        decisions=tuple(_decision(each) for each in decisions if each.word != DecisionKind.REVIEW),
        advice=tuple(
            AdviceFact(each.word, each.first, each.second) for each in rows["advice"] if each.first
        ),
        plans=tuple(
            PlanFact(PlanKind(each.word), each.number or 0, each.first)
            for each in rows["plan"]
            if each.first
        ),
        reviews=tuple(_review(each, decisions, rows["plan"]) for each in rows["review"]),
        exceptions=tuple(_exceptions(rows["exception"])),
        ended_on=case.first,
        ended_as=Ending(case.word) if case.word else None,
        rights_pass_on=rights_pass_on(case.second) if case.second else None,
    )


def _requests(rows: Rows) -> Iterator[RequestFact]:
    newest = {each.key: each.word for each in sorted(rows["closure"], key=_moment)}
    for each in rows["request"]:
        closed_as = newest.get(each.key)
        yield RequestFact(
            received_on=each.first or date.min,
            source=Source(each.word),
            start_reason=StartReason(each.other),
            closed_on=clock.london_day(each.at) if each.at else None,
            closed_as=Closure(closed_as) if closed_as else None,
            responsible_on=each.second,
            id=each.key,
        )


def _moment(row: FactRow) -> datetime:
    if row.at is None:
        raise ValueError(f"a {row.what} without its moment")
    return row.at


def _standing_decisions(rows: list[FactRow]) -> list[FactRow]:
    """Leave out what a further row has corrected."""
    corrected = {each.link for each in rows if each.link}
    return [each for each in sorted(rows, key=_moment) if each.key not in corrected]


def _decision(row: FactRow) -> DecisionFact:
    return DecisionFact(
        kind=DecisionKind(row.word),
        outcome=Outcome(row.other),
        decided_on=row.first or date.min,
        notified_on=row.second,
        request_id=row.about or "",
    )


def _review(row: FactRow, decisions: list[FactRow], versions: list[FactRow]) -> ReviewFact:
    about = [each for each in decisions if each.about == row.key and each.second]
    decided = about[-1] if about else None
    notices = [
        each.first
        for each in versions
        if each.word == PlanKind.AMENDMENT and each.first and row.first and each.first >= row.first
    ]
    return ReviewFact(
        meeting_on=row.first,
        report_on=row.second,
        decided_on=decided.second if decided else None,
        outcome=Outcome(decided.other) if decided else None,
        notice_on=min(notices, default=None),
    )


def _exceptions(rows: list[FactRow]) -> Iterator[ExceptionFact]:
    for each in rows:
        ground = Ground(each.other)
        if each.first and excuses(ground, each.word):
            yield ExceptionFact(each.word, ground, each.first, each.second)

"""The dated rows of cases as one statement: a select for each kind of fact, all of one shape."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.case import Case
from ehcportal.models.person import Person, Placement
from ehcportal.models.plan import Consultation, Plan, PlanVersion, Representation
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.review import Review, ReviewKind
from ehcportal.models.setting import Setting
from ehcportal.models.time_exception import TimeException
from ehcportal.queries.beside_rows import of_proceedings, of_the_end
from ehcportal.queries.fact_parts import part
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import placed
from ehcportal.queries.speaking import of_the_family

ACCEPTS = "accepts"
"""The word of a comment that takes the version as it is."""


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
    third: date | None


def read(session: Session, case_ids: Collection[str]) -> Iterator[FactRow]:
    """Yield every dated row of these cases, in one statement."""
    ids = list(case_ids)
    given = {"cases": ids if len(ids) > 1 else ids[0], "today": clock.today()}
    for found in session.connection().execute(_of_several() if len(ids) > 1 else _of_one(), given):
        yield FactRow(*found)


@fixed
def _of_one() -> Any:
    """Pages of one case have a statement of their own: a list of ids is written out at each use."""
    return _all_facts(several=False)


@fixed
def _of_several() -> Any:
    return _all_facts(several=True)


def _all_facts(*, several: bool) -> Any:
    """Return the one statement, which takes the ids of the cases, and the day."""
    cases: sa.BindParameter[Any] = sa.bindparam("cases", type_=sa.String(), expanding=several)
    parts = (
        *_of_requests(),
        *_of_the_assessment(),
        *_of_the_plan(),
        *_of_consultations_and_reviews(),
        *of_proceedings(),
        *of_the_end(),
        of_the_family(),
        _of_the_school(),
        _of_the_case(),
    )
    chosen = (_case_of(each).in_(cases) if several else _case_of(each) == cases for each in parts)
    return sa.union_all(*(each.where(one) for each, one in zip(parts, chosen, strict=True)))


def _case_of(select: sa.Select[Any]) -> Any:
    return list(select.selected_columns)[1]


def _of_requests() -> Iterator[sa.Select[Any]]:
    """Yield the requests first: every column of theirs is real, so it has its type."""
    yield part(
        "request",
        Request.case_id,
        Request.id,
        Request.received_on,
        Request.responsible_on,
        at=Request.closed_at,
        word=Request.source,
        other=Request.start_reason,
    )
    yield part("joined", Request.case_id, Request.id, at=Request.joined_at)
    yield part(
        "closure",
        Request.case_id,
        RequestClosure.request_id,
        at=RequestClosure.closed_at,
        word=RequestClosure.kind,
    ).join(Request, col(Request.id) == RequestClosure.request_id)


def _of_the_assessment() -> Iterator[sa.Select[Any]]:
    yield part(
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
        third=Decision.letter_on,
    )
    yield part(
        "advice",
        AdviceRequest.case_id,
        AdviceRequest.id,
        AdviceRequest.asked_on,
        AdviceRequest.received_on,
        word=AdviceRequest.role,
        about=AdviceRequest.request_id,
        third=AdviceRequest.withdrawn_on,
    ).where(col(AdviceRequest.paragraph) != OF_FAMILY)
    yield part(
        "exception",
        TimeException.case_id,
        TimeException.id,
        TimeException.from_on,
        TimeException.to_on,
        word=TimeException.duty,
        other=TimeException.ground,
        link=TimeException.corrects_id,
        about=TimeException.advice_request_id,
        number=sa.case((col(TimeException.ended_reason).is_not(None), 1)),
        third=TimeException.asked_on,
    )


def _of_the_plan() -> Iterator[sa.Select[Any]]:
    yield (
        part(
            "plan",
            Plan.case_id,
            PlanVersion.id,
            PlanVersion.served_on,
            PlanVersion.comments_until,
            at=PlanVersion.created_at,
            word=PlanVersion.kind,
            link=PlanVersion.review_id,
            number=PlanVersion.number,
        )
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(PlanVersion.dropped_at).is_(None))
    )
    yield (
        part(
            "comment",
            Plan.case_id,
            Representation.id,
            Representation.sent_on,
            word=sa.case((col(Representation.accepts_as_it_is), ACCEPTS)),
            about=Representation.account_id,
            number=PlanVersion.number,
        )
        .join(PlanVersion, col(PlanVersion.id) == Representation.plan_version_id)
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(Representation.sent_on).is_not(None), col(Representation.setting_id).is_(None))
    )


def _of_consultations_and_reviews() -> Iterator[sa.Select[Any]]:
    yield (
        part(
            "consultation",
            Consultation.case_id,
            Consultation.id,
            Consultation.sent_on,
            Consultation.replied_on,
            word=sa.func.coalesce(sa.func.nullif(Consultation.council, ""), Setting.name),
        )
        .join(Setting, col(Setting.id) == Consultation.setting_id)
        .where(col(Consultation.withdrawn_on).is_(None), col(Consultation.sent_on).is_not(None))
    )
    yield part(
        "review",
        Review.case_id,
        Review.id,
        Review.meeting_on,
        Review.report_on,
        third=Review.notice_on,
    ).where(col(Review.dropped_on).is_(None))
    yield part("phase", Review.case_id, Review.id, Review.due_on).where(
        col(Review.dropped_on).is_(None), col(Review.kind) == ReviewKind.PHASE_TRANSFER
    )


def _of_the_school() -> sa.Select[Any]:
    """Return where the child learns now; the kind of school says when the next one begins."""
    today: sa.BindParameter[Any] = sa.bindparam("today", type_=sa.Date())
    now = part("school", Case.id, Placement.id, word=Setting.kind)
    return (
        now.join(Placement, col(Placement.person_id) == Case.person_id)
        .join(Setting, col(Setting.id) == Placement.setting_id)
        .where(placed(today))
    )


def _of_the_case() -> sa.Select[Any]:
    case = part("case", Case.id, Case.id, Case.ended_on, Person.birth_date, word=Case.ended_as)
    return case.join(Person, col(Person.id) == Case.person_id)

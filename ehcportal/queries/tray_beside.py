"""What waits in the council beside the dates of cases; counted no further than a page can use."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.assessment import UNANSWERED, AdviserWish
from ehcportal.models.case import Case
from ehcportal.models.message import Thread
from ehcportal.models.person import PersonName
from ehcportal.models.plan import PlanVersion
from ehcportal.models.posting import IS_UNHEARD, IS_WAITING, PostItem, ServiceMail
from ehcportal.models.request import UNDECIDED, WAITING, AccessRequest, Request
from ehcportal.queries import council_messages, start_checks
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.tray_counts import MOST

PAGE = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """How many there are of each kind, up to ``MOST``; messages are those for one person."""

    requests: int
    access: int
    lost_mail: int
    post: int
    messages: int
    wishes: int
    starts: int
    """Final plans whose provision nobody has looked at after four weeks."""
    most: ClassVar[int] = MOST

    @property
    def any(self) -> bool:
        """Whether anything waits at all."""
        counted = (self.requests, self.access, self.lost_mail, self.post, self.starts)
        return bool(any(counted) or self.messages or self.wishes)


def beside(session: Session, account_id: str) -> Beside:
    """Count what waits, in one statement, each along an index of what waits alone."""
    query = _statement(clock.today())
    return Beside(*session.connection().execute(query, {"who": account_id}).one())


@lru_cache(maxsize=1)
def _statement(today: date) -> Any:
    """Return the statement for a day; it is the same for everybody, so it is built once."""
    who: Any = sa.bindparam("who", type_=sa.String())
    messages = council_messages.waiting(who, today)
    columns = [
        _count(Request, WAITING),
        _count(AccessRequest, UNDECIDED),
        _count(ServiceMail, IS_UNHEARD),
        _count(PostItem, IS_WAITING),
        _count(Thread, *messages),
        _count(AdviserWish, UNANSWERED),
        _count(PlanVersion, *start_checks.conditions(today)),
    ]
    return sa.select(*columns)


def _count(table: Any, *waits: Any) -> Any:
    some = sa.select(sa.literal(1)).select_from(table).where(*waits).limit(MOST)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


@dataclass(frozen=True, slots=True)
class OpenWish:
    """Somebody whose advice a family asked for, and who has no answer yet (Reg 6(1)(h))."""

    id: str
    asked_on: date
    role: str
    why: str
    case_id: str
    reference: str
    child: str


def wishes(session: Session, after: Cursor | None) -> Listed[OpenWish]:
    """Return a page of wishes without an answer, the oldest first."""
    query = (
        sa.select(
            col(AdviserWish.id),
            col(AdviserWish.asked_on),
            col(AdviserWish.role),
            col(AdviserWish.why),
            col(AdviserWish.case_id),
            col(Case.reference),
            col(PersonName.surname) + ", " + col(PersonName.forename),
        )
        .join(Case, col(Case.id) == AdviserWish.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .where(UNANSWERED)
        .order_by(col(AdviserWish.asked_on), col(AdviserWish.id))
    )
    begins = _begins(after)
    if begins is not None:
        query = query.where(sa.tuple_(col(AdviserWish.asked_on), col(AdviserWish.id)) > begins)
    rows = [OpenWish(*row) for row in session.connection().execute(query.limit(PAGE + 1))]
    return cut(rows, PAGE, lambda last: Cursor(last.asked_on.isoformat(), last.id))


def _begins(after: Cursor | None) -> Any:
    try:
        return (date.fromisoformat(after.key), after.id) if after is not None else None
    except ValueError:
        return None

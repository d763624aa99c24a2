"""The work tray: one's own cases, the team's or all, by what is due next (guide row C02).

It reads the standing of each case and its clocks, which are kept in step with every change, always
along an index and never more than a page: it opens in the same time with 50 or 50,000 cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.domain import law
from ehcportal.domain.stages import Stage
from ehcportal.models.case import CaseAssignment
from ehcportal.models.desk import ENDED, NO_DATE, CaseClock, CaseStanding, WaitingFor
from ehcportal.queries import tray_search
from ehcportal.queries.paging import Cursor

PAGE = 25
WEEK = timedelta(days=7)
NOBODY = "none"
OTHERS = "others"
OUTSIDE = tuple(each for each in WaitingFor if each is not WaitingFor.COUNCIL)


class Whose(StrEnum):
    """Whose cases are listed."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


class When(StrEnum):
    """Which part of time is listed, of the next date of each case."""

    ANY = "any"
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_DATE = "no_date"


class Order(StrEnum):
    """How the list is sorted."""

    DUE = "due"
    NAME = "name"
    WHO = "who"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see. ``account_id`` and ``team_id`` say who "my" and "our" are."""

    account_id: str
    today: date
    whose: Whose = Whose.MINE
    team_id: str = ""
    when: When = When.ANY
    stage: str = ""
    duty: str = ""
    waiting_for: str = ""
    """One of ``WaitingFor``, or ``others`` for everybody outside the council."""
    coordinator: str = ""
    """The id of an account, or ``none`` for cases that nobody coordinates."""
    setting_id: str = ""
    words: str = ""
    prefix: str = ""
    """The council's letters in front of a reference, which few people type."""
    order: Order = Order.DUE

    @property
    def is_filtered(self) -> bool:
        """Whether anything was chosen but whose, when and that others are waited for."""
        who = self.waiting_for if self.waiting_for != OTHERS else ""
        chosen = (self.stage, self.duty, who, self.coordinator, self.setting_id)
        return any(chosen) or bool(self.words)


ONE_OF_TWO = {
    law.AMENDED_PLAN: (law.AMENDED_PLAN, law.AMENDED_PLAN_CAP),
    law.APPEAL: (law.APPEAL, law.APPEAL_AFTER_CERTIFICATE),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the order, and the clock it is listed for."""

    case_id: str
    due_on: date
    folded: str
    duty: str | None
    waiting_for: WaitingFor | None
    excused: bool
    by_who: str = ""
    by_clock: str = ""

    def key(self, order: Order) -> str:
        """Return its place in an order, as an address can carry it."""
        due = self.due_on.isoformat()
        before = {Order.WHO: self.by_who, Order.CLOCK: self.by_clock}
        if order is Order.NAME:
            return self.folded
        return f"{before[order]}{BETWEEN}{due}" if order in before else due


BETWEEN = "/"
"""Stands between the two parts of a place."""


def places(session: Session, asked: Asked, after: Cursor | None) -> Sequence[Place]:
    """Return a page of places and one more, along one index; with words, one statement before."""
    due_on = _due_on(asked)
    keys = (*_keys(asked.order, due_on), col(CaseStanding.case_id))
    broad = tray_search.is_broad(session, asked.words, asked.prefix)
    wanted = [*conditions(asked), *tray_search.found(asked.words, asked.prefix, broad=broad)]
    begins = _begins(asked, after)
    if begins is not None:
        wanted.append(sa.tuple_(*keys) > begins)
    query = _select(asked, due_on).where(*wanted).order_by(*keys).limit(PAGE + 1)
    return [Place(*row) for row in session.connection().execute(query)]


def _keys(order: Order, due_on: Any) -> tuple[Any, ...]:
    """Return the columns by which the list is sorted; each order has its index."""
    standing = CaseStanding
    return {
        Order.DUE: (due_on,),
        Order.NAME: (col(standing.folded),),
        Order.WHO: (col(standing.by_who), due_on),
        Order.CLOCK: (col(standing.by_clock), due_on),
    }[order]


def _select(asked: Asked, due_on: Any) -> Any:
    standing, clock = CaseStanding, CaseClock
    by_duty = bool(asked.duty)
    query: Any = sa.select(
        col(standing.case_id),
        due_on,
        col(standing.folded),
        col(clock.duty if by_duty else standing.next_duty),
        col(clock.waiting_for if by_duty else standing.waiting_for),
        col(clock.excused if by_duty else standing.excused),
        col(standing.by_who),
        col(standing.by_clock),
    )
    return query.join(clock, col(clock.case_id) == standing.case_id) if by_duty else query


def _due_on(asked: Asked) -> Any:
    """By duty, the date is that of the duty; else the next of the case."""
    return col(CaseClock.due_on) if asked.duty else col(CaseStanding.ranks_on)


def conditions(asked: Asked) -> list[Any]:
    """Return what a case must fulfil to be listed, but for the words that somebody looks for."""
    standing = CaseStanding
    found = [*_whose(asked), *_when(asked)]
    if asked.stage:
        found.append(col(standing.stage) == asked.stage)
    if asked.waiting_for:
        found.append(_awaited(asked))
    if asked.setting_id:
        found.append(col(standing.setting_id) == asked.setting_id)
    if asked.coordinator:
        nobody = asked.coordinator == NOBODY
        coordinator = col(standing.coordinator_id)
        found.append(coordinator.is_(None) if nobody else coordinator == asked.coordinator)
    if asked.duty:
        found += [_of_duty(asked.duty), col(CaseClock.leads).is_(True)]
    return found


def _of_duty(duty: str) -> Any:
    """The changed plan has two last days, of which a case has one; so has an appeal."""
    return col(CaseClock.duty).in_(ONE_OF_TWO.get(duty, (duty,)))


def _awaited(asked: Asked) -> Any:
    """By duty, who has to do that duty; else who has to act next."""
    who: Any = col(CaseClock.waiting_for if asked.duty else CaseStanding.waiting_for)
    return who.in_(OUTSIDE if asked.waiting_for == OTHERS else [asked.waiting_for])


def _whose(asked: Asked) -> list[Any]:
    """One's own are those that one coordinates or stands in for."""
    if asked.whose is Whose.TEAM:
        return [col(CaseStanding.team_id) == asked.team_id]
    if asked.whose is Whose.ALL:
        return []
    own = sa.select(col(CaseAssignment.case_id)).where(
        col(CaseAssignment.account_id) == asked.account_id, col(CaseAssignment.to_at).is_(None)
    )
    return [col(CaseStanding.case_id).in_(own)]


def _when(asked: Asked) -> list[Any]:
    due_on, today = _due_on(asked), asked.today
    week = today + WEEK
    if asked.stage == Stage.ENDED:
        return [due_on == ENDED]
    return {
        When.ANY: [due_on < ENDED],
        When.OVERDUE: [due_on < today],
        When.TODAY: [due_on == today],
        When.WEEK: [due_on > today, due_on <= week],
        When.LATER: [due_on > week, due_on < NO_DATE],
        When.NO_DATE: [due_on == NO_DATE],
    }[asked.when]


def _begins(asked: Asked, after: Cursor | None) -> tuple[Any, ...] | None:
    """Return the place after which the page begins; what names none begins at the start."""
    if after is None:
        return None
    if asked.order is Order.NAME:
        return after.key, after.id
    first, _, day = after.key.rpartition(BETWEEN)
    try:
        due_on = date.fromisoformat(day)
    except ValueError:
        return None
    return (due_on, after.id) if asked.order is Order.DUE else (first, due_on, after.id)

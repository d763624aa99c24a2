"""The council's lists of settings and services: found by a part of the name, page by page."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.domain.names import fold
from ehcportal.models.setting import Service, Setting
from ehcportal.queries.paging import Cursor, Listed, cut

PAGE = 25


class Which(StrEnum):
    """Which of them a list shows."""

    OPEN = "open"
    CLOSED = "closed"


def settings(session: Session, which: Which, words: str, after: Cursor | None) -> Listed[Setting]:
    """Return a page of settings by name, found by name, town or URN; in one statement."""
    query = select(Setting).where(_is(Setting, which))
    if words.strip().isdecimal():
        query = query.where(col(Setting.urn).startswith(words.strip(), autoescape=True))
    else:
        for word in fold(words).split():
            query = query.where(
                sa.or_(
                    col(Setting.name_folded).contains(word, autoescape=True),
                    col(Setting.town).icontains(word, autoescape=True),
                )
            )
    if after is not None:
        place = sa.tuple_(col(Setting.name_folded), col(Setting.id))
        query = query.where(place > (after.key, after.id))
    rows = session.exec(query.order_by(Setting.name_folded, Setting.id).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda last: Cursor(last.name_folded, last.id))


def services(session: Session, which: Which, words: str, after: Cursor | None) -> Listed[Service]:
    """Return a page of services by name, in one statement."""
    query = select(Service).where(_is(Service, which))
    for word in words.split():
        query = query.where(col(Service.name).icontains(word, autoescape=True))
    if after is not None:
        query = query.where(sa.tuple_(col(Service.name), col(Service.id)) > (after.key, after.id))
    rows = session.exec(query.order_by(Service.name, Service.id).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda last: Cursor(last.name, last.id))


def _is(place: type[Setting] | type[Service], which: Which) -> Any:
    closed = col(place.closed_on)
    return closed.is_not(None) if which is Which.CLOSED else closed.is_(None)

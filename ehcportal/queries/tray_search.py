"""Looking in the work tray: a reference, a pupil number, a child's or a setting's name."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.domain.names import fold
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import Person
from ehcportal.models.setting import Setting
from ehcportal.queries import search


def is_broad(session: Session, words: str, prefix: str) -> bool:
    """Return whether so many cases fit that the list is walked; one short statement."""
    words = words.strip()
    if not words or search.reference(words, prefix) or search.pupil_number(words):
        return False
    return search.is_broad(session, _ways(words), CaseStanding)


def found(words: str, prefix: str, *, broad: bool) -> list[Any]:
    """Return the condition that a case fits the words; none without words."""
    words, case_id = words.strip(), col(CaseStanding.case_id)
    if not words:
        return []
    if reference := search.reference(words, prefix):
        return [case_id.in_(sa.select(col(Case.id)).where(col(Case.reference) == reference))]
    if upn := search.pupil_number(words):
        child = sa.select(col(Person.id)).where(col(Person.upn) == upn)
        return [case_id.in_(sa.select(col(Case.id)).where(col(Case.person_id).in_(child)))]
    if broad:
        return [sa.or_(*_ways(words, search.walked))]
    return [case_id.in_(sa.union(*(sa.select(case_id).where(each) for each in _ways(words))))]


def _ways(words: str, as_read: Callable[[Any], Any] = col) -> Iterator[Any]:
    """Yield each way in which the words can begin a name: a range of an index of its own."""
    folded, turned = as_read(col(CaseStanding.folded)), as_read(col(CaseStanding.turned))
    yield from search.ranges(folded, turned, words)
    said, name = fold(words), col(Setting.name_folded)
    settings = sa.select(col(Setting.id)).where(name >= said, name < said + search.LAST_LETTER)
    yield as_read(col(CaseStanding.setting_id)).in_(settings)

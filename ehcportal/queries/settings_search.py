"""Finding a school, college or nursery by a part of its name."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, or_, select

from ehcportal.domain.names import fold
from ehcportal.forms.fields.base import SettingMatch
from ehcportal.forms.fields.setting import MOST_MATCHES
from ehcportal.models.setting import Setting


def search(session: Session, typed: str, today: date) -> Sequence[SettingMatch]:
    """Return the open settings whose name holds every word of ``typed``, in order of name."""
    query = select(Setting.id, Setting.name, Setting.town).where(
        or_(col(Setting.closed_on).is_(None), col(Setting.closed_on) > today)
    )
    for word in fold(typed).split():
        query = query.where(col(Setting.name_folded).contains(word, autoescape=True))
    rows = session.exec(query.order_by(Setting.name_folded, Setting.id).limit(MOST_MATCHES))
    return [SettingMatch(id, name, place=town or "") for id, name, town in rows]

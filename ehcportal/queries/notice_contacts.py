"""Whom the council tells besides the family that there will be no plan (Regulation 10(2))."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.person import Placement
from ehcportal.models.setting import Service, Setting
from ehcportal.queries.in_force import placed

HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Contacts:
    """The health body and the place where the child learns, a line each; empty if not known."""

    health: str
    setting: str


def contacts(session: Session, person_id: str) -> Contacts:
    """Return what the council's lists say of both, in two statements."""
    return Contacts(_health(session), _setting(session, person_id))


def _health(session: Session) -> str:
    open_ones = session.exec(
        select(Service).where(col(Service.closed_on).is_(None)).order_by(col(Service.name))
    )
    for each in open_ones:
        if HEALTH in f"{each.kind} {each.name}".casefold():
            return _lines(each.name, each.email, each.phone)
    return ""


def _setting(session: Session, person_id: str) -> str:
    row = session.exec(
        select(Placement, Setting)
        .join(Setting, and_(Setting.id == Placement.setting_id), isouter=True)
        .where(Placement.person_id == person_id, placed(clock.today()))
    ).first()
    if row is None:
        return ""
    placement, known = row
    if known is None:
        return placement.name
    return _lines(known.name, known.town, known.postcode, known.email)


def _lines(*parts: str | None) -> str:
    return "\n".join(filter(None, parts))

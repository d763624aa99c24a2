"""Whom the law has us tell of a request that was taken up: who they are, and who heard (Reg 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.advicelaw import Told
from ehcportal.domain.names import fold
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import RequestNotice
from ehcportal.models.setting import Service, Setting, SettingMembership, SettingRole
from ehcportal.queries import advice_people
from ehcportal.queries.advice_people import Hearer
from ehcportal.queries.in_force import in_force

BODIES = {
    Told.HEALTH: ("commission", "integrated care", "icb", "health", "nhs"),
    Told.SOCIAL_CARE: ("social",),
}
"""Parts of a service's name or kind by which the body is found, the best one first."""


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody to be told: a name, and the addresses that hear."""

    name: str = ""
    hearers: Sequence[Hearer] = ()


def setting(session: Session, person_id: str) -> tuple[Setting | None, Body]:
    """Return where a child learns, with its head and SENCos, else its shared address."""
    place = advice_people.setting_of(session, person_id)
    return (None, Body()) if place is None else (place, of_setting(session, place))


def of_setting(session: Session, place: Setting) -> Body:
    """Return the head and SENCos of a setting, else its shared address."""
    rows = session.exec(
        select(Account)
        .join(SettingMembership, col(SettingMembership.account_id) == Account.id)
        .where(
            SettingMembership.setting_id == place.id,
            col(SettingMembership.role).in_((SettingRole.LEAD, SettingRole.SENCO)),
            in_force(SettingMembership, clock.today()),
            Account.state == AccountState.ACTIVE,
        )
    )
    people = {each.id: Hearer(each.email, each.id, each.language) for each in rows}
    shared = [Hearer(place.email)] if place.email else []
    return Body(place.name, list(people.values()) or shared)


def body(session: Session, who: Told) -> Body:
    """Return the health body, or social care, as the list of services has it."""
    known = advice_people.services(session)
    for part in BODIES[who]:
        for each in known:
            if part in fold(f"{each.name} {each.kind}"):
                return _of(each)
    return Body()


def _of(service: Service) -> Body:
    return Body(service.name, [Hearer(service.email)] if service.email else [])


@dataclass(frozen=True, slots=True)
class Notice:
    """Whom a request was told to, and how: on a day, by a letter, or not yet."""

    id: str
    who: Told
    name: str
    request_id: str
    told_on: date | None
    document_id: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody of them has heard, and no letter was made."""
        return self.told_on is None and self.document_id is None


def of_case(session: Session, case_id: str) -> list[Notice]:
    """Return whom the requests of a case had to be told to, in one statement."""
    rows = session.exec(
        select(RequestNotice)
        .where(RequestNotice.case_id == case_id)
        .order_by(col(RequestNotice.made_at), col(RequestNotice.id))
    )
    return [
        Notice(each.id, Told(each.who), each.name, each.request_id, each.told_on, each.document_id)
        for each in rows
    ]


def waiting(case_id: Any) -> Any:
    """Return the select of notices of a case for which nobody has made a letter yet."""
    return sa.select(col(RequestNotice.id)).where(
        col(RequestNotice.case_id) == case_id,
        col(RequestNotice.told_on).is_(None),
        col(RequestNotice.document_id).is_(None),
    )

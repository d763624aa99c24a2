"""Who can be asked for advice and reached: SENCos of a setting, services, those who were let in."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import CaseContributor
from ehcportal.models.person import Person, Placement
from ehcportal.models.setting import (
    Service,
    ServiceMembership,
    Setting,
    SettingMembership,
    SettingRole,
)
from ehcportal.queries.in_force import in_force, placed


@dataclass(frozen=True, slots=True)
class Hearer:
    """An address that a reminder goes to; without an account it is a shared one."""

    email: str
    account_id: str | None = None
    language: str = "en"


def sencos(session: Session, setting_id: str) -> list[Account]:
    """Return the SENCos of a setting today who have an account."""
    rows = session.exec(
        select(Account)
        .join(SettingMembership, and_(SettingMembership.account_id == Account.id))
        .where(
            SettingMembership.setting_id == setting_id,
            SettingMembership.role == SettingRole.SENCO,
            in_force(SettingMembership, clock.today()),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.forename))
    )
    return list({each.id: each for each in rows}.values())


def hearers(session: Session, asked: AdviceRequest) -> list[Hearer]:
    """Return who is reminded of an ask: those who see it, else the shared address of the place."""
    rows = session.exec(
        select(Account)
        .join(CaseContributor, and_(CaseContributor.account_id == Account.id))
        .where(
            CaseContributor.advice_request_id == asked.id,
            col(CaseContributor.to_at).is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.id))
    )
    people = {each.id: Hearer(each.email, each.id, each.language) for each in rows}
    return list(people.values()) or of_the_body(session, asked)


def of_the_body(session: Session, asked: AdviceRequest) -> list[Hearer]:
    """Return who hears for a body that is asked: the people of a service, and the shared address.

    The SENCos of a setting are let in by name, so its shared address hears only where none is.
    """
    place = _place(session, asked)
    shared = [Hearer(place.email)] if place is not None and place.email else []
    if asked.service_id is not None:
        known = _accounts(session, asked.service_id)
        people = [Hearer(each.email, each.id, each.language) for each in known]
        return people + [each for each in shared if each.email not in {p.email for p in people}]
    return [] if asked.setting_id and sencos(session, asked.setting_id) else shared


def _accounts(session: Session, service_id: str) -> list[Account]:
    rows = session.exec(
        select(Account)
        .join(ServiceMembership, and_(ServiceMembership.account_id == Account.id))
        .where(*_of_service(service_id))
        .order_by(col(Account.id))
    )
    return list({each.id: each for each in rows}.values())


def _of_service(service_id: Any) -> tuple[Any, ...]:
    return (
        ServiceMembership.service_id == service_id,
        in_force(ServiceMembership, clock.today()),
        Account.state == AccountState.ACTIVE,
    )


def has_people(service_id: Any) -> Any:
    """Whether somebody of a service has an account, as a condition of a statement."""
    return sa.exists().where(
        col(ServiceMembership.account_id) == Account.id, *_of_service(service_id)
    )


def is_reached() -> Any:
    """Whether a body hears of an ask, by its people, a shared address or the post: a condition.

    The statement joins the service and the setting of the ask.
    """
    return or_(
        col(Service.email).is_not(None),
        col(Setting.email).is_not(None),
        col(AdviceRequest.posted_on).is_not(None),
        has_people(AdviceRequest.service_id).correlate(AdviceRequest),
    )


def _place(session: Session, asked: AdviceRequest) -> Service | Setting | None:
    if asked.service_id is not None:
        return session.get(Service, asked.service_id)
    return session.get(Setting, asked.setting_id) if asked.setting_id else None


def services(session: Session) -> list[Service]:
    """Return the services that can be asked, by name."""
    return list(
        session.exec(
            select(Service).where(col(Service.closed_on).is_(None)).order_by(col(Service.name))
        )
    )


def setting_of(session: Session, person_id: str) -> Setting | None:
    """Return where a child learns today."""
    return at_setting(session, person_id)[1]


def at_setting(session: Session, person_id: str) -> tuple[Person, Setting | None]:
    """Return a child and where they learn today, in one statement."""
    row = session.execute(
        sa.select(Person, Setting)
        .join(
            Placement,
            and_(Placement.person_id == Person.id, placed(clock.today())),
            isouter=True,
        )
        .join(
            Setting,
            and_(Setting.id == Placement.setting_id, col(Setting.closed_on).is_(None)),
            isouter=True,
        )
        .where(col(Person.id) == person_id)
        .order_by(col(Setting.id).is_(None), col(Placement.from_on).desc())
    ).first()
    if row is None:
        raise LookupError(person_id)
    return row[0], row[1]

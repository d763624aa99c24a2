"""Who can be asked for advice and reached: SENCos of a setting, services, those who were let in."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import CaseContributor
from ehcportal.models.person import Placement
from ehcportal.models.setting import Service, Setting, SettingMembership, SettingRole
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
    if people:
        return list(people.values())
    place = _place(session, asked)
    return [Hearer(place.email)] if place is not None and place.email else []


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
    return session.exec(
        select(Setting)
        .join(Placement, and_(Placement.setting_id == Setting.id))
        .where(
            Placement.person_id == person_id,
            placed(clock.today()),
            col(Setting.closed_on).is_(None),
        )
        .order_by(col(Placement.from_on).desc())
    ).first()

"""Advice that was asked for: for those who are to give it, and for the council (guide row S02)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.domain.casedates import AdviceClock, advice_clock
from ehcportal.domain.facts import AdviceFact
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.person import Person, PersonName
from ehcportal.models.setting import Service, ServiceMembership, Setting
from ehcportal.profile import Profile
from ehcportal.queries import advice_people
from ehcportal.queries.counting import counting
from ehcportal.queries.in_force import in_force, is_current_name

IN_ORDER = (col(AdviceRequest.asked_on), col(AdviceRequest.role), col(AdviceRequest.id))
"""How the advice of a case is listed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One piece of advice, as it was asked for."""

    id: str
    case_id: str
    role: str
    paragraph: str
    adviser: str
    service_id: str | None
    service: str
    clock: AdviceClock
    version: int = 1
    setting_id: str | None = None
    asked_by_family: bool = False
    not_known: bool = False
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""
    posted_on: date | None = None
    reused_document_id: str | None = None
    agreed: tuple[date | None, date | None, date | None] = (None, None, None)
    """The days on which adviser, council and family agreed to use it again (Reg 6(4))."""
    taken_in_at: datetime | None = None
    is_reached: bool = False
    """Whether the body hears of the ask at all; told where a whole case is listed."""

    @property
    def is_open(self) -> bool:
        """Whether an answer can be sent or corrected."""
        return self.withdrawn_on is None and self.taken_in_at is None

    @property
    def is_of_family(self) -> bool:
        """Whether it is the family’s own (Reg 6(1)(a)): no weeks bind them."""
        return self.paragraph == OF_FAMILY

    @property
    def came_late_by(self) -> int:
        """The days by which it came late; the family’s own has no day."""
        return 0 if self.is_of_family else self.clock.came_late_by

    @property
    def is_missing(self) -> bool:
        """Whether it is still waited for."""
        return self.withdrawn_on is None and self.clock.received_on is None


@dataclass(frozen=True, slots=True)
class OwnAdvice:
    """A piece of advice that the reader is asked for, and the child it is about."""

    asked: Asked
    forename: str
    surname: str
    birth_date: date | None
    birth_date_estimated: bool
    reference: str

    @property
    def name(self) -> str:
        """The child's name as people read it."""
        return f"{self.forename} {self.surname}"


def own(session: Session, account_id: str, profile: Profile) -> list[OwnAdvice]:
    """Return all that an account is asked for in open cases: first what is missing, by its day."""
    rows = session.execute(_own(account_id)).all()
    return sorted((_of_own(row, profile) for row in rows), key=_missing_first)


def own_one(
    session: Session, account_id: str, advice_request_id: str, profile: Profile
) -> OwnAdvice | None:
    """Return one ask to whoever gives it and still may see it, in one statement."""
    wanted = _own(account_id).where(
        col(AdviceRequest.id) == advice_request_id, col(AdviceRequest.withdrawn_on).is_(None)
    )
    row = session.execute(wanted).first()
    return _of_own(row, profile) if row else None


def _own(account_id: str) -> Any:
    return (
        _asked()
        .add_columns(PersonName, Person, col(Case.reference))
        .join(CaseContributor, and_(CaseContributor.advice_request_id == AdviceRequest.id))
        .join(Case, and_(Case.id == AdviceRequest.case_id))
        .join(Person, and_(Person.id == Case.person_id))
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(CaseContributor.account_id) == account_id,
            col(CaseContributor.to_at).is_(None),
            col(Case.ended_on).is_(None),
        )
        .distinct()
    )


def _of_own(row: Any, profile: Profile) -> OwnAdvice:
    asked, service, setting, name, person, reference = row
    return OwnAdvice(
        _read(asked, service, setting, profile),
        name.forename,
        name.surname,
        person.birth_date,
        person.birth_date_estimated,
        reference,
    )


def _missing_first(each: OwnAdvice) -> tuple[int, int, str]:
    time = each.asked.clock
    if each.asked.withdrawn_on is not None:
        return 2, -each.asked.withdrawn_on.toordinal(), each.name
    if time.received_on is not None:
        return 1, -time.received_on.toordinal(), each.name
    return 0, time.due.due_on.toordinal(), each.name


def of_case(session: Session, case_id: str, profile: Profile) -> list[Asked]:
    """Return every piece of advice asked for in a case, in one statement."""
    rows = session.execute(
        _asked()
        .add_columns(advice_people.is_reached())
        .where(col(AdviceRequest.case_id) == case_id)
        .order_by(*IN_ORDER)
    )
    return [
        replace(_read(asked, service, setting, profile), is_reached=is_reached)
        for asked, service, setting, is_reached in rows
    ]


def among(session: Session, profile: Profile, *conditions: Any) -> list[Asked]:
    """Return the advice asked for of which these conditions are true, in one statement."""
    rows = session.execute(_asked().where(*conditions).order_by(*IN_ORDER))
    return [_read(asked, service, setting, profile) for asked, service, setting in rows]


def one(session: Session, case_id: str, advice_request_id: str, profile: Profile) -> Asked | None:
    """Return one piece of advice of a case."""
    row = session.execute(
        _asked().where(
            col(AdviceRequest.case_id) == case_id, col(AdviceRequest.id) == advice_request_id
        )
    ).first()
    if row is None:
        return None
    asked, service, setting = row
    return _read(asked, service, setting, profile)


def _asked() -> Any:
    return (
        sa.select(AdviceRequest, col(Service.name), col(Setting.name))
        .join(Service, and_(Service.id == AdviceRequest.service_id), isouter=True)
        .join(Setting, and_(Setting.id == AdviceRequest.setting_id), isouter=True)
    )


def _read(
    asked: AdviceRequest, service: str | None, setting: str | None, profile: Profile
) -> Asked:
    fact = AdviceFact(asked.role, asked.asked_on, asked.received_on)
    return Asked(
        id=asked.id,
        case_id=asked.case_id,
        role=asked.role,
        paragraph=asked.paragraph,
        adviser=asked.adviser_name or "",
        service_id=asked.service_id,
        service=service or setting or "",
        clock=advice_clock(fact, counting(profile)),
        version=asked.version,
        setting_id=asked.setting_id,
        asked_by_family=asked.asked_by_family,
        not_known=asked.not_known_to_service,
        withdrawn_on=asked.withdrawn_on,
        withdrawn_reason=asked.withdrawn_reason or "",
        posted_on=asked.posted_on,
        reused_document_id=asked.reused_document_id,
        agreed=(asked.adviser_agreed_on, asked.council_agreed_on, asked.family_agreed_on),
        taken_in_at=asked.taken_in_at,
    )


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who may see what a piece of advice needs, or could until then."""

    id: str
    advice_request_id: str | None
    account_id: str
    name: str
    email: str
    from_at: datetime
    to_at: datetime | None


def contributors(session: Session, case_id: str) -> Sequence[Contributor]:
    """Return everybody who was ever let in for advice in this case, in one statement."""
    rows = session.execute(
        sa.select(CaseContributor, Account)
        .join(Account, and_(Account.id == CaseContributor.account_id))
        .where(col(CaseContributor.case_id) == case_id)
        .order_by(col(CaseContributor.from_at), col(CaseContributor.id))
    )
    return [
        Contributor(
            held.id, held.advice_request_id, who.id, who.name, who.email, held.from_at, held.to_at
        )
        for held, who in rows
    ]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of a service who has an account."""

    account_id: str
    name: str
    email: str
    job_title: str | None


def colleagues(session: Session, service_id: str) -> list[Colleague]:
    """Return who gives advice for a service today, by surname, in one statement."""
    rows = session.exec(
        select(Account, ServiceMembership.job_title)
        .join(ServiceMembership, and_(ServiceMembership.account_id == Account.id))
        .where(
            ServiceMembership.service_id == service_id,
            in_force(ServiceMembership, clock.today()),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.forename))
    )
    return [Colleague(who.id, who.name, who.email, title) for who, title in rows]

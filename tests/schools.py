"""A school with its people and pupils, another school, and a service with an adviser."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlmodel import Session

from ehcportal.domain.names import fold
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
from tests import factories
from tests.cast import Cast


@dataclass(frozen=True)
class School:
    """What stands on stage, by id."""

    app: Flask
    cast: Cast
    millbrook: str
    northbrook: str
    senco: str
    head: str
    maya: str
    case: str
    psychology: str
    psychologist: str
    advice: str
    therapy: str
    """Advice of the same case that somebody else is asked for."""
    contributor: str

    def unit(self) -> Session:
        """A transaction of its own: ``with school.unit() as session``."""
        return self.app.extensions["database"].unit()  # type: ignore[no-any-return]

    def pupils(self) -> str:
        """Where the SENCo's work tray is."""
        return f"/settings/{self.millbrook}/pupils"

    def pupil(self) -> str:
        """Where Maya's case is for the SENCo."""
        return f"/settings/pupils/{self.case}"

    def ask(self) -> str:
        """Where the psychologist reads what is asked."""
        return f"/advice/{self.case}/{self.advice}"

    def people(self) -> str:
        """Where the lead looks after the people."""
        return f"/settings/{self.millbrook}/people"

    def desk(self) -> str:
        """Where the council keeps the school."""
        return f"/council/settings/{self.millbrook}"


@pytest.fixture
def school(app: Flask, cast: Cast) -> School:
    """Millbrook with Maya, its SENCo and its head; Northbrook with a SENCo of its own."""
    with app.extensions["database"].unit() as session:
        return _made(app, cast, session)


def _made(app: Flask, cast: Cast, session: Session) -> School:
    millbrook, northbrook = (
        _setting(session, "100001", "Millbrook"),
        _setting(session, "100004", "Northbrook"),
    )
    who = cast.accounts
    senco = post(session, millbrook.id, who["senco"].id, SettingRole.SENCO)
    head = post(session, millbrook.id, who["head"].id, SettingRole.LEAD)
    post(session, northbrook.id, who["other_senco"].id, SettingRole.SENCO)
    maya = factories.person(session)
    place(session, maya, millbrook)
    factories.relationship(session, who["parent"], maya)
    case = factories.case(session, maya, opened=30, coordinator=who["caseworker"])
    factories.request(session, received=30, joined_to=case)
    psychology = Service(name="Educational psychology")
    session.add(psychology)
    session.flush()
    member = ServiceMembership(
        service_id=psychology.id,
        account_id=who["contributor"].id,
        job_title="Educational psychologist",
        from_on=factories.days_ago(90),
    )
    session.add(member)
    advice = factories.advice(session, case)
    advice.service_id = psychology.id
    therapy = factories.advice(session, case, "Speech therapist marzipan")
    contributor = asked(session, advice, who["contributor"].id)
    return School(
        app, cast, millbrook.id, northbrook.id, senco.id, head.id, maya.id, case.id,
        psychology.id, member.id, advice.id, therapy.id, contributor.id,
    )  # fmt: skip


def _setting(session: Session, urn: str, name: str) -> Setting:
    made = Setting(urn=urn, name=name, name_folded=fold(name), kind="Academy", town="Brookton")
    session.add(made)
    session.flush()
    return made


def post(
    session: Session, setting_id: str, account_id: str, role: SettingRole
) -> SettingMembership:
    """Give somebody a post since a while."""
    made = SettingMembership(
        setting_id=setting_id, account_id=account_id, role=role, from_on=factories.days_ago(90)
    )
    session.add(made)
    session.flush()
    return made


def place(session: Session, person: Person, setting: Setting, since: int = 90) -> Placement:
    """Let a child learn somewhere since some days."""
    made = Placement(
        person_id=person.id,
        setting_id=setting.id,
        name=setting.name,
        from_on=factories.days_ago(since),
    )
    session.add(made)
    session.flush()
    return made


def asked(session: Session, advice: AdviceRequest, account_id: str) -> CaseContributor:
    """Let somebody see what a piece of advice needs."""
    made = CaseContributor(
        case_id=advice.case_id, account_id=account_id, advice_request_id=advice.id
    )
    session.add(made)
    session.flush()
    return made

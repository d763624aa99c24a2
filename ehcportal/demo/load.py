"""Loads the fictional council once, and says who is in it."""

import json
from typing import Any

from sqlmodel import Session, func, select

from ehcportal import clock
from ehcportal.demo import cases, inbox, papers, people
from ehcportal.demo.cast import CHILDREN, MEMBERS, SETTINGS, TIES
from ehcportal.demo.marks import MARK, is_loaded, password_for
from ehcportal.demo.stage import Stage
from ehcportal.models.account import Account
from ehcportal.models.case import Case, Counter
from ehcportal.models.person import Person
from ehcportal.models.setting import Setting
from ehcportal.portal import Portal
from ehcportal.security import passwords
from ehcportal.services.people import folded


class OtherData(Exception):
    """The database holds accounts that are not the demo's."""


def load(portal: Portal) -> bool:
    """Load the demo; return False when it was loaded before. Raises ``OtherData``."""
    with portal.database.reading() as session:
        if is_loaded(session):
            return False
        if session.exec(select(func.count()).select_from(Account)).one():
            raise OtherData("This database holds other data, so the demo was not loaded.")
    with portal.database.unit() as session:
        fill(session, portal)
    return True


def fill(session: Session, portal: Portal) -> Stage:
    """Put cast, settings, cases and papers into an empty database."""
    session.add(Counter(name=MARK, last=1))
    accounts = people.make(session, portal.keyring, passwords.make_hash(password_for(portal)))
    for urn, name, kind, town in SETTINGS:
        session.add(Setting(urn=urn, name=name, name_folded=folded(name), kind=kind, town=town))
    stage = cases.make(session, accounts, portal)
    papers.make(stage)
    inbox.make(stage)
    session.flush()
    return stage


def as_json(portal: Portal) -> str:
    """Return the cast as JSON: how to sign in as each, their cases, and one canary word a child."""
    with portal.database.reading() as session:
        ids = _cases(session)
    password = password_for(portal)
    cast = [
        {
            "key": member.key,
            "role": member.what,
            "name": f"{member.forename} {member.surname}",
            "email": member.email,
            "password": password,
            "totp_secret": member.totp_secret,
            "cases": [ids[tie.child] for tie in TIES if tie.member == member.key],
        }
        for member in MEMBERS
    ]
    made_on = clock.today().isoformat()
    return json.dumps({"made_on": made_on, "cast": cast, "cases": list(ids.values())}, indent=2)


def _cases(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.exec(
        select(Person.upn, Case.reference, Case.id).join(Case, Case.person_id == Person.id)  # type: ignore[arg-type]
    ).all()
    found = {upn: (reference, case_id) for upn, reference, case_id in rows}
    return {
        child.key: {
            "child": child.key,
            "reference": found[child.upn][0],
            "id": found[child.upn][1],
            "canary": child.canary,
        }
        for child in CHILDREN
        if child.upn in found
    }

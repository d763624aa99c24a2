"""The council's list of settings and services: added, changed, closed, opened again (row S01)."""

import re
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.names import fold
from ehcportal.models.setting import Service, Setting
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import memberships, service_members

Place = TypeVar("Place", Setting, Service)

URN = re.compile(r"[0-9]{6}")
"""A unique reference number of the national register of schools has six digits."""


class TakenUrnError(Exception):
    """Another setting has this URN; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Entry:
    """What staff write about a setting or a service. Only a setting has a URN and a town."""

    name: str
    kind: str = ""
    email: str | None = None
    phone: str | None = None
    urn: str | None = None
    town: str | None = None
    postcode: str | None = None


def add_setting(session: Session, trace: Trace, entry: Entry) -> Setting:
    """Put a setting on the list. Raises ``TakenUrnError``."""
    made = Setting(name=entry.name, name_folded="")
    _write(session, made, entry)
    audit.change(session, trace, "setting_added", of=("setting", made.id))
    return made


def change_setting(
    session: Session, trace: Trace, setting_id: str, entry: Entry, *, version: int
) -> Setting:
    """Change what is known of a setting.

    Raises ``TakenUrnError``, and ``StaleDataError`` when somebody changed it meanwhile.
    """
    found = _fresh(session, Setting, setting_id, version)
    _write(session, found, entry)
    audit.change(session, trace, "setting_changed", of=("setting", found.id))
    return found


def close_setting(session: Session, trace: Trace, setting_id: str, *, version: int) -> None:
    """Close a setting: nobody works there any more, and nothing opens by it from here on."""
    found = _fresh(session, Setting, setting_id, version)
    memberships.end_all(session, trace, found.id)
    found.closed_on = clock.today()
    audit.change(session, trace, "setting_closed", of=("setting", found.id))
    session.flush()


def reopen_setting(session: Session, trace: Trace, setting_id: str, *, version: int) -> None:
    """Open a setting again. Its people are invited anew: what ended stays ended."""
    found = _fresh(session, Setting, setting_id, version)
    found.closed_on = None
    audit.change(session, trace, "setting_reopened", of=("setting", found.id))
    session.flush()


def add_service(session: Session, trace: Trace, entry: Entry) -> Service:
    """Put a service on the list."""
    made = Service(name=entry.name, kind=entry.kind, email=entry.email, phone=entry.phone)
    session.add(made)
    session.flush()
    audit.change(session, trace, "service_added", of=("service", made.id))
    return made


def change_service(
    session: Session, trace: Trace, service_id: str, entry: Entry, *, version: int
) -> Service:
    """Change what is known of a service. Raises ``StaleDataError``."""
    found = _fresh(session, Service, service_id, version)
    found.name, found.kind = entry.name, entry.kind
    found.email, found.phone = entry.email, entry.phone
    session.flush()
    audit.change(session, trace, "service_changed", of=("service", found.id))
    return found


def close_service(session: Session, trace: Trace, service_id: str, *, version: int) -> None:
    """Close a service: its people and all that was asked of them through it end now."""
    found = _fresh(session, Service, service_id, version)
    service_members.end_all(session, trace, found)
    found.closed_on = clock.today()
    audit.change(session, trace, "service_closed", of=("service", found.id))
    session.flush()


def reopen_service(session: Session, trace: Trace, service_id: str, *, version: int) -> None:
    """Open a service again, without the people it had."""
    found = _fresh(session, Service, service_id, version)
    found.closed_on = None
    audit.change(session, trace, "service_reopened", of=("service", found.id))
    session.flush()


def _fresh(session: Session, table: type[Place], row_id: str, version: int) -> Place:
    found = session.get_one(table, row_id, populate_existing=True, with_for_update=True)
    if found.version != version:
        raise StaleDataError("somebody changed this meanwhile")
    return found


def _write(session: Session, setting: Setting, entry: Entry) -> None:
    holder = _holder(session, entry.urn, not_of=setting.id)
    if holder is not None:
        raise TakenUrnError(holder)
    setting.name, setting.name_folded = entry.name, fold(entry.name)[:150]
    setting.kind, setting.urn = entry.kind, entry.urn
    setting.town, setting.postcode = entry.town, entry.postcode
    setting.email, setting.phone = entry.email, entry.phone
    try:
        with session.begin_nested():
            session.add(setting)
    except IntegrityError as taken:
        raise TakenUrnError(_holder(session, entry.urn, not_of=setting.id) or "") from taken


def _holder(session: Session, urn: str | None, *, not_of: str) -> str | None:
    if urn is None:
        return None
    with session.no_autoflush:
        return session.exec(
            select(Setting.name).where(Setting.urn == urn, Setting.id != not_of)
        ).first()

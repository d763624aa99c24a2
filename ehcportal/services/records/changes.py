"""A change of name, address or placement: a further dated row, never another word in the old one.

Guide row C11. Whoever reads an older paper still finds the name that stood in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.person import NameKind, Person, PersonAddress, PersonName, Placement
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import is_current_name
from ehcportal.security.audit import Trace
from ehcportal.services import clockwork, timeline

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changing:
    """Who changes the record of a child, in which case, and the version they had before them."""

    trace: Trace
    case: Case
    version: int


@dataclass(frozen=True, slots=True)
class NewName:
    """What a child is called from a day on."""

    forename: str
    surname: str
    from_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where a child lives from a day on. ``protected``: for case staff alone."""

    lines: str
    postcode: str
    from_on: date
    protected: bool
    reason: str


@dataclass(frozen=True, slots=True)
class NewPlacement:
    """Where a child learns from a day on; with neither setting nor name, nowhere."""

    setting_id: str | None
    name: str
    from_on: date
    reason: str


def rename(session: Session, changing: Changing, new: NewName) -> None:
    """Give a child another name; the old one is kept as a former name and still found by search.

    Raises ``StaleDataError`` when somebody changed the record meanwhile.
    """
    child = _held(session, changing)
    standing = session.exec(select(PersonName).where(is_current_name(child.id))).all()
    for each in standing:
        each.kind, each.to_on = NameKind.FORMER, new.from_on - ONE_DAY
    session.flush()
    made = PersonName(
        person_id=child.id,
        forename=new.forename,
        surname=new.surname,
        folded=folded_name(new.forename, new.surname),
        turned=turned_name(new.forename, new.surname),
        from_on=new.from_on,
    )
    session.add(made)
    _record(session, changing, "person.renamed", ("person_name", made.id), new.reason)


def rehouse(session: Session, changing: Changing, new: NewAddress) -> None:
    """Note where a child lives now; the address before ends the day before. ``StaleDataError``."""
    child = _held(session, changing)
    wanted = select(PersonAddress).where(
        PersonAddress.person_id == child.id, col(PersonAddress.to_on).is_(None)
    )
    for each in session.exec(wanted).all():
        each.to_on = new.from_on - ONE_DAY
        each.protected = each.protected or new.protected
    made = PersonAddress(
        person_id=child.id,
        lines=new.lines,
        postcode=new.postcode or None,
        protected=new.protected,
        from_on=new.from_on,
    )
    session.add(made)
    _record(session, changing, "person.moved_house", ("person_address", made.id), new.reason)


def place(session: Session, changing: Changing, new: NewPlacement) -> None:
    """Note where a child learns now. A SENCo of the old setting sees the case no more from then.

    Raises ``StaleDataError``, and ``LookupError`` for a setting that is not on the list.
    """
    child = _held(session, changing)
    setting = session.get(Setting, new.setting_id) if new.setting_id else None
    if new.setting_id and setting is None:
        raise LookupError(new.setting_id)
    wanted = select(Placement).where(
        Placement.person_id == child.id, col(Placement.to_on).is_(None)
    )
    for each in session.exec(wanted).all():
        each.to_on = new.from_on - ONE_DAY
    session.flush()
    of = ("person", child.id)
    name = setting.name if setting else new.name
    if name:
        made = Placement(
            person_id=child.id,
            setting_id=setting.id if setting else None,
            name=name,
            from_on=new.from_on,
        )
        session.add(made)
        session.flush()
        of = ("placement", made.id)
    kind = "person.placed" if name else "person.left_setting"
    _record(session, changing, kind, of, new.reason)


@dataclass(frozen=True, slots=True)
class Detention:
    """From when until when somebody is in relevant youth accommodation; without a day, never."""

    from_on: date | None
    until: date | None
    reason: str


def detain(session: Session, changing: Changing, new: Detention) -> None:
    """Note that somebody is detained, was released, or that it was noted by mistake.

    Sections 70 to 75 say what is different then. Raises ``StaleDataError``.
    """
    child = _held(session, changing)
    child.detained_from, child.detained_until = new.from_on, new.until
    _record(session, changing, "person.detained", ("person", child.id), new.reason)


def _held(session: Session, changing: Changing) -> Person:
    child = session.get_one(
        Person, changing.case.person_id, populate_existing=True, with_for_update=True
    )
    if child.version != changing.version:
        raise StaleDataError("somebody has changed the child's record")
    flag_modified(child, "sex")
    session.add(child)
    return child


def _record(
    session: Session, changing: Changing, kind: str, of: tuple[str, str], reason: str
) -> None:
    session.flush()
    for case_id in session.exec(select(Case.id).where(Case.person_id == changing.case.person_id)):
        clockwork.note(session, case_id)
    timeline.record(
        session,
        changing.trace,
        kind,
        of=of,
        case_id=changing.case.id,
        audience=EventAudience.STAFF,
        on=clock.today(),
        facts={"reason": reason},
    )

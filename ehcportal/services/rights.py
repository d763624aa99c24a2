"""Whose rights they are after compulsory school age (sections 80 and 83 of the Act).

What the young person wants, or how it was found that they cannot decide (Mental Capacity Act
2005), is an appended record; what follows from it holds from the very next request on.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.rights import may_be_decided
from ehcportal.models.access import RightsKind, RightsRecord
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.person import Person, Relationship, View
from ehcportal.notifications import outbox
from ehcportal.policy import Relation
from ehcportal.queries.in_force import in_force
from ehcportal.queries.standing import PARENTS, Years, relation_of, rights_passed
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline

IN_THE_PORTAL = "In the portal"


class NotTheirsToDecideError(Exception):
    """It is too early, or it was found that the young person cannot decide this."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What staff record: which parent may see how much, or whether there is capacity."""

    kind: RightsKind
    how: str
    on: date
    tie_id: str | None = None
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who records something, in which case, with what messages are sealed."""

    trace: Trace
    ring: KeyRing
    case: Case


def record(session: Session, acting: Acting, heard: Heard, *, version: int) -> None:
    """Record what staff heard or assessed, in force at once.

    Raises ``StaleDataError`` when somebody recorded something meanwhile, ``LookupError`` for a
    parent who is none, and ``NotTheirsToDecideError`` when it is too early.
    """
    child = _child(session, acting.case)
    if child.version != version:
        raise StaleDataError("somebody has changed the child's record")
    if not may_be_decided(child.birth_date, clock.today()):
        raise NotTheirsToDecideError
    flag_modified(child, "lacks_capacity")
    if heard.kind is RightsKind.PARENT_SEES:
        _let_see(session, acting, child, heard)
    else:
        _note_capacity(session, acting, child, heard)
    session.flush()


def decide(session: Session, acting: Acting, tie_id: str, view: View) -> None:
    """Let the young person say themselves what a parent sees; they can change it at any time.

    Raises ``LookupError`` for a parent who is none or protected, and ``NotTheirsToDecideError``.
    """
    child = _child(session, acting.case)
    if child.lacks_capacity or not may_be_decided(child.birth_date, clock.today()):
        raise NotTheirsToDecideError
    if _parent(session, child, tie_id).protected:
        raise LookupError(tie_id)
    heard = Heard(RightsKind.PARENT_SEES, IN_THE_PORTAL, clock.today(), tie_id, view)
    flag_modified(child, "lacks_capacity")
    _let_see(session, acting, child, heard)
    timeline.record(
        session,
        acting.trace,
        "rights.decided",
        of=("relationship", tie_id),
        case_id=acting.case.id,
        only_account_id=acting.trace.account_id,
    )
    session.flush()


def _child(session: Session, case: Case) -> Person:
    return session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)


def _let_see(session: Session, acting: Acting, child: Person, heard: Heard) -> None:
    tie = _parent(session, child, heard.tie_id or "")
    before = _sees(tie, child)
    tie.once_grown = heard.view
    session.add(tie)
    _append(session, acting, child, heard)
    is_told = rights_passed(child.birth_date)
    timeline.record(
        session,
        acting.trace,
        "rights.parent_sees",
        of=("relationship", tie.id),
        case_id=acting.case.id,
        audience=EventAudience.FAMILY if is_told else EventAudience.STAFF,
        only_account_id=tie.account_id,
        facts={"seen": label("once_grown", (heard.view or View.LIMITED).value)},
    )
    _tell(session, acting, tie, before, _sees(tie, child))


def _note_capacity(session: Session, acting: Acting, child: Person, heard: Heard) -> None:
    ties = _parents(session, child)
    before = {tie.id: _sees(tie, child) for tie in ties}
    child.lacks_capacity = heard.kind is RightsKind.LACKS_CAPACITY
    session.add(child)
    _append(session, acting, child, heard)
    timeline.record(
        session,
        acting.trace,
        f"rights.{heard.kind.value}",
        of=("person", child.id),
        case_id=acting.case.id,
        audience=EventAudience.STAFF,
    )
    for tie in ties:
        _tell(session, acting, tie, before[tie.id], _sees(tie, child))


def _append(session: Session, acting: Acting, child: Person, heard: Heard) -> None:
    session.add(
        RightsRecord(
            person_id=child.id,
            kind=heard.kind,
            relationship_id=heard.tie_id,
            view=heard.view,
            how=heard.how,
            on=heard.on,
            by_id=acting.trace.account_id or "",
        )
    )


def _parents(session: Session, child: Person) -> list[Relationship]:
    return list(
        session.exec(
            select(Relationship).where(
                Relationship.person_id == child.id,
                col(Relationship.kind).in_(PARENTS),
                in_force(Relationship, clock.today()),
            )
        )
    )


def _parent(session: Session, child: Person, tie_id: str) -> Relationship:
    tie = next((each for each in _parents(session, child) if each.id == tie_id), None)
    if tie is None:
        raise LookupError(tie_id)
    return tie


def _sees(tie: Relationship, child: Person) -> Relation | None:
    return relation_of(tie, None, Years.of(child))


def _tell(
    session: Session,
    acting: Acting,
    tie: Relationship,
    before: Relation | None,
    after: Relation | None,
) -> None:
    """Write to a parent whose view has changed; the e-mail names nobody and no case."""
    if before is after:
        return
    parent = session.get_one(Account, tie.account_id)
    outbox.put(
        session,
        acting.ring,
        template="view_changed",
        recipient=parent.email,
        account_id=parent.id,
        language=parent.language,
    )

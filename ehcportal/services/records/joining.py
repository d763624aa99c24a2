"""Two records that turn out to be of one child, joined by an alias and taken apart again (C11).

Nothing of either record or its cases changes: only ``person.merged_into_id`` and a ``RecordJoin``
say that they are one. Joining opens no case to anybody. Whoever is blocked for one of the records
loses the other at once, and a protected child is protected in both; taking them apart gives
nothing back: staff do that one by one.
"""

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.access import AccessBlock
from ehcportal.models.case import Case
from ehcportal.models.ending import RecordJoin
from ehcportal.models.event import EventAudience
from ehcportal.models.person import Person
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import blocks, timeline

OTHER_RECORD = "It stood in the child’s other record"


class CannotJoinError(Exception):
    """The two records cannot be joined; the message says why."""


def join(
    session: Session, trace: Trace, ring: KeyRing, case: Case, other: Case, *, reason: str
) -> RecordJoin:
    """Say that the child of ``other`` is the child of ``case``; the record of ``case`` is kept.

    Raises ``CannotJoinError`` when they are one already, or one is an alias of a third.
    """
    kept, joined = _both(session, case.person_id, other.person_id)
    if kept.id == joined.id:
        raise CannotJoinError("Both cases are of the same record already.")
    if kept.merged_into_id or joined.merged_into_id or _has_alias(session, joined.id):
        raise CannotJoinError("One of the two records is joined to another one already.")
    joined.merged_into_id = kept.id
    made = RecordJoin(
        kept_person_id=kept.id,
        joined_person_id=joined.id,
        reason=reason,
        joined_by_id=trace.account_id,
    )
    session.add_all([joined, made])
    session.flush()
    for each, there in ((case, other), (other, case)):
        _record(session, trace, "record.joined", made, each, there, reason)
        _check_access(session, trace, ring, each, there)
    return made


def part(session: Session, trace: Trace, case: Case, join_id: str, *, reason: str) -> None:
    """Take two records apart: each is what it was. ``LookupError``, ``StaleDataError``."""
    row = session.get(RecordJoin, join_id, populate_existing=True, with_for_update=True)
    if row is None or case.person_id not in {row.kept_person_id, row.joined_person_id}:
        raise LookupError(join_id)
    if row.parted_at is not None:
        raise StaleDataError("the records were taken apart already")
    kept, joined = _both(session, row.kept_person_id, row.joined_person_id)
    joined.merged_into_id = None
    flag_modified(kept, "sex")
    row.parted_at, row.parted_by_id, row.parted_reason = clock.now(), trace.account_id, reason
    session.add_all([kept, joined, row])
    session.flush()
    for each in _newest_cases(session, kept.id, joined.id):
        _record(session, trace, "record.parted", row, each, None, reason)


def _both(session: Session, kept_id: str, joined_id: str) -> tuple[Person, Person]:
    """Return both records, locked in one order whichever is kept."""
    held = {
        each: session.get_one(Person, each, populate_existing=True, with_for_update=True)
        for each in sorted({kept_id, joined_id})
    }
    return held[kept_id], held[joined_id]


def _has_alias(session: Session, person_id: str) -> bool:
    found = session.exec(select(Person.id).where(Person.merged_into_id == person_id)).first()
    return found is not None


def _newest_cases(session: Session, *person_ids: str) -> list[Case]:
    wanted = select(Case).where(col(Case.person_id).in_(person_ids))
    newest: dict[str, Case] = {}
    for each in session.exec(wanted.order_by(col(Case.opened_on), col(Case.id))):
        newest[each.person_id] = each
    return list(newest.values())


def _check_access(session: Session, trace: Trace, ring: KeyRing, case: Case, there: Case) -> None:
    """Keep away from ``case`` whoever is blocked for the other; protect the child in both."""
    rows = session.exec(
        select(AccessBlock.email_folded)
        .where(AccessBlock.person_id == there.person_id, col(AccessBlock.lifted_at).is_(None))
        .distinct()
    ).all()
    for email in sorted(rows):
        blocks.block(session, trace, ring, case, email, OTHER_RECORD)
    child = session.get_one(Person, case.person_id)
    if not child.protected and session.get_one(Person, there.person_id).protected:
        child.protected = True
        session.add(child)
        session.flush()
        timeline.record(
            session,
            trace,
            "protection.child_marked",
            of=("person", child.id),
            case_id=case.id,
            audience=EventAudience.STAFF,
            facts={"reason": OTHER_RECORD},
        )


def _record(
    session: Session,
    trace: Trace,
    kind: str,
    row: RecordJoin,
    case: Case,
    there: Case | None,
    reason: str,
) -> None:
    facts = {"reason": reason, **({"reference": there.reference} if there else {})}
    timeline.record(
        session,
        trace,
        kind,
        of=("record_join", row.id),
        case_id=case.id,
        audience=EventAudience.STAFF,
        facts=facts,
    )

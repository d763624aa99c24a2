"""Ties of accounts to a child: ended at once, with all that hung on them, or marked protected."""

from datetime import timedelta

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.access import SharingRule
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.person import Person, Relationship
from ehcportal.notifications import outbox
from ehcportal.queries.advocates import given_by, waiting_of
from ehcportal.queries.in_force import in_force
from ehcportal.queries.ties import HELPERS
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.services.invitations import links, open_ones


def end_by_family(session: Session, trace: Trace, ring: KeyRing, case: Case, tie_id: str) -> None:
    """End at once what one has given to an advocate or supporter. Raises ``LookupError``."""
    mine = given_by(trace.account_id or "", case.person_id)
    tie = session.exec(select(Relationship).where(Relationship.id == tie_id, *mine)).first()
    if tie is None:
        raise LookupError(tie_id)
    _end(session, trace, ring, tie, "Ended by the family")
    timeline.record(
        session,
        trace,
        "advocate.ended",
        of=("relationship", tie.id),
        case_id=case.id,
        only_account_id=trace.account_id,
    )


def end_by_staff(
    session: Session, trace: Trace, ring: KeyRing, case: Case, tie: Relationship, reason: str
) -> None:
    """End a tie at once, with what its holder gave to advocates and the rules about sharing.

    A link that was sent to them before and still waits does not let them in again.
    """
    _end(session, trace, ring, tie, reason)
    _record(session, trace, "access.ended", case, tie, reason=reason)
    _end_those_of(session, trace, ring, case, tie.account_id)
    end_sharing(session, trace, case.person_id, tie.account_id)
    open_ones.withdraw_of_family(session, tie.account_id, case.person_id)
    session.flush()


def _end_those_of(
    session: Session, trace: Trace, ring: KeyRing, case: Case, inviter_id: str
) -> None:
    """Whoever was asked in by somebody goes with them; what still waits is taken back."""
    given = select(Relationship).where(*given_by(inviter_id, case.person_id))
    for tie in session.exec(given).all():
        _end(session, trace, ring, tie, "Whoever invited them has no access any more")
        _record(session, trace, "advocate.ended_with_inviter", case, tie)
    for row in session.exec(waiting_of(inviter_id, case.person_id)).all():
        links.withdraw(session, row)


def end_sharing(session: Session, trace: Trace, person_id: str, account_id: str) -> None:
    """End every rule by which this account sees, or is seen by, others about a child."""
    rules = select(SharingRule).where(
        SharingRule.person_id == person_id, col(SharingRule.ended_at).is_(None)
    )
    for rule in session.exec(rules).all():
        if account_id in {rule.from_account_id, rule.to_account_id}:
            rule.ended_at, rule.ended_by_id = clock.now(), trace.account_id


def _end(session: Session, trace: Trace, ring: KeyRing, tie: Relationship, reason: str) -> None:
    """End a tie; an advocate or supporter is told by e-mail, without any name."""
    close(tie, trace.account_id, reason)
    session.add(tie)
    if tie.kind not in HELPERS:
        return
    holder = session.get_one(Account, tie.account_id)
    outbox.put(
        session,
        ring,
        template="advocate_ended",
        recipient=holder.email,
        account_id=holder.id,
        language=holder.language,
        dedupe_key=f"advocate_ended:{tie.id}",
    )


def close(tie: Relationship, by_id: str | None, reason: str) -> None:
    """Let a tie stand no longer: what ends at once has the day before as its last one."""
    tie.to_on = clock.today() - timedelta(days=1)
    tie.ended_by_id = by_id
    tie.end_reason = reason[:200]


def standing_tie(session: Session, case: Case, tie_id: str, version: int) -> Relationship:
    """Return a tie to the child as it is now, locked.

    Raises ``LookupError`` when there is none, ``StaleDataError`` when somebody has changed it.
    """
    tie = session.exec(
        select(Relationship)
        .where(
            Relationship.id == tie_id,
            Relationship.person_id == case.person_id,
            in_force(Relationship, clock.today()),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if tie is None:
        raise LookupError(tie_id)
    if tie.version != version:
        raise StaleDataError("the tie has changed")
    return tie


def protect(
    session: Session, trace: Trace, case: Case, tie: Relationship, *, protected: bool, reason: str
) -> None:
    """Mark or unmark an adult as protected; sharing with and by them ends at once."""
    tie.protected = protected
    session.add(tie)
    if protected:
        end_sharing(session, trace, case.person_id, tie.account_id)
    kind = "protection.adult_marked" if protected else "protection.adult_lifted"
    _record(session, trace, kind, case, tie, reason=reason)
    session.flush()


def protect_child(
    session: Session, trace: Trace, case: Case, *, version: int, protected: bool, reason: str
) -> None:
    """Mark or unmark the child: where they learn and who helps them is kept from other adults.

    Raises ``StaleDataError`` when somebody has changed the child's record meanwhile.
    """
    child = session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)
    if child.version != version:
        raise StaleDataError("the child's record has changed")
    child.protected = protected
    session.add(child)
    kind = "protection.child_marked" if protected else "protection.child_lifted"
    timeline.record(
        session,
        trace,
        kind,
        of=("person", child.id),
        case_id=case.id,
        audience=EventAudience.STAFF,
        facts={"reason": reason},
    )
    session.flush()


def _record(
    session: Session, trace: Trace, kind: str, case: Case, tie: Relationship, *, reason: str = ""
) -> None:
    """Add a line for staff alone that names whose tie it is."""
    timeline.record(
        session,
        trace,
        kind,
        of=("relationship", tie.id),
        case_id=case.id,
        audience=EventAudience.STAFF,
        only_account_id=tie.account_id,
        facts={"reason": reason} if reason else None,
    )

"""Whether one adult of a family may see what another one sends: a dated rule, made by staff."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.person import Person, Relationship
from ehcportal.queries.sharing import WITH_THE_CHILD
from ehcportal.queries.ties import HELPERS
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


class ProtectedError(Exception):
    """Somebody is protected: nothing is shared until that is lifted."""


def may_share(child: Person, sender: Relationship, reader: Relationship) -> bool:
    """Whether a rule from one adult to another may be made at all."""
    if sender.protected or reader.protected:
        return False
    if {sender.kind, reader.kind} & HELPERS or sender.account_id == reader.account_id:
        return False
    return not child.protected or reader.kind in WITH_THE_CHILD


def allow(
    session: Session,
    trace: Trace,
    case: Case,
    sender: Relationship,
    reader: Relationship,
    reason: str,
) -> None:
    """Let ``reader`` see what ``sender`` sends, from the next request on. Once is enough.

    The sender is told on their own timeline. Raises ``ProtectedError``.
    """
    child = session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)
    if not may_share(child, sender, reader):
        raise ProtectedError
    if _rule(session, case, sender, reader) is not None:
        return
    rule = SharingRule(
        person_id=case.person_id,
        from_account_id=sender.account_id,
        to_account_id=reader.account_id,
        reason=reason,
        made_by_id=trace.account_id or "",
    )
    session.add(rule)
    session.flush()
    _record(session, trace, "sharing.allowed", case, rule, reason)


def stop(
    session: Session,
    trace: Trace,
    case: Case,
    sender: Relationship,
    reader: Relationship,
    reason: str,
) -> None:
    """End the rule, from the next request on; nothing happens when there is none."""
    rule = _rule(session, case, sender, reader)
    if rule is None:
        return
    rule.ended_at, rule.ended_by_id = clock.now(), trace.account_id
    session.add(rule)
    session.flush()
    _record(session, trace, "sharing.stopped", case, rule, reason)


def _rule(
    session: Session, case: Case, sender: Relationship, reader: Relationship
) -> SharingRule | None:
    return session.exec(
        select(SharingRule).where(
            SharingRule.person_id == case.person_id,
            SharingRule.from_account_id == sender.account_id,
            SharingRule.to_account_id == reader.account_id,
            col(SharingRule.ended_at).is_(None),
        )
    ).first()


def _record(
    session: Session, trace: Trace, kind: str, case: Case, rule: SharingRule, reason: str
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("sharing_rule", rule.id),
        case_id=case.id,
        audience=EventAudience.FAMILY,
        only_account_id=rule.from_account_id,
        facts={"reason": reason},
    )

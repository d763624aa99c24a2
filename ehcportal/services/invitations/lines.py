"""Lines on the timelines of all children of an invitation: what adults do is for staff alone."""

from sqlmodel import Session, col, select

from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.invitation import Invitation, InvitationChild
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


def record(
    session: Session, trace: Trace, kind: str, row: Invitation, *, of: str | None = None
) -> None:
    """Write a line to each child's case; ``of`` is the account that it is about."""
    people = select(InvitationChild.person_id).where(InvitationChild.invitation_id == row.id)
    for person_id in session.exec(people).all():
        record_one(session, trace, kind, row, person_id, of=of or row.used_by_id)


def record_one(
    session: Session,
    trace: Trace,
    kind: str,
    row: Invitation,
    person_id: str,
    *,
    of: str | None,
) -> None:
    """Write a line to the case of one of the children."""
    timeline.record(
        session,
        trace,
        kind,
        of=("invitation", row.id),
        case_id=newest_case(session, person_id),
        audience=EventAudience.STAFF,
        only_account_id=of,
    )


def newest_case(session: Session, person_id: str) -> str | None:
    """Return the open case of a child or, when all have ended, the newest."""
    return session.exec(
        select(Case.id)
        .where(Case.person_id == person_id)
        .order_by(col(Case.ended_on).is_(None).desc(), col(Case.opened_on).desc())
    ).first()

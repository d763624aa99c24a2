"""Who gives advice for a service: a place is given, renamed, and ended at once (guide row S01)."""

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.setting import Service, ServiceMembership
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import contributors
from ehcportal.services.invitations import open_ones
from ehcportal.services.memberships import day_before


def give(
    session: Session, trace: Trace, *, service_id: str, account_id: str, job_title: str
) -> ServiceMembership:
    """Make an account one of the service from today, or return the place that it has."""
    held = session.exec(
        select(ServiceMembership).where(
            ServiceMembership.service_id == service_id,
            ServiceMembership.account_id == account_id,
            in_force(ServiceMembership, clock.today()),
        )
    ).first()
    if held is not None:
        return held
    given = ServiceMembership(
        service_id=service_id,
        account_id=account_id,
        job_title=job_title or None,
        from_on=clock.today(),
    )
    session.add(given)
    session.flush()
    audit.change(session, trace, "service_place_given", of=("service_membership", given.id))
    return given


def rename(session: Session, trace: Trace, held: ServiceMembership, job_title: str) -> None:
    """Change what somebody is called at the service; it opens and shuts nothing."""
    held.job_title = job_title or None
    session.add(held)
    audit.change(session, trace, "service_place_renamed", of=("service_membership", held.id))


def end(session: Session, trace: Trace, membership_id: str) -> bool:
    """End a place, with every piece of advice that was asked of the person through the service.

    False when somebody else ended it before.
    """
    held = session.get_one(
        ServiceMembership, membership_id, populate_existing=True, with_for_update=True
    )
    if held.to_on is not None and held.to_on < clock.today():
        return False
    _end(session, trace, held)
    return True


def end_all(session: Session, trace: Trace, service: Service) -> None:
    """End every place of a service that closes, and every invitation for it."""
    rows = session.exec(
        select(ServiceMembership).where(
            ServiceMembership.service_id == service.id,
            in_force(ServiceMembership, clock.today()),
        )
    ).all()
    for held in rows:
        _end(session, trace, held)
    open_ones.withdraw(session, service_id=service.id)


def _end(session: Session, trace: Trace, held: ServiceMembership) -> None:
    held.to_on = day_before()
    session.flush()
    open_ones.withdraw_to(session, held.account_id, service_id=held.service_id)
    contributors.end_of(session, trace, held.account_id, service_id=held.service_id)
    audit.change(session, trace, "service_place_ended", of=("service_membership", held.id))

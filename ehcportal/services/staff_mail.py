"""Mail to those who lead the council's work on cases, without a word about any child."""

from sqlmodel import Session

from ehcportal.notifications import outbox
from ehcportal.queries import staff
from ehcportal.security.keyring import KeyRing


def tell_managers(
    session: Session, ring: KeyRing, *, template: str, path: str, otherwise: str | None = None
) -> None:
    """Write to every manager of today; to the address ``otherwise`` where there is none."""
    managers = staff.managers(session)
    if not managers and otherwise is not None:
        outbox.put(session, ring, template=template, recipient=otherwise, facts={"path": path})
    for manager in managers:
        outbox.put(
            session,
            ring,
            template=template,
            recipient=manager.email,
            account_id=manager.id,
            facts={"path": path},
            language=manager.language,
        )

"""Mail to those who lead the council's work on cases, without a word about any child."""

from sqlmodel import Session

from ehcportal.notifications import outbox
from ehcportal.queries import staff
from ehcportal.security.keyring import KeyRing


def tell_managers(session: Session, ring: KeyRing, *, template: str, path: str) -> None:
    """Write to every manager of today."""
    for manager in staff.managers(session):
        outbox.put(
            session,
            ring,
            template=template,
            recipient=manager.email,
            account_id=manager.id,
            facts={"path": path},
            language=manager.language,
        )

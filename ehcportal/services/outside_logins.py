"""An account's name at the council's own sign-on: linked once, by subject alone from then on.

An e-mail address can be given to somebody else one day; a subject cannot (OpenID Connect Core,
5.7). So the address leads to an account once, and never to one that has a name there already.
"""

from sqlalchemy import ScalarResult
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import OutsideLogin
from ehcportal.security import audit
from ehcportal.security.audit import Trace


def linked_account(session: Session, issuer: str, subject: str) -> str | None:
    """Return the account that this subject opens."""
    return session.exec(
        select(OutsideLogin.account_id).where(
            OutsideLogin.issuer == issuer,
            OutsideLogin.subject == subject,
            col(OutsideLogin.unlinked_at).is_(None),
        )
    ).first()


def is_linked(session: Session, account_id: str) -> bool:
    """Whether some subject opens this account."""
    return _of_account(session, account_id).first() is not None


def link(session: Session, trace: Trace, account_id: str, issuer: str, subject: str) -> bool:
    """Let this subject open the account; not when either is linked already."""
    if is_linked(session, account_id):
        return False
    row = session.exec(
        select(OutsideLogin)
        .where(OutsideLogin.issuer == issuer, OutsideLogin.subject == subject)
        .with_for_update()
    ).first()
    if row is not None and row.unlinked_at is None:
        return False
    if row is None:
        row = OutsideLogin(account_id=account_id, issuer=issuer, subject=subject)
    row.account_id, row.linked_at, row.unlinked_at = account_id, clock.now(), None
    session.add(row)
    session.flush()
    audit.change(session, trace, "sign_on_linked", of=("account", account_id))
    return True


def unlink(session: Session, trace: Trace, account_id: str) -> None:
    """Let no subject open the account any more."""
    for row in _of_account(session, account_id):
        row.unlinked_at = clock.now()
        audit.change(session, trace, "sign_on_unlinked", of=("account", account_id))


def _of_account(session: Session, account_id: str) -> ScalarResult[OutsideLogin]:
    return session.exec(
        select(OutsideLogin).where(
            OutsideLogin.account_id == account_id, col(OutsideLogin.unlinked_at).is_(None)
        )
    )

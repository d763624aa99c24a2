"""What every invitation is: a link of 256 bits that works once, for 14 days (security note 12)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.forms.fields.email import is_address
from ehcportal.models.account import Account, AccountState
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.services import accounts

VALID = timedelta(days=14)
PATH = "/invitation/"
PROFESSIONAL = frozenset({InvitationKind.SETTING, InvitationKind.CONTRIBUTOR})
"""Kinds whose new accounts are those of professionals."""


class InvalidAddress(Exception):
    """This cannot be an e-mail address."""


def write(session: Session, row: Invitation) -> str:
    """Keep a new invitation, folding its address; return the token of its link.

    The link is not sent by this. Raises ``InvalidAddress``.
    """
    if not is_address(row.email):
        raise InvalidAddress(f"{row.email} is not an email address")
    row.email = row.email.strip()
    row.email_folded = accounts.fold(row.email)
    session.add(row)
    return new_link(session, row)


def blank(kind: InvitationKind, email: str, *, by: str | None) -> Invitation:
    """Return an invitation to ``email`` that the caller fills in and ``write`` keeps."""
    return Invitation(
        token_hash="",
        kind=kind,
        email=email,
        email_folded="",
        created_by_id=by,
        expires_at=clock.now() + VALID,
    )


def new_link(session: Session, row: Invitation) -> str:
    """Give the invitation a new link in the place of the earlier one, valid from now on."""
    token = new_token()
    row.token_hash = token_hash(token)
    row.expires_at = clock.now() + VALID
    session.add(row)
    return token


def send(
    session: Session,
    ring: KeyRing,
    base_url: str,
    row: Invitation,
    token: str,
    *,
    template: str,
    language: str = "en",
) -> None:
    """Put the e-mail with the link into the outbox; ``template`` is a folder of e-mail words."""
    row.link_sent_at = clock.now()
    outbox.put(
        session,
        ring,
        template=template,
        recipient=row.email,
        sealed={"link": f"{base_url}{PATH}{token}"},
        expires_at=row.expires_at,
        language=language,
    )


def find(session: Session, token: str) -> Invitation | None:
    """Return an invitation that can still be taken."""
    return session.exec(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            col(Invitation.link_sent_at).is_not(None),
            *_open(),
            Invitation.expires_at > clock.now(),
        )
    ).first()


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.refused_at).is_(None),
    )


def take(session: Session, row: Invitation, account: Account) -> bool:
    """Use the link for ``account``; of two posts at the same moment only one is told True.

    The caller has made sure that the address is the account's own.
    """
    taken = session.connection().execute(
        sa.update(Invitation)
        .where(col(Invitation.id) == row.id, *_open())
        .values(used_at=clock.now(), used_by_id=account.id)
    )
    session.refresh(row)
    return taken.rowcount == 1


def withdraw(session: Session, row: Invitation, *, at: datetime | None = None) -> None:
    """Make the link and the invitation count no longer."""
    row.withdrawn_at = at or clock.now()
    session.add(row)


def new_account(
    session: Session, invitation: Invitation, *, forename: str, surname: str, hashed: str | None
) -> Account | None:
    """Make the account of somebody who was not known before; the link has proved the address.

    Returns nothing when somebody else has just made it, or its owner has closed it.
    """
    now = clock.now()
    account = Account(
        email=invitation.email,
        email_folded=invitation.email_folded,
        password_hash=hashed,
        password_set_at=now if hashed else None,
        state=AccountState.ACTIVE,
        forename=forename,
        surname=surname,
        professional=invitation.kind in PROFESSIONAL,
        email_confirmed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        return None
    return account

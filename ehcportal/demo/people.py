"""Puts the cast's accounts into an empty database."""

from datetime import timedelta

from sqlmodel import Session

from ehcportal import clock
from ehcportal.demo.cast import MEMBERS, Member
from ehcportal.models.account import Account, AccountState, Factor, FactorKind
from ehcportal.models.staff import StaffMember
from ehcportal.security.keyring import KeyRing


def make(session: Session, ring: KeyRing, hashed: str) -> dict[str, Account]:
    """Make an account for every member of the cast; return them by key.

    ``hashed`` is the hash of the password that they all have.
    """
    accounts = {member.key: _account(member, hashed) for member in MEMBERS}
    session.add_all(accounts.values())
    session.flush()
    for member in MEMBERS:
        _factor(session, ring, member, accounts[member.key])
        _staff(session, member, accounts[member.key])
    session.flush()
    return accounts


def _account(member: Member, hashed: str) -> Account:
    now = clock.now()
    return Account(
        email=member.email,
        email_folded=member.email.casefold(),
        password_hash=hashed,
        password_set_at=now,
        state=AccountState.ACTIVE,
        forename=member.forename,
        surname=member.surname,
        phone=member.phone,
        house="4",
        street="Weir Lane",
        town="Brookton",
        county="Brookshire",
        postcode="BK1 2AB",
        professional=member.professional,
        organisation=member.organisation,
        email_confirmed_at=now,
    )


def _factor(session: Session, ring: KeyRing, member: Member, account: Account) -> None:
    kind = FactorKind.APP if member.totp_secret else FactorKind.EMAIL
    session.add(
        Factor(
            account_id=account.id,
            kind=kind,
            sealed_secret=ring.seal_text(member.totp_secret) if member.totp_secret else None,
            confirmed_at=clock.now(),
        )
    )


def _staff(session: Session, member: Member, account: Account) -> None:
    if member.staff_role is None:
        return
    session.add(
        StaffMember(
            account_id=account.id,
            role=member.staff_role,
            job_title=member.job_title,
            phone=member.phone,
            available=member.available,
            from_on=clock.today() - timedelta(days=400),
        )
    )

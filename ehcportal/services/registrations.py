"""Registering: details, address and password, and the code that proves the address (H04 to H08).

Nothing here tells whether an address is known. Somebody who registers with an address that has an
account goes through the same pages, and its owner gets an e-mail that says so (security note 10).
"""

import json
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState, Factor, FactorKind
from ehcportal.models.sign_in import CodePurpose, Registration
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.security import audit, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.codes import Target, in_groups
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import codes
from ehcportal.services.accounts import fold

KEPT = timedelta(hours=24)
"""How long a registration may take; what was typed is then dropped."""

QUARTER = timedelta(minutes=15)
STARTS = Limit("register-network", 100, QUARTER)
MAILS = Limit("register-address", 5, QUARTER)
MAILS_DAY = Limit("register-address-day", 20, timedelta(days=1))
MAILS_NETWORK = Limit("register-mail-network", 100, QUARTER)
NEW_CODES = Limit("register-new-code", 3, timedelta(minutes=15))

DETAILS = (
    "forename", "surname", "property_name", "house", "street", "area", "town", "county",
    "postcode", "organisation", "professional_role",
)  # fmt: skip
"""What an account keeps of step 1, in the order in which it is asked."""

PROFESSIONAL = frozenset({"organisation", "professional_role"})
"""What only the professional tick asks for."""


def count_start(session: Session, ring: KeyRing, network: str) -> int | None:
    """Count a registration that is begun from this network."""
    return throttle.count(session, ring, Bucket(STARTS, network))


def count_mail(session: Session, ring: KeyRing, network: str, email: str) -> int | None:
    """Count a mail to this address, known or not.

    Nobody can flood a stranger's mailbox, nor have the portal write to a list of strangers.
    """
    who = fold(email)
    return throttle.count(
        session,
        ring,
        Bucket(MAILS, who),
        Bucket(MAILS_DAY, who),
        Bucket(MAILS_NETWORK, network),
    )


def count_new_code(session: Session, ring: KeyRing, row: Registration) -> int | None:
    """Count an ask for another code."""
    who = row.email_folded or ""
    return throttle.count(session, ring, Bucket(NEW_CODES, who), Bucket(MAILS_DAY, who))


def begin(session: Session, ring: KeyRing, details: Mapping[str, str]) -> str:
    """Keep the details of step 1, sealed; return the token that only this browser has."""
    token = new_token()
    session.add(
        Registration(
            token_hash=token_hash(token),
            sealed_details=_sealed(ring, details),
            expires_at=clock.now() + KEPT,
        )
    )
    return token


def find(session: Session, token: str | None) -> Registration | None:
    """Return the registration that this browser has begun and not finished."""
    if not token:
        return None
    return session.exec(
        select(Registration).where(
            Registration.token_hash == token_hash(token),
            col(Registration.done_at).is_(None),
            Registration.expires_at > clock.now(),
        )
    ).first()


def details(ring: KeyRing, row: Registration) -> dict[str, str]:
    """Return what was typed so far; never a password."""
    opened: dict[str, str] = json.loads(ring.open_text(row.sealed_details))
    return opened


def change_details(
    session: Session, ring: KeyRing, row: Registration, changed: Mapping[str, str]
) -> None:
    """Put other details in the place of what was typed before (Back keeps everything)."""
    row.sealed_details = _sealed(ring, {**details(ring, row), **changed})
    session.add(row)


def give_login(
    session: Session, ring: KeyRing, row: Registration, email: str, password_hash: str
) -> None:
    """Keep the address and the password's hash of step 2, and send the code."""
    change_details(session, ring, row, {"email": email})
    row.email_folded = fold(email)
    row.password_hash = password_hash
    send_code(session, ring, row, email)


def target(row: Registration) -> Target:
    """Return what a registration's code is good for: this registration with this address."""
    return Target(CodePurpose.REGISTER, row.id, None)


def send_code(session: Session, ring: KeyRing, row: Registration, email: str) -> None:
    """Send the code, or tell the owner of a known address; the same work either way."""
    issued = codes.issue(session, ring, target(row))
    owner = _owner(session, row.email_folded or "")
    outbox.put(
        session,
        ring,
        template="registration_code" if owner is None else "registration_known",
        recipient=email if owner is None else owner.email,
        account_id=owner.id if owner else None,
        sealed={"code": in_groups(issued.code)},
        expires_at=issued.expires_at,
    )


def complete(session: Session, ring: KeyRing, trace: Trace, registration_id: str) -> Account | None:
    """Make the account, once its address is proved. Returns nothing when it exists already."""
    row = session.get(Registration, registration_id, populate_existing=True)
    if row is None or not _finish(session, row):
        return None
    account = _account(row, details(ring, row))
    if _owner(session, account.email_folded) is not None or not _added(session, account):
        return None
    row.account_id = account.id
    row.sealed_details = ""
    row.password_hash = None
    session.add(Factor(account_id=account.id, kind=FactorKind.EMAIL, confirmed_at=clock.now()))
    audit.change(session, trace, "account_registered", of=("account", account.id))
    return account


def _finish(session: Session, row: Registration) -> bool:
    finished = session.connection().execute(
        sa.update(Registration)
        .where(col(Registration.id) == row.id, col(Registration.done_at).is_(None))
        .values(done_at=clock.now())
    )
    return finished.rowcount == 1


def _added(session: Session, account: Account) -> bool:
    """Add the account, unless another registration with its address was faster."""
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        return False
    return True


def _account(row: Registration, typed: Mapping[str, str]) -> Account:
    now = clock.now()
    account = Account(
        email=typed["email"],
        email_folded=row.email_folded or "",
        password_hash=row.password_hash,
        password_set_at=now,
        state=AccountState.ACTIVE,
        forename=typed["forename"],
        surname=typed["surname"],
        email_confirmed_at=now,
    )
    take_details(account, typed)
    return account


def take_details(account: Account, typed: Mapping[str, str]) -> None:
    """Put the details of step 1 into the account; what is empty is kept as nothing."""
    account.professional = typed.get("professional") == "yes"
    for name in DETAILS:
        is_kept = account.professional or name not in PROFESSIONAL
        setattr(account, name, (typed.get(name) or None) if is_kept else None)


def _owner(session: Session, email_folded: str) -> Account | None:
    return session.exec(select(Account).where(Account.email_folded == email_folded)).first()


def _sealed(ring: KeyRing, typed: Mapping[str, str]) -> str:
    return ring.seal_text(json.dumps(dict(typed), ensure_ascii=False))

"""Signing in: the password, the second step, and the full session at the end (rows H03, H09)."""

from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState, FactorKind
from ehcportal.models.sign_in import CodePurpose, SessionState
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.profile import Profile
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit, passwords
from ehcportal.security.audit import Trace
from ehcportal.security.codes import TEXT_LENGTH, Target
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail, attempts, codes, devices, factors, sessions
from ehcportal.services.accounts import fold
from ehcportal.services.devices import Caller
from ehcportal.services.factors import losses, texts
from ehcportal.services.sessions import Opened


class Step(StrEnum):
    """What the login asks for after the password."""

    EMAIL_CODE = "email_code"
    APP_CODE = "app_code"
    TEXT_CODE = "text_code"


STEPS = {FactorKind.APP: Step.APP_CODE, FactorKind.TEXT: Step.TEXT_CODE}
"""What a login asks for by the factor; e-mail proves who is there when there is none yet."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A login whose password was right."""

    token: str
    step: Step


@dataclass(frozen=True, slots=True)
class Completed:
    """A full session, with the token of the browser that is known from now on."""

    opened: Opened
    device_token: str


def check_password(session: Session, email: str, password: str) -> Account | None:
    """Return the account if the password is right, in the same time for unknown addresses."""
    account = session.exec(
        select(Account).where(
            Account.email_folded == fold(email), Account.state == AccountState.ACTIVE
        )
    ).first()
    is_right = passwords.matches(account.password_hash if account else None, password)
    return account if is_right else None


def refuse(session: Session, trace: Trace) -> None:
    """Record that a login failed; the same row whether or not the address is known."""
    audit.change(session, trace, "sign_in_refused", of=("account", "not told"))


def begin(
    session: Session,
    ring: KeyRing,
    profile: Profile,
    trace: Trace,
    account: Account,
    caller: Caller,
) -> Begun:
    """Open a half session and send the code, or ask for the app (guide rows H09, D08).

    What staff promised to somebody who lost their second step takes effect here.
    """
    losses.take_effect(session, ring, trace, account)
    role = current_role(session, account.id)
    opened = sessions.open_session(
        session,
        account.id,
        SessionState.HALF,
        sessions.audience_of(role),
        network=caller.network,
        device_name=caller.device_name,
    )
    audit.change(
        session, _as(trace, account.id, opened.id), "password_accepted", of=("account", account.id)
    )
    step = step_of(session, profile, account.id)
    if step is not Step.APP_CODE:
        send_code(session, ring, account, opened.id, step)
    return Begun(opened.token, step)


def step_of(session: Session, profile: Profile, account_id: str) -> Step:
    """Return what the account's login asks for now."""
    kind = factors.asked(session, profile, account_id)
    return STEPS.get(kind, Step.EMAIL_CODE) if kind is not None else Step.EMAIL_CODE


def renewed_hash(account: Account, password: str) -> str | None:
    """Return a new hash when the parameters have moved on since the stored one was made."""
    stored = account.password_hash
    if stored is None or not passwords.needs_new_hash(stored):
        return None
    return passwords.make_hash(password)


def renew_hash(session: Session, account: Account, renewed: str) -> None:
    """Store the new hash, unless the password was changed meanwhile."""
    session.connection().execute(
        sa.update(Account)
        .where(
            col(Account.id) == account.id,
            col(Account.password_hash) == account.password_hash,
        )
        .values(password_hash=renewed)
    )


def current_role(session: Session, account_id: str) -> StaffRole | None:
    """Return the role in which the account works for the council today."""
    today = clock.today()
    found: StaffRole | None = session.exec(
        select(col(StaffMember.role)).where(
            and_(
                StaffMember.account_id == account_id,
                in_force(StaffMember, today),
            )
        )
    ).first()
    return found


def code_target(account_id: str, session_id: str, step: Step = Step.EMAIL_CODE) -> Target:
    """Return what a login code is good for: this account and this half session."""
    if step is Step.TEXT_CODE:
        return Target(CodePurpose.SIGN_IN, session_id, account_id, TEXT_LENGTH)
    return Target(CodePurpose.SIGN_IN, session_id, account_id)


def send_code(
    session: Session, ring: KeyRing, account: Account, session_id: str, step: Step = Step.EMAIL_CODE
) -> None:
    """Send a fresh code for this login, to the address or to the number of the account."""
    issued = codes.issue(session, ring, code_target(account.id, session_id, step))
    if step is Step.TEXT_CODE:
        texts.send_code(session, ring, account, issued, template="sign_in_code")
    else:
        account_mail.send_code(session, ring, account, issued, template="sign_in_code")


def step_up(session: Session, half_id: str) -> bool:
    """End the half session; of two right posts only one goes on."""
    return sessions.end(session, half_id, "stepped_up")


def enrolling(session: Session, trace: Trace, account: Account, caller: Caller) -> Opened:
    """Open the session in which somebody chooses their second step (D05; security note 5)."""
    opened = sessions.open_session(
        session,
        account.id,
        SessionState.ENROLLING,
        sessions.audience_of(current_role(session, account.id)),
        network=caller.network,
        device_name=caller.device_name,
    )
    audit.change(
        session, _as(trace, account.id, opened.id), "enrolment_begun", of=("account", account.id)
    )
    return opened


def complete(
    session: Session, ring: KeyRing, trace: Trace, account: Account, caller: Caller
) -> Completed:
    """Open the full session, remember the browser, and give back the tries.

    The owner is told of a browser that was never seen before, unless it is the very first.
    """
    now = clock.now()
    device = devices.remember(session, caller, account.id)
    if device.is_new and account.last_signed_in_at is not None:
        account_mail.warn(session, ring, account, template="new_device")
    opened = sessions.open_session(
        session,
        account.id,
        SessionState.FULL,
        sessions.audience_of(current_role(session, account.id)),
        network=caller.network,
        device_name=caller.device_name,
        device_id=device.id,
    )
    session.connection().execute(
        sa.update(Account).where(col(Account.id) == account.id).values(last_signed_in_at=now)
    )
    attempts.forgive(session, ring, account, device.id)
    audit.change(
        session, _as(trace, account.id, opened.id), "signed_in", of=("account", account.id)
    )
    return Completed(opened, device.token)


def sign_out(session: Session, trace: Trace, session_id: str) -> None:
    """End the session on the server, whatever the browser keeps."""
    if sessions.end(session, session_id, "signed_out"):
        audit.change(session, trace, "signed_out", of=("session", session_id))


def end_elsewhere(session: Session, trace: Trace, account_id: str, session_id: str) -> bool:
    """Log out another device of the same account."""
    if not sessions.end_own(session, account_id, session_id, "revoked"):
        return False
    audit.change(session, trace, "device_logged_out", of=("session", session_id))
    return True


def end_others(session: Session, trace: Trace, account_id: str, here: str) -> None:
    """Log out every device of the account but this one."""
    sessions.end_all(session, account_id, "revoked", but=here)
    audit.change(session, trace, "other_devices_logged_out", of=("account", account_id))


def _as(trace: Trace, account_id: str, session_id: str) -> Trace:
    return replace(trace, account_id=account_id, session_id=session_id)

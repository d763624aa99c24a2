"""How often somebody may try to get in: per account, per network, overall, and on own devices.

A browser on which the owner has signed in before has buckets of its own: a stranger's guesses
cannot lock the owner out (security note 9). Count in a transaction of its own, before judging.
"""

from datetime import timedelta

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.security import throttle
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import devices
from ehcportal.services.accounts import fold
from ehcportal.services.devices import Caller

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
OWN_DEVICE = Limit("password-device", 10, QUARTER)
ON_ACCOUNT = Limit("password-account", 10, QUARTER)
ON_ACCOUNT_DAY = Limit("password-account-day", 100, DAY)
FROM_NETWORK = Limit("password-network", 200, QUARTER)
OVERALL = Limit("password-overall", 3000, QUARTER)
SECOND_STEP = Limit("second-step", 10, QUARTER)
SECOND_STEP_DAY = Limit("second-step-day", 40, DAY)
NEW_CODES = Limit("new-code", 3, QUARTER)
NEW_CODES_DAY = Limit("new-code-day", 20, DAY)
"""Resend: three in 15 minutes, 20 a day (security note 9)."""
TEXTS = Limit("text-sent", 4, QUARTER)
TEXTS_DAY = Limit("text-sent-day", 20, DAY)
"""Text messages that set up a number, the first one among them."""

LOGIN_TEXTS = Limit("login-text-day", 20, DAY)
"""Logins that send a text message: each costs the council money."""

LOSSES = Limit("factor-loss-day", 3, DAY)


def _password_buckets(session: Session, caller: Caller, email: str) -> list[Bucket]:
    folded = fold(email)
    device_id = devices.known(session, caller, folded)
    if device_id is not None:
        return [Bucket(OWN_DEVICE, device_id)]
    return [
        Bucket(ON_ACCOUNT, folded),
        Bucket(ON_ACCOUNT_DAY, folded),
        Bucket(FROM_NETWORK, caller.network),
        Bucket(OVERALL, ""),
    ]


def count_password(session: Session, ring: KeyRing, caller: Caller, email: str) -> int | None:
    """Count a try with a password; return the seconds to wait when there were too many."""
    return throttle.count(session, ring, *_password_buckets(session, caller, email))


def count_second_step(
    session: Session, ring: KeyRing, caller: Caller, account: Account
) -> int | None:
    """Count a try with an app or recovery code, for this browser or for all strange ones."""
    who = devices.known(session, caller, account.email_folded) or account.id
    return throttle.count(session, ring, Bucket(SECOND_STEP, who), Bucket(SECOND_STEP_DAY, who))


def count_new_code(session: Session, ring: KeyRing, caller: Caller, account: Account) -> int | None:
    """Count an ask for another code."""
    who = devices.known(session, caller, account.email_folded) or account.email_folded
    return throttle.count(session, ring, Bucket(NEW_CODES, who), Bucket(NEW_CODES_DAY, who))


def count_text(session: Session, ring: KeyRing, account: Account) -> int | None:
    """Count a text message that sets up a number."""
    return throttle.count(session, ring, Bucket(TEXTS, account.id), Bucket(TEXTS_DAY, account.id))


def count_login_text(
    session: Session, ring: KeyRing, caller: Caller, account: Account
) -> int | None:
    """Count a login that sends a text message, for this browser or for all strange ones."""
    who = devices.known(session, caller, account.email_folded) or account.id
    return throttle.count(session, ring, Bucket(LOGIN_TEXTS, who))


def count_loss(session: Session, ring: KeyRing, account_id: str) -> int | None:
    """Count an ask for help by somebody who lost their second step."""
    return throttle.count(session, ring, Bucket(LOSSES, account_id))


def forgive(session: Session, ring: KeyRing, account: Account, device_id: str) -> None:
    """Give the tries back after a full login; the day's count of passwords stays."""
    seconds = [
        Bucket(limit, who)
        for limit in (SECOND_STEP, SECOND_STEP_DAY)
        for who in (device_id, account.id)
    ]
    own, strange = Bucket(OWN_DEVICE, device_id), Bucket(ON_ACCOUNT, account.email_folded)
    throttle.forgive(session, ring, own, strange, *seconds)

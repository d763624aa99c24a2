"""The council's own sign-on, as the browser holds it: what was asked, and what waits for a code.

Both stand in the signed cookie, so an answer counts only in the browser that asked for it.
"""

from dataclasses import asdict

from flask import current_app, session

from ehcportal import clock, db
from ehcportal.queries.people import token_hash
from ehcportal.security.openid import Asked, SignOn
from ehcportal.services import outside_logins
from ehcportal.web.people import person_or_none
from ehcportal.web.trace import actor_trace

ASKED = "sign_on"
WAITING = "sign_on_link"
ANSWER_WITHIN = 600
"""Seconds that somebody may take at the council's sign-on."""


def sign_on() -> SignOn:
    """Return the provider of this portal, behind views that exist only where there is one."""
    found: SignOn = current_app.extensions["sign_on"]
    return found


def is_used() -> bool:
    """Whether this council has its own sign-on."""
    return "sign_on" in current_app.extensions


def keep(asked: Asked) -> None:
    """Remember in this browser what was asked; an earlier login that was begun is forgotten."""
    session[ASKED] = asdict(asked)


def take(state: str, issuer: str | None) -> Asked | None:
    """Return what this browser asked, once, if the answer belongs to it and came in time.

    A provider that names itself in its answer must be ours (RFC 9207).
    """
    kept = session.pop(ASKED, None)
    if kept is None:
        return None
    asked = Asked(**kept)
    is_ours = issuer is None or issuer == sign_on().issuer
    in_time = 0 <= clock.now().timestamp() - asked.at < ANSWER_WITHIN
    return asked if is_ours and in_time and asked.is_answered_by(state) else None


def link_after_code(half_token: str, account_id: str, subject: str) -> None:
    """Let a subject open an account only after this very half session has given its app's code."""
    half = token_hash(half_token)
    session[WAITING] = {"half": half, "account": account_id, "subject": subject}


def link_now(account_id: str) -> None:
    """Link what waited for the code that has just been right; anything else is forgotten."""
    waiting = session.pop(WAITING, None)
    person = person_or_none()
    if waiting is None or person is None or not is_used():
        return
    if waiting["half"] == token_hash(person.token) and waiting["account"] == account_id:
        outside_logins.link(
            db.writing(), actor_trace(), account_id, sign_on().issuer, waiting["subject"]
        )

"""Who is asking: Flask-Login over our own session rows, and the browser before any login."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from ehcportal import clock, db
from ehcportal.models.sign_in import SessionState
from ehcportal.queries import people
from ehcportal.queries.people import SignedIn
from ehcportal.services import sessions

FRESH = timedelta(minutes=5)
"""How long a password that was given again stays fresh."""

NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last sign of life is known: a write for each request would be too dear."""

LEFT = "Portal-Left"
"""How many seconds the session lasts, on answers to scripts."""

QUIET = "X-Portal-Poll"
"""A request with this header refreshes by itself and does not count as somebody being active."""


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person in our session rows."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app)
    app.after_request(_note_activity)


def _load(token: str) -> SignedIn | None:
    return people.signed_in(db.session(), token)


def person_or_none() -> SignedIn | None:
    """Return who holds the session of this request, half signed in or fully."""
    if "person" not in g:
        found = current_user._get_current_object()
        g.person = found if isinstance(found, SignedIn) else None
    person: SignedIn | None = g.person
    return person


def current_person() -> SignedIn:
    """Return who is asking, behind a view that only signed-in people reach."""
    person = person_or_none()
    if person is None:
        raise RuntimeError("this view is open to people who have not signed in")
    return person


def full_person_or_none() -> SignedIn | None:
    """Return who is asking if both factors were given."""
    person = person_or_none()
    return person if person is not None and person.state is SessionState.FULL else None


def to_sign_in() -> ResponseReturnValue:
    """Send the person to the login, and afterwards back to where they wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else request.path
    target = url_for("account.sign_in", next=wanted)
    if request.headers.get("HX-Request") == "true":
        answer = Response(status=200)
        answer.headers["HX-Redirect"] = target
        return answer
    return redirect(target, 303)


def is_confirmed(person: SignedIn) -> bool:
    """Whether the password was given within the last five minutes (security note 4)."""
    return person.confirmed_at is not None and clock.now() - person.confirmed_at < FRESH


def to_confirm() -> ResponseReturnValue:
    """Ask for the password again, and afterwards go on to where the person wanted to go.

    After a post that is the page from which it came: a form is filled in after the password.
    """
    came_from = urlsplit(request.referrer or "").path if request.method != "GET" else ""
    wanted = came_from or request.full_path.rstrip("?")
    target = url_for("confirmation.ask", next=own_path(wanted, "/account"))
    if request.headers.get("HX-Request") == "true":
        answer = Response(status=200)
        answer.headers["HX-Redirect"] = target
        return answer
    return redirect(target, 303)


def own_path(wanted: str | None, otherwise: str) -> str:
    """Return ``wanted`` if it is a path of this portal, else ``otherwise`` (open redirects)."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    if any(ord(letter) < 32 for letter in wanted) or "\\" in wanted:
        return otherwise
    return wanted


def browser_token() -> str:
    """Return the random token of this browser, made at its first use.

    Drafts that are begun without an account belong to it.
    """
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(32)
        session.permanent = True
    token: str = session["browser"]
    return token


def seconds_left(person: SignedIn) -> int:
    """Return how long the session lasts if nothing more is heard of the person."""
    now = clock.now()
    rested = timedelta(0) if _is_activity(person, now) else now - person.last_active_at
    left = min(people.IDLE[person.audience] - rested, person.expires_at - now)
    return max(0, int(left.total_seconds()))


def _note_activity(response: Response) -> Response:
    """Move the idle limit on, at most once a minute, and never for a page that polls.

    An answer to a script says how long the session lasts, for the warning before its end.
    """
    person: SignedIn | None = g.get("person")
    if person is None or request.endpoint == "account.sign_out":
        return response
    if request.headers.get("HX-Request") == "true" and person.state is SessionState.FULL:
        response.headers[LEFT] = str(seconds_left(person))
    now = clock.now()
    if _is_activity(person, now):
        sessions.note_activity(db.writing(), person.session_id, now)
    return response


def _is_activity(person: SignedIn, now: datetime) -> bool:
    """Whether this request is to be noted as a sign of life."""
    return not request.headers.get(QUIET) and now - person.last_active_at >= NOTED_EVERY


def forget_browser() -> None:
    """Drop the browser's token once its drafts belong to an account."""
    session.pop("browser", None)

"""A form that was pressed twice while the login token changed under it.

A browser drops the answer to the first press, and with it the new token that it carried. The second
press comes with the old token, which opens nothing. It is led on only if it is the very same form,
within seconds, from who held the old token; then the session gets one more token, and the one that
was lost opens nothing either. So there is one session and one token that works.
"""

from contextlib import suppress
from datetime import timedelta

from flask import Flask, Response, current_app, g, make_response, request, session, url_for
from sqlalchemy.exc import IntegrityError

from ehcportal import clock, db
from ehcportal.security import idempotency
from ehcportal.security.keyring import KeyRing
from ehcportal.services import sessions
from ehcportal.web.logins import TOKEN
from ehcportal.web.pages import see_other

WITHIN = timedelta(seconds=30)
NAMED = "pressed-twice"
LONGEST = 400
"""Characters of an address that is worth remembering."""


def init_app(app: Flask) -> None:
    """Remember where a form led that changed the token, and lead on who pressed it twice."""
    app.after_request(_after)


def _after(response: Response) -> Response:
    if request.method != "POST" or TOKEN not in session:
        return response
    changed: tuple[str, str] | None = g.get("token_changed")
    if changed is not None:
        _remember(*changed, response)
        return response
    came_late = response.status_code == 422 or _leads_to_sign_in(response)
    return (lead_on() if came_late else None) or response


def _leads_to_sign_in(response: Response) -> bool:
    return response.headers.get("Location", "").startswith(url_for("account.sign_in"))


def _remember(old: str, new: str, response: Response) -> None:
    """Note, in the transaction that changed the token, which form did it and where it led."""
    location = response.headers.get("Location", "")
    opened = sessions.id_of(db.session(), new)
    if response.status_code != 303 or opened is None or len(location) > LONGEST:
        return
    with suppress(IntegrityError), db.writing().begin_nested():
        idempotency.claim(db.session(), _form(old), _scope(), f"{opened} {location}")


def lead_on() -> Response | None:
    """Answer a form that was pressed twice like the first press; nothing for any other."""
    old = session.get(TOKEN)
    found = _noted(_form(old)) if old and request.method == "POST" else None
    if found is None:
        return None
    opened, _, location = found.partition(" ")
    if not sessions.is_open(db.writing(), opened):
        return None
    session[TOKEN] = sessions.renew(db.session(), opened)
    return make_response(see_other(location))


def _noted(form: str) -> str | None:
    """Look with fresh eyes: this request may have begun before the first press was done."""
    with db.database().reading() as fresh:
        return idempotency.location(fresh, form, _scope(), since=clock.now() - WITHIN)


def _form(old: str) -> str:
    """Return a keyed hash of who sent what: worth nothing to who reads the table."""
    fields = sorted(
        (name, value)
        for name, values in request.form.lists()
        if name != "csrf_token"
        for value in values
    )
    said = f"{old}:{request.endpoint}:{fields}"
    ring: KeyRing = current_app.extensions["keyring"]
    return ring.keyed_hash(NAMED, said).partition("$")[2]


def _scope() -> str:
    return idempotency.scope(NAMED, request.endpoint or "")

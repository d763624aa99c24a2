"""What the cookie holds while somebody signs in: the login token, and where to go afterwards."""

from typing import Any

from flask import Response, current_app, g, make_response, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from ehcportal.security.keyring import KeyRing
from ehcportal.services.codes import Outcome
from ehcportal.web.pages import see_other
from ehcportal.web.people import own_path

TOKEN = "_user_id"
WANTED = "next"
NEWS = "news"
HOME = "/home"


def note_wanted_page() -> None:
    """Keep where the person wanted to go, if that is a page of this portal."""
    wanted = own_path(request.args.get("next"), "")
    if wanted and wanted != url_for("account.sign_in"):
        session[WANTED] = wanted
    else:
        session.pop(WANTED, None)


def want(path: str) -> None:
    """Keep one of our own pages as the one to go to once signed in."""
    session[WANTED] = path


def wanted_page(otherwise: str = HOME) -> str:
    """Return where the person wanted to go."""
    return own_path(session.get(WANTED), otherwise)


def take_wanted_page() -> str:
    """Return where the person wanted to go, and forget it."""
    return own_path(session.pop(WANTED, None), HOME)


def sign_in_address() -> str:
    """Return the address of the login that still knows where the person wanted to go."""
    wanted = wanted_page("")
    return url_for("account.sign_in", next=wanted) if wanted else url_for("account.sign_in")


def hold(token: str) -> None:
    """Put a new login token in the place of whatever the cookie held before.

    The page token stays, so that a form in another tab can still be sent: nobody can plant
    their own, since the cookie is signed and bound to this host. ``twice`` leads on who pressed
    the button twice.
    """
    if TOKEN in session:
        g.token_changed = (session[TOKEN], token)
    session[TOKEN] = token
    session.permanent = False
    g.pop("person", None)


def let_go() -> Response:
    """Answer with the way to the page after logout, and forget everything but the device.

    Flask deletes the emptied cookie by its name. Clear-Site-Data does not say ``"cookies"``: that
    would wipe the device cookie too (security note 14).
    """
    session.clear()
    g.pop("person", None)
    answer = make_response(see_other(url_for("account.signed_out")))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def stop_when_too_many(seconds: int | None) -> None:
    """Answer 429 with ``Retry-After`` when a limit says so; never wait on the server."""
    if seconds is not None:
        raise TooManyRequests(retry_after=seconds)


def with_retry_after(answer: ResponseReturnValue, seconds: int) -> ResponseReturnValue:
    """Return the answer, saying in its header how long to wait if there is a wait."""
    response = make_response(answer)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def leave_news(words: str) -> None:
    """Leave a sentence for the next page of Account Settings."""
    session[NEWS] = words


def take_news() -> str:
    """Return the sentence that was left for this page, once."""
    return str(session.pop(NEWS, ""))


def code_error(outcome: Outcome, *, by_text: bool = False) -> str:
    """Say what to do about a code that was not taken."""
    words: str = _("That code does not work any more. Ask for a new one below")
    if outcome is Outcome.WRONG:
        words = _("That code is not right. Check our newest email and try again")
        if by_text:
            words = _("That code is not right. Check our newest text message and try again")
    return words


def key_ring() -> KeyRing:
    """Return the key ring of this portal."""
    found: KeyRing = current_app.extensions["keyring"]
    return found


def onward() -> ResponseReturnValue:
    """Send somebody who is fully signed in to where they wanted to go."""
    return see_other(take_wanted_page())


def see(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Send the browser on to one of our own pages."""
    return see_other(url_for(endpoint, **values))

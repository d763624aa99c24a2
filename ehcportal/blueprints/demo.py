"""The demo's own pages: captured mail, and the cast with the codes of their apps.

They exist only where the demo is loaded and mail is captured, and only for a browser on the same
machine; everywhere else they are no such page.
"""

from dataclasses import dataclass
from pathlib import Path

import pyotp
from flask import Blueprint, Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

from ehcportal import clock
from ehcportal.demo import marks
from ehcportal.demo.cast import MEMBERS, Member
from ehcportal.notifications import captured
from ehcportal.portal import Portal
from ehcportal.settings import Settings, is_loopback
from ehcportal.web import public, render

MAILDIR = "maildir:"

bp = Blueprint("demo", __name__, url_prefix="/demo")


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the cast, with the code that their app shows now."""

    member: Member
    code: str


def init_app(app: Flask, settings: Settings) -> None:
    """Register the pages where they may exist at all."""
    if settings.is_local and settings.mail_url.startswith(MAILDIR):
        app.register_blueprint(bp)


@bp.before_request
def refuse_others() -> None:
    """Answer as for any unknown address, unless the demo is loaded and the caller is here."""
    is_here = is_loopback(request.remote_addr or "")
    if not (is_here and current_app.extensions.get("demo", False)):
        abort(404)


@bp.get("/mail")
@public
def mail() -> ResponseReturnValue:
    """List the captured mail and text messages, the newest first."""
    found = [message for folder in _folders() for message in captured.newest(folder)]
    newest = sorted(found, key=lambda message: message.sent_at, reverse=True)
    return render("demo/mail.html", messages=newest[: captured.MOST])


@bp.get("/mail/<key>")
@public
def message(key: str) -> ResponseReturnValue:
    """Show one message as text, with links that can be followed."""
    looked_for = (captured.one(folder, key) for folder in _folders())
    found = next((message for message in looked_for if message is not None), None)
    return render("demo/message.html", message=found or abort(404))


@bp.get("/people")
@public
def people() -> ResponseReturnValue:
    """Show who is in the cast, and the codes of their apps at this moment."""
    players = [Player(member, _code(member)) for member in MEMBERS]
    password = marks.password_for(Portal.of(current_app.extensions))
    return render("demo/people.html", players=players, password=password)


def _folders() -> list[Path]:
    """Return where mail is caught, and text messages if they are caught too."""
    settings: Settings = current_app.extensions["settings"]
    caught = (url for url in (settings.mail_url, settings.sms_url) if url.startswith(MAILDIR))
    return [settings.inside(url.removeprefix(MAILDIR)) for url in caught]


def _code(member: Member) -> str:
    if member.totp_secret is None:
        return ""
    return str(pyotp.TOTP(member.totp_secret).at(for_time=clock.now()))

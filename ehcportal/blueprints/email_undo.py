"""The link in the mail to an old address, which takes a change of address back (note 11)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.services import email_undo
from ehcportal.web import actor_trace, logins, once, public, render

bp = Blueprint("email_undo", __name__, url_prefix="/account/undo-email")

PAGE = "account/undo_email.html"
OVER = "account/undo_email_over.html"


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Say what will happen; opening the link changes nothing, since mail scanners open links."""
    if email_undo.find(db.session(), token) is None:
        return render(OVER)
    return render(PAGE, token=token)


@bp.post("/<token>")
@public
@once
def undo(token: str) -> ResponseReturnValue:
    """Take the change back, log everybody out, and lead on to a new password."""
    row = email_undo.find(db.session(), token)
    if row is None:
        return render(OVER)
    email_undo.undo(db.writing(), logins.key_ring(), actor_trace(), row)
    return logins.see("email_undo.done")


@bp.get("/done")
@public
def done() -> ResponseReturnValue:
    """Say that the old address is back and a new password is needed."""
    return render("account/undo_email_done.html")

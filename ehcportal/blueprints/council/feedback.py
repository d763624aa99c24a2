"""What people say about the portal, for the council (guide row H17)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import feedback
from ehcportal.services import feedback as kept
from ehcportal.web import actor_trace, once, policy, posted, render, see_other
from ehcportal.web.logins import key_ring

bp = Blueprint("council_feedback", __name__, url_prefix="/council/feedback")


@bp.get("")
@policy(Action.SEE_INBOX)
def index() -> ResponseReturnValue:
    """List the notes, those that wait first."""
    return render("council/feedback/list.html", notes=feedback.notes(db.session(), key_ring()))


@bp.post("/<note_id>")
@policy(Action.SEE_INBOX)
@once
def deal_with(note_id: str) -> ResponseReturnValue:
    """Mark a note as dealt with; the address of its writer is forgotten."""
    posted.read()
    try:
        kept.deal_with(db.writing(), actor_trace(), note_id)
    except LookupError:
        db.forget()
        abort(404)
    return see_other(url_for(".index"))

"""What people say about the portal, for the council (guide row H17)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import feedback
from ehcportal.queries.feedback import Show
from ehcportal.queries.paging import Cursor
from ehcportal.services import feedback as kept
from ehcportal.web import actor_trace, once, policy, posted, render, see_other
from ehcportal.web.logins import key_ring

bp = Blueprint("council_feedback", __name__, url_prefix="/council/feedback")


@bp.get("")
@policy(Action.SEE_INBOX)
def index() -> ResponseReturnValue:
    """List the notes that wait, or those that were dealt with."""
    show = Show.DONE if request.args.get("show") == Show.DONE else Show.WAITING
    after = Cursor.read(request.args.get("after"))
    return render(
        "council/feedback/list.html",
        found=feedback.notes(db.session(), key_ring(), show, after),
        show=show,
        is_first_page=after is None,
    )


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

"""Messages of a case: the inbox, and a thread that is read (guide row U12)."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.policy import Action
from ehcportal.queries import messages
from ehcportal.services import readings
from ehcportal.web import current_person, policy, render

bp = Blueprint("family_messages", __name__, url_prefix="/cases/<case_id>/messages")


@bp.get("")
@policy(Action.SEE_MESSAGES)
def index(case_id: str) -> ResponseReturnValue:
    """List the messages of the threads this person takes part in."""
    page = open_page(case_id, to=Action.SEE_MESSAGES)
    oldest_first = request.args.get("order") == "oldest"
    who = current_person().account_id
    letters = messages.letters(db.session(), case_id, who, oldest_first=oldest_first)
    return render("family/messages.html", here=page, letters=letters, oldest_first=oldest_first)


@bp.get("/<thread_id>")
@policy(Action.SEE_MESSAGES)
def show(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Show a thread; what was not read before counts as read from now on."""
    page = open_page(case_id, to=Action.SEE_MESSAGES)
    who = current_person().account_id
    found = messages.thread(db.session(), case_id, who, thread_id)
    if found is None:
        abort(404)
    if found.unread:
        readings.messages(db.writing(), who, found.unread)
    return render("family/thread.html", here=page, thread=found)

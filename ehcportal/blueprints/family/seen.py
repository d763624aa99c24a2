"""Who has seen my child's record: what the audit says of professionals and the council."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.policy import Action
from ehcportal.queries import access
from ehcportal.queries.seen import seen
from ehcportal.web import current_person, policy, render

bp = Blueprint("family_seen", __name__, url_prefix="/cases/<case_id>/seen")

DIGITS = 18
"""More than the number of any reading has."""


@bp.get("")
@policy(Action.SEE_READERS)
def index(case_id: str) -> ResponseReturnValue:
    """List who opened what and when, by day, the newest first."""
    page = open_page(case_id, to=Action.SEE_READERS)
    session, who = db.session(), current_person().account_id
    before = request.args.get("before", "")
    is_number = before.isascii() and before.isdecimal() and len(before) <= DIGITS
    found = seen(
        session, case_id, page.head.person_id, who, before=int(before) if is_number else None
    )
    own = access.own(session, page.standing)
    return render("family/seen.html", here=page, seen=found, own=own, is_first_page=not is_number)

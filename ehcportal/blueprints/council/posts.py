"""What waits for the post in all cases: printed from here, and noted once posted (row C09)."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import posts
from ehcportal.queries.paging import Cursor
from ehcportal.web import policy, render

bp = Blueprint("posts", __name__, url_prefix="/council/post")


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List papers that wait for the post and mails that did not arrive, the oldest first."""
    after = Cursor.read(request.args.get("after"))
    found = posts.waiting(db.session(), after)
    return render(
        "council/post/index.html",
        found=found,
        lost=posts.lost(db.session()) if after is None else [],
        next=url_for(".index", after=str(found.next)) if found.next else None,
        first=url_for(".index") if after is not None else None,
    )

"""Wishes of families that wait for an answer, in all cases (Regulation 6(1)(h); row C02)."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import tray_beside
from ehcportal.queries.paging import Cursor
from ehcportal.web import policy, render

bp = Blueprint("wishes", __name__, url_prefix="/council/wishes")


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List whom families would like to be asked and nobody answered, the oldest first."""
    after = Cursor.read(request.args.get("after"))
    found = tray_beside.wishes(db.session(), after)
    return render(
        "council/wishes.html",
        found=found,
        next=url_for(".index", after=str(found.next)) if found.next else None,
        first=url_for(".index") if after is not None else None,
    )

"""Whether one adult of the family may see what another one sends, as the caseworker says."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.circle import (
    among,
    circle_page,
    read_reason,
    to_circle,
    version_of,
)
from ehcportal.models.person import Relationship
from ehcportal.policy import Action
from ehcportal.queries import circle
from ehcportal.queries.circle import Pair
from ehcportal.queries.standing import Standing
from ehcportal.services import sharing
from ehcportal.services.sharing import ProtectedError
from ehcportal.web import actor_trace, once, open_case, policy, posted
from ehcportal.web.posted import Posted

bp = Blueprint("case_sharing", __name__)
ADDRESS = "/council/cases/<case_id>/people/sharing/<from_tie>/<to_tie>"

ALLOW, STOP = "allow", "stop"


@bp.get(ADDRESS)
@policy(Action.RUN_CASE)
def ask(case_id: str, from_tie: str, to_tie: str) -> ResponseReturnValue:
    """Say what the rule does, and ask why it is made or ended."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _page(standing, _pair(standing, from_tie, to_tie), posted.empty())


@bp.post(ADDRESS)
@policy(Action.RUN_CASE)
@once
def change(case_id: str, from_tie: str, to_tie: str) -> ResponseReturnValue:
    """Make or end the rule, from the next request on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    pair = _pair(standing, from_tie, to_tie)
    form = read_reason("answer")
    if form["answer"] not in {ALLOW, STOP} or version_of(form) < 0:
        abort(400)
    if form.errors:
        return _page(standing, pair, form, 422)
    session = db.writing()
    sender = session.get_one(Relationship, pair.sender.tie_id, populate_existing=True)
    reader = session.get_one(Relationship, pair.reader.tie_id, populate_existing=True)
    make = sharing.allow if form["answer"] == ALLOW else sharing.stop
    try:
        make(session, actor_trace(), standing.case, sender, reader, form["reason"])
    except ProtectedError:
        db.forget()
        form.errors["reason"] = _("Somebody is protected. Lift that first, if it is safe")
        return _page(standing, pair, form, 422)
    return to_circle(case_id)


def _pair(standing: Standing, from_tie: str, to_tie: str) -> Pair:
    """Return two adults of the family with the rule between them, or answer 404."""
    people = circle.tied(db.session(), standing.case.person_id)
    sender, reader = among(people, from_tie), among(people, to_tie)
    found = circle.pairs(db.session(), standing.case.person_id, [sender, reader])
    wanted = (each for each in found if each.sender.tie_id == from_tie)
    pair = next(wanted, None)
    if pair is None:
        abort(404)
    return pair


def _page(standing: Standing, pair: Pair, form: Posted, status: int = 200) -> ResponseReturnValue:
    child = circle.child(db.session(), standing.case.person_id)
    return circle_page("sharing", standing, form, status, pair=pair, child=child)

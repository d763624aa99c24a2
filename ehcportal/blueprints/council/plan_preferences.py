"""Why a setting that the family asks for in form 8 is not named (section 39(4) of the Act)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.content.labels import own_labels
from ehcportal.policy import Action
from ehcportal.queries import cases, plan_pages, preferences
from ehcportal.queries.preferences import REPRESENTATION, Wish
from ehcportal.services import preferences as answering
from ehcportal.web import (
    actor_trace,
    once,
    open_case,
    plan_reading,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint(
    "plan_preferences",
    __name__,
    url_prefix="/council/cases/<case_id>/plan/preferences/<submission_id>/<int:number>",
)

LONGEST = 4000


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, submission_id: str, number: int) -> ResponseReturnValue:
    """Ask for the reasons; the final plan gives them to the family."""
    wish = _wish(case_id, submission_id, number)
    row = wish.row
    kept = {"ground": row.ground, "reason": row.reason, "evidence": row.evidence} if row else {}
    return _page(case_id, wish, posted.empty(**kept))


@bp.post("")
@policy(Action.RUN_CASE)
@once
def answer(case_id: str, submission_id: str, number: int) -> ResponseReturnValue:
    """Keep them, while something is proposed."""
    wish = _wish(case_id, submission_id, number)
    head = plan_reading.proposed(case_id, plan_pages.served(db.session(), case_id)) or abort(404)
    form = posted.read("ground", "_version", long=("reason", "evidence"))
    said = _read(form, wish)
    if form.errors:
        return _page(case_id, wish, form, 422)
    try:
        answering.answer(db.writing(), actor_trace(), head, wish, version_of(form), said)
    except StaleDataError:
        db.forget()
        return _page(case_id, _wish(case_id, submission_id, number), form, 409)
    return see_other(url_for("plan_consultations.index", case_id=case_id))


def _read(form: Posted, wish: Wish) -> tuple[str, str, str]:
    """Read ground, reasons and evidence: one of the three grounds needs both (s39(4))."""
    grounds = {*own_labels().groups["consultation_ground"]}
    if wish.may_be_outside:
        grounds.add(REPRESENTATION)
    if form["ground"] not in grounds:
        form.errors["ground"] = _("Choose the ground: the law has no other")
    form.require("reason", _("Give the reasons: the family reads them"))
    if form["ground"] != REPRESENTATION:
        form.require("evidence", _("Name the evidence for this ground"))
    for name in ("reason", "evidence"):
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))
    return form["ground"], form["reason"], form["evidence"]


def _wish(case_id: str, submission_id: str, number: int) -> Wish:
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    found = preferences.of_case(db.session(), case_id)
    wished = (each for each in found if (each.submission_id, each.place) == (submission_id, number))
    return next(wished, None) or abort(404)


def _page(case_id: str, wish: Wish, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/plan_out/preference.html",
        status=status,
        head=cases.head(db.session(), case_id),
        wish=wish,
        form=form,
        too_late=status == 409,
    )

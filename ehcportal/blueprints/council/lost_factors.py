"""Letting somebody back in who lost their second step: two members of staff agree (row D08)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import lost_factors
from ehcportal.queries.lost_factors import Lost, Stage
from ehcportal.services.factors import losses
from ehcportal.web import actor_trace, current_person, current_profile, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read
from ehcportal.web.reads import note_reading

bp = Blueprint("lost_factors", __name__, url_prefix="/council/lost-second-steps")

LONGEST = 500


@bp.get("")
@policy(Action.RETURN_ACCESS)
def index() -> ResponseReturnValue:
    """List everybody who waits to be let back in, the longest waiting first."""
    return render("council/lost_factors.html", found=lost_factors.waiting(db.session()))


@bp.get("/<loss_id>")
@policy(Action.RETURN_ACCESS)
def show(loss_id: str) -> ResponseReturnValue:
    """Show who it is, how far it has come, and what is to be done next."""
    lost = _open(loss_id)
    note_reading(Action.RETURN_ACCESS, "factor_loss", lost.loss.id, case_id=None)
    return _page(lost, empty())


@bp.post("/<loss_id>/check")
@policy(Action.RETURN_ACCESS)
def check(loss_id: str) -> ResponseReturnValue:
    """Record how somebody made sure who it is: the first of two."""
    lost, form = _open(loss_id), read("how")
    form.require("how", _("Write how you checked who it is"))
    _short(form, "how")
    if form.errors:
        return _page(lost, form, 422)
    done = losses.check(db.writing(), key_ring(), actor_trace(), lost.loss, form["how"])
    return _answer(loss_id, form, done=done)


@bp.post("/<loss_id>/approve")
@policy(Action.RETURN_ACCESS, confirmed=True)
def approve(loss_id: str) -> ResponseReturnValue:
    """Agree, as the second of two: the wait begins."""
    lost, form = _open(loss_id), read()
    hours = current_profile().sign_in.lost_factor_wait_hours
    done = losses.approve(db.writing(), key_ring(), actor_trace(), lost.loss, hours)
    return _answer(loss_id, form, done=done)


@bp.post("/<loss_id>/refuse")
@policy(Action.RETURN_ACCESS)
def refuse(loss_id: str) -> ResponseReturnValue:
    """Refuse, with a reason for colleagues."""
    lost, form = _open(loss_id), read("reason")
    form.require("reason", _("Write why you refuse"))
    _short(form, "reason")
    if form.errors:
        return _page(lost, form, 422)
    done = losses.refuse(db.writing(), key_ring(), actor_trace(), lost.loss, form["reason"])
    return _answer(loss_id, form, done=done)


def _short(form: Posted, name: str) -> None:
    form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))


def _open(loss_id: str) -> Lost:
    return lost_factors.one(db.session(), loss_id) or abort(404)


def _answer(loss_id: str, form: Posted, *, done: bool) -> ResponseReturnValue:
    """Go on to the page, or say that somebody else was quicker or that it is not for this one."""
    if done:
        return see_other(url_for(".show", loss_id=loss_id))
    db.forget()
    return _page(_open(loss_id), form, 409)


def _page(lost: Lost, form: Posted, status: int = 200) -> ResponseReturnValue:
    me = current_person().account_id
    is_checked = lost.stage is Stage.CHECKED
    return render(
        "council/lost_factor.html",
        status=status,
        lost=lost,
        form=form,
        too_late=status == 409,
        is_own=lost.owner.id == me,
        is_same=is_checked and lost.loss.checked_by_id == me,
        needs_leader=is_checked and not losses.leads_enough(db.session(), lost.loss, me),
        hours=current_profile().sign_in.lost_factor_wait_hours,
    )

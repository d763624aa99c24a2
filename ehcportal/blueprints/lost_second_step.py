"""A lost second step: its owner asks the council, and can stop what somebody else asked (D08)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.account import FactorLoss
from ehcportal.services import attempts
from ehcportal.services.factors import losses
from ehcportal.services.sign_ins import Step
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    half_signed_in,
    logins,
    public,
    render,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.second_step import address, elsewhere, own_step

bp = Blueprint("lost_second_step", __name__, url_prefix="/lost-second-step")

ASK = "account/lost_step.html"
ASKED = "account/lost_step_asked.html"
STOP = "account/lost_step_stop.html"
STOPPED = "account/lost_step_stopped.html"
LOSABLE = (Step.APP_CODE, Step.TEXT_CODE)


@bp.get("")
@half_signed_in
def ask() -> ResponseReturnValue:
    """Say what there is to do without a phone: a recovery code first, then the council."""
    if other := elsewhere(*LOSABLE):
        return other
    step = own_step()
    return render(
        ASK,
        has_app=step is Step.APP_CODE,
        back=address(step),
        hours=current_profile().sign_in.lost_factor_wait_hours,
    )


@bp.post("")
@half_signed_in
def report() -> ResponseReturnValue:
    """Ask the council. The answer is the same whether or not somebody had asked before."""
    if other := elsewhere(*LOSABLE):
        return other
    account_id = current_person().account_id
    with db.unit() as counting:
        wait = attempts.count_loss(counting, key_ring(), account_id)
    if wait is None:
        team = current_profile().council.contacts.email
        losses.report(db.writing(), key_ring(), actor_trace(), account_id, staff_email=team)
    return logins.see(".asked")


@bp.get("/asked")
@half_signed_in
def asked() -> ResponseReturnValue:
    """Say what happens next."""
    if other := elsewhere(*LOSABLE):
        return other
    return render(ASKED, hours=current_profile().sign_in.lost_factor_wait_hours)


@bp.get("/stop/<token>")
@public
def stop(token: str) -> ResponseReturnValue:
    """Show the owner what their link stops; opening it stops nothing (mail scanners do)."""
    found = _found(token)
    return render(STOP, token=token) if found is not None else render(STOPPED, status=404)


@bp.post("/stop/<token>")
@public
def give_stop(token: str) -> ResponseReturnValue:
    """Stop it."""
    found = _found(token)
    if found is not None and losses.stop(db.writing(), key_ring(), actor_trace(), found):
        return render(STOPPED, stopped=True)
    return render(STOPPED, status=404)


def _found(token: str) -> FactorLoss | None:
    return losses.by_token(db.session(), token)

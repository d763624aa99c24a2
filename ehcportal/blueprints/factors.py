"""Choosing the second step before the first login is over (guide rows D05 to D07)."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints import setting_up
from ehcportal.models.account import Account, FactorKind
from ehcportal.models.sign_in import SessionState
from ehcportal.services import sign_ins
from ehcportal.services.factors import choosing
from ehcportal.web import (
    actor_trace,
    current_person,
    half_signed_in,
    logins,
    posted,
    render,
    second_step,
    see_other,
)
from ehcportal.web.arrivals import arrive, arrive_with_codes
from ehcportal.web.posted import Posted

bp = Blueprint("factors", __name__, url_prefix="/sign-in")

CHOOSE = "account/factor_choice.html"
View = Callable[[], ResponseReturnValue]


def enrolling(view: View) -> View:
    """Let those pass whose address is proved; the rest are led to where they belong."""

    @half_signed_in
    @wraps(view)
    def answer() -> ResponseReturnValue:
        state = current_person().state
        if state is SessionState.FULL:
            return logins.onward()
        if state is SessionState.HALF:
            return see_other(second_step.address(second_step.own_step()))
        return view()

    return answer


@bp.get("/factor")
@enrolling
def choose() -> ResponseReturnValue:
    """Say that a code is needed each time, and what there is to choose from (row D05)."""
    return setting_up.not_now() or _choice(posted.empty())


@bp.post("/factor")
@enrolling
def take_choice() -> ResponseReturnValue:
    """Go on to what was chosen; codes by e-mail need no more."""
    if stop := setting_up.not_now():
        return stop
    chosen = setting_up.taken_choice()
    if isinstance(chosen, Posted):
        return _choice(chosen, status=422)
    if chosen is not FactorKind.EMAIL:
        return logins.see(".set_up" if chosen is FactorKind.APP else ".number")
    account = setting_up.own_account()
    keep = current_person().session_id
    choosing.choose_email(db.writing(), actor_trace(), account, keep=keep)
    return _finish(account, None)


def _choice(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(CHOOSE, status=status, form=form, kinds=setting_up.own_kinds())


def _finish(account: Account, codes: list[str] | None) -> ResponseReturnValue:
    """End the session of the choice and open the full one; of two posts only one goes on."""
    if not sign_ins.step_up(db.writing(), current_person().session_id):
        db.forget()
        return logins.see("account.sign_in")
    return arrive(account) if codes is None else arrive_with_codes(account, codes)


@bp.get("/app/set-up")
@enrolling
def set_up() -> ResponseReturnValue:
    """Say what an app is for, or show its key (row D06)."""
    return setting_up.show_app()


@bp.post("/app/set-up")
@enrolling
def begin() -> ResponseReturnValue:
    """Make a key, or start again."""
    return setting_up.begin_app()


@bp.post("/app/set-up/confirm")
@enrolling
def confirm() -> ResponseReturnValue:
    """Take the code that proves the app."""
    return setting_up.confirm_app(_finish)


@bp.get("/number")
@enrolling
def number() -> ResponseReturnValue:
    """Ask for a mobile number (row D07)."""
    return setting_up.show_number()


@bp.post("/number")
@enrolling
def give_number() -> ResponseReturnValue:
    """Send a code to it."""
    return setting_up.give_number()


@bp.get("/number/code")
@enrolling
def number_code() -> ResponseReturnValue:
    """Ask for that code."""
    return setting_up.show_number_code()


@bp.post("/number/code")
@enrolling
def give_number_code() -> ResponseReturnValue:
    """Take the code that proves the number."""
    return setting_up.give_number_code(_finish)


@bp.post("/number/code/new")
@enrolling
def new_number_code() -> ResponseReturnValue:
    """Send another code."""
    return setting_up.new_number_code()


@bp.post("/number/again")
@enrolling
def number_again() -> ResponseReturnValue:
    """Start again with another number."""
    return setting_up.number_again()

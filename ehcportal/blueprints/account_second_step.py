"""Secure login, step 2: a code by e-mail, or the authenticator app (guide rows H09, D08)."""

from collections.abc import Callable
from typing import Any

from flask import session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.account import bp
from ehcportal.models.account import Account
from ehcportal.models.sign_in import SessionState
from ehcportal.services import accounts, attempts, codes, factors, sign_ins
from ehcportal.services.codes import Outcome
from ehcportal.services.sign_ins import Step
from ehcportal.web import current_person, half_signed_in, logins, posted, render
from ehcportal.web.arrivals import arrive, email_shown, enrol
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

__all__ = ["bp"]

CODE = "account/code.html"
APP_CODE = "account/app_code.html"
RECOVERY = "account/recovery_code.html"


@bp.get("/sign-in/code")
@half_signed_in
def code() -> ResponseReturnValue:
    """Ask for the code that was sent by e-mail."""
    return _elsewhere(Step.EMAIL_CODE) or _code_page(posted.empty())


@bp.post("/sign-in/code")
@half_signed_in
def give_code() -> ResponseReturnValue:
    """Take the code: counted first, compared, spent once."""
    if other := _elsewhere(Step.EMAIL_CODE):
        return other
    form = posted.read("code")
    form.require("code", _("Enter the code from our email"))
    if form.errors:
        return _code_page(form, status=422)
    person = current_person()
    target = sign_ins.code_target(person.account_id, person.session_id)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), target, form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        return _second_step_done()
    return _code_page(form, status=422, outcome=tried.outcome)


def _second_step_done() -> ResponseReturnValue:
    """Go on to the full session; staff must set up their app first (security note 5)."""
    person = current_person()
    if not sign_ins.step_up(db.writing(), person.session_id):
        return logins.see("account.sign_in")
    account = accounts.fresh(db.session(), person.account_id)
    if person.is_staff and factors.app_of(db.session(), account.id) is None:
        return enrol(account)
    return arrive(account)


@bp.post("/sign-in/code/new")
@half_signed_in
def new_code() -> ResponseReturnValue:
    """Send another code, not more often than is good for anybody."""
    if other := _elsewhere(Step.EMAIL_CODE):
        return other
    person = current_person()
    account = accounts.fresh(db.session(), person.account_id)
    target = sign_ins.code_target(account.id, person.session_id)
    if wait := codes.too_soon(db.session(), target):
        return _code_page(posted.empty(), status=429, wait=wait)
    with db.unit() as counting:
        too_many = attempts.count_new_code(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), target):
        sign_ins.send_code(db.session(), key_ring(), account, person.session_id)
    session["code_again"] = True
    return logins.see("account.code")


@bp.get("/sign-in/app")
@half_signed_in
def app_code() -> ResponseReturnValue:
    """Ask for the code that the authenticator app shows."""
    return _elsewhere(Step.APP_CODE) or _page(APP_CODE, posted.empty())


@bp.post("/sign-in/app")
@half_signed_in
def give_app_code() -> ResponseReturnValue:
    """Take the app's code; each counts once."""
    if other := _elsewhere(Step.APP_CODE):
        return other
    return _take_code(
        APP_CODE,
        lambda account, code: factors.accept_app_code(db.writing(), key_ring(), account.id, code),
        missing=_("Enter the 6-digit code from your app"),
        wrong=_("That code is not right. Wait for the next one and enter it"),
    )


@bp.get("/sign-in/recovery")
@half_signed_in
def recovery_code() -> ResponseReturnValue:
    """Ask for a recovery code, from somebody without their app."""
    return _elsewhere(Step.APP_CODE) or _page(RECOVERY, posted.empty())


@bp.post("/sign-in/recovery")
@half_signed_in
def give_recovery_code() -> ResponseReturnValue:
    """Take one of the ten recovery codes; each works once."""
    if other := _elsewhere(Step.APP_CODE):
        return other
    return _take_code(
        RECOVERY,
        lambda account, code: factors.accept_recovery_code(db.writing(), key_ring(), account, code),
        missing=_("Enter one of your recovery codes"),
        wrong=_("That code is not right, or it was used before. Try another one"),
    )


def _take_code(
    page: str, accepts: Callable[[Account, str], bool], *, missing: str, wrong: str
) -> ResponseReturnValue:
    """Take a code that one's own list or app gave, counting the try before it is looked at."""
    form = posted.read("code")
    form.require("code", missing)
    if form.errors:
        return _page(page, form, status=422)
    if accepts(_counted_second_step(), form["code"]):
        return _second_step_done()
    form.errors["code"] = wrong
    return _page(page, form, status=422)


def _counted_second_step() -> Account:
    account = accounts.fresh(db.session(), current_person().account_id)
    with db.unit() as counting:
        wait = attempts.count_second_step(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)
    return account


def _elsewhere(step: Step) -> ResponseReturnValue | None:
    """Send those on who are further than this page, or who have another second step."""
    person = current_person()
    if person.state is SessionState.FULL:
        return logins.onward()
    if person.state is SessionState.ENROLLING:
        return logins.see("factors.set_up")
    has_app = factors.app_of(db.session(), person.account_id) is not None
    if has_app == (step is Step.APP_CODE):
        return None
    return logins.see("account.app_code" if has_app else "account.code")


def _code_page(
    form: Posted, *, status: int = 200, outcome: Outcome | None = None, wait: int = 0
) -> ResponseReturnValue:
    if outcome is not None:
        form.errors["code"] = logins.code_error(outcome)
    answer = _page(
        CODE,
        form,
        status=status,
        sent_to=email_shown(current_person().email),
        again=session.pop("code_again", False),
        wait=wait,
    )
    return logins.with_retry_after(answer, wait)


def _page(page: str, form: Posted, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show a page of step 2, from which Cancel leads back to step 1."""
    return render(page, status=status, form=form, step_1=logins.sign_in_address(), **more)

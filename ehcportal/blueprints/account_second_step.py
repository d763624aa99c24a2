"""Secure login, step 2, by a code that is sent: e-mail or text message (rows H09, D07, D08)."""

from typing import Any

from flask import session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.account import bp
from ehcportal.services import accounts, attempts, codes, factors, sign_ins
from ehcportal.services.codes import Outcome
from ehcportal.services.sign_ins import Step
from ehcportal.web import current_person, half_signed_in, logins, posted, render, see_other
from ehcportal.web.arrivals import email_shown, second_step_done
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.second_step import address, elsewhere

__all__ = ["bp"]

CODE = "account/code.html"
TEXT_CODE = "account/text_code.html"


@bp.get("/sign-in/code")
@half_signed_in
def code() -> ResponseReturnValue:
    """Ask for the code that was sent by e-mail."""
    return elsewhere(Step.EMAIL_CODE) or _page(Step.EMAIL_CODE, posted.empty())


@bp.post("/sign-in/code")
@half_signed_in
def give_code() -> ResponseReturnValue:
    """Take the code of the e-mail."""
    return elsewhere(Step.EMAIL_CODE) or _take(Step.EMAIL_CODE, _("Enter the code from our email"))


@bp.post("/sign-in/code/new")
@half_signed_in
def new_code() -> ResponseReturnValue:
    """Send another e-mail."""
    return elsewhere(Step.EMAIL_CODE) or _send_another(Step.EMAIL_CODE)


@bp.get("/sign-in/text")
@half_signed_in
def text_code() -> ResponseReturnValue:
    """Ask for the code that was sent by text message, naming the number's last three digits."""
    return elsewhere(Step.TEXT_CODE) or _page(Step.TEXT_CODE, posted.empty())


@bp.post("/sign-in/text")
@half_signed_in
def give_text_code() -> ResponseReturnValue:
    """Take the code of the text message."""
    missing = _("Enter the code from our text message")
    return elsewhere(Step.TEXT_CODE) or _take(Step.TEXT_CODE, missing)


@bp.post("/sign-in/text/new")
@half_signed_in
def new_text_code() -> ResponseReturnValue:
    """Send another text message."""
    return elsewhere(Step.TEXT_CODE) or _send_another(Step.TEXT_CODE)


def _take(step: Step, missing: str) -> ResponseReturnValue:
    """Take a code: counted first, compared, spent once."""
    form = posted.read("code")
    form.require("code", missing)
    if form.errors:
        return _page(step, form, status=422)
    person = current_person()
    target = sign_ins.code_target(person.account_id, person.session_id, step)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), target, form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        return second_step_done(with_factor=step is Step.TEXT_CODE)
    form.errors["code"] = logins.code_error(tried.outcome, by_text=step is Step.TEXT_CODE)
    return _page(step, form, status=422)


def _send_another(step: Step) -> ResponseReturnValue:
    """Send another code, not more often than is good for anybody."""
    person = current_person()
    account = accounts.fresh(db.session(), person.account_id)
    target = sign_ins.code_target(account.id, person.session_id, step)
    if wait := codes.too_soon(db.session(), target):
        return _page(step, posted.empty(), status=429, wait=wait)
    with db.unit() as counting:
        too_many = attempts.count_new_code(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), target):
        sign_ins.send_code(db.session(), key_ring(), account, person.session_id, step)
    session["code_again"] = True
    return see_other(address(step))


def _page(step: Step, form: Posted, *, status: int = 200, wait: int = 0) -> ResponseReturnValue:
    """Show a page of step 2, from which Cancel leads back to step 1."""
    by_text = step is Step.TEXT_CODE
    more: dict[str, Any] = {"again": session.pop("code_again", False), "wait": wait}
    answer = render(
        TEXT_CODE if by_text else CODE,
        status=status,
        form=form,
        step_1=logins.sign_in_address(),
        sent_to=_digits() if by_text else email_shown(current_person().email),
        **more,
    )
    return logins.with_retry_after(answer, wait)


def _digits() -> str:
    held = factors.current(db.session(), current_person().account_id)
    return held.last_digits or "" if held is not None else ""

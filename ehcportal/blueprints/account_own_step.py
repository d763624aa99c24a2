"""Secure login, step 2, by what the person holds: their app or a recovery code (rows D06, D08)."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.account_second_step import bp
from ehcportal.models.account import Account
from ehcportal.services import accounts, attempts
from ehcportal.services.factors import apps, recovery
from ehcportal.services.sign_ins import Step
from ehcportal.web import current_person, half_signed_in, logins, posted, render
from ehcportal.web.arrivals import second_step_done
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.second_step import elsewhere

__all__ = ["bp"]

APP_CODE = "account/app_code.html"
RECOVERY = "account/recovery_code.html"


@bp.get("/sign-in/app")
@half_signed_in
def app_code() -> ResponseReturnValue:
    """Ask for the code that the authenticator app shows."""
    return elsewhere(Step.APP_CODE) or _page(APP_CODE, posted.empty())


@bp.post("/sign-in/app")
@half_signed_in
def give_app_code() -> ResponseReturnValue:
    """Take the app's code; each counts once."""
    if other := elsewhere(Step.APP_CODE):
        return other
    form, is_right = _taken(
        lambda account, code: apps.accept(db.writing(), key_ring(), account.id, code),
        missing=_("Enter the 6-digit code from your app"),
        wrong=_("That code is not right. Wait for the next one and enter it"),
    )
    return second_step_done(with_factor=True) if is_right else _page(APP_CODE, form, status=422)


@bp.get("/sign-in/recovery")
@half_signed_in
def recovery_code() -> ResponseReturnValue:
    """Ask for a recovery code, from somebody without their app."""
    return elsewhere(Step.APP_CODE) or _page(RECOVERY, posted.empty())


@bp.post("/sign-in/recovery")
@half_signed_in
def give_recovery_code() -> ResponseReturnValue:
    """Take one of the ten recovery codes; each works once."""
    if other := elsewhere(Step.APP_CODE):
        return other
    form, is_right = _taken(
        lambda account, code: recovery.accept(db.writing(), key_ring(), account, code),
        missing=_("Enter one of your recovery codes"),
        wrong=_("That code is not right, or it was used before. Try another one"),
    )
    return second_step_done() if is_right else _page(RECOVERY, form, status=422)


def _taken(
    accepts: Callable[[Account, str], bool], *, missing: str, wrong: str
) -> tuple[Posted, bool]:
    """Take a code that one's own list or app gave, counting the try before it is looked at."""
    form = posted.read("code")
    form.require("code", missing)
    if form.errors:
        return form, False
    if accepts(_counted(), form["code"]):
        return form, True
    form.errors["code"] = wrong
    return form, False


def _counted() -> Account:
    account = accounts.fresh(db.session(), current_person().account_id)
    with db.unit() as counting:
        wait = attempts.count_second_step(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)
    return account


def _page(page: str, form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(page, status=status, form=form, step_1=logins.sign_in_address())

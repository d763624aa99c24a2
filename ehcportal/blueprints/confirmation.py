"""The page that asks for the password once more; afterwards one goes on to what was wanted."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.services import accounts, factors, outside_logins
from ehcportal.web import current_person, own_path, policy, posted, render, sign_on
from ehcportal.web.confirming import go_on_confirmed, is_own_app_code, is_own_password
from ehcportal.web.posted import Posted

bp = Blueprint("confirmation", __name__, url_prefix="/account/confirm")

PAGE = "account/confirm.html"
OTHERWISE = "/account"


@bp.get("")
@policy(Action.USE_ACCOUNT)
def ask() -> ResponseReturnValue:
    """Ask for the password, or whatever the person has in its place."""
    return _page(posted.empty())


@bp.post("")
@policy(Action.USE_ACCOUNT)
def give() -> ResponseReturnValue:
    """Take it: the session is fresh for five minutes."""
    form = posted.read("code", secret=("password",))
    if _has_password():
        _check_password(form)
    else:
        _check_code(form)
    return _page(form, status=422) if form.errors else go_on_confirmed(_wanted())


def _check_password(form: Posted) -> None:
    form.require("password", _("Enter your password"))
    if not form.errors and not is_own_password(form["password"]):
        form.errors["password"] = _("That is not your password. Check it and try again")


def _check_code(form: Posted) -> None:
    form.require("code", _("Enter the 6-digit code from your app"))
    if not form.errors and not is_own_app_code(form["code"]):
        form.errors["code"] = _("That code is not right. Wait for the next one and enter it")


def _has_password() -> bool:
    account = accounts.fresh(db.session(), current_person().account_id)
    return account.password_hash is not None


def _wanted() -> str:
    return own_path(request.args.get("next"), OTHERWISE)


def _page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    person = current_person()
    return render(
        PAGE,
        status=status,
        form=form,
        wanted=_wanted(),
        address=person.email,
        has_password=_has_password(),
        has_app=factors.app_of(db.session(), person.account_id) is not None,
        by_sign_on=sign_on.is_used() and outside_logins.is_linked(db.session(), person.account_id),
    )

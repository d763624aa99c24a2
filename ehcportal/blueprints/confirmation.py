"""The page that asks for the password once more; afterwards one goes on to what was wanted."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.policy import Action
from ehcportal.services import late_posts, sessions
from ehcportal.web import current_person, logins, own_path, policy, posted, render, see_other
from ehcportal.web.confirming import is_own_password
from ehcportal.web.posted import Posted

bp = Blueprint("confirmation", __name__, url_prefix="/account/confirm")

PAGE = "account/confirm.html"
OTHERWISE = "/account"


@bp.get("")
@policy(Action.USE_ACCOUNT)
def ask() -> ResponseReturnValue:
    """Ask for the password."""
    return _page(posted.empty())


@bp.post("")
@policy(Action.USE_ACCOUNT)
def give() -> ResponseReturnValue:
    """Take the password: the session is fresh for five minutes, under a new token.

    A form that had to wait for it is offered again, with everything that was typed.
    """
    form = posted.read(secret=("password",))
    form.require("password", _("Enter your password"))
    if not form.errors and not is_own_password(form["password"]):
        form.errors["password"] = _("That is not your password. Check it and try again")
    if form.errors:
        return _page(form, status=422)
    person = current_person()
    logins.hold(sessions.renew(db.writing(), person.session_id))
    if late_posts.offer(db.session(), person.account_id, clock.now()):
        return logins.see("late_posts.show")
    return see_other(_wanted())


def _wanted() -> str:
    return own_path(request.args.get("next"), OTHERWISE)


def _page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(PAGE, status=status, form=form, wanted=_wanted(), address=current_person().email)

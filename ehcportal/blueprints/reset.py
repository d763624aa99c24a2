"""Reset password, in three steps by a code (guide row H14); the answer never tells who is known.

Where the council resets by link (row D04), ``reset_link`` goes on after the first step.
"""

from typing import Any

from flask import Blueprint, current_app, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.email import is_address
from ehcportal.models.sign_in import PasswordReset
from ehcportal.profile import Reset
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, codes, passwords, resets
from ehcportal.services.codes import Outcome
from ehcportal.web import actor_trace, current_profile, logins, posted, public, render
from ehcportal.web import passwords as boxes
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("reset", __name__, url_prefix="/reset-password")

STEP_1 = "account/reset_1.html"
STEP_2 = "account/reset_2.html"
STEP_3 = "account/reset_3.html"
TOKEN = "reset"
ADDRESS = "reset_address"


@bp.get("")
@public
def start() -> ResponseReturnValue:
    """Ask for the address."""
    return _step_1(posted.empty())


@bp.post("")
@public
def give_email() -> ResponseReturnValue:
    """Send a code or a link if the address is known; the answer is the same if it is not."""
    form = posted.read("email")
    form.require("email", _("Enter your email address"))
    if form["email"] and not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    if form.errors:
        return _step_1(form, status=422)
    with db.unit() as counting:
        wait = resets.count_start(counting, key_ring(), caller(), form["email"])
    logins.stop_when_too_many(wait)
    session[ADDRESS] = form["email"]
    if is_by_link():
        base_url = current_app.extensions["settings"].base_url
        resets.begin_by_link(db.writing(), key_ring(), base_url, form["email"])
        return logins.see("reset_link.sent")
    session[TOKEN] = resets.begin(db.writing(), key_ring(), form["email"])
    return logins.see("reset.code")


def is_by_link() -> bool:
    """Whether this council resets passwords by a link, not by a code (guide row D04)."""
    return current_profile().sign_in.reset is Reset.LINK


@bp.get("/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code."""
    row = _row(proved=False)
    return logins.see("reset.start") if row is None else _step_2(posted.empty())


@bp.post("/code")
@public
def give_code() -> ResponseReturnValue:
    """Take the code, and go on to the new password with a new token."""
    row = _row(proved=False)
    if row is None:
        return logins.see("reset.start")
    form = posted.read("code")
    form.require("code", _("Enter the code from our email"))
    if form.errors:
        return _step_2(form, status=422)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), resets.target(row), form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        session[TOKEN] = resets.accept(db.session(), row)
        return logins.see("reset.password")
    form.errors["code"] = logins.code_error(tried.outcome)
    return _step_2(form, status=422)


@bp.post("/code/new")
@public
def new_code() -> ResponseReturnValue:
    """Send another code."""
    row = _row(proved=False)
    if row is None:
        return logins.see("reset.start")
    if wait := codes.too_soon(db.session(), resets.target(row)):
        return _step_2(posted.empty(), status=429, wait=wait)
    with db.unit() as counting:
        too_many = resets.count_new_code(counting, key_ring(), caller(), session[ADDRESS])
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), resets.target(row)):
        resets.send_code(db.session(), key_ring(), row)
    session["code_again"] = True
    return logins.see("reset.code")


@bp.get("/new")
@public
def password() -> ResponseReturnValue:
    """Ask for the new password, twice."""
    row = _row(proved=True)
    return logins.see("reset.start") if row is None else _step_3(posted.empty(), row)


@bp.post("/new")
@public
def give_password() -> ResponseReturnValue:
    """Set the new password and end every session; nobody is signed in by this."""
    row = _row(proved=True)
    if row is None or row.account_id is None:
        return logins.see("reset.start")
    form = posted.read(secret=boxes.FIELDS)
    account = accounts.fresh(db.session(), row.account_id)
    boxes.check(
        form,
        lambda typed: passwords.fault_of(db.session(), current_profile(), account, typed),
    )
    if form.errors:
        return _step_3(form, row, status=422)
    hashed = hashing.make_hash(form["new_password"])
    resets.finish(db.writing(), key_ring(), current_profile(), actor_trace(), row, hashed)
    session.pop(TOKEN, None)
    session.pop(ADDRESS, None)
    return logins.see("reset.done")


@bp.get("/done")
@public
def done() -> ResponseReturnValue:
    """Say that the password is new; OK leads to the login."""
    return render("account/reset_done.html", step_1=logins.sign_in_address())


def _row(*, proved: bool) -> PasswordReset | None:
    return resets.find(db.session(), session.get(TOKEN), proved=proved)


def _step_1(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(
        STEP_1, status=status, form=form, by_link=is_by_link(), step_1=logins.sign_in_address()
    )


def _step_2(form: Posted, *, status: int = 200, wait: int = 0) -> ResponseReturnValue:
    again = session.pop("code_again", False)
    more: dict[str, Any] = {"sent_to": session.get(ADDRESS, ""), "again": again, "wait": wait}
    answer = render(STEP_2, status=status, form=form, step_1=logins.sign_in_address(), **more)
    return logins.with_retry_after(answer, wait)


def _step_3(form: Posted, row: PasswordReset, *, status: int = 200) -> ResponseReturnValue:
    account = accounts.fresh(db.session(), row.account_id or "")
    more = {"address": account.email, "step_1": logins.sign_in_address()}
    return render(STEP_3, status=status, form=form, **more, **boxes.shown())

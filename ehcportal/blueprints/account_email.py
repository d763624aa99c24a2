"""Update Account Details: the email address, proved by a code at the new one (guide row H16)."""

from typing import Any

from flask import Blueprint, current_app, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.email import is_address
from ehcportal.models.account import Account, EmailChange
from ehcportal.policy import Action
from ehcportal.services import accounts, codes, email_changes, factors, sessions
from ehcportal.services.codes import Outcome
from ehcportal.web import actor_trace, confirming, current_person, logins, policy, posted, render
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("account_email", __name__, url_prefix="/account/email")

ASK = "account/email.html"
CODE = "account/email_code.html"
LENGTH = 254


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Ask for the new address, or say until when it has to wait."""
    return _page(posted.empty(), _account())


@bp.post("")
@policy(Action.USE_ACCOUNT)
def ask() -> ResponseReturnValue:
    """Send a code to the new address; the answer is the same if somebody else uses it."""
    form = posted.read("email", secret=(confirming.FIELD,))
    account = _account()
    if factors.waits_until(account) is not None:
        return _page(form, account, status=422)
    _check(form, account)
    confirming.check(form)
    if form.errors:
        return _page(form, account, status=422)
    with db.unit() as counting:
        wait = email_changes.count_ask(counting, key_ring(), account.id, form["email"])
    logins.stop_when_too_many(wait)
    email_changes.begin(db.writing(), key_ring(), actor_trace(), account, form["email"])
    return logins.see("account_email.code")


def _check(form: Posted, account: Account) -> None:
    form.require("email", _("Enter your new email address"))
    form.at_most("email", LENGTH, _("Enter an email address, like name@example.org"))
    if form["email"] and not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    elif accounts.fold(form["email"]) == account.email_folded:
        form.errors["email"] = _("Enter another address: this is the one that you have now")


@bp.get("/code")
@policy(Action.USE_ACCOUNT)
def code() -> ResponseReturnValue:
    """Ask for the code that was sent to the new address."""
    row = _pending()
    return logins.see("account_email.show") if row is None else _code_page(posted.empty(), row)


@bp.post("/code")
@policy(Action.USE_ACCOUNT)
def give_code() -> ResponseReturnValue:
    """Let the new address count, end all other sessions, and give this one a new token."""
    row = _pending()
    if row is None:
        return logins.see("account_email.show")
    form = posted.read("code")
    form.require("code", _("Enter the code from our email"))
    if form.errors:
        return _code_page(form, row, status=422)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), email_changes.target(row), form["code"])
    is_right = tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id)
    if is_right and _confirm(row):
        return logins.see("account_settings.show")
    form.errors["code"] = logins.code_error(Outcome.DEAD if is_right else tried.outcome)
    return _code_page(form, row, status=422)


def _confirm(row: EmailChange) -> bool:
    here = current_person().session_id
    base_url = current_app.extensions["settings"].base_url
    if not email_changes.confirm(db.writing(), key_ring(), actor_trace(), base_url, row, keep=here):
        return False
    logins.hold(sessions.renew(db.session(), here))
    logins.leave_news(_("Your email address is changed. Your other devices are logged out"))
    return True


@bp.post("/code/new")
@policy(Action.USE_ACCOUNT)
def new_code() -> ResponseReturnValue:
    """Send another code."""
    row = _pending()
    if row is None:
        return logins.see("account_email.show")
    target = email_changes.target(row)
    if wait := codes.too_soon(db.session(), target):
        return _code_page(posted.empty(), row, status=429, wait=wait)
    with db.unit() as counting:
        too_many = email_changes.count_new_code(counting, key_ring(), row)
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), target):
        email_changes.send_code(db.session(), key_ring(), row)
    session["code_again"] = True
    return logins.see("account_email.code")


def _account() -> Account:
    return accounts.fresh(db.session(), current_person().account_id)


def _pending() -> EmailChange | None:
    return email_changes.pending(db.session(), current_person().account_id)


def _page(form: Posted, account: Account, *, status: int = 200) -> ResponseReturnValue:
    waits = factors.waits_until(account)
    return render(ASK, status=status, form=form, now=account.email, waits=waits)


def _code_page(
    form: Posted, row: EmailChange, *, status: int = 200, wait: int = 0
) -> ResponseReturnValue:
    again = session.pop("code_again", False)
    more: dict[str, Any] = {"sent_to": row.new_email, "again": again, "wait": wait}
    return logins.with_retry_after(render(CODE, status=status, form=form, **more), wait)

"""Joining the council's own people by an invitation (security note 12)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.address import LIMIT
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, attempts, factors, passwords
from ehcportal.services.invitations import links, staff
from ehcportal.web import actor_trace, current_profile, logins, posted, public, render
from ehcportal.web import passwords as boxes
from ehcportal.web.arrivals import enrol
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("invitations", __name__, url_prefix="/invitation")

NEW = "account/invitation.html"
KNOWN = "account/invitation_known.html"
OVER = "account/invitation_over.html"


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show what the invitation is for; opening the link uses nothing up."""
    found = links.find(db.session(), token)
    return render(OVER, status=404) if found is None else _page(found, token, posted.empty())


@bp.post("/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the invitation: a new account with its password, or a known one with its own."""
    found = links.find(db.session(), token)
    if found is None:
        return render(OVER, status=404)
    known = accounts.by_email(db.session(), found.email)
    if known is not None:
        return _accept_known(found, token, known)
    form = posted.read("forename", "surname", secret=boxes.FIELDS)
    _check(form, found)
    if form.errors:
        return _page(found, token, form, status=422)
    hashed = hashing.make_hash(form["new_password"])
    account = links.new_account(
        db.writing(), found, forename=form["forename"], surname=form["surname"], hashed=hashed
    )
    return _joined(found, account)


def _check(form: Posted, invitation: Invitation) -> None:
    form.require("forename", _("Enter your first name"))
    form.require("surname", _("Enter your last name"))
    for name in ("forename", "surname"):
        form.at_most(name, LIMIT, _("Use %(limit)s characters or fewer", limit=LIMIT))
    names = (form["forename"], form["surname"], invitation.email)
    boxes.check(form, lambda typed: passwords.fault(current_profile(), typed, *names))


def _accept_known(found: Invitation, token: str, account: Account) -> ResponseReturnValue:
    """Let somebody join who has an account: the link alone is not enough, the password is asked."""
    form = posted.read(secret=("password",))
    form.require("password", _("Enter your password"))
    if form.errors:
        return _page(found, token, form, status=422)
    with db.unit() as counting:
        wait = attempts.count_password(counting, key_ring(), caller(), account.email)
    logins.stop_when_too_many(wait)
    if not hashing.matches(account.password_hash, form["password"]):
        form.errors["password"] = _("That password is not right")
        return _page(found, token, form, status=422)
    db.writing()
    return _joined(found, accounts.fresh(db.session(), account.id))


def _joined(found: Invitation, account: Account) -> ResponseReturnValue:
    """Lead on to the app: set up now, or asked for at the login when there is one."""
    if not staff.accept(db.session(), actor_trace(), found, account):
        db.forget()
        return render(OVER, status=404)
    if factors.app_of(db.session(), account.id) is not None:
        return logins.see("account.sign_in")
    return enrol(account)


def _page(found: Invitation, token: str, form: Posted, *, status: int = 200) -> ResponseReturnValue:
    known = accounts.by_email(db.session(), found.email) is not None
    return render(
        KNOWN if known else NEW,
        status=status,
        form=form,
        token=token,
        invited_as=found.role.replace("_", " "),
        address=found.email,
        **boxes.shown(),
    )

"""Update Account Details: name, telephone, address and organisation (guide row H16)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.address import LIMIT, is_postcode, tidy_postcode
from ehcportal.forms.fields.phone import is_number
from ehcportal.policy import Action
from ehcportal.services import account_details, accounts
from ehcportal.web import (
    actor_trace,
    confirming,
    current_person,
    logins,
    once,
    policy,
    posted,
    render,
)
from ehcportal.web.posted import Posted

bp = Blueprint("account_details", __name__, url_prefix="/account/details")

PAGE = "account/details.html"
LONG, PHONE = 150, 30
"""Characters of an organisation or a role there, and of a telephone number."""

PROFESSIONAL = ("organisation", "professional_role")


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show what is known, to be changed."""
    account = accounts.fresh(db.session(), current_person().account_id)
    return _page(posted.empty(**account_details.of(account)))


@bp.post("")
@policy(Action.USE_ACCOUNT)
@once
def change() -> ResponseReturnValue:
    """Keep the details once the password is right."""
    form = posted.read(*account_details.FIELDS, secret=(confirming.FIELD,))
    _check(form)
    confirming.check(form)
    if form.errors:
        return _page(form, status=422)
    person = current_person()
    account = accounts.fresh(db.writing(), person.account_id)
    account_details.change(db.session(), actor_trace(), account, form.values)
    logins.leave_news(_("Your details are saved"))
    return logins.see("account_settings.show")


def _check(form: Posted) -> None:
    """Only the name must stay: who was invited may never have given an address."""
    form.require("forename", _("Enter your first name"))
    form.require("surname", _("Enter your last name"))
    if form["professional"] == "yes":
        form.require("organisation", _("Enter the organisation that you work for"))
        form.require("professional_role", _("Enter what you do there"))
    for name in account_details.FIELDS:
        limit = {**dict.fromkeys(PROFESSIONAL, LONG), "phone": PHONE}.get(name, LIMIT)
        form.at_most(name, limit, _("Use %(limit)s characters or fewer", limit=limit))
    if form["phone"] and not is_number(form["phone"]):
        form.errors.setdefault(
            "phone", _("Enter a phone number, like 01632 960 001 or +44 7700 900 982")
        )
    form.values["postcode"] = tidy_postcode(form["postcode"])
    if form["postcode"] and not is_postcode(form["postcode"]):
        form.errors["postcode"] = _("Enter a full postcode, like BK4 7QA")


def _page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(PAGE, status=status, form=form)

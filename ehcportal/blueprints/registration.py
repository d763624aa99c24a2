"""Register a new account, in three steps (guide rows H04 to H08)."""

from typing import Any

from flask import Blueprint, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.address import LIMIT, is_postcode, tidy_postcode
from ehcportal.forms.fields.email import is_address
from ehcportal.models.sign_in import Registration
from ehcportal.policy import Action
from ehcportal.security import passwords as hashing
from ehcportal.services import codes, passwords, registrations
from ehcportal.services.codes import Outcome
from ehcportal.web import (
    actor_trace,
    current_profile,
    full_person_or_none,
    logins,
    network,
    policy,
    posted,
    public,
    render,
)
from ehcportal.web import passwords as boxes
from ehcportal.web.arrivals import enrol
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("registration", __name__, url_prefix="/register")

STEP_1 = "account/register_1.html"
STEP_2 = "account/register_2.html"
STEP_3 = "account/register_3.html"
TOKEN = "registration"
LONG = 150


@bp.get("")
@public
def details() -> ResponseReturnValue:
    """Ask for name and address; what was typed before is still there."""
    if full_person_or_none():
        return logins.onward()
    row = _row()
    typed = registrations.details(key_ring(), row) if row else {}
    return _step_1(posted.empty(**typed))


@bp.post("")
@public
def give_details() -> ResponseReturnValue:
    """Keep the details, sealed, and go on to the address."""
    form = posted.read(*registrations.DETAILS, "professional")
    _check_details(form)
    if form.errors:
        return _step_1(form, status=422)
    with db.unit() as counting:
        wait = registrations.count_start(counting, key_ring(), network())
    logins.stop_when_too_many(wait)
    row = _row()
    if row is None:
        session[TOKEN] = registrations.begin(db.writing(), key_ring(), form.values)
    else:
        registrations.change_details(db.writing(), key_ring(), row, form.values)
    return logins.see("registration.email")


def _check_details(form: Posted) -> None:
    form.require("forename", _("Enter your first name"))
    form.require("surname", _("Enter your last name"))
    form.require("street", _("Enter the street"))
    form.require("town", _("Enter the town or city"))
    form.require("postcode", _("Enter the postcode"))
    if form["professional"] == "yes":
        form.require("organisation", _("Enter the organisation that you work for"))
        form.require("professional_role", _("Enter what you do there"))
    for name in registrations.DETAILS:
        limit = LONG if name in {"organisation", "professional_role"} else LIMIT
        form.at_most(name, limit, _("Use %(limit)s characters or fewer", limit=limit))
    form.values["postcode"] = tidy_postcode(form["postcode"])
    if form["postcode"] and not is_postcode(form["postcode"]):
        form.errors["postcode"] = _("Enter a full postcode, like BK4 7QA")


@bp.get("/email")
@public
def email() -> ResponseReturnValue:
    """Ask for the address and a password, with the rules in words."""
    row = _row()
    if row is None:
        return logins.see("registration.details")
    typed = registrations.details(key_ring(), row)
    return _step_2(posted.empty(email=typed.get("email")))


@bp.post("/email")
@public
def give_email() -> ResponseReturnValue:
    """Keep the address and send a code to it; known addresses get the same answer."""
    row = _row()
    if row is None:
        return logins.see("registration.details")
    form = posted.read("email", secret=boxes.FIELDS)
    _check_login(form, row)
    if form.errors:
        return _step_2(form, status=422)
    with db.unit() as counting:
        wait = registrations.count_mail(counting, key_ring(), network(), form["email"])
    logins.stop_when_too_many(wait)
    hashed = hashing.make_hash(form["new_password"])
    registrations.give_login(db.writing(), key_ring(), row, form["email"], hashed)
    return logins.see("registration.code")


def _check_login(form: Posted, row: Registration) -> None:
    form.require("email", _("Enter your email address"))
    if form["email"] and not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    typed = registrations.details(key_ring(), row)
    names = (typed["forename"], typed["surname"], form["email"])
    boxes.check(form, lambda password: passwords.fault(current_profile(), password, *names))


@bp.get("/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code that was sent to the address."""
    row = _row_with_address()
    return logins.see("registration.details") if row is None else _step_3(posted.empty(), row)


@bp.post("/code")
@public
def give_code() -> ResponseReturnValue:
    """Make the account once the code is right, and sign its owner in."""
    row = _row_with_address()
    if row is None:
        return logins.see("registration.details")
    form = posted.read("code")
    form.require("code", _("Enter the code from our email"))
    if form.errors:
        return _step_3(form, row, status=422)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), registrations.target(row), form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        account = registrations.complete(db.session(), key_ring(), actor_trace(), row.id)
        if account is not None:
            session.pop(TOKEN, None)
            return enrol(account, to=url_for("registration.done"))
    form.errors["code"] = logins.code_error(tried.outcome)
    return _step_3(form, row, status=422)


@bp.post("/code/new")
@public
def new_code() -> ResponseReturnValue:
    """Send another code."""
    row = _row_with_address()
    if row is None:
        return logins.see("registration.details")
    if wait := codes.too_soon(db.session(), registrations.target(row)):
        return _step_3(posted.empty(), row, status=429, wait=wait)
    with db.unit() as counting:
        too_many = registrations.count_new_code(counting, key_ring(), row)
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), registrations.target(row)):
        address = registrations.details(key_ring(), row)["email"]
        registrations.send_code(db.session(), key_ring(), row, address)
    session["code_again"] = True
    return logins.see("registration.code")


@bp.get("/done")
@policy(Action.USE_ACCOUNT)
def done() -> ResponseReturnValue:
    """Say that the account is there; Continue leads back to what the person was doing."""
    return render("account/register_done.html", way_on=logins.wanted_page())


def _row() -> Registration | None:
    return registrations.find(db.session(), session.get(TOKEN))


def _row_with_address() -> Registration | None:
    row = _row()
    return row if row is not None and row.email_folded else None


def _step_1(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(STEP_1, status=status, form=form, back=logins.sign_in_address())


def _step_2(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    step_1 = logins.sign_in_address()
    return render(STEP_2, status=status, form=form, step_1=step_1, **boxes.shown())


def _step_3(
    form: Posted, row: Registration, *, status: int = 200, wait: int = 0
) -> ResponseReturnValue:
    address = registrations.details(key_ring(), row)["email"]
    again = session.pop("code_again", False)
    more: dict[str, Any] = {"sent_to": address, "again": again, "wait": wait}
    answer = render(STEP_3, status=status, form=form, step_1=logins.sign_in_address(), **more)
    return logins.with_retry_after(answer, wait)

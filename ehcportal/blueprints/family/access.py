"""Who has access to a case, and asking an advocate or supporter in (guide row S08)."""

from datetime import date

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.forms.fields.email import is_address
from ehcportal.models.person import RelationshipKind, View
from ehcportal.policy import Action
from ehcportal.queries import access, advocates, sharing
from ehcportal.services import allowances, ties
from ehcportal.services.accounts import fold
from ehcportal.services.invitations import advocates as invitations
from ehcportal.services.invitations.advocates import LONGEST, MOST, USUAL, TooManyError, Wanted
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("family_access", __name__, url_prefix="/cases/<case_id>/access")

FIELDS = ("email", "kind", "view", "until-day", "until-month", "until-year")
EMAIL_LENGTH = 254
KINDS = {each.value: each for each in (RelationshipKind.ADVOCATE, RelationshipKind.SUPPORTER)}
VIEWS = {each.value: each for each in (View.FULL, View.LIMITED)}


@bp.get("")
@policy(Action.SEE_ACCESS)
def index(case_id: str) -> ResponseReturnValue:
    """Show who may see the case, as far as this person may know, and whom they asked in."""
    page = open_page(case_id, to=Action.SEE_ACCESS)
    session, who, person_id = db.session(), current_person().account_id, page.head.person_id
    return render(
        "family/access.html",
        here=page,
        seen_by=access.seen_by(session, page.standing),
        invited=advocates.invited(session, who, person_id),
        waiting=advocates.waiting(session, who, person_id),
        is_shared=sharing.is_shared_by(session, person_id, who),
        news=logins.take_news(),
    )


@bp.get("/invite")
@policy(Action.INVITE_HELPER, confirmed=True)
def new(case_id: str) -> ResponseReturnValue:
    """Ask whom to invite, what they see and until when."""
    page = open_page(case_id, to=Action.INVITE_HELPER)
    usual = clock.today() + USUAL
    day = {"until-day": usual.day, "until-month": usual.month, "until-year": usual.year}
    return _form(page, posted.empty(**{name: str(each) for name, each in day.items()}))


@bp.post("/invite")
@policy(Action.INVITE_HELPER, confirmed=True)
@once
def create(case_id: str) -> ResponseReturnValue:
    """Send the invitation. A blocked address is answered in just the same way."""
    page = open_page(case_id, to=Action.INVITE_HELPER)
    form = posted.read(*FIELDS)
    wanted = _wanted(form)
    if wanted is None:
        return _form(page, form, 422)
    with db.unit() as counting:
        wait = allowances.count_invited(counting, key_ring(), current_person().account_id)
    logins.stop_when_too_many(wait)
    try:
        invitations.invite(
            db.writing(), actor_trace(), key_ring(), _base_url(), page.standing.case, wanted
        )
    except TooManyError:
        db.forget()
        form.errors["email"] = _("You can have %(most)s people at a time. End one first", most=MOST)
        return _form(page, form, 422)
    logins.leave_news(_("We have sent the invitation. The link in it works for 14 days."))
    return see_other(url_for(".index", case_id=case_id))


@bp.post("/invitations/<invitation_id>/withdraw")
@policy(Action.INVITE_HELPER)
@once
def withdraw(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take an invitation back before it was accepted."""
    standing = open_case(case_id, to=Action.INVITE_HELPER)
    posted.read()
    try:
        invitations.withdraw(db.writing(), actor_trace(), standing.case, invitation_id)
    except LookupError:
        db.forget()
        abort(404)
    logins.leave_news(_("You have taken the invitation back. Its link does not work any more."))
    return see_other(url_for(".index", case_id=case_id))


@bp.post("/<tie_id>/end")
@policy(Action.INVITE_HELPER)
@once
def end(case_id: str, tie_id: str) -> ResponseReturnValue:
    """End what an advocate or supporter sees, from their very next request on."""
    standing = open_case(case_id, to=Action.INVITE_HELPER)
    posted.read()
    try:
        ties.end_by_family(db.writing(), actor_trace(), key_ring(), standing.case, tie_id)
    except LookupError:
        db.forget()
        abort(404)
    logins.leave_news(_("Their access has ended. They see nothing of the case any more."))
    return see_other(url_for(".index", case_id=case_id))


def _form(page: CasePage, form: Posted, status: int = 200) -> ResponseReturnValue:
    latest = clock.today() + LONGEST
    return render("family/invite.html", status=status, here=page, form=form, latest=latest)


def _wanted(form: Posted) -> Wanted | None:
    form.require("email", _("Enter their email address"))
    form.at_most("email", EMAIL_LENGTH, _("Enter an email address, like name@example.org"))
    if "email" not in form.errors:
        _check_address(form)
    if form["kind"] not in KINDS:
        form.errors["kind"] = _("Choose how they help you")
    if form["view"] not in VIEWS:
        form.errors["view"] = _("Choose what they can see")
    until = _until(form)
    if form.errors or until is None:
        return None
    return Wanted(form["email"], KINDS[form["kind"]], VIEWS[form["view"]], until)


def _check_address(form: Posted) -> None:
    if not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    elif fold(form["email"]) == fold(current_person().email):
        form.errors["email"] = _("This is your own address. Enter the address of the other person")


def _until(form: Posted) -> date | None:
    today = clock.today()
    try:
        day, month, year = (int(form[f"until-{part}"]) for part in ("day", "month", "year"))
        until = date(year, month, day)
    except ValueError:
        form.errors["until-day"] = _("Enter the last day on which they can see the case")
        return None
    if not today <= until <= today + LONGEST:
        form.errors["until-day"] = _("The last day must be from today to a year from now")
    return until


def _base_url() -> str:
    found: str = current_app.extensions["settings"].base_url
    return found

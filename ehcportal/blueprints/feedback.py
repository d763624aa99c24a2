"""Feedback on the portal: anybody may give it, signed in or not (guide row H17)."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.email import is_address
from ehcportal.services import allowances, feedback
from ehcportal.services.feedback import Feedback
from ehcportal.web import logins, network, once, posted, public, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("feedback", __name__, url_prefix="/feedback")

STEPS = ("signing_in", "form", "finding", "documents", "messages", "other")
EASE = ("1", "2", "3", "4", "5")
LONGEST = 3000


@bp.get("")
@public
def show() -> ResponseReturnValue:
    """Ask what was easy and what was not; after sending, say thanks."""
    return _page(posted.empty(), thanks=request.args.get("sent") == "1")


@bp.post("")
@public
@once
def send() -> ResponseReturnValue:
    """Keep the note, as no part of any case."""
    form = posted.read("step", "ease", "helped", "in_the_way", "wants_reply", "contact")
    said = _said(form)
    if said is None:
        return _page(form, 422)
    with db.unit() as counting:
        wait = allowances.count_begun(counting, logins.key_ring(), network())
    logins.stop_when_too_many(wait)
    feedback.leave(db.writing(), logins.key_ring(), said)
    return see_other(url_for(".show", sent=1))


def _said(form: Posted) -> Feedback | None:
    if not (form["ease"] or form["helped"] or form["in_the_way"]):
        form.errors["ease"] = _("Choose how easy it was, or write something below")
    for name in ("helped", "in_the_way"):
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))
    wants_reply = form["wants_reply"] == "yes"
    if wants_reply and not is_address(form["contact"]):
        form.errors["contact"] = _("Enter an email address, like name@example.org")
    form.at_most("contact", 254, _("Enter an email address, like name@example.org"))
    if form.errors:
        return None
    return Feedback(
        step=form["step"] if form["step"] in STEPS else "",
        ease=int(form["ease"]) if form["ease"] in EASE else None,
        helped=form["helped"],
        in_the_way=form["in_the_way"],
        contact=form["contact"] if wants_reply else "",
    )


def _page(form: Posted, status: int = 200, *, thanks: bool = False) -> ResponseReturnValue:
    return render("public/feedback.html", status=status, form=form, thanks=thanks)

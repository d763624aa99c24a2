"""If you disagree: the windows of mediation and appeal, a checklist, and private notes (form 17).

What is written here is sealed and opens for its writer alone. Staff have no page for it.
"""

from datetime import date

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.domain import rights
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.proceedings import Subject, needs_certificate
from ehcportal.policy import Action
from ehcportal.queries import proceedings as told
from ehcportal.queries.counting import bank_holidays
from ehcportal.queries.proceedings import Appealable
from ehcportal.services import appeal_notes, certificates, uploads
from ehcportal.services.appeal_notes import Kept
from ehcportal.services.certificates import SharedError
from ehcportal.services.uploads import Unwanted
from ehcportal.web import (
    actor_trace,
    current_profile,
    incoming,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.oversized import is_oversized
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted

bp = Blueprint("family_appeal", __name__, url_prefix="/cases/<case_id>/appeal")

CHOICES = ("about", "appellant", "wanted")
CALLED = ("called-day", "called-month", "called-year")
GIVEN = ("certificate-day", "certificate-month", "certificate-year")
MANY = ("disagree", "ticks")
NOTES = 10_000
OF_A_PLAN = ("B", "F", "I", "CDGH")
PARTS = (Subject.ASSESS.value, Subject.ISSUE.value, *OF_A_PLAN)
TICKS = ("letter", "certificate", "plan", "advice", "reasons", "views", "form")
YES_NO = ("", "yes", "no")


@bp.get("")
@policy(Action.WEIGH_APPEAL)
def show(case_id: str) -> ResponseReturnValue:
    """Show until when one can appeal, what is needed, and one's own notes."""
    page = open_page(case_id, to=Action.WEIGH_APPEAL)
    kept = _kept(case_id)
    return _page(page, posted.empty(**kept.words), kept)


@bp.post("")
@policy(Action.WEIGH_APPEAL)
@once
def save(case_id: str) -> ResponseReturnValue:
    """Keep one's own notes, sealed."""
    page = open_page(case_id, to=Action.WEIGH_APPEAL)
    form = posted.read(*CHOICES, *CALLED, *GIVEN, "_version", many=MANY, long=("notes",))
    ticks = tuple(each for each in TICKS if each in request.form.getlist("ticks"))
    disagree = [each for each in PARTS if each in request.form.getlist("disagree")]
    form.values["disagree"] = ",".join(disagree)
    version = version_of(form)
    words = {name: form[name] for name in (*CHOICES, *CALLED, *GIVEN, "disagree", "notes")}
    written = Kept(words, ticks, version)
    _check(form)
    file = _certificate(form)
    if form.errors:
        return _page(page, form, written, 422)
    ring, delete = key_ring(), current_app.extensions["storage"].delete
    try:
        appeal_notes.keep(db.writing(), actor_trace(), ring, case_id, written)
        if file is not None:
            certificates.keep(db.writing(), actor_trace(), ring, case_id, file, delete)
    except (StaleDataError, SharedError):
        db.forget()
        incoming.drop(*filter(None, (file,)))
        form.errors["notes"] = _(
            "You saved something else in another window. What you typed here is below: save again "
            "to keep this instead"
        )
        return _page(page, form, Kept(words, ticks, _kept(case_id).version), 409)
    return see_other(f"/cases/{case_id}/appeal?saved=1")


def _certificate(form: Posted) -> uploads.Kept | None:
    """Store the file that was chosen, if one was; note why it is not taken."""
    if is_oversized():
        form.errors["file"] = _("Your file is too large")
    if form.errors or not incoming.has_file("file"):
        return None
    try:
        return incoming.take("file")
    except Unwanted as unwanted:
        form.errors["file"] = str(unwanted)
        return None


def _kept(case_id: str) -> Kept:
    return appeal_notes.kept(db.session(), key_ring(), case_id, current_person().account_id)


def _check(form: Posted) -> None:
    for name, parts in (("called", CALLED), ("certificate", GIVEN)):
        if any(form[each] for each in parts) and _day(form, parts) is None:
            form.errors[f"{name}-day"] = _("Enter a day, such as 27 3 2026, or leave it empty")
    if form["wanted"] not in YES_NO:
        form.errors["wanted"] = _("Choose yes or no, or leave it")
    form.at_most("notes", NOTES, _("Use %(limit)s characters or fewer", limit=f"{NOTES:,}"))


def _day(form: Posted, parts: tuple[str, ...]) -> date | None:
    try:
        day, month, year = (int(form[each]) for each in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _own_window(form: Posted, found: list[Appealable]) -> DueDate | None:
    """Return the last day to appeal with the certificate whose day the person noted."""
    about = next((each for each in found if each.value == form["about"]), None)
    given = _day(form, GIVEN)
    if about is None or given is None or given < about.since:
        return None
    closed = bank_holidays(current_profile(), clock.today())
    return rights.appeal_by(about.told_on, given, bank_holidays=closed)


def _parts(found: list[Appealable], chosen: tuple[str, ...]) -> list[str]:
    """Return what one can disagree with, of what was sent, and what was ticked before."""
    sent = {each.subject for each in found}
    own = {each.value for each in (Subject.ASSESS, Subject.ISSUE) if each in sent}
    own |= set(OF_A_PLAN) if sent - {Subject.ASSESS, Subject.ISSUE} else set()
    return [each for each in PARTS if each in own or each in chosen]


def _page(page: CasePage, form: Posted, kept: Kept, status: int = 200) -> ResponseReturnValue:
    session, profile = db.session(), current_profile()
    who = current_person().account_id
    found = told.appealable(session, page.case_id, profile, clock.today())
    disagree = tuple(each for each in form["disagree"].split(",") if each)
    if len(found) == 1 and not form["about"]:
        form.values["about"] = found[0].value
    return render(
        "family/appeal.html",
        status=status,
        here=page,
        there=found,
        form=form,
        kept=kept,
        certificate=certificates.kept(session, key_ring(), page.case_id, who),
        disagree=disagree,
        own_window=_own_window(form, found),
        needs_certificate=needs_certificate(disagree),
        parts=_parts(found, disagree),
        tick_names=TICKS,
        saved=request.args.get("saved") == "1",
    )

"""Using advice that is there: a paper is proposed, and what the three say is noted (Reg 6(4))."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council import advice_fields
from ehcportal.blueprints.council.advice_changes import open_ask
from ehcportal.domain.advicelaw import Agreeing
from ehcportal.policy import Action
from ehcportal.queries import advice_consents, cases, evidence_there
from ehcportal.queries.advice import Asked
from ehcportal.services.advice import changes, consents, evidence
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.advice.consents import Said
from ehcportal.web import actor_trace, logins, once, policy, posted, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "case_advice_reuse",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>/reuse",
)

YES, NO = "yes", "no"
BOXES = ("said", "day", "month", "year")


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask which paper may be enough, what the council thinks, and what came on paper."""
    asked = open_ask(case_id, advice_request_id)
    form = posted.empty(document=f"document-{asked.reused_document_id}")
    for who in Agreeing:
        form.values |= advice_fields.parts(who, clock.today())
    return _page(asked, form)


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask adviser and family in the portal, and note who said so; only all three end the ask."""
    asked = open_ask(case_id, advice_request_id)
    names = [f"{who}-{part}" for who in Agreeing for part in BOXES]
    form = posted.read("document", "_version", *names)
    known = {each.key: each for each in evidence_there.usable(db.session(), case_id)}
    if form["document"] not in known:
        form.errors["document"] = _("Choose the paper")
    said = [each for who in Agreeing if (each := _said(form, who)) is not None]
    if form.errors:
        return _page(asked, form, 422)
    if not form["_version"].isdecimal():
        abort(400)
    session, trace = db.writing(), actor_trace()
    try:
        row = changes.standing(session, case_id, asked.id, int(form["_version"]))
        paper = evidence.as_document(session, trace, case_id, known[form["document"]])
        consents.propose(session, trace, key_ring(), row, paper)
        all_agree = bool(said) and consents.say(session, trace, row, said)
    except (StaleDataError, AdviceClosedError):
        db.forget()
        form.errors["main"] = _("A colleague changed this advice meanwhile. Please check it first")
        return _page(open_ask(case_id, asked.id, closed_too=True), form, 409)
    if not all_agree:
        logins.leave_news(_("Kept. New advice stays compulsory until all three agree"))
    return see_other(url_for("case_advice.index", case_id=case_id))


def _said(form: Posted, who: Agreeing) -> Said | None:
    """Return what one of the three said, with its day; nothing where nothing was chosen."""
    answer = form[f"{who}-said"]
    if answer not in {YES, NO}:
        return None
    on = advice_fields.date_of(form, who)
    if on is None or on > clock.today():
        form.errors[f"{who}-day"] = _("Enter the day on which they said so, not later than today")
        return None
    return Said(who, answer == YES, on, on_paper=who is not Agreeing.COUNCIL)


def _page(asked: Asked, form: Posted, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/advice/reuse.html",
        status=status,
        head=cases.head(session, asked.case_id),
        asked=asked,
        form=form,
        papers=evidence_there.usable(session, asked.case_id),
        consents=advice_consents.of_ask(session, asked.id, asked.reused_document_id or ""),
    )

"""What staff do with an ask for advice: remind, note what came, use again, withdraw, take in."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import db
from ehcportal.blueprints.council import advice_fields
from ehcportal.models.assessment import AdviceRequest
from ehcportal.policy import Action
from ehcportal.queries import advice, cases
from ehcportal.queries.advice import Asked
from ehcportal.queries.counting import counting
from ehcportal.services.advice import changes, reminding
from ehcportal.services.advice.changes import AdviceClosedError, Arrived, NotAgreedError
from ehcportal.services.advice.reminding import NobodyToRemindError
from ehcportal.web import (
    actor_trace,
    current_profile,
    incoming,
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

bp = Blueprint(
    "case_advice_changes",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>",
)

DAY = ("on-day", "on-month", "on-year")
LONGEST_REASON, LONGEST_SUMMARY = 2000, 4000


@bp.post("/reminder")
@policy(Action.RUN_CASE)
@once
def remind(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Remind now, by hand."""
    asked = open_ask(case_id, advice_request_id, closed_too=True)
    posted.read("_version")
    session = db.writing()
    row = changes.standing(session, case_id, asked.id, None)
    try:
        count = counting(current_profile())
        reminding.remind(session, actor_trace(), key_ring(), row, counting=count)
        logins.leave_news(_("We sent a reminder: %(role)s", role=asked.role))
    except NobodyToRemindError:
        db.forget()
        logins.leave_news(_("Nobody sees this ask yet. Let somebody see it first"))
    except AdviceClosedError:
        db.forget()
        logins.leave_news(_("This advice is not missing any more"))
    return _back(case_id)


@bp.get("/received")
@policy(Action.RUN_CASE)
def ask_received(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask what came another way: the day, who wrote it, the file, the main points."""
    return _page("received", case_id, open_ask(case_id, advice_request_id), advice_fields.today())


@bp.post("/received")
@policy(Action.RUN_CASE)
@once
def receive(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Keep it as an answer; the file becomes a paper that only staff see."""
    asked = open_ask(case_id, advice_request_id)
    form = posted.read(*DAY, "author", "not_known", "_version", long=("summary",))
    on = advice_fields.day(form, earliest=asked.clock.asked_on)
    form.at_most("author", 150, _("Write 150 characters or fewer"))
    form.at_most("summary", LONGEST_SUMMARY, _("Write 4,000 characters or fewer"))
    kept = None if form.errors else advice_fields.file(form)
    if form.errors or on is None:
        return _page("received", case_id, asked, form, 422)
    came = Arrived(on, form["author"], form["summary"], form["not_known"] == "yes", kept)

    def note(session: Session, row: AdviceRequest) -> None:
        changes.arrive(session, actor_trace(), row, came)

    done = _change(case_id, asked, form, note, "received")
    if done.status_code >= 400 and kept is not None:
        incoming.drop(kept)
    return done.answer


@bp.get("/withdrawal")
@policy(Action.RUN_CASE)
def ask_withdrawal(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask why it is asked for no longer."""
    return _page("withdrawal", case_id, open_ask(case_id, advice_request_id), posted.empty())


@bp.post("/withdrawal")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask no longer, with the reason."""
    asked = open_ask(case_id, advice_request_id)
    form = posted.read("_version", long=("reason",))
    form.require("reason", _("Write why we do not ask any more"))
    form.at_most("reason", LONGEST_REASON, _("Write 2,000 characters or fewer"))
    if form.errors:
        return _page("withdrawal", case_id, asked, form, 422)

    def end(session: Session, row: AdviceRequest) -> None:
        changes.withdraw(session, actor_trace(), row, form["reason"])

    return _change(case_id, asked, form, end, "withdrawal").answer


@bp.post("/taken-in")
@policy(Action.RUN_CASE)
@once
def take_in(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Make the answer part of the case; its author cannot correct it after that.

    Of advice from before the first press asks whether family and council agreed, and when.
    """
    asked = open_ask(case_id, advice_request_id, closed_too=True)
    form = _agreement()
    if form.errors:
        return _page("agreement", case_id, asked, form, 422)
    session = db.writing()
    try:
        row = changes.standing(session, case_id, asked.id, None)
        changes.take_in(session, actor_trace(), row, agreed=form["agreed"])
    except NotAgreedError:
        db.forget()
        return _page("agreement", case_id, asked, form, 422)
    except AdviceClosedError:
        db.forget()
        logins.leave_news(_("A colleague was faster, or nothing has come yet. Please look again"))
    return _back(case_id)


def _agreement() -> Posted:
    """Read what staff say about advice from before; the first press says nothing."""
    form = posted.read("asked", "both", "_version", long=("agreed",))
    if form["asked"]:
        if form["both"] != "yes":
            form.errors["both"] = _("Tick this only if the family and the council both think so")
        form.require("agreed", _("Write when and how each of them said so"))
        form.at_most("agreed", LONGEST_REASON, _("Write 2,000 characters or fewer"))
    return form


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a change, and whether it was made."""

    answer: ResponseReturnValue
    status_code: int = 303


def _change(
    case_id: str,
    asked: Asked,
    form: Posted,
    do: Callable[[Session, AdviceRequest], None],
    page: str,
) -> Done:
    """Do it to the row as the person saw it; what was typed stays when somebody was faster."""
    if not form["_version"].isdecimal():
        abort(400)
    session = db.writing()
    try:
        do(session, changes.standing(session, case_id, asked.id, int(form["_version"])))
    except (StaleDataError, AdviceClosedError):
        db.forget()
        form.errors["main"] = _("A colleague changed this advice meanwhile. Please check it first")
        now = open_ask(case_id, asked.id, closed_too=True)
        return Done(_page(page, case_id, now, form, 409), 409)
    return Done(_back(case_id))


def open_ask(case_id: str, ask_id: str, *, closed_too: bool = False) -> Asked:
    """Open an ask that can still be answered, for those who run the case; else 404."""
    case = open_case(case_id, to=Action.RUN_CASE).case
    asked = advice.one(db.session(), case_id, ask_id, current_profile())
    if asked is None or case.ended_on is not None:
        abort(404)
    if not asked.is_open and not closed_too:
        abort(404)
    return asked


def _back(case_id: str) -> ResponseReturnValue:
    return see_other(url_for("case_advice.index", case_id=case_id))


def _page(
    name: str, case_id: str, asked: Asked, form: Posted, status: int = 200
) -> ResponseReturnValue:
    session = db.session()
    return render(
        f"council/advice/{name}.html",
        status=status,
        head=cases.head(session, case_id),
        asked=asked,
        form=form,
    )

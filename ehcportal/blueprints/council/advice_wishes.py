"""Whom the family would like to be asked: put down for them, or refused with reasons (6(1)(h))."""

from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council import advice_fields
from ehcportal.models.case import Case
from ehcportal.policy import Action
from ehcportal.queries import advice_ledger, cases
from ehcportal.queries.advice_ledger import Wished
from ehcportal.services.advice import wishes
from ehcportal.services.advice.wishes import Wish
from ehcportal.web import actor_trace, logins, once, open_case, policy, posted, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("case_advice_wishes", __name__, url_prefix="/council/cases/<case_id>/advice/wishes")

LONGEST_REASON = 4000
DAY = ("on-day", "on-month", "on-year")


@bp.get("/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask whom the family named on paper, by telephone or at a meeting."""
    return _new_page(_open(case_id), advice_fields.today())


@bp.post("/new")
@policy(Action.RUN_CASE)
@once
def put_down(case_id: str) -> ResponseReturnValue:
    """Keep the wish as if the family had typed it; they see it with its answer."""
    case = _open(case_id)
    form = posted.read("role", "name", "service", *DAY, long=("why",))
    form.require("role", _("Write what they do"))
    form.at_most("role", 100, _("Write 100 characters or fewer"))
    form.at_most("name", 150, _("Write 150 characters or fewer"))
    form.at_most("service", 150, _("Write 150 characters or fewer"))
    form.at_most("why", 2000, _("Write 2,000 characters or fewer"))
    on = _day(case, form)
    if form.errors or on is None:
        return _new_page(case, form, 422)
    wanted = Wish(form["role"], form["name"], form["service"], form["why"])
    wishes.put_down(db.writing(), actor_trace(), case, wanted, on=on)
    logins.leave_news(_("We put the wish down: %(role)s", role=wanted.role))
    return see_other(url_for("case_advice.index", case_id=case_id))


def _day(case: Case, form: Posted) -> date | None:
    on = advice_fields.date_of(form, "on")
    if on is None or not case.opened_on <= on <= clock.today():
        form.errors["on-day"] = _("Enter the day on which they told us, until today")
        return None
    return on


@bp.get("/<wish_id>/refusal")
@policy(Action.RUN_CASE)
def ask_refusal(case_id: str, wish_id: str) -> ResponseReturnValue:
    """Ask for the reasons of a no, which the family reads."""
    return _refusal(case_id, _wish(_open(case_id), wish_id), posted.empty())


@bp.post("/<wish_id>/refusal")
@policy(Action.RUN_CASE)
@once
def refuse(case_id: str, wish_id: str) -> ResponseReturnValue:
    """Say no to a wish with its reasons; the family is told at once."""
    case = _open(case_id)
    wish = _wish(case, wish_id)
    form = posted.read(long=("reason",))
    form.require("reason", _("Write why we do not ask them, as the family will read it"))
    form.at_most("reason", LONGEST_REASON, _("Write 4,000 characters or fewer"))
    if form.errors:
        return _refusal(case_id, wish, form, 422)
    try:
        wishes.refuse(db.writing(), actor_trace(), key_ring(), case, wish.id, form["reason"])
    except StaleDataError:
        db.forget()
        abort(404)
    return see_other(url_for("case_advice.index", case_id=case_id))


def _open(case_id: str) -> Case:
    case = open_case(case_id, to=Action.RUN_CASE).case
    return case if case.ended_on is None else abort(404)


def _wish(case: Case, wish_id: str) -> Wished:
    found = advice_ledger.wishes(db.session(), case.id)
    waiting = (each for each in found if each.id == wish_id and each.answered_on is None)
    return next(waiting, None) or abort(404)


def _new_page(case: Case, form: Posted, status: int = 200) -> ResponseReturnValue:
    head = cases.head(db.session(), case.id)
    return render("council/advice/wish.html", status=status, head=head, form=form)


def _refusal(case_id: str, wish: Wished, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/advice/refuse.html",
        status=status,
        head=cases.head(db.session(), case_id),
        wish=wish,
        form=form,
    )

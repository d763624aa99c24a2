"""What a family, setting or health body asks between reviews, and the council's answer."""

from datetime import date

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, page, version_of
from ehcportal.domain import reassessing
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import date_words
from ehcportal.domain.lookagain import ANSWERS, AskAnswer, AskedBy, AskedFor, bar_ends
from ehcportal.policy import Action, allows
from ehcportal.queries import asks, case_facts
from ehcportal.queries.asks import Ask
from ehcportal.queries.counting import counting
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import asks as asking
from ehcportal.services.endings.asks import Answered, Entered
from ehcportal.services.endings.closing import NotYetError
from ehcportal.web import (
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    see_other,
)
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("case_asks", __name__, url_prefix="/council/cases/<case_id>/asks")

REASON = 4000
LETTERS = {
    AskAnswer.REASSESS: "decision_to_reassess_yes",
    AskAnswer.REFUSED_RECENT: "decision_to_reassess_no",
    AskAnswer.REFUSED_NOT_NEEDED: "decision_to_reassess_no",
    AskAnswer.EARLY_REVIEW: "early_review_yes",
    AskAnswer.NO_EARLY_REVIEW: "early_review_no",
}
READ = frozenset({AskAnswer.REASSESS, AskAnswer.REFUSED_RECENT, AskAnswer.REFUSED_NOT_NEEDED})
"""The answers whose letter says what was read."""

BY = {each.value: each for each in AskedBy}
FOR = {each.value: each for each in AskedFor}


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List what was asked, with the day by which each must be answered."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return page(
        "asks",
        standing,
        posted.empty(),
        asks=[(each, _by(each)) for each in asks.of_case(db.session(), case_id)],
        may_change=allows(current_person().actor, Action.RUN_CASE, standing.relations),
        running=reassessing.begun(case_facts.for_case(db.session(), case_id)) is not None,
    )


def _by(ask: Ask) -> DueDate | None:
    return ask.answer_by(counting(current_profile()))


@bp.get("/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask what came by letter or telephone, from whom and when."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("ask_new", standing, posted.empty(**filled("on", clock.today())))


@bp.post("/new")
@policy(Action.RUN_CASE)
@once
def enter(case_id: str) -> ResponseReturnValue:
    """Enter it with the day on which it reached the council."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("by", "for", "_version", *boxes("on"))
    who = acting(standing, version_of(form))
    if form["by"] not in BY:
        form.errors["by"] = _("Choose who asked")
    if form["for"] not in FOR:
        form.errors["for"] = _("Choose what they ask for")
    on = read_day(form, "on", _("Enter the day on which it came"))
    if on is None or form.errors:
        return page("ask_new", standing, form, 422)
    try:
        asking.enter(db.writing(), who, Entered(BY[form["by"]], FOR[form["for"]], on))
    except StaleDataError:
        return page("ask_new", standing, form, 409)
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/<ask_id>")
@policy(Action.RUN_CASE)
def weigh(case_id: str, ask_id: str) -> ResponseReturnValue:
    """Show what was asked and how it can be answered."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _answer_page(standing, ask_id, posted.empty())


@bp.post("/<ask_id>")
@policy(Action.RUN_CASE)
@once
def answer(case_id: str, ask_id: str) -> ResponseReturnValue:
    """Answer it in a letter; a yes to a new assessment begins it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("answer", "_version", "_row", *FIELDS, long=("reason", "evidence"))
    found = asks.one(db.session(), case_id, ask_id)
    if found is None or found.row.answer:
        return _answer_page(standing, ask_id, form, 409)
    who, seen = acting(standing, version_of(form)), (ask_id, version_of(form, "_row"))
    given = _given(form, found)
    letter = (
        ready(standing.case, LETTERS[given.answer], _values(given, found, form), form)
        if given
        else None
    )
    if given is None or letter is None:
        return _answer_page(standing, ask_id, form, 422)
    try:
        asking.answer(db.writing(), who, letter, seen, given)
    except (StaleDataError, NotYetError):
        return _answer_page(standing, ask_id, form, 409)
    return see_other(url_for(".index", case_id=case_id))


def _given(form: Posted, found: Ask) -> Answered | None:
    fitting = {each.value: each for each in ANSWERS[found.row.asked_for]}
    chosen = fitting.get(form["answer"])
    if chosen is None:
        form.errors["answer"] = _("Choose the answer")
    else:
        why_not = asking.why_not(db.session(), found.row, chosen)
        if why_not:
            form.errors["answer"] = why_not
    form.require("reason", _("Write the reasons, as the family will read them"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="4,000"))
    if chosen in READ:
        form.require("evidence", _("Write what was read before deciding, a line each"))
    form.at_most("evidence", REASON, _("Use %(limit)s characters or fewer", limit="4,000"))
    return None if form.errors or chosen is None else Answered(chosen, form["reason"])


def _values(given: Answered, found: Ask, form: Posted) -> dict[str, str]:
    today: date = clock.today()
    return {
        "reasons": given.reason,
        "evidence": "\n".join(
            f"- {each}" for each in form["evidence"].splitlines() if each.strip()
        ),
        "decided_on": date_words(today),
        "asked_for_reassessment_on": date_words(found.row.asked_on),
    }


def _answer_page(
    standing: Standing, ask_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    session, case_id = db.session(), standing.case.id
    found = asks.one(session, case_id, ask_id)
    if found is None:
        abort(404)
    if found.row.answer:
        return redirect(url_for(".index", case_id=case_id), 303)
    return page(
        "ask_answer",
        standing,
        form,
        status,
        ask=found,
        row=found.row,
        by=_by(found),
        answers=ANSWERS[found.row.asked_for],
        bar=bar_ends(asks.assessed_on(session, case_id)),
    )

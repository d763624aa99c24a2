"""Ending a plan in two letters (Regulation 31): asking, what was said, and the decision."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council import ceasing_fields, ending_signing, notice_fields
from ehcportal.blueprints.council.ending_pages import acting, away, page, to_ending, version_of
from ehcportal.domain.ceasing import TO_ANSWER
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.ending import PlanEnding
from ehcportal.policy import Action, allows
from ehcportal.queries import document_readers, plan_endings
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import ceasing
from ehcportal.services.endings.ceasing import StandsInTheWay
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.notices import give
from ehcportal.web import (
    current_person,
    once,
    open_case,
    policy,
    posted,
    see_other,
)
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.days import boxes, filled
from ehcportal.web.plan_signing import ASK
from ehcportal.web.posted import Posted

bp = Blueprint("case_ceasing", __name__, url_prefix="/council/cases/<case_id>/ending")


@bp.get("/ask")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask for the ground and the reasons that the family reads in the first letter."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _ask_page(
        standing, posted.empty(setting="yes", **filled("until", clock.today() + TO_ANSWER))
    )


@bp.post("/ask")
@policy(Action.RUN_CASE)
@once
def ask(case_id: str) -> ResponseReturnValue:
    """Send the first letter to the family and to the institution that the plan names."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("ground", "out", "_version", *boxes("until"), *FIELDS, long=("why",))
    who = acting(standing, version_of(form))
    asking = ceasing_fields.asked(form)
    if asking is None:
        return _ask_page(standing, form, 422)
    more = {"reasons": asking.why, "answer_by": weekday_words(asking.answer_by)}
    letter = ready(standing.case, "ceasing_asked", more, form)
    if letter is None:
        return _ask_page(standing, form, 422)
    try:
        ceasing.ask(db.writing(), who, letter, asking)
    except (StaleDataError, NotYetError):
        return _ask_page(standing, form, 409)
    return to_ending(case_id)


@bp.get("/heard")
@policy(Action.RUN_CASE)
def edit(case_id: str) -> ResponseReturnValue:
    """Show what was said so far, to be added to."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _heard_page(standing, posted.empty(**ceasing_fields.known(_running(case_id))))


@bp.post("/heard")
@policy(Action.RUN_CASE)
@once
def note(case_id: str) -> ResponseReturnValue:
    """Keep what the family and the institution said, and what the law asks to be weighed."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(
        "return",
        "_version",
        "_row",
        *boxes(*ceasing_fields.HEARD),
        long=("family_view", "setting_view", "outcomes"),
    )
    who, row = acting(standing, version_of(form)), _running(case_id)
    heard = ceasing_fields.heard(form, row)
    if heard is None:
        return _heard_page(standing, form, 422)
    try:
        ceasing.note(db.writing(), who, heard, version=version_of(form, "_row"))
    except StaleDataError:
        return _heard_page(standing, form, 409)
    return to_ending(case_id)


@bp.get("/decision")
@policy(Action.RUN_CASE)
def weigh(case_id: str) -> ResponseReturnValue:
    """Show what stands in the way; with nothing in it, ask for the reasons of the decision."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    row = _running(case_id)
    reasons = ending_signing.words(case_id) or row.why
    told = notice_fields.known(standing.case)
    return _decide_page(standing, posted.empty(setting="yes", reasons=reasons, **told), row=row)


@bp.post("/decision")
@policy(Action.DECIDE_CASE)
@once
def decide(case_id: str) -> ResponseReturnValue:
    """Decide to end the plan, and send the second letter."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("do", "_version", "_row", *FIELDS, long=("reasons", *notice_fields.FIELDS))
    who, row = acting(standing, version_of(form)), _running(case_id)
    ceasing_fields.long_text(form, "reasons", _("Write the reasons, as the family will read them"))
    if form.errors or plan_endings.obstacles_of(db.session(), standing.case, row):
        return _decide_page(standing, form, 422)
    second = ending_signing.second(standing, row, form["reasons"])
    if second.needs_ask and form["do"] == ASK:
        ending_signing.ask(standing, second, form["reasons"])
        return see_other(url_for(".weigh", case_id=case_id))
    if second.needs_ask:
        form.errors["reasons"] = _("A colleague must sign just these words off: ask for it")
        return _decide_page(standing, form, 422)
    more = {
        "decided_on": date_words(clock.today()),
        "reasons": form["reasons"],
        "views": ceasing_fields.said(row),
    }
    readers = document_readers.readers(db.session(), standing.case)
    notice_fields.check(form, standing.case, readers)
    letter = None if form.errors else ready(standing.case, "ceasing", more, form)
    notices = notice_fields.of_the_end(case_id, readers, form) if letter else None
    if letter is None or notices is None:
        return _decide_page(standing, form, 422)
    try:
        ceasing.decide(
            db.writing(),
            who,
            letter,
            form["reasons"],
            version=version_of(form, "_row"),
            signing=second.waiting,
        )
    except (StaleDataError, StandsInTheWay, NotLawfulError):
        return _decide_page(standing, form, 409)
    give(db.writing(), who.trace, case_id, notices, "notice.plan_ended")
    return to_ending(case_id)


@bp.get("/drop")
@policy(Action.RUN_CASE)
def ask_drop(case_id: str) -> ResponseReturnValue:
    """Ask why the plan goes on after all."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _drop_page(standing, posted.empty())


@bp.post("/drop")
@policy(Action.RUN_CASE)
@once
def drop(case_id: str) -> ResponseReturnValue:
    """Give the thought up, and write that the plan goes on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", "_row", *FIELDS, long=("reasons",))
    who = acting(standing, version_of(form))
    _running(case_id)
    ceasing_fields.long_text(form, "reasons", _("Write why, as the family will read it"), 2000)
    letter = (
        None
        if form.errors
        else ready(standing.case, "ceasing_dropped", {"reasons": form["reasons"]}, form)
    )
    if letter is None:
        return _drop_page(standing, form, 422)
    try:
        ceasing.drop(db.writing(), who, letter, form["reasons"], version=version_of(form, "_row"))
    except StaleDataError:
        return _drop_page(standing, form, 409)
    return to_ending(case_id)


def _running(case_id: str) -> PlanEnding:
    return plan_endings.open_one(db.session(), case_id) or away(case_id)


def _ask_page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    weighed = plan_endings.weighed(db.session(), standing.case)
    if weighed.final_on is None or (weighed.proposal is not None and status == 200):
        away(standing.case.id)
    return page("ask", standing, form, status, weighed=weighed)


def _heard_page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    told = _of_row(standing, status)
    weighed = plan_endings.weighed(db.session(), standing.case)
    return page("heard", standing, form, status, weighed=weighed, **told)


def _decide_page(
    standing: Standing, form: Posted, status: int = 200, row: PlanEnding | None = None
) -> ResponseReturnValue:
    told: dict[str, Any] = {"row": row} if row else _of_row(standing, status)
    found = plan_endings.obstacles_of(db.session(), standing.case, told["row"])
    second = ending_signing.second(standing, told["row"], form["reasons"])
    may_decide = allows(current_person().actor, Action.DECIDE_CASE, standing.relations)
    told |= {"obstacles": found, "second": second, "may_decide": may_decide}
    return page("decide", standing, form, status, **told)


def _drop_page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    return page("drop", standing, form, status, **_of_row(standing, status))


def _of_row(standing: Standing, status: int) -> dict[str, Any]:
    if status == 409:
        db.forget()
    return {"row": _running(standing.case.id)}

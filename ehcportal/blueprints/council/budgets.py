"""Personal budgets of a case: asked for, answered with reasons, paid and looked at (section 49)."""

from datetime import date

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, page, version_of
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.ending import BudgetStepKind
from ehcportal.policy import Action, allows
from ehcportal.queries import budgets
from ehcportal.queries.budgets import OneBudget
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import budgets as paying
from ehcportal.services.endings.budgets import INTERNAL, Step
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.endings.family import Outgoing
from ehcportal.web import current_person, once, open_case, policy, posted, see_other
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("case_budgets", __name__, url_prefix="/council/cases/<case_id>/budget")

REASON, CONSENT = 4000, 300
KINDS = {each.value: each for each in BudgetStepKind}
LETTERS = {
    BudgetStepKind.PREPARED: "budget_prepared",
    BudgetStepKind.NOT_PREPARED: "budget_not_prepared",
    BudgetStepKind.PAYMENT_AGREED: "payment_agreed",
    BudgetStepKind.PAYMENT_REFUSED: "payment_refused",
    BudgetStepKind.RECONSIDERED_YES: "payment_reconsidered_yes",
    BudgetStepKind.RECONSIDERED_NO: "payment_reconsidered_no",
    BudgetStepKind.PAYMENT_ENDED: "payment_ended",
}


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List the budgets with what happened, and by when a payment must be looked at."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return page(
        "budgets",
        standing,
        posted.empty(),
        budgets=budgets.of_case(db.session(), case_id),
        may_change=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


@bp.get("/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask on which day the family asked, when it did so in another way than with the form."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("budget_new", standing, posted.empty(**filled("on", clock.today())))


@bp.post("/new")
@policy(Action.RUN_CASE)
@once
def enter(case_id: str) -> ResponseReturnValue:
    """Enter that the family asked for a personal budget."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", *boxes("on"))
    who = acting(standing, version_of(form))
    on = read_day(form, "on", _("Enter the day on which they asked"))
    if on is None:
        return page("budget_new", standing, form, 422)
    try:
        paying.enter(db.writing(), who, on)
    except StaleDataError:
        return page("budget_new", standing, form, 409)
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/<budget_id>")
@policy(Action.RUN_CASE)
def weigh(case_id: str, budget_id: str) -> ResponseReturnValue:
    """Show what happened so far, and ask what happens now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _step_page(standing, budget_id, posted.empty(**filled("on", clock.today())))


@bp.post("/<budget_id>")
@policy(Action.RUN_CASE)
@once
def add(case_id: str, budget_id: str) -> ResponseReturnValue:
    """Add what happened; a decision goes to the family in a letter, with its reasons."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    names = ("kind", "premises", "consent", "_version", "_row")
    form = posted.read(*names, *boxes("on"), *FIELDS, long=("reason",))
    found = budgets.one(db.session(), case_id, budget_id)
    if found is None or not found.next_kinds:
        return _step_page(standing, budget_id, form, 409)
    who, seen = acting(standing, version_of(form)), (budget_id, version_of(form, "_row"))
    step = _step(form, found)
    letter = _letter(standing, form, step) if step else None
    if step is None or form.errors:
        return _step_page(standing, budget_id, form, 422)
    try:
        paying.add(db.writing(), who, seen, step, letter)
    except (StaleDataError, NotYetError):
        return _step_page(standing, budget_id, form, 409)
    return see_other(url_for(".index", case_id=case_id))


def _step(form: Posted, found: OneBudget) -> Step | None:
    if form["kind"] not in found.next_kinds:
        form.errors["kind"] = _("Choose what happens")
    kind = KINDS.get(form["kind"])
    begins = kind is BudgetStepKind.PAYMENT_AGREED
    last = date(clock.today().year + 2, 12, 31) if begins else None
    on = read_day(form, "on", _("Enter the day"), from_on=found.row.asked_on, until=last)
    form.require("reason", _("Write it, with the reasons, as the family will read it"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="4,000"))
    if begins:
        _check_consent(form)
    if kind is None or on is None or form.errors:
        return None
    if not begins:
        return Step(kind, on, form["reason"])
    return Step(kind, on, form["reason"], form["premises"] == "yes", form["consent"])


def _check_consent(form: Posted) -> None:
    """A payment that is used at a school or college needs its consent (SI 2014/1652)."""
    if form["premises"] not in {"yes", "no"}:
        form.errors["premises"] = _("Say whether it is used at a school or college")
    if form["premises"] == "yes":
        form.require("consent", _("Say who of the school or college consented, and when"))
    form.at_most("consent", CONSENT, _("Use %(limit)s characters or fewer", limit=CONSENT))


def _letter(standing: Standing, form: Posted, step: Step) -> Outgoing | None:
    if step.kind in INTERNAL:
        return None
    values = {
        "reasons": step.reason,
        "decided_on": date_words(clock.today()),
        "paid_from": date_words(step.on),
        "check_by": weekday_words(budgets.first_check(step.on).due_on),
    }
    return ready(standing.case, LETTERS[step.kind], values, form)


def _step_page(
    standing: Standing, budget_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    found = budgets.one(db.session(), standing.case.id, budget_id)
    if found is None:
        abort(404)
    if not found.next_kinds:
        return redirect(url_for(".index", case_id=standing.case.id), 303)
    return page("budget_step", standing, form, status, budget=found, row=found.row)

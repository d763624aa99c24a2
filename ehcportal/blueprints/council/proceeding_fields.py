"""The forms in which mediation, appeals and orders are written down, and what is wrong in them."""

from collections.abc import Sequence
from datetime import date

from flask import request
from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.domain.facts import ProceedingKind
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import MUST_ORDER, ORDERED, SECTIONS, StepKind, Subject
from ehcportal.queries.case_documents import Filed
from ehcportal.queries.proceedings import Appealable, Logged
from ehcportal.services.proceedings import About, Happened
from ehcportal.web import posted
from ehcportal.web.posted import Posted

STARTED = {each.value: each for each in (ProceedingKind.MEDIATION, ProceedingKind.APPEAL)}
DAY = ("on-day", "on-month", "on-year")
NOTE, REFERENCE = 4000, 60


def read_start() -> Posted:
    """Read the form with which mediation or an appeal begins."""
    return posted.read("kind", "about", "reference", *DAY, many=("sections",))


def read_step() -> Posted:
    """Read the form of a step."""
    return posted.read("step", "order", "paper", "_version", *DAY, long=("note",))


def start(form: Posted, there: Sequence[Appealable]) -> tuple[ProceedingKind, About, date] | None:
    """Return what began about what and when; nothing if that was not said well."""
    about = next((each for each in there if each.value == form["about"]), None)
    if form["kind"] not in STARTED:
        form.errors["kind"] = _("Choose what began")
    if about is None:
        form.errors["about"] = _("Choose what it is about")
    form.at_most("reference", REFERENCE, _("Use %(limit)s characters or fewer", limit=REFERENCE))
    sections = request.form.getlist("sections")
    if about and about.subject is Subject.PLAN and not set(sections) & {"B", "F", "I"}:
        form.errors["sections"] = _("Choose section B, F or I: only with one of them can it begin")
    on = _day(form, about.since if about else None)
    if form.errors or about is None or on is None:
        return None
    return STARTED[form["kind"]], _about(about, sections), on


def _about(about: Appealable, sections: Sequence[str]) -> About:
    if about.subject is not Subject.PLAN:
        return About(decision_id=about.id, what=(about.subject.value,))
    known = SECTIONS[Subject.PLAN]
    return About(plan_version_id=about.id, what=tuple(each for each in known if each in sections))


def happened(form: Posted, logged: Logged, papers: Sequence[Filed]) -> Happened | None:
    """Return what happened; nothing if that was not said well."""
    possible = {each.value: each for each in logged.possible}
    kind = possible.get(form["step"])
    if kind is None:
        form.errors["step"] = _("Choose what happened")
    ordered = {each.value: each for each in logged.orders}
    order = ordered.get(form["order"]) if kind in ORDERED else None
    if kind in MUST_ORDER and order is None:
        form.errors["order"] = _("Choose what the council must do")
    paper = next((each.id for each in papers if each.id == form["paper"]), None)
    if form["paper"] and paper is None:
        form.errors["paper"] = _("This document is no longer there. Choose again")
    form.at_most("note", NOTE, _("Use %(limit)s characters or fewer", limit=NOTE))
    on = _day(form, logged.row.started_on, may_come=kind is StepKind.HEARING)
    if form.errors or kind is None or on is None:
        return None
    ordered_as = OrderKind(order) if order else None
    return Happened(kind, on, ordered_as, form["note"], document_id=paper)


def _day(form: Posted, since: date | None, *, may_come: bool = False) -> date | None:
    try:
        day, month, year = (int(form[name]) for name in DAY)
        on = date(year, month, day)
    except ValueError:
        form.errors["on-day"] = _("Enter the day")
        return None
    if on > clock.today() and not may_come:
        form.errors["on-day"] = _("The day cannot be in the future")
    elif since is not None and on < since:
        form.errors["on-day"] = _("The day cannot be before what it follows")
    return on

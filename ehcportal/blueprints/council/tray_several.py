"""Doing one thing with several cases of the tray: asked first, and answered case by case."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.case import Case
from ehcportal.policy import Action
from ehcportal.queries import staff, standing, tray, tray_lines, unpublished
from ehcportal.queries.counting import counting
from ehcportal.services import coordinators, several
from ehcportal.services.chasing import Chaser, chase
from ehcportal.services.several import Outcome
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("tray_several", __name__, url_prefix="/council/tray/several")


class Act(StrEnum):
    """What can be done with several cases at once."""

    REASSIGN = "reassign"
    CHASE = "chase"
    PUBLISH = "publish"


@bp.get("")
@policy(Action.LIST_CASES)
def ask() -> ResponseReturnValue:
    """Show which cases were chosen, and ask before anything is done."""
    act = _act(request.args.get("act"))
    if act is None:
        return see_other(url_for("tray.index"))
    return _page(act, _cases(request.args.getlist("case")), posted.empty())


@bp.post("")
@policy(Action.LIST_CASES)
@once
def do() -> ResponseReturnValue:
    """Do it with each case that this person may change; say of each what came of it."""
    form = posted.read("act", "coordinator", "sure", many=("case", "paper"))
    act = _act(form["act"]) or abort(400)
    case_ids = _cases(request.form.getlist("case"))
    papers = request.form.getlist("paper")[: unpublished.MOST]
    _check(act, form, case_ids, papers)
    if form.errors:
        return _page(act, case_ids, form, 422, papers)
    done = _work(act, form, papers)
    outcomes: dict[str, list[str]] = {}
    for case_id in case_ids:
        outcomes.setdefault(_one(case_id, done).value, []).append(case_id)
    told: Any = {"act": act.value, **outcomes}
    return see_other(url_for(".done", **told))


@bp.get("/done")
@policy(Action.LIST_CASES)
def done() -> ResponseReturnValue:
    """Say of each case what came of it."""
    act = _act(request.args.get("act"))
    if act is None:
        return see_other(url_for("tray.index"))
    chosen = {each: _cases(request.args.getlist(each.value)) for each in Outcome}
    lines = tray_lines.of_chosen(db.session(), [one for some in chosen.values() for one in some])
    known = {each.case_id: each for each in lines}
    groups = [
        (outcome, [known[each] for each in some if each in known])
        for outcome, some in chosen.items()
        if some
    ]
    return render("council/tray/done.html", act=act, groups=groups)


def _act(value: str | None) -> Act | None:
    return Act(value) if value in {each.value for each in Act} else None


def _cases(ids: list[str]) -> list[str]:
    """Return the chosen cases, each once and no more than stand on a page."""
    return list(dict.fromkeys(ids))[: tray.PAGE]


def _check(act: Act, form: Posted, case_ids: list[str], papers: list[str]) -> None:
    if not case_ids:
        form.errors["case"] = _("Choose at least one case")
    if act is Act.REASSIGN:
        colleagues = {each.account_id for each in staff.case_staff(db.session())}
        if form["coordinator"] not in colleagues:
            form.errors["coordinator"] = _("Choose who coordinates the cases")
    if act is Act.PUBLISH and not papers:
        form.errors["paper"] = _("Choose at least one document")
    if act is Act.PUBLISH and papers and not form["sure"]:
        form.errors["sure"] = _("Read the documents and say that you have checked them")


Work = Callable[[Case], Outcome]


def _work(act: Act, form: Posted, papers: list[str]) -> Work:
    """Return what is to be done with each case."""
    session, trace, ring = db.writing(), actor_trace(), key_ring()
    if act is Act.REASSIGN:

        def reassign(case: Case) -> Outcome:
            coordinators.change(session, trace, case.id, form["coordinator"], version=case.version)
            return Outcome.DONE

        return reassign
    if act is Act.CHASE:
        chaser = Chaser(session, trace, ring, counting(current_profile()))
        return lambda case: Outcome(chase(chaser, case).value)
    chosen = several.chosen(papers)
    return lambda case: several.publish(session, trace, ring, case, chosen.get(case.id, {}))


def _one(case_id: str, work: Work) -> Outcome:
    """Do it with one case, if this person may change it."""
    found = standing.case_for(db.session(), current_person().actor, case_id, Action.RUN_CASE)
    return work(found.case) if found is not None else Outcome.NOT_YOURS


def _page(
    act: Act,
    case_ids: list[str],
    form: Posted,
    status: int = 200,
    papers: list[str] | None = None,
) -> ResponseReturnValue:
    session = db.session()
    lines = tray_lines.of_chosen(session, case_ids)
    if not lines:
        form.errors.setdefault("case", _("Choose at least one case"))
    filed = unpublished.unpublished(session, case_ids) if act is Act.PUBLISH else []
    return render(
        "council/tray/several.html",
        status=status if lines else 422,
        act=act,
        lines=lines,
        form=form,
        staff=staff.case_staff(session) if act is Act.REASSIGN else [],
        papers=filed,
        children={each.case_id: each.child for each in lines},
        chosen=papers or [],
    )

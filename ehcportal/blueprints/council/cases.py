"""The council's list of cases, one case, and who coordinates it (guide rows C02, C04)."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.domain.rights import rights_pass_on, rights_pass_soon
from ehcportal.policy import Action, Relation, allows
from ehcportal.queries import (
    case_facts,
    case_openings,
    case_people,
    case_requests,
    cases,
    staff,
    teams,
    timeline,
)
from ehcportal.queries.cases import Which
from ehcportal.queries.counting import case_journey
from ehcportal.queries.dashboard import date_lines, story
from ehcportal.queries.paging import Cursor
from ehcportal.queries.standing import Standing
from ehcportal.services import coordinators
from ehcportal.services import teams as work
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    render,
    see_other,
)
from ehcportal.web.posted import Posted, empty, read
from ehcportal.web.texts import own_texts

bp = Blueprint("council_cases", __name__, url_prefix="/council/cases")

RECENT = 20


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List cases by surname; look for one by name, reference or pupil number."""
    words = request.args.get("q", "")[:100]
    chosen = request.args.get("show")
    which = Which(chosen) if chosen in {each.value for each in Which} else Which.OPEN
    after = Cursor.read(request.args.get("after"))
    who = current_person().account_id
    found = cases.listed(db.session(), which, words, after, account_id=who)
    facts = case_facts.for_cases(db.session(), [each.case_id for each in found.rows])
    profile, today = current_profile(), clock.today()
    lines = [(each, case_journey(facts[each.case_id], profile, today)) for each in found.rows]
    return render(
        "council/cases.html",
        lines=lines,
        found=found,
        which=which,
        words=words,
        is_first_page=after is None,
    )


@bp.get("/<case_id>")
@policy(Action.WORK_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show the whole case as the council sees it."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    head = cases.head(session, case_id)
    told = story(
        case_facts.for_case(session, case_id),
        current_profile(),
        clock.today(),
        child=head.forename,
        coordinator=head.coordinator.name if head.coordinator else None,
        relations=standing.relations,
        book=own_texts(),
    )
    return render(
        "council/case.html",
        head=head,
        story=told,
        dates=date_lines(told.journey),
        people=case_people.people(session, head.person_id),
        requests=case_requests.requests(session, case_id),
        lines=timeline.for_council(session, case_id, RECENT),
        rights_on=_rights_on(head.birth_date),
        **_may(standing),
    )


def _rights_on(birth_date: date | None) -> date | None:
    """Return the day after which the rights are the young person's, once it is near."""
    pass_on = rights_pass_on(birth_date) if birth_date else None
    return pass_on if rights_pass_soon(pass_on, clock.today()) else None


def _may(standing: Standing) -> dict[str, Any]:
    """Return which ways on the page offers, so that none of them leads nowhere."""
    actor = current_person().actor
    looks = Relation.WITH_REASON in standing.relations
    return {
        "may_run": allows(actor, Action.RUN_CASE, standing.relations),
        "may_see_requests": allows(actor, Action.SEE_INBOX),
        "opening": next(
            iter(case_openings.running(db.session(), actor.account_id, standing.case.id)), None
        )
        if looks
        else None,
    }


@bp.get("/<case_id>/coordinator")
@policy(Action.RUN_CASE)
def edit_coordinator(case_id: str) -> ResponseReturnValue:
    """Ask who is to coordinate the case."""
    open_case(case_id, to=Action.RUN_CASE)
    return _coordinator_page(case_id, empty(coordinator=current_person().account_id))


@bp.post("/<case_id>/coordinator")
@policy(Action.RUN_CASE)
@once
def update_coordinator(case_id: str) -> ResponseReturnValue:
    """Change who coordinates the case."""
    open_case(case_id, to=Action.RUN_CASE)
    form, version = _read_versioned("coordinator")
    if form["coordinator"] not in {each.account_id for each in staff.case_staff(db.session())}:
        form.errors["coordinator"] = "Choose who coordinates the case"
        return _coordinator_page(case_id, form, 422)
    try:
        coordinators.change(
            db.writing(),
            actor_trace(),
            case_id,
            form["coordinator"],
            version=version,
        )
    except StaleDataError:
        db.forget()
        return _coordinator_page(case_id, form, 409)
    return see_other(url_for(".show", case_id=case_id))


@bp.post("/<case_id>/team")
@policy(Action.RUN_CASE)
@once
def update_team(case_id: str) -> ResponseReturnValue:
    """Say which team the case belongs to, or none."""
    open_case(case_id, to=Action.RUN_CASE)
    form, version = _read_versioned("team")
    if form["team"] and form["team"] not in {each.id for each in teams.listed(db.session())}:
        form.errors["team"] = "Choose the team, or no team"
        return _coordinator_page(case_id, form, 422)
    team_id = form["team"] or None
    try:
        work.give_case(db.writing(), actor_trace(), case_id, team_id, version=version)
    except StaleDataError:
        db.forget()
        return _coordinator_page(case_id, form, 409)
    return see_other(url_for(".show", case_id=case_id))


def _read_versioned(name: str) -> tuple[Posted, int]:
    form = read(name, "_version")
    return form, int(form["_version"]) if form["_version"].isdecimal() else abort(400)


def _coordinator_page(case_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/coordinator.html",
        status=status,
        head=cases.head(session, case_id),
        staff=staff.case_staff(session),
        teams=teams.listed(session),
        team=form["team"] if "team" in form.values else teams.team_of(session, case_id),
        form=form,
        too_late=status == 409,
    )

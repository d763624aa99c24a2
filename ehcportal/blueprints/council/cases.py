"""The council's list of cases, and one case on one screen (guide rows C02, C04)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.domain.nextstep import NextStep, Room, next_step
from ehcportal.domain.rights import rights_pass_on, rights_pass_soon
from ehcportal.policy import Action, Relation, allows
from ehcportal.queries import (
    case_clocks,
    case_desk,
    case_facts,
    case_openings,
    case_people,
    case_requests,
    cases,
    sign_offs,
    timeline,
)
from ehcportal.queries.case_desk import Desk
from ehcportal.queries.case_requests import CaseRequest
from ehcportal.queries.cases import CaseHead, Which
from ehcportal.queries.dashboard import CaseStory, story
from ehcportal.queries.paging import Cursor
from ehcportal.queries.sign_offs import Waiting
from ehcportal.queries.standing import Standing
from ehcportal.web import current_person, current_profile, open_case, policy, render, rooms
from ehcportal.web.texts import own_texts

bp = Blueprint("council_cases", __name__, url_prefix="/council/cases")

RECENT, NOTES = 8, 3
"""How many lines of the timeline and notes stand on the page of a case."""


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List cases by surname; look for one by name, reference or pupil number."""
    words = request.args.get("q", "")[:100]
    chosen = request.args.get("show")
    which = Which(chosen) if chosen in {each.value for each in Which} else Which.OPEN
    after = Cursor.read(request.args.get("after"))
    who = current_person().account_id
    prefix = current_profile().council.reference_prefix
    found = cases.listed(db.session(), which, words, after, account_id=who, prefix=prefix)
    return render(
        "council/cases.html",
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
    told = _story(standing, head)
    step, asked = next_step(told.journey), case_requests.requests(session, case_id)
    behind = case_desk.desk(session, case_id, current_person().account_id)
    return render(
        "council/case.html",
        head=head,
        story=told,
        step=step,
        **_on(case_id, step, asked, behind),
        ways=rooms.ways(case_id),
        links=rooms.links(case_id),
        dates=case_clocks.all_lines(told.journey),
        desk=behind,
        notes=case_desk.notes(session, case_id, NOTES),
        people=case_people.people(session, head.person_id),
        requests=asked,
        lines=timeline.for_council(session, case_id, RECENT),
        rights_on=_rights_on(head.birth_date),
        to_sign=_to_sign(standing),
        **_may(standing),
    )


def _to_sign(standing: Standing) -> list[Waiting]:
    """Return what waits for a second person, for those who decide in this case."""
    two = current_profile().law.second_sign_off
    decides = allows(current_person().actor, Action.DECIDE_CASE, standing.relations)
    return sign_offs.of_case(db.session(), standing.case.id) if two and decides else []


def _on(case_id: str, step: NextStep, asked: Sequence[CaseRequest], behind: Desk) -> dict[str, Any]:
    """Return where one goes on and in which words: what is not begun cannot be finished."""
    is_begun = behind.plan_kind is not None and behind.plan_served_on is None
    if step.room is Room.FINAL and not is_begun:
        return {"way": rooms.way(case_id, Room.PLAN), "way_words": f"begin_{step.key}"}
    return {"way": _way(case_id, step, asked), "way_words": ""}


def _way(case_id: str, step: NextStep, asked: Sequence[CaseRequest]) -> str | None:
    """Return where the next step is done: of a notice, the page of the request itself."""
    if step.room is not Room.REQUESTS:
        return rooms.way(case_id, step.room)
    waiting = [each.id for each in asked if each.closed_at is None]
    if not waiting or not allows(current_person().actor, Action.SEE_INBOX):
        return None
    return url_for("requests.show", request_id=waiting[0])


def _story(standing: Standing, head: CaseHead) -> CaseStory:
    return story(
        case_facts.for_case(db.session(), head.case_id),
        current_profile(),
        clock.today(),
        child=head.forename,
        coordinator=head.coordinator.name if head.coordinator else None,
        relations=standing.relations,
        book=own_texts(),
    )


@bp.get("/<case_id>/timeline")
@policy(Action.WORK_CASE)
def history(case_id: str) -> ResponseReturnValue:
    """Show everything that happened in the case."""
    open_case(case_id, to=Action.WORK_CASE)
    session, after = db.session(), Cursor.read(request.args.get("after"))
    return render(
        "council/case/timeline.html",
        head=cases.head(session, case_id),
        found=timeline.council_page(session, case_id, after),
        is_first_page=after is None,
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

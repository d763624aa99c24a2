"""The pages of one case for its family: dashboard, dates, request, people, forms (U01 to U08)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.family.case_pages import CasePage, open_page, story_of
from ehcportal.domain.facts import Source
from ehcportal.models.form import Submission
from ehcportal.policy import Action, Relation
from ehcportal.profile import HomeLayout
from ehcportal.queries import (
    access,
    additions,
    advice_consents,
    asks,
    documents,
    school_requests,
    sharing,
    startable,
    timeline,
    withdrawals,
)
from ehcportal.queries import involvements as involved
from ehcportal.queries.advice_consents import Question
from ehcportal.queries.asks import Ask
from ehcportal.queries.dashboard import (
    CaseStory,
    date_lines,
    is_request_open,
    without_advisers,
)
from ehcportal.queries.paging import Cursor
from ehcportal.web import current_person, current_profile, policy, render
from ehcportal.web.reads import leave_out_polls

bp = Blueprint("family_cases", __name__, url_prefix="/cases/<case_id>")

NEWEST = 3
"""Documents that the SEND Dashboard names before **More items**."""


@bp.get("")
@policy(Action.SEE_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show where the case is, what happens next and when, and whether anything is asked."""
    page = open_page(case_id, to=Action.SEE_CASE)
    name = "family/send_dashboard.html" if _is_send_dashboard() else "family/dashboard.html"
    return render(name, **_waiting(page))


@bp.get("/panels")
@policy(Action.SEE_CASE)
def panels(case_id: str) -> ResponseReturnValue:
    """Answer with the four panels alone, which refresh by themselves (guide row U06)."""
    page = open_page(case_id, to=Action.SEE_CASE)
    leave_out_polls()
    return render(
        "family/panels.html",
        partial="family/_send_panels.html" if _is_send_dashboard() else "family/_panels.html",
        target="panels",
        **_waiting(page),
    )


@bp.get("/account")
@policy(Action.SEE_CASE)
def account(case_id: str) -> ResponseReturnValue:
    """Show the child's account: details and what waits (guide row U02)."""
    page = open_page(case_id, to=Action.SEE_CASE)
    return render("family/account.html", here=page, forms=_forms(page))


@bp.get("/dates")
@policy(Action.SEE_CASE)
def dates(case_id: str) -> ResponseReturnValue:
    """List every key date, each with its rule and how it was counted."""
    page = open_page(case_id, to=Action.SEE_CASE)
    lines = date_lines(story_of(page).journey)
    if not page.may(Action.SEE_INVOLVEMENTS):
        lines = without_advisers(lines)
    return render("family/dates.html", here=page, lines=lines)


@bp.get("/request")
@policy(Action.SEE_REQUEST)
def request_details(case_id: str) -> ResponseReturnValue:
    """Show when the request was made, by whom as a role, and when its outcome is due."""
    page = open_page(case_id, to=Action.SEE_REQUEST)
    shared = sharing.shared_forms(db.session(), case_id, current_person().account_id)
    told = story_of(page)
    own: list[Submission] = []
    if page.may(Action.ADD_TO_REQUEST) and page.panels.asked_by_viewer:
        own = additions.own_requests(db.session(), case_id, current_person().account_id)
    return render(
        "family/request.html",
        here=page,
        story=told,
        shared=shared,
        own_requests=own,
        school_requests=_of_settings(page, told),
        school_asks=_asks_of_settings(page, told),
        is_open=is_request_open(told),
        may_take_back=_may_take_back(page, told),
    )


def _may_take_back(page: CasePage, told: CaseStory) -> bool:
    asked = {each.source for each in told.journey.dates.facts.requests if each.closed_on is None}
    if not page.may(Action.WITHDRAW_REQUEST) or not asked <= withdrawals.FAMILY:
        return False
    found = withdrawals.withdrawable(
        db.session(),
        told.journey.dates,
        page.case_id,
        page.standing.case.person_id,
        current_person().account_id,
    )
    return found.obstacle is None


def _of_settings(page: CasePage, told: CaseStory) -> list[Submission]:
    """Return what a school or college asked for; not to those who may not know where it is."""
    session, requests = db.session(), told.journey.dates.facts.requests
    if Source.SETTING not in {each.source for each in requests}:
        return []
    if not page.may(Action.ADD_TO_REQUEST) or not access.own(session, page.standing).knows_where:
        return []
    return school_requests.for_family(session, page.case_id)


def _asks_of_settings(page: CasePage, told: CaseStory) -> list[Ask]:
    """Return what a school or college asked for between reviews, as far as it may be known."""
    if not told.journey.dates.facts.asks:
        return []
    return asks.of_settings(db.session(), page.case_id, page.standing.relationship_id)


@bp.get("/involvements")
@policy(Action.SEE_INVOLVEMENTS)
def involvements(case_id: str) -> ResponseReturnValue:
    """List the coordinator and each professional with role and service.

    Of a protected child only roles are shown, but for those who may know where the child is.
    """
    page = open_page(case_id, to=Action.SEE_INVOLVEMENTS)
    knows_where = access.own(db.session(), page.standing).knows_where
    found = involved.involved(db.session(), case_id)
    if not knows_where:
        found = [replace(each, name="", service="") for each in found]
    return render("family/involvements.html", here=page, involved=found, knows_where=knows_where)


@bp.get("/to-complete")
@policy(Action.SEE_TO_COMPLETE)
def to_complete(case_id: str) -> ResponseReturnValue:
    """List the forms that wait for this person, and those they can start (guide row U08)."""
    page = open_page(case_id, to=Action.SEE_TO_COMPLETE)
    account_id = current_person().account_id
    assigned = startable.assigned(db.session(), case_id, account_id)
    sent = startable.sent(db.session(), case_id, account_id)
    just_sent = next((each for each in sent if each.id == request.args.get("sent")), None)
    return render(
        "family/to_complete.html",
        here=page,
        assigned=assigned,
        sent=sent,
        just_sent=just_sent,
        forms=_forms(page),
        titles={form.id: form.title for form in current_app.extensions["forms"]},
        questions=_questions(page, account_id),
        advice_asked=startable.advice_asked(db.session(), case_id, account_id),
        own_page=_own_page(page),
    )


def _own_page(page: CasePage) -> str:
    """Return where somebody tells us in their own words what they want us to know."""
    which = "about-me" if Relation.YOUNG_PERSON in page.standing.relations else "my-views"
    return url_for("family_voices.index", case_id=page.case_id, page=which)


def _questions(page: CasePage, account_id: str) -> list[Question]:
    """Return what is asked about advice that is there, and was not answered (Reg 6(4))."""
    if not page.may(Action.ASK_FOR_ADVISER) or page.head.ended_on is not None:
        return []
    asked = advice_consents.waiting(db.session(), page.case_id, account_id)
    return [each for each in asked if each.own is None]


@bp.get("/timeline")
@policy(Action.SEE_CASE)
def show_timeline(case_id: str) -> ResponseReturnValue:
    """Show everything that happened in the case that this person may see (guide row S11)."""
    page = open_page(case_id, to=Action.SEE_CASE)
    who, after = current_person().account_id, Cursor.read(request.args.get("after"))
    sees_all = page.may(Action.SEE_INVOLVEMENTS)
    found = timeline.family_page(db.session(), case_id, who, after, sees_all=sees_all)
    return render("family/timeline.html", here=page, found=found, is_first_page=after is None)


def _is_send_dashboard() -> bool:
    return current_profile().home.layout is HomeLayout.SEND_DASHBOARD


def _waiting(page: CasePage) -> dict[str, Any]:
    """Return what a dashboard shows; the SEND Dashboard lists the newest documents besides."""
    session, who = db.session(), current_person().account_id
    newest: Sequence[documents.Item] = []
    if _is_send_dashboard() and page.may(Action.SEE_DOCUMENTS):
        order = documents.Order.PUBLISHED
        newest = documents.items(session, page.case_id, who, order, most=NEWEST).rows
    told = story_of(page)
    return {
        "here": page,
        "story": told,
        "forms": _forms(page),
        "newest": newest,
        "may_add": is_request_open(told) and page.may(Action.ADD_TO_REQUEST),
    }


def _forms(page: CasePage) -> list[startable.Startable]:
    """Return the forms that this person can start for the case."""
    if not page.may(Action.SEE_TO_COMPLETE):
        return []
    catalogue, has_plan = current_app.extensions["forms"], page.panels.has_plan
    return startable.forms(catalogue, page.standing.relations, has_plan=has_plan)

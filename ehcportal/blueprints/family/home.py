"""Where somebody lands after signing in: a dashboard, their children, or what they sent."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.domain.facts import CaseFacts
from ehcportal.policy import Action, allows
from ehcportal.profile import HomeLayout
from ehcportal.queries import case_facts, coordinators, requests, rights
from ehcportal.queries.counting import access_answer_by, counting
from ehcportal.queries.dashboard import CaseStory, story
from ehcportal.queries.drafts import Owner, open_drafts
from ehcportal.queries.standing import VisibleCase, visible_cases
from ehcportal.web import current_person, current_profile, policy, render, see_other
from ehcportal.web.reads import note_reading
from ehcportal.web.texts import own_texts

bp = Blueprint("home", __name__)


@bp.get("/home")
@policy(Action.USE_ACCOUNT)
def home() -> ResponseReturnValue:
    """Lead each person to what they came for (guide row U01)."""
    person = current_person()
    if person.is_staff:
        return _staff_home()
    cases = visible_cases(db.session(), person.actor)
    if cases:
        return _family_home(cases)
    if person.posts:
        return see_other(url_for("own_settings.index"))
    if person.advises:
        return see_other(url_for("advice.index"))
    return _portal_home()


@bp.get("/cases")
@policy(Action.USE_ACCOUNT)
def overview() -> ResponseReturnValue:
    """Show a card for each child, in order of last name and first name (row S09, D09)."""
    person = current_person()
    cases = visible_cases(db.session(), person.actor)
    if not cases:
        return _portal_home()
    facts = case_facts.for_cases(db.session(), [each.case_id for each in cases])
    for each in cases:
        note_reading(Action.SEE_CASE.value, "case", each.case_id, case_id=each.case_id)
    names = coordinators.names(db.session(), [each.case_id for each in cases])
    stories = [(each, _story(each, facts[each.case_id], names.get(each.case_id))) for each in cases]
    is_my_cases = current_profile().home.layout is HomeLayout.MY_CASES
    page = "family/my_cases.html" if is_my_cases else "family/cases.html"
    return render(page, stories=stories, **_sent())


def _family_home(cases: list[VisibleCase]) -> ResponseReturnValue:
    """Lead a family on as the council's profile says; nobody chooses between one child (U01)."""
    layout = current_profile().home.layout
    if layout is HomeLayout.SEND_DASHBOARD:
        return _portal_home(cases)
    if len(cases) == 1 and layout is not HomeLayout.MY_CASES:
        return see_other(url_for("family_cases.show", case_id=cases[0].case_id))
    return see_other(url_for("home.overview"))


def _staff_home() -> ResponseReturnValue:
    if allows(current_person().actor, Action.LIST_CASES):
        return see_other(url_for("tray.index"))
    return render("council/home.html")


def _story(case: VisibleCase, facts: CaseFacts, coordinator: str | None) -> CaseStory:
    return story(
        facts,
        current_profile(),
        clock.today(),
        child=case.forename,
        coordinator=coordinator,
        relations=frozenset({case.relation}),
        book=own_texts(),
    )


def _portal_home(children: Sequence[VisibleCase] = ()) -> ResponseReturnValue:
    owner = Owner(account_id=current_person().account_id)
    drafts = open_drafts(db.session(), owner, clock.now())
    titles = {form.id: form.title for form in current_app.extensions["forms"]}
    return render("family/home.html", children=children, drafts=drafts, titles=titles, **_sent())


def _sent() -> dict[str, Any]:
    """Return what the person has sent that still waits, or was closed or turned down."""
    session, who = db.session(), current_person().account_id
    profile = current_profile()
    return {
        "is_kept": rights.is_kept_from(session, who),
        "requests": requests.own_requests(session, who, counting(profile)),
        "access_requests": requests.own_access_requests(session, who),
        "answer_by": lambda received_at: access_answer_by(profile, received_at),
    }

"""Taking the request back: what it means, asked once more, and done at once (guide row C11)."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.policy import Action
from ehcportal.queries import case_facts, withdrawals
from ehcportal.queries.counting import case_journey
from ehcportal.queries.withdrawals import Withdrawable
from ehcportal.services.endings import withdrawal
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

bp = Blueprint("family_withdrawal", __name__, url_prefix="/cases/<case_id>/withdrawal")

WHY = 2000
YES = "yes"


@bp.get("")
@policy(Action.WITHDRAW_REQUEST)
def ask(case_id: str) -> ResponseReturnValue:
    """Say what it means to take the request back, and ask once more."""
    page = open_page(case_id, to=Action.WITHDRAW_REQUEST)
    return _page(page, of_page(page), posted.empty())


@bp.post("")
@policy(Action.WITHDRAW_REQUEST)
@once
def take_back(case_id: str) -> ResponseReturnValue:
    """Close the request at once; the council hears of it and ends the case."""
    page = open_page(case_id, to=Action.WITHDRAW_REQUEST)
    found = of_page(page)
    form = posted.read("sure", long=("why",))
    form.at_most("why", WHY, _("Use %(limit)s characters or fewer", limit=f"{WHY:,}"))
    if form["sure"] != YES:
        form.errors["sure"] = _("Tick the box if you are sure")
    if found.obstacle is not None:
        return _page(page, found, form, 409)
    if form.errors:
        return _page(page, found, form, 422)
    seen = [(each.id, each.version) for each in found.requests]
    case, trace, ring = page.standing.case, actor_trace(), key_ring()
    try:
        withdrawal.take_back(db.writing(), trace, ring, case, seen, form["why"])
    except StaleDataError:
        db.forget()
        return _page(page, of_page(page), form, 409)
    return see_other(url_for("family_cases.request_details", case_id=case_id))


def of_page(page: CasePage) -> Withdrawable:
    """Return what the person of a page can take back, and why not."""
    session, case = db.session(), page.standing.case
    facts = case_facts.for_case(session, case.id)
    dates = case_journey(facts, current_profile(), clock.today()).dates
    who = current_person().account_id
    return withdrawals.withdrawable(session, dates, case.id, case.person_id, who)


def _page(
    page: CasePage, found: Withdrawable, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render("family/withdrawal.html", status=status, here=page, found=found, form=form)

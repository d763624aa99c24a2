"""Which reviews are due, by term and setting, and who moves to the next school (Code 9.173)."""

from datetime import date

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.review_desk import desk
from ehcportal.domain.phases import Term, term_of
from ehcportal.policy import Action
from ehcportal.queries.paging import Cursor
from ehcportal.queries.reviews import lists, movers
from ehcportal.services.reviews import term_lists
from ehcportal.web import once, policy, posted, render, see_other

ALL, HEALTH = "all", "health"
"""Whom to tell, where it is not one setting."""

bp = Blueprint("due_reviews", __name__, url_prefix="/council/reviews")


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List the reviews of a term, and those that are late, for all settings or for one."""
    term = _term(request.args.get("term"))
    setting = request.args.get("setting", "")[:26]
    after = Cursor.read(request.args.get("after"))
    session, today = db.session(), clock.today()
    is_now = term == term_of(today)
    return render(
        "council/reviews/due.html",
        term=term,
        terms=_terms(today),
        setting=setting,
        found=lists.due(session, term, setting_id=setting, after=after),
        late=lists.overdue(session, term.first, setting_id=setting)
        if is_now and not after
        else None,
        settings=lists.by_setting(session, term),
        health_told_at=lists.health_told_at(session, term),
        is_first_page=after is None,
    )


@bp.post("/lists")
@policy(Action.LIST_CASES)
@once
def tell() -> ResponseReturnValue:
    """Tell a setting that its list of a term is ready, or all; or note that health was sent it."""
    form = posted.read("setting", "term")
    term = _term(form["term"])
    known = [each.setting_id for each in lists.by_setting(db.session(), term)]
    here = desk()
    if form["setting"] == HEALTH:
        term_lists.tell_health(here, term.first)
    for each in known:
        if form["setting"] in {each, ALL}:
            term_lists.tell(here, each, term.first)
    return see_other(url_for(".index", term=term.first.isoformat()) + "#settings")


@bp.get("/transfers")
@policy(Action.LIST_CASES)
def transfers() -> ResponseReturnValue:
    """List the children who move to the next school after this school year, group by group."""
    year = request.args.get("year", type=int)
    after = Cursor.read(request.args.get("after")) if year is not None else None
    moves = movers.movers(db.session(), clock.today(), year, after)
    return render("council/reviews/transfers.html", moves=moves, is_first_page=after is None)


def _terms(today: date) -> list[Term]:
    """Return this term and the two after it."""
    now = term_of(today)
    return [now, now.next, now.next.next]


def _term(typed: str | None) -> Term:
    try:
        return term_of(date.fromisoformat(typed or ""))
    except ValueError:
        return term_of(clock.today())

"""Information Requested: who was asked for advice, when, until when, and what came (row U11)."""

from dataclasses import replace

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.policy import Action, allows
from ehcportal.queries import access, advice, advice_consents, advice_ledger
from ehcportal.queries.advice import Asked
from ehcportal.queries.advice_consents import Question
from ehcportal.queries.advice_ledger import Wished
from ehcportal.services import information_paper
from ehcportal.services.advice import wishes
from ehcportal.services.advice.wishes import Wish
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("family_information", __name__, url_prefix="/cases/<case_id>")

NAME = "information-requested"


@bp.get("/information-requested")
@policy(Action.SEE_INVOLVEMENTS)
def show(case_id: str) -> ResponseReturnValue:
    """List each ask as it stands today, and whom this person would like us to ask."""
    return _page(open_page(case_id, to=Action.SEE_INVOLVEMENTS), posted.empty())


@bp.post("/information-requested")
@policy(Action.ASK_FOR_ADVISER)
@once
def wish(case_id: str) -> ResponseReturnValue:
    """Keep whom a parent or the young person would like us to ask (Reg 6(1)(h))."""
    page = open_page(case_id, to=Action.ASK_FOR_ADVISER)
    if page.head.ended_on is not None:
        abort(404)
    form = posted.read("role", "name", "service", long=("why",))
    form.require("role", _("Write what they do"))
    form.at_most("role", 100, _("Write 100 characters or fewer"))
    form.at_most("name", 150, _("Write 150 characters or fewer"))
    form.at_most("service", 150, _("Write 150 characters or fewer"))
    form.at_most("why", 2000, _("Write 2,000 characters or fewer"))
    if form.errors:
        return _page(page, form, 422)
    wanted = Wish(form["role"], form["name"], form["service"], form["why"])
    case = page.standing.case
    wishes.make(db.writing(), actor_trace(), logins.key_ring(), case, wanted)
    logins.leave_news(_("Thank you. We will ask them, or tell you here why we do not."))
    return see_other(url_for(".show", case_id=case_id))


@bp.get("/information-requested.pdf")
@policy(Action.SEE_INVOLVEMENTS)
def paper(case_id: str) -> ResponseReturnValue:
    """Make the same list as a PDF, with the day on which it was made."""
    page = open_page(case_id, to=Action.SEE_INVOLVEMENTS)
    asked, _knows_where = _asked(page)
    return pdf_answer(NAME, information_paper.of, asked, page.head, current_profile())


def _page(page: CasePage, form: Posted, status: int = 200) -> ResponseReturnValue:
    asked, knows_where = _asked(page)
    who = current_person()
    found = advice_ledger.wishes(db.session(), page.case_id)
    may = allows(who.actor, Action.ASK_FOR_ADVISER, page.standing.relations)
    return render(
        "family/information.html",
        status=status,
        here=page,
        asked=asked,
        knows_where=knows_where,
        reminders=advice_ledger.reminders(db.session(), page.case_id),
        summaries=advice_ledger.summaries(db.session(), page.case_id) if knows_where else {},
        wishes=[_for_reader(each, who.account_id) for each in found],
        own_id=who.account_id,
        may_wish=may and page.head.ended_on is None,
        questions=_questions(page) if may else [],
        must_choose=request.args.get("choose") == "1",
        form=form,
        today=clock.today(),
        news=logins.take_news(),
    )


def _for_reader(wish: Wished, account_id: str) -> Wished:
    """Return a wish as somebody reads it: another adult's without names, with our answer."""
    if wish.asked_by_id in {account_id, None}:
        return wish
    return replace(wish, name="", service="", why="")


def _questions(page: CasePage) -> list[Question]:
    """Return what the family is asked about advice that is there (Reg 6(4))."""
    if page.head.ended_on is not None:
        return []
    return advice_consents.waiting(db.session(), page.case_id, current_person().account_id)


def _asked(page: CasePage) -> tuple[list[Asked], bool]:
    """Return every ask. Of a protected child only roles, but for those who may know the place."""
    knows_where = access.own(db.session(), page.standing).knows_where
    found = advice.of_case(db.session(), page.case_id, current_profile())
    if not knows_where:
        found = [replace(each, adviser="", service="") for each in found]
    return found, knows_where

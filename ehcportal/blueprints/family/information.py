"""Information Requested: who was asked for advice, when, until when, and what came (row U11)."""

from dataclasses import replace

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.policy import Action
from ehcportal.queries import access, advice
from ehcportal.queries.advice import Asked
from ehcportal.services import information_paper
from ehcportal.web import current_profile, policy, render

bp = Blueprint("family_information", __name__, url_prefix="/cases/<case_id>")

NAME = "information-requested"


@bp.get("/information-requested")
@policy(Action.SEE_INVOLVEMENTS)
def show(case_id: str) -> ResponseReturnValue:
    """List each ask as it stands today."""
    page = open_page(case_id, to=Action.SEE_INVOLVEMENTS)
    asked, knows_where = _asked(page)
    return render(
        "family/information.html",
        here=page,
        asked=asked,
        knows_where=knows_where,
        today=clock.today(),
    )


@bp.get("/information-requested.pdf")
@policy(Action.SEE_INVOLVEMENTS)
def paper(case_id: str) -> ResponseReturnValue:
    """Make the same list as a PDF, with the day on which it was made."""
    page = open_page(case_id, to=Action.SEE_INVOLVEMENTS)
    asked, _knows_where = _asked(page)
    return pdf_answer(NAME, information_paper.of, asked, page.head, current_profile())


def _asked(page: CasePage) -> tuple[list[Asked], bool]:
    """Return every ask. Of a protected child only roles, but for those who may know the place."""
    knows_where = access.own(db.session(), page.standing).knows_where
    found = advice.of_case(db.session(), page.case_id, current_profile())
    if not knows_where:
        found = [replace(each, adviser="", service="") for each in found]
    return found, knows_where

"""Which papers of the case an adviser reads with the ask, chosen by staff (Reg 6(3))."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council.advice_changes import open_ask
from ehcportal.policy import Action
from ehcportal.queries import advice_evidence, advice_ledger, cases
from ehcportal.services.advice import changes, evidence
from ehcportal.web import actor_trace, once, policy, posted, render, see_other

bp = Blueprint(
    "case_advice_evidence",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>/evidence",
)


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show the papers of the case, with those ticked that go along."""
    asked, session = open_ask(case_id, advice_request_id), db.session()
    return render(
        "council/advice/evidence.html",
        head=cases.head(session, case_id),
        asked=asked,
        papers=advice_ledger.papers(session, case_id),
        chosen={each.document_id for each in advice_evidence.sent_along(session, asked.id)},
    )


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Send along what is ticked, and take back what is not."""
    asked = open_ask(case_id, advice_request_id)
    papers = advice_ledger.papers(db.session(), case_id)
    form = posted.read(*(f"paper-{each.id}" for each in papers))
    wanted = [each.id for each in papers if form[f"paper-{each.id}"] == "yes"]
    session = db.writing()
    row = changes.standing(session, case_id, asked.id, None)
    evidence.choose(session, actor_trace(), row, wanted)
    return see_other(url_for("case_advice.index", case_id=case_id))

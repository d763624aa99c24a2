"""What an adviser reads with the ask: all that the family lets us share, and more (Reg 6(3))."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.advice_changes import open_ask
from ehcportal.policy import Action
from ehcportal.queries import advice_evidence, cases
from ehcportal.queries.advice import Asked
from ehcportal.queries.advice_evidence import Evidence, Goes
from ehcportal.services.advice import changes, evidence
from ehcportal.services.advice.evidence import ReasonNeededError
from ehcportal.web import actor_trace, once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint(
    "case_advice_evidence",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>/evidence",
)

LONGEST_REASON = 2000


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show what there is in the case, with that ticked which goes along."""
    asked = open_ask(case_id, advice_request_id)
    found = advice_evidence.of_ask(db.session(), case_id, asked.id)
    return _page(asked, found, _ticked(found))


def _ticked(found: list[Evidence]) -> Posted:
    going = {f"along-{each.key}": "yes" for each in found if each.goes is Goes.ALONG}
    return posted.empty(**going)


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Send along what is ticked; what the family sent is held back only with a reason."""
    asked = open_ask(case_id, advice_request_id)
    found = advice_evidence.of_ask(db.session(), case_id, asked.id)
    form = posted.read(*(f"along-{each.key}" for each in found), long=("reason",))
    form.at_most("reason", LONGEST_REASON, _("Write 2,000 characters or fewer"))
    wanted = {each.key for each in found if form[f"along-{each.key}"] == "yes"}
    if not form.errors:
        session = db.writing()
        try:
            row = changes.standing(session, case_id, asked.id, None)
            evidence.choose(session, actor_trace(), row, wanted, form["reason"])
        except ReasonNeededError:
            db.forget()
            form.errors["reason"] = _("Write why this adviser does not get what the family sent")
    if form.errors:
        return _page(asked, advice_evidence.of_ask(db.session(), case_id, asked.id), form, 422)
    return see_other(url_for("case_advice.index", case_id=case_id))


def _page(
    asked: Asked, found: list[Evidence], form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render(
        "council/advice/evidence.html",
        status=status,
        head=cases.head(db.session(), asked.case_id),
        asked=asked,
        found=found,
        form=form,
    )

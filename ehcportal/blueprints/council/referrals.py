"""Early help referrals, which are kept apart from every case (guide row H12)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.referral import ReferralOutcome
from ehcportal.policy import Action
from ehcportal.queries import referrals
from ehcportal.queries.paging import Cursor
from ehcportal.queries.referrals import Show
from ehcportal.queries.sent_answers import sent_answers
from ehcportal.services import referrals as kept
from ehcportal.web import actor_trace, current_profile, once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("referrals", __name__, url_prefix="/council/referrals")

OUTCOMES = {each.value: each for each in ReferralOutcome}


@bp.get("")
@policy(Action.SEE_INBOX)
def index() -> ResponseReturnValue:
    """List the referrals that wait, or those that are closed."""
    show = Show.CLOSED if request.args.get("show") == Show.CLOSED else Show.WAITING
    after = Cursor.read(request.args.get("after"))
    return render(
        "council/referrals/list.html",
        found=referrals.referrals(db.session(), show, after),
        show=show,
        is_first_page=after is None,
    )


@bp.get("/<referral_id>")
@policy(Action.SEE_INBOX)
def show(referral_id: str) -> ResponseReturnValue:
    """Read one; any other form that was sent is not found here."""
    return _page(referral_id, posted.empty())


@bp.post("/<referral_id>")
@policy(Action.SEE_INBOX)
@once
def close(referral_id: str) -> ResponseReturnValue:
    """Say what became of it; from then on the time runs after which it is removed."""
    form = posted.read("outcome")
    outcome = OUTCOMES.get(form["outcome"])
    if outcome is None:
        form.errors["outcome"] = _("Choose what became of it")
        return _page(referral_id, form, 422)
    months = current_profile().limits.early_help_months
    try:
        kept.close(db.writing(), actor_trace(), referral_id, outcome, months=months)
    except LookupError:
        db.forget()
        abort(404)
    return see_other(url_for(".index"))


def _page(referral_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    found = referrals.referral(session, referral_id) or abort(404)
    return render(
        "council/referrals/referral.html",
        status=status,
        referral=found,
        sent=sent_answers(session, found.submission_id),
        months=current_profile().limits.early_help_months,
        form=form,
    )

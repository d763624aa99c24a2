"""Saying for what a line of the final plan differs from the draft (Code 9.125)."""

from collections.abc import Iterator

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.content.labels import label
from ehcportal.policy import Action
from ehcportal.queries import cases, consultations, plan_issue, plan_pages, representations
from ehcportal.queries.counting import counting
from ehcportal.services import plan_causes
from ehcportal.services.plan_causes import Cause
from ehcportal.services.plans.versions import NotOpen
from ehcportal.web import (
    actor_trace,
    current_profile,
    once,
    open_case,
    plan_sending,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.plan_sending import Sending
from ehcportal.web.posted import Posted

bp = Blueprint(
    "plan_causes", __name__, url_prefix="/council/cases/<case_id>/plan/final/causes/<line_key>"
)

SHORT = 60


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, line_key: str) -> ResponseReturnValue:
    """Show how the line differs, and what that can come from."""
    return _page(_sending(case_id), line_key, posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def tie(case_id: str, line_key: str) -> ResponseReturnValue:
    """Keep the cause."""
    sending = _sending(case_id)
    form = posted.read("cause")
    if form["cause"] not in dict(_causes(sending)):
        form.errors["cause"] = _("Choose what it comes from")
        return _page(sending, line_key, form, 422)
    kind, _colon, cause_id = form["cause"].partition(":")
    try:
        plan_causes.tie(
            db.writing(), actor_trace(), sending.whole.head, line_key, Cause(kind), cause_id
        )
    except (NotOpen, LookupError):
        db.forget()
    return see_other(url_for("plan_serving.ask_final", case_id=case_id))


def _sending(case_id: str) -> Sending:
    standing = open_case(case_id, to=Action.RUN_CASE)
    sending = plan_sending.opened(standing, final=True)
    if sending is None or not may_write(standing):
        abort(404)
    return sending


def _page(sending: Sending, line_key: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    changes = sending.issue.changes if sending.issue else ()
    change = next((each for each in changes if each.key == line_key), None) or abort(404)
    session = db.session()
    before = plan_issue.before(session, sending.whole.head) or abort(404)
    return render(
        "council/plan_out/cause.html",
        status=status,
        head=cases.head(session, sending.head.case_id),
        change=change,
        before=plan_pages.shown(before),
        after=plan_pages.shown(sending.whole),
        causes=list(_causes(sending)),
        form=form,
    )


def _causes(sending: Sending) -> Iterator[tuple[str, str]]:
    """Yield each thing from which a difference may come: comments, overall views, replies."""
    session, final = db.session(), sending.whole.head
    before = plan_issue.before(session, final)
    if before is None:
        return
    plan = plan_pages.shown(before)
    for said in representations.sent(session, before.head.id):
        by = said.by or _("On paper")
        for each in said.comments:
            about = plan.number(each.line_key) or each.section
            words = (each.text or each.proposed)[:SHORT]
            yield f"{Cause.COMMENT}:{each.id}", f"{by}, {about}: {words}"
        if said.asks:
            yield f"{Cause.VIEW}:{said.row.id}", f"{by}: {said.row.overall[:SHORT]}"
    yield from _replies(sending)


def _replies(sending: Sending) -> Iterator[tuple[str, str]]:
    """Yield the replies of settings: the placement decision follows from them."""
    asked = consultations.of_case(db.session(), sending.head.case_id, counting(current_profile()))
    for each in asked:
        if each.row.reply is not None:
            told = label("consultation_reply", each.row.reply)
            yield f"{Cause.REPLY}:{each.row.id}", f"{each.setting.name}: {told}"

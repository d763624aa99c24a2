"""Sending a version of the plan out: a draft, proposed changes, or the final plan (row C03)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.content.letter_words import LetterWords
from ehcportal.domain import plan_service
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, document_readers, plan_issue, plan_pages, plans
from ehcportal.queries.standing import Standing
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.services import plan_serving
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.plan_serving import Serving
from ehcportal.web import (
    actor_trace,
    current_person,
    once,
    open_case,
    plan_copies,
    plan_letters,
    plan_reading,
    plan_sending,
    plan_signing,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.case_letters import Known
from ehcportal.web.logins import key_ring
from ehcportal.web.plan_commenting import read_day
from ehcportal.web.plan_letters import With
from ehcportal.web.plan_sending import Late, Sending
from ehcportal.web.plan_signing import Second
from ehcportal.web.posted import Posted

bp = Blueprint("plan_serving", __name__, url_prefix="/council/cases/<case_id>/plan")

DAYS = tuple(f"{name}-{part}" for name in ("until", "posted") for part in ("day", "month", "year"))


@bp.get("/serve")
@policy(Action.RUN_CASE)
def ask(case_id: str) -> ResponseReturnValue:
    """Show what stands in the way, who gets it, and until when the family can comment."""
    return _page(open_case(case_id, to=Action.RUN_CASE), False, posted.empty())


@bp.post("/serve")
@policy(Action.RUN_CASE)
@once
def serve(case_id: str) -> ResponseReturnValue:
    """Send a draft or proposed changes."""
    return _sent(open_case(case_id, to=Action.RUN_CASE), False)


@bp.get("/final")
@policy(Action.RUN_CASE)
def ask_final(case_id: str) -> ResponseReturnValue:
    """Show what stands in the way of the final plan, and in what it differs from the draft."""
    return _page(open_case(case_id, to=Action.RUN_CASE), True, posted.empty())


@bp.post("/final")
@policy(Action.DECIDE_CASE)
@once
def serve_final(case_id: str) -> ResponseReturnValue:
    """Send the final plan to all who must get it: a decision, so business support cannot."""
    return _sent(open_case(case_id, to=Action.DECIDE_CASE), True)


def _sent(standing: Standing, final: bool) -> ResponseReturnValue:
    """Send it: paper, publication, alerts, timeline and its days, all together or not at all."""
    sending = plan_sending.opened(standing, final=final)
    form = posted.read("do", "sure", "health", "setting", "_mark", *DAYS, many=("paper",))
    if sending is None or not may_write(standing) or form["_mark"] != sending.mark:
        return _page(standing, final, form, 409)
    second = plan_signing.second(sending)
    if second.needs_ask:
        return _asked(sending, second, form)
    serving = plan_sending.read_serving(form, sending)
    if sending.obstacles or serving is None:
        return _page(standing, final, form, 422)
    try:
        sent = plan_sending.send(sending, serving, form)
    except Late:
        return _page(standing, final, form, 409)
    if sent is None:
        return _page(standing, final, form, 422)
    plan_signing.sign(second)
    return see_other(url_for(".read", case_id=standing.case.id, number=sent.number))


def _asked(sending: Sending, second: Second, form: Posted) -> ResponseReturnValue:
    """Ask for a second person, where the council asks for two; nothing goes out."""
    standing = sending.standing
    if form["do"] != plan_signing.ASK or sending.obstacles:
        return _page(standing, True, form, 422)
    plan_signing.ask(sending, second)
    return see_other(url_for(".ask_final", case_id=standing.case.id))


@bp.get("/versions/<int:number>")
@policy(Action.WORK_CASE)
def read(case_id: str, number: int) -> ResponseReturnValue:
    """Show a version that was served, as families read it, with what was said of it."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    head, heads = plan_reading.of_number(case_id, number)
    looking = Looking.at(standing, current_person().account_id, Audience.COUNCIL)
    return render(
        "council/plan_out/version.html",
        head=cases.head(db.session(), case_id),
        **plan_reading.with_pieces(plan_reading.shown(head), looking),
        versions=heads,
        by_law=plan_sending.window_of(head),
        may_change=may_write(standing) and head == heads[0],
    )


@bp.get("/versions/<int:number>/docx")
@policy(Action.WORK_CASE)
def copy(case_id: str, number: int) -> ResponseReturnValue:
    """Give out a version as a file to write in; the one that is being written too."""
    open_case(case_id, to=Action.WORK_CASE)
    found = plans.versions(db.session(), case_id)
    head = next((each for each in found if each.number == number), None)
    return plan_copies.hand_out_copy(head or abort(404))


@bp.get("/versions/<int:number>/changes")
@policy(Action.WORK_CASE)
def changes(case_id: str, number: int) -> ResponseReturnValue:
    """Show what differs from any older version, the one before it without a number."""
    open_case(case_id, to=Action.WORK_CASE)
    head, heads = plan_reading.of_number(case_id, number)
    found = plan_reading.differing(heads, head, request.args.get("from", type=int))
    return render("council/plan_out/changes.html", head=cases.head(db.session(), case_id), **found)


@bp.get("/versions/<int:number>/window")
@policy(Action.RUN_CASE)
def ask_window(case_id: str, number: int) -> ResponseReturnValue:
    """Ask until when the family gets more time."""
    open_case(case_id, to=Action.RUN_CASE)
    return _window_page(case_id, number, posted.empty())


@bp.post("/versions/<int:number>/window")
@policy(Action.RUN_CASE)
@once
def lengthen(case_id: str, number: int) -> ResponseReturnValue:
    """Give more time; the days that the law gives stay as they are."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    head, _heads = plan_reading.of_number(case_id, number)
    form = posted.read("until-day", "until-month", "until-year")
    until, law = read_day(form, "until"), plan_sending.window_of(head)
    if until is None or law is None:
        form.errors.setdefault("until-day", _("Enter the new last day"))
    elif not plan_service.is_long_enough(until, law, head.comments_until):
        form.errors["until-day"] = _("Enter a later day: time can be given and not taken away")
    if form.errors or until is None:
        return _window_page(case_id, number, form, 422)
    session = db.writing()
    readers = document_readers.readers(session, standing.case)
    told = [each.account_id for each in readers.family]
    try:
        plan_serving.lengthen(session, actor_trace(), key_ring(), head, until, told)
    except NotLawfulError as why_not:
        db.forget()
        form.errors["until-day"] = str(why_not)
        return _window_page(case_id, number, form, 422)
    return see_other(url_for(".read", case_id=case_id, number=number))


def _window_page(case_id: str, number: int, form: Posted, status: int = 200) -> ResponseReturnValue:
    version, _heads = plan_reading.of_number(case_id, number)
    return render(
        "council/plan_out/window.html",
        status=status,
        head=cases.head(db.session(), case_id),
        version=version,
        form=form,
    )


def _page(standing: Standing, final: bool, form: Posted, status: int = 200) -> ResponseReturnValue:
    """Show the page; with 409 what somebody else has changed meanwhile."""
    if status == 409:
        db.forget()
    sending = plan_sending.opened(standing, final=final)
    return render(
        "council/plan_out/serve.html",
        status=status,
        head=sending.head if sending else cases.head(db.session(), standing.case.id),
        sending=sending,
        final=final,
        form=form,
        too_late=status == 409,
        may_change=may_write(standing) and (not final or _may_decide(standing)),
        by_law=_law_of(sending),
        causes=_causes(sending) if sending and final else None,
        letter=_preview(standing, sending) if sending else None,
        papers=plan_sending.papers_of(sending) if sending else [],
        second=plan_signing.second(sending) if sending else None,
        ticked=request.form.getlist("paper"),
    )


def _may_decide(standing: Standing) -> bool:
    return allows(current_person().actor, Action.DECIDE_CASE, standing.relations)


def _preview(standing: Standing, sending: Sending) -> LetterWords | None:
    """Return the letter as it would read if the version went out now."""
    law = plan_sending.by_law(sending, clock.today())
    serving = Serving(clock.today(), law.due_on if law else None)
    sent = With(serving, plan_sending.chosen(sending))
    known = Known(sending.head, sending.facts)
    return plan_letters.preview(standing.case, sending.whole, sent, known)


def _law_of(sending: Sending | None) -> object:
    return plan_sending.by_law(sending, clock.today()) if sending else None


def _causes(sending: Sending) -> dict[str, object] | None:
    """Return what a final plan differs in, with what each difference can come from."""
    session = db.session()
    before = plan_issue.before(session, sending.whole.head)
    if before is None or sending.issue is None:
        return None
    return {
        "before": plan_pages.shown(before),
        "after": plan_pages.shown(sending.whole),
        "untied": {each.key for each in sending.issue.untied},
        "changes": sending.issue.changes,
    }

"""What families and settings said of a proposed plan, and the council's answers (row S06)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.models.plan import CommentOutcome
from ehcportal.policy import Action
from ehcportal.queries import cases, plan_pages, plans, representations
from ehcportal.queries.plan_pages import ShownPlan
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Comment, Said
from ehcportal.services import plan_comments
from ehcportal.services.plan_comments import Reply
from ehcportal.web import (
    actor_trace,
    comment_files,
    once,
    open_case,
    plan_reading,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("plan_answers", __name__, url_prefix="/council/cases/<case_id>/plan/comments")

REASON = 4000


@bp.get("", defaults={"number": None})
@bp.get("/versions/<int:number>")
@policy(Action.WORK_CASE)
def index(case_id: str, number: int | None) -> ResponseReturnValue:
    """Show all that was said of a version, and what still waits for an answer."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    head, heads = _commented(case_id, number)
    return render(
        "council/plan_out/comments.html",
        head=cases.head(session, case_id),
        plan=plan_reading.lines_of(head) if head else None,
        version=head,
        versions=[each for each in heads if not each.is_final],
        said=representations.sent(session, head.id) if head else [],
        unfinished=representations.unfinished(session, head.id) if head else [],
        may_change=may_write(standing),
        today=clock.today(),
    )


@bp.get("/files/<comment_file_id>")
@policy(Action.WORK_CASE)
def file(case_id: str, comment_file_id: str) -> ResponseReturnValue:
    """Open a file that came with a comment."""
    open_case(case_id, to=Action.WORK_CASE)
    return comment_files.open_file(case_id, comment_file_id)


@bp.get("/<comment_id>")
@policy(Action.RUN_CASE)
def ask(case_id: str, comment_id: str) -> ResponseReturnValue:
    """Ask for the answer to one comment, or to the whole, with its reason."""
    open_case(case_id, to=Action.RUN_CASE)
    return _page(case_id, comment_id, posted.empty())


@bp.post("/<comment_id>")
@policy(Action.RUN_CASE)
@once
def answer(case_id: str, comment_id: str) -> ResponseReturnValue:
    """Answer it; who wrote it reads the answer at once."""
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    _version, about = _about(case_id, comment_id)
    form = posted.read("outcome", "line", "_answers", long=("reason",))
    reply = _checked(form, _being_written(case_id))
    if reply is None:
        return _page(case_id, comment_id, form, 422)
    session = db.writing()
    if str(plan_comments.answers_given(session, comment_id)) != form["_answers"]:
        form.errors["reason"] = _("Somebody else answered meanwhile. Their answer stands above")
        return _page(case_id, comment_id, form, 409)
    plan_comments.answer(session, actor_trace(), key_ring(), case_id, about, reply)
    return see_other(url_for(".index", case_id=case_id, _anchor=comment_id))


def _checked(form: Posted, being: ShownPlan | None) -> Reply | None:
    if form["outcome"] not in set(CommentOutcome):
        form.errors["outcome"] = _("Choose what you do with the comment")
    form.require("reason", _("Give the reason: the family reads it"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    if form["line"] and (being is None or being.line(form["line"]) is None):
        form.errors["line"] = _("Choose a line of the version that is being written")
    if form.errors:
        return None
    return Reply(CommentOutcome(form["outcome"]), form["reason"], form["line"] or None)


def _page(case_id: str, comment_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    session = db.session()
    version, about = _about(case_id, comment_id)
    return render(
        "council/plan_out/answer.html",
        status=status,
        head=cases.head(session, case_id),
        plan=plan_reading.shown(version),
        about_id=comment_id,
        comment=about if isinstance(about, Comment) else None,
        whole=about if isinstance(about, Said) else None,
        answers=plan_comments.answers_given(session, comment_id),
        being=_being_written(case_id),
        form=form,
    )


def _about(case_id: str, about_id: str) -> tuple[Head, Comment | Said]:
    """Return a comment, or the whole, that was sent about a version of this case; or 404."""
    session = db.session()
    for head in plan_pages.served(session, case_id):
        for said in representations.sent(session, head.id):
            found = {each.id: each for each in said.comments}
            if said.row.id == about_id and said.asks:
                return head, said
            if about_id in found:
                return head, found[about_id]
    return abort(404)


def _being_written(case_id: str) -> ShownPlan | None:
    session = db.session()
    head = plans.being_written(session, case_id)
    return plan_reading.lines_of(head) if head else None


def _commented(case_id: str, number: int | None) -> tuple[Head | None, list[Head]]:
    """Return a version that could be commented on, the newest without a number."""
    heads = plan_pages.served(db.session(), case_id)
    found = [each for each in heads if not each.is_final and number in (None, each.number)]
    if number is not None and not found:
        abort(404)
    return (found[0] if found else None), heads

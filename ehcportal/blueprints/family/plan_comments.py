"""What the family says of a proposed plan: written bit by bit, sent once (row S06, form 10)."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.blueprints.family.plan import may_comment
from ehcportal.policy import Action
from ehcportal.queries.said import Speaker
from ehcportal.web import comment_files, current_person, once, plan_commenting, plan_reading, policy
from ehcportal.web.plan_commenting import Desk

bp = Blueprint("plan_comments", __name__, url_prefix="/cases/<case_id>/plan/comments")


@bp.get("")
@policy(Action.COMMENT_ON_PLAN)
def show(case_id: str) -> ResponseReturnValue:
    """Show one's own comments, and the council's answers to them."""
    return plan_commenting.show(_desk(case_id, plan_commenting.version_asked()))


@bp.post("")
@policy(Action.COMMENT_ON_PLAN)
@once
def keep(case_id: str) -> ResponseReturnValue:
    """Keep what is said of the plan as a whole, or send everything."""
    return plan_commenting.keep(_desk(case_id))


@bp.get("/about/<about>")
@policy(Action.COMMENT_ON_PLAN)
def ask(case_id: str, about: str) -> ResponseReturnValue:
    """Ask for a comment on one line."""
    return plan_commenting.ask(_desk(case_id), about)


@bp.post("/about/<about>")
@policy(Action.COMMENT_ON_PLAN)
@once
def write(case_id: str, about: str) -> ResponseReturnValue:
    """Keep it."""
    return plan_commenting.write(_desk(case_id), about)


@bp.post("/about/<about>/remove")
@policy(Action.COMMENT_ON_PLAN)
@once
def remove(case_id: str, about: str) -> ResponseReturnValue:
    """Take it away."""
    return plan_commenting.remove(_desk(case_id), about)


@bp.get("/files/<comment_file_id>")
@policy(Action.COMMENT_ON_PLAN)
def file(case_id: str, comment_file_id: str) -> ResponseReturnValue:
    """Open a file of one's own comment."""
    desk = _desk(case_id)
    return comment_files.open_file(case_id, comment_file_id, desk.speaker)


def _desk(case_id: str, number: int | None = None) -> Desk:
    page = open_page(case_id, to=Action.COMMENT_ON_PLAN)
    head, heads = plan_reading.of_number(case_id, number)

    def urls(what: str, **more: Any) -> str:
        if what == "plan":
            return url_for("family_plan.show", case_id=case_id)
        return url_for(f"plan_comments.{what}", case_id=case_id, **more)

    return Desk(
        head=head,
        speaker=Speaker(current_person().account_id),
        layout="family/case.html",
        urls=urls,
        is_open=may_comment(page, head, heads),
        context={"here": page, "of_family": True, "case_id": case_id},
    )

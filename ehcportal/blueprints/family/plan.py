"""The plan as the family reads it, section by section, and what changed in it (rows U13, S06)."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.policy import Action
from ehcportal.queries import (
    appendices,
    consultations,
    plan_pages,
    preferences,
    representations,
)
from ehcportal.queries.plan_pages import ShownPlan
from ehcportal.queries.plans import Head
from ehcportal.queries.preferences import Refused
from ehcportal.queries.said import Speaker
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.web import (
    current_person,
    open_case,
    plan_appendices,
    plan_copies,
    plan_reading,
    policy,
    render,
)

bp = Blueprint("family_plan", __name__, url_prefix="/cases/<case_id>/plan")


@bp.get("", defaults={"number": None})
@bp.get("/versions/<int:number>")
@policy(Action.READ_PLAN)
def show(case_id: str, number: int | None) -> ResponseReturnValue:
    """Show the newest version that was served, or an older one."""
    page = open_page(case_id, to=Action.READ_PLAN)
    head, heads = plan_reading.of_number(case_id, number)
    account_id = current_person().account_id
    own = (
        [] if head.is_final else representations.all_own(db.session(), head.id, Speaker(account_id))
    )
    said = own[-1] if own else None
    looking = Looking.at(page.standing, account_id, Audience.FAMILY)
    whole = plan_reading.whole(head)
    shown = plan_pages.shown(whole)
    return render(
        "family/plan.html",
        here=page,
        versions=heads,
        said=said,
        before=own[:-1],
        refused=_refused(shown, heads) if head.is_final else [],
        appendices=appendices.of_whole(whole),
        may_comment=not (said and said.is_sent) and may_comment(page, head, heads),
        **plan_reading.with_pieces(shown, looking),
    )


def _refused(shown: ShownPlan, heads: list[Head]) -> list[Refused]:
    """Return why the plan does not name what the family asked for (section 39(4) of the Act)."""
    return preferences.refused(db.session(), shown.head, shown.named_setting, heads)


@bp.get("/places")
@policy(Action.READ_PLAN)
def places(case_id: str) -> ResponseReturnValue:
    """Show when the places that the family asked for were asked, and what they answered."""
    page = open_page(case_id, to=Action.READ_PLAN)
    head, _heads = plan_reading.of_number(case_id, None)
    asked = consultations.of_family(db.session(), head.id)
    return render("family/plan_places.html", here=page, plan=head, asked=asked)


@bp.get("/versions/<int:number>/advice/<advice_request_id>")
@policy(Action.READ_PLAN)
def advice(case_id: str, number: int, advice_request_id: str) -> ResponseReturnValue:
    """Show a piece of advice that a version lists: its appendices are sent with it (Reg 12(4))."""
    page = open_page(case_id, to=Action.READ_PLAN)
    head, _heads = plan_reading.of_number(case_id, number)
    found = plan_appendices.opened(head, advice_request_id)
    return render("family/appendix.html", here=page, number=number, **found)


@bp.get("/versions/<int:number>/advice/<advice_request_id>/files/<file_id>")
@policy(Action.READ_PLAN)
def advice_file(
    case_id: str, number: int, advice_request_id: str, file_id: str
) -> ResponseReturnValue:
    """Give out a file that came with it."""
    open_case(case_id, to=Action.READ_PLAN)
    head, _heads = plan_reading.of_number(case_id, number)
    return plan_appendices.file_of(head, advice_request_id, file_id)


@bp.get("/versions/<int:number>/docx")
@policy(Action.READ_PLAN)
def copy(case_id: str, number: int) -> ResponseReturnValue:
    """Give out a version as a file to write in."""
    open_case(case_id, to=Action.READ_PLAN)
    head, _heads = plan_reading.of_number(case_id, number)
    return plan_copies.hand_out_copy(head)


@bp.get("/versions/<int:number>/changes")
@policy(Action.READ_PLAN)
def changes(case_id: str, number: int) -> ResponseReturnValue:
    """Show what differs from an older version, line by line and word by word."""
    page = open_page(case_id, to=Action.READ_PLAN)
    head, heads = plan_reading.of_number(case_id, number)
    against = request.args.get("from", type=int)
    found = plan_reading.differing(heads, head, against)
    return render("family/plan_changes.html", here=page, **found)


def may_comment(page: CasePage, head: Head, heads: list[Head]) -> bool:
    """Whether this person can say something to this version: the newest, while it is no final."""
    can = page.may(Action.COMMENT_ON_PLAN) and head == heads[0]
    return can and plan_reading.proposed(page.case_id, heads) is not None

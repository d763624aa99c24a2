"""The plan as the setting of a pupil reads it and comments on it (rows U13, S06)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.setting.pupils import Pupil, open_pupil
from ehcportal.policy import Action
from ehcportal.queries import appendices, plan_pages, representations
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Speaker
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.web import (
    comment_files,
    current_person,
    once,
    plan_appendices,
    plan_commenting,
    plan_copies,
    plan_reading,
    policy,
    render,
)
from ehcportal.web.plan_commenting import Desk

bp = Blueprint("pupil_plan", __name__, url_prefix="/settings/pupils/<case_id>/plan")


@dataclass(frozen=True, slots=True)
class Opened:
    """A pupil's plan: one version of those that the setting may read."""

    pupil: Pupil
    head: Head
    heads: list[Head]

    @property
    def speaker(self) -> Speaker:
        """The setting, which says one thing, whoever of it writes."""
        return Speaker(current_person().account_id, self.pupil.place.setting_id)

    @property
    def is_open(self) -> bool:
        """Whether something is proposed, so that the setting can comment."""
        case_id = self.pupil.standing.case.id
        return self.head == plan_reading.proposed(case_id, self.heads)


@bp.get("", defaults={"number": None})
@bp.get("/versions/<int:number>")
@policy(Action.SEE_PUPIL)
def show(case_id: str, number: int | None) -> ResponseReturnValue:
    """Show the newest version that was served, or an older one."""
    opened = _open(case_id, number)
    own = representations.all_own(db.session(), opened.head.id, opened.speaker)
    said = own[-1] if own else None
    whole = plan_reading.whole(opened.head)
    looking = Looking.at(
        opened.pupil.standing,
        current_person().account_id,
        Audience.SETTING,
        since=opened.pupil.place.since_moment,
    )
    return render(
        "setting/plan.html",
        pupil=opened.pupil.head,
        versions=opened.heads,
        said=said,
        before=own[:-1],
        may_comment=opened.is_open and not (said and said.is_sent),
        appendices=appendices.of_whole(whole),
        **plan_reading.with_pieces(plan_pages.shown(whole), looking),
    )


@bp.get("/versions/<int:number>/advice/<advice_request_id>")
@policy(Action.SEE_PUPIL)
def advice(case_id: str, number: int, advice_request_id: str) -> ResponseReturnValue:
    """Show a piece of advice that goes with a version."""
    opened = _open(case_id, number)
    found = plan_appendices.opened(opened.head, advice_request_id)
    return render("setting/pupil_appendix.html", pupil=opened.pupil.head, number=number, **found)


@bp.get("/versions/<int:number>/advice/<advice_request_id>/files/<file_id>")
@policy(Action.SEE_PUPIL)
def advice_file(
    case_id: str, number: int, advice_request_id: str, file_id: str
) -> ResponseReturnValue:
    """Give out a file that came with it."""
    return plan_appendices.file_of(_open(case_id, number).head, advice_request_id, file_id)


@bp.get("/versions/<int:number>/docx")
@policy(Action.SEE_PUPIL)
def copy(case_id: str, number: int) -> ResponseReturnValue:
    """Give out a version that the setting may read as a file to write in."""
    return plan_copies.hand_out_copy(_open(case_id, number).head)


@bp.get("/versions/<int:number>/changes")
@policy(Action.SEE_PUPIL)
def changes(case_id: str, number: int) -> ResponseReturnValue:
    """Show what differs from an older version."""
    opened = _open(case_id, number)
    against = request.args.get("from", type=int)
    found = plan_reading.differing(opened.heads, opened.head, against)
    return render("setting/plan_changes.html", pupil=opened.pupil.head, **found)


@bp.get("/comments")
@policy(Action.SEE_PUPIL)
def comments(case_id: str) -> ResponseReturnValue:
    """Show the setting's own comments, and the council's answers to them."""
    return plan_commenting.show(_desk(case_id, plan_commenting.version_asked()))


@bp.post("/comments")
@policy(Action.SEE_PUPIL)
@once
def keep(case_id: str) -> ResponseReturnValue:
    """Keep what is said of the plan as a whole, or send everything."""
    return plan_commenting.keep(_desk(case_id))


@bp.get("/comments/about/<about>")
@policy(Action.SEE_PUPIL)
def ask(case_id: str, about: str) -> ResponseReturnValue:
    """Ask for a comment on one line."""
    return plan_commenting.ask(_desk(case_id), about)


@bp.post("/comments/about/<about>")
@policy(Action.SEE_PUPIL)
@once
def write(case_id: str, about: str) -> ResponseReturnValue:
    """Keep it."""
    return plan_commenting.write(_desk(case_id), about)


@bp.post("/comments/about/<about>/remove")
@policy(Action.SEE_PUPIL)
@once
def remove(case_id: str, about: str) -> ResponseReturnValue:
    """Take it away."""
    return plan_commenting.remove(_desk(case_id), about)


@bp.get("/comments/files/<comment_file_id>")
@policy(Action.SEE_PUPIL)
def comment_file(case_id: str, comment_file_id: str) -> ResponseReturnValue:
    """Open a file of the setting's own comment."""
    desk = _desk(case_id)
    return comment_files.open_file(case_id, comment_file_id, desk.speaker)


def _open(case_id: str, number: int | None) -> Opened:
    pupil = open_pupil(case_id)
    heads = _for_setting(plan_reading.served(case_id), pupil.place.since)
    found = heads[:1] if number is None else [each for each in heads if each.number == number]
    return Opened(pupil, found[0] if found else abort(404), heads)


def _for_setting(heads: list[Head], since: date | None) -> list[Head]:
    """Return the plan in force, what was proposed after it, and what came since the child did."""
    newest_final = next((each.number for each in heads if each.is_final), 0)
    return [
        each
        for each in heads
        if each.number >= newest_final
        or (since is not None and each.served_on is not None and each.served_on >= since)
    ]


def _desk(case_id: str, number: int | None = None) -> Desk:
    opened = _open(case_id, number)

    def urls(what: str, **more: Any) -> str:
        name = {"plan": "show", "show": "comments"}.get(what, what)
        return url_for(f"pupil_plan.{name}", case_id=case_id, **more)

    return Desk(
        head=opened.head,
        speaker=opened.speaker,
        layout="setting/_pupil_page.html",
        urls=urls,
        is_open=opened.is_open,
        context={"pupil": opened.pupil.head, "of_family": False, "case_id": case_id},
    )

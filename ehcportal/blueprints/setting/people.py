"""A setting's own people, managed by who leads it, so that nobody shares a mailbox (row S01).

A lead invites other staff, changes a SENCo to other staff, and ends anybody's post; leads and
SENCos are made by the council. A lead sees names and no address but those that they typed.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council.setting_people import (
    chosen_role,
    invitation_or_404,
    post_or_404,
)
from ehcportal.models.invitation import Invitation
from ehcportal.models.setting import Setting, SettingRole
from ehcportal.policy import Action
from ehcportal.queries import setting_people
from ehcportal.queries.setting_people import Post
from ehcportal.services import allowances, memberships
from ehcportal.services.invitations import again, settings
from ehcportal.services.invitations.links import InvalidAddress
from ehcportal.services.memberships import LastLeadError
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    open_setting,
    policy,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("setting_people", __name__, url_prefix="/settings/<setting_id>/people")

ALONE = "You are the only lead here. Ask the council to make somebody else a lead first"


@bp.get("")
@policy(Action.LEAD_SETTING)
def index(setting_id: str) -> ResponseReturnValue:
    """List who works at the setting, and who is invited."""
    setting = open_setting(setting_id, to=Action.LEAD_SETTING).setting
    session = db.session()
    return render(
        "setting/people.html",
        setting=setting,
        people=setting_people.of_setting(session, setting_id),
        invited=setting_people.invited_to_setting(session, setting_id),
    )


@bp.get("/invite")
@policy(Action.LEAD_SETTING, confirmed=True)
def ask_whom(setting_id: str) -> ResponseReturnValue:
    """Ask for the address of a colleague."""
    setting = open_setting(setting_id, to=Action.LEAD_SETTING).setting
    return _invite_page(setting, empty())


@bp.post("/invite")
@policy(Action.LEAD_SETTING, confirmed=True)
@once
def invite(setting_id: str) -> ResponseReturnValue:
    """Send a colleague the link; the answer is the same whether the address is known or not."""
    setting = open_setting(setting_id, to=Action.LEAD_SETTING).setting
    form = read("email")
    form.require("email", "Enter the email address")
    if form.errors:
        return _invite_page(setting, form, 422)
    _count()
    try:
        settings.invite(
            db.writing(),
            key_ring(),
            current_app.extensions["settings"].base_url,
            form["email"],
            setting_id=setting_id,
            role=SettingRole.STAFF,
            trace=actor_trace(),
        )
    except InvalidAddress:
        db.forget()
        form.errors["email"] = "Enter an email address, like name@example.org"
        return _invite_page(setting, form, 422)
    return _back(setting_id)


@bp.post("/invitations/<invitation_id>/withdrawal")
@policy(Action.LEAD_SETTING)
@once
def withdraw(setting_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take back an invitation that this lead sent."""
    read()
    row = _own_invitation(setting_id, invitation_id)
    again.withdraw(db.writing(), actor_trace(), row)
    return _back(setting_id)


@bp.post("/invitations/<invitation_id>/link")
@policy(Action.LEAD_SETTING)
@once
def send_again(setting_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send a new link for an invitation that this lead sent."""
    read()
    row = _own_invitation(setting_id, invitation_id)
    _count()
    base_url = current_app.extensions["settings"].base_url
    again.send(db.writing(), key_ring(), base_url, actor_trace(), row, settings.TEMPLATE)
    return _back(setting_id)


@bp.get("/<membership_id>")
@policy(Action.LEAD_SETTING)
def ask_about(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """Show one person's post, to change or to end."""
    return _post_page(_opened(setting_id, membership_id), empty())


@bp.post("/<membership_id>/role")
@policy(Action.LEAD_SETTING, confirmed=True)
@once
def change(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """Make a SENCo other staff: they see no pupil's case any more."""
    opened, form = _opened(setting_id, membership_id), read("role")
    role = chosen_role(form, settings.BY_A_LEAD)
    if role is None or opened.post.what != SettingRole.SENCO:
        return _post_page(opened, form, 422)
    memberships.change(db.writing(), actor_trace(), membership_id, role, keep_a_lead=True)
    return _back(setting_id)


@bp.post("/<membership_id>/end")
@policy(Action.LEAD_SETTING)
@once
def end(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """End a post at once; one's own only with a tick more, and never the last lead's."""
    opened, form = _opened(setting_id, membership_id), read("myself")
    if opened.is_own and form["myself"] != "yes":
        form.errors["myself"] = "Tick the box if you mean your own post"
        return _post_page(opened, form, 422)
    try:
        memberships.end(db.writing(), actor_trace(), membership_id, keep_a_lead=True)
    except LastLeadError:
        db.forget()
        form.errors["myself" if opened.is_own else ""] = ALONE
        return _post_page(_opened(setting_id, membership_id), form, 422)
    return see_other(url_for("own_settings.index")) if opened.is_own else _back(setting_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A setting with one of its posts, and whether it is the reader's own."""

    setting: Setting
    post: Post
    is_own: bool


def _count() -> None:
    """Each link is a letter to somebody's address: so many a day, and no more."""
    with db.unit() as counting:
        wait = allowances.count_colleague(counting, key_ring(), current_person().account_id)
    logins.stop_when_too_many(wait)


def _opened(setting_id: str, membership_id: str) -> Opened:
    setting = open_setting(setting_id, to=Action.LEAD_SETTING).setting
    post = post_or_404(setting_id, membership_id)
    return Opened(setting, post, post.account_id == current_person().account_id)


def _own_invitation(setting_id: str, invitation_id: str) -> Invitation:
    open_setting(setting_id, to=Action.LEAD_SETTING)
    found = invitation_or_404(setting_id, invitation_id)
    if found.created_by_id != current_person().account_id:
        abort(404)
    return found


def _back(setting_id: str) -> ResponseReturnValue:
    return see_other(url_for(".index", setting_id=setting_id))


def _invite_page(setting: Setting, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render("setting/invite.html", status=status, setting=setting, form=form)


def _post_page(opened: Opened, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render("setting/post.html", status=status, opened=opened, form=form)

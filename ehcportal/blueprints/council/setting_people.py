"""The people of a setting, as the council gives and ends their posts (guide row S01)."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council.settings import found_or_404
from ehcportal.models.invitation import Invitation
from ehcportal.models.setting import Setting, SettingRole
from ehcportal.policy import Action
from ehcportal.queries import setting_people
from ehcportal.queries.setting_people import Post
from ehcportal.services import memberships
from ehcportal.services.invitations import again, settings
from ehcportal.services.invitations.links import InvalidAddress
from ehcportal.web import actor_trace, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("council_setting_people", __name__, url_prefix="/council/settings/<setting_id>")


@bp.get("/invite")
@policy(Action.KEEP_SETTINGS, confirmed=True)
def ask_whom(setting_id: str) -> ResponseReturnValue:
    """Ask whom to invite, and to which post."""
    return _invite_page(_open(setting_id), empty())


@bp.post("/invite")
@policy(Action.KEEP_SETTINGS, confirmed=True)
@once
def invite(setting_id: str) -> ResponseReturnValue:
    """Send the link that opens the post."""
    setting, form = _open(setting_id), read("email", "role")
    role = chosen_role(form, settings.BY_THE_COUNCIL)
    form.require("email", "Enter the email address")
    if role is None or form.errors:
        return _invite_page(setting, form, 422)
    try:
        settings.invite(
            db.writing(),
            key_ring(),
            current_app.extensions["settings"].base_url,
            form["email"],
            setting_id=setting_id,
            role=role,
            trace=actor_trace(),
        )
    except InvalidAddress:
        db.forget()
        form.errors["email"] = "Enter an email address, like name@example.org"
        return _invite_page(setting, form, 422)
    return _back(setting_id)


@bp.post("/invitations/<invitation_id>/withdrawal")
@policy(Action.KEEP_SETTINGS)
@once
def withdraw(setting_id: str, invitation_id: str) -> ResponseReturnValue:
    """Make the link of an invitation count no longer."""
    read()
    row = _invitation(setting_id, invitation_id)
    again.withdraw(db.writing(), actor_trace(), row)
    return _back(setting_id)


@bp.post("/invitations/<invitation_id>/link")
@policy(Action.KEEP_SETTINGS)
@once
def send_again(setting_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send a new link in the place of the earlier one."""
    read()
    row = _invitation(setting_id, invitation_id)
    base_url = current_app.extensions["settings"].base_url
    again.send(db.writing(), key_ring(), base_url, actor_trace(), row, settings.TEMPLATE)
    return _back(setting_id)


@bp.get("/people/<membership_id>")
@policy(Action.KEEP_SETTINGS)
def ask_about(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """Show one person's post, to change or to end."""
    opened = _opened(setting_id, membership_id)
    return _post_page(opened, empty(role=opened.post.what))


@bp.post("/people/<membership_id>/role")
@policy(Action.KEEP_SETTINGS, confirmed=True)
@once
def change(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """Give somebody another post in the place of this one."""
    opened, form = _opened(setting_id, membership_id), read("role")
    role = chosen_role(form, settings.BY_THE_COUNCIL)
    if role is None:
        return _post_page(opened, form, 422)
    memberships.change(db.writing(), actor_trace(), membership_id, role)
    return _back(setting_id)


@bp.post("/people/<membership_id>/end")
@policy(Action.KEEP_SETTINGS)
@once
def end(setting_id: str, membership_id: str) -> ResponseReturnValue:
    """End the post at once."""
    read()
    _opened(setting_id, membership_id)
    memberships.end(db.writing(), actor_trace(), membership_id)
    return _back(setting_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A setting with one of its posts."""

    setting: Setting
    post: Post


def chosen_role(form: Posted, allowed: tuple[SettingRole, ...]) -> SettingRole | None:
    """Return the post that was chosen, if this side may give it."""
    found = next((each for each in allowed if each.value == form["role"]), None)
    if found is None:
        form.errors["role"] = "Choose what they do at the setting"
    return found


def post_or_404(setting_id: str, membership_id: str) -> Post:
    """Return a post at this very setting, standing or ended."""
    people = setting_people.of_setting(db.session(), setting_id)
    found = next((each for each in (*people.now, *people.before) if each.id == membership_id), None)
    if found is None:
        abort(404)
    return found


def invitation_or_404(setting_id: str, invitation_id: str) -> Invitation:
    """Return an invitation to this very setting that nobody has taken."""
    found = db.session().get(Invitation, invitation_id)
    if found is None or found.setting_id != setting_id or found.used_at or found.withdrawn_at:
        abort(404)
    return found


def _open(setting_id: str) -> Setting:
    setting = found_or_404(setting_id)
    if setting.closed_on is not None:
        abort(404)
    return setting


def _opened(setting_id: str, membership_id: str) -> Opened:
    return Opened(found_or_404(setting_id), post_or_404(setting_id, membership_id))


def _invitation(setting_id: str, invitation_id: str) -> Invitation:
    found_or_404(setting_id)
    return invitation_or_404(setting_id, invitation_id)


def _back(setting_id: str) -> ResponseReturnValue:
    return see_other(url_for("council_settings.show", setting_id=setting_id))


def _invite_page(setting: Setting, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/setting_invite.html",
        status=status,
        setting=setting,
        form=form,
        roles=settings.BY_THE_COUNCIL,
    )


def _post_page(opened: Opened, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/setting_post.html",
        status=status,
        setting=opened.setting,
        post=opened.post,
        form=form,
        roles=settings.BY_THE_COUNCIL,
    )

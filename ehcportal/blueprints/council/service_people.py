"""The people of a service, as the council invites and ends them (guide row S02)."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council.services import found_or_404
from ehcportal.models.invitation import Invitation
from ehcportal.models.setting import Service, ServiceMembership
from ehcportal.policy import Action
from ehcportal.queries import setting_people
from ehcportal.queries.setting_people import Post
from ehcportal.services import service_members
from ehcportal.services.invitations import again, contributors
from ehcportal.services.invitations.links import InvalidAddress
from ehcportal.web import actor_trace, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("council_service_people", __name__, url_prefix="/council/services/<service_id>")

LONGEST_TITLE = 40
"""Characters of a job title: an invitation carries no more."""


@bp.get("/invite")
@policy(Action.KEEP_SETTINGS)
def ask_whom(service_id: str) -> ResponseReturnValue:
    """Ask whom to invite to the service."""
    return _invite_page(_open(service_id), empty())


@bp.post("/invite")
@policy(Action.KEEP_SETTINGS)
@once
def invite(service_id: str) -> ResponseReturnValue:
    """Send the link; a place at a service opens no case by itself."""
    service, form = _open(service_id), read("email", "job_title")
    form.require("email", "Enter the email address")
    _check_title(form)
    if form.errors:
        return _invite_page(service, form, 422)
    try:
        contributors.invite_to_service(
            db.writing(),
            key_ring(),
            current_app.extensions["settings"].base_url,
            form["email"],
            service_id=service_id,
            job_title=form["job_title"],
            trace=actor_trace(),
        )
    except InvalidAddress:
        db.forget()
        form.errors["email"] = "Enter an email address, like name@example.org"
        return _invite_page(service, form, 422)
    return _back(service_id)


@bp.post("/invitations/<invitation_id>/withdrawal")
@policy(Action.KEEP_SETTINGS)
@once
def withdraw(service_id: str, invitation_id: str) -> ResponseReturnValue:
    """Make the link of an invitation count no longer."""
    read()
    row = _invitation(service_id, invitation_id)
    again.withdraw(db.writing(), actor_trace(), row)
    return _back(service_id)


@bp.post("/invitations/<invitation_id>/link")
@policy(Action.KEEP_SETTINGS)
@once
def send_again(service_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send a new link in the place of the earlier one."""
    read()
    row = _invitation(service_id, invitation_id)
    base_url = current_app.extensions["settings"].base_url
    template = contributors.FOR_ADVICE if row.advice_request_id else contributors.TO_A_SERVICE
    again.send(db.writing(), key_ring(), base_url, actor_trace(), row, template)
    return _back(service_id)


@bp.get("/people/<membership_id>")
@policy(Action.KEEP_SETTINGS)
def ask_about(service_id: str, membership_id: str) -> ResponseReturnValue:
    """Show one person's place, to rename or to end."""
    opened = _opened(service_id, membership_id)
    return _place_page(opened, empty(job_title=opened.post.what))


@bp.post("/people/<membership_id>/title")
@policy(Action.KEEP_SETTINGS)
@once
def rename(service_id: str, membership_id: str) -> ResponseReturnValue:
    """Change what somebody is called at the service."""
    opened, form = _opened(service_id, membership_id), read("job_title")
    _check_title(form)
    if form.errors:
        return _place_page(opened, form, 422)
    session = db.writing()
    held = session.get_one(ServiceMembership, membership_id)
    service_members.rename(session, actor_trace(), held, form["job_title"])
    return _back(service_id)


@bp.post("/people/<membership_id>/end")
@policy(Action.KEEP_SETTINGS)
@once
def end(service_id: str, membership_id: str) -> ResponseReturnValue:
    """End the place at once, with all that was asked of the person through the service."""
    read()
    _opened(service_id, membership_id)
    service_members.end(db.writing(), actor_trace(), membership_id)
    return _back(service_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A service with one of its people."""

    service: Service
    post: Post


def _check_title(form: Posted) -> None:
    form.at_most("job_title", LONGEST_TITLE, f"Use {LONGEST_TITLE} characters or fewer")


def _open(service_id: str) -> Service:
    service = found_or_404(service_id)
    if service.closed_on is not None:
        abort(404)
    return service


def _opened(service_id: str, membership_id: str) -> Opened:
    service = found_or_404(service_id)
    people = setting_people.of_service(db.session(), service_id)
    posts = (*people.now, *people.before)
    post = next((each for each in posts if each.id == membership_id), None)
    if post is None:
        abort(404)
    return Opened(service, post)


def _invitation(service_id: str, invitation_id: str) -> Invitation:
    found = db.session().get(Invitation, invitation_id)
    if found is None or found.service_id != service_id or found.used_at or found.withdrawn_at:
        abort(404)
    return found


def _back(service_id: str) -> ResponseReturnValue:
    return see_other(url_for("council_services.show", service_id=service_id))


def _invite_page(service: Service, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render("council/service_invite.html", status=status, service=service, form=form)


def _place_page(opened: Opened, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/service_place.html",
        status=status,
        service=opened.service,
        post=opened.post,
        form=form,
    )

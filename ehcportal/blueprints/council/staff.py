"""The list of the council's people, and inviting somebody with a role (security notes 4 and 12)."""

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.models.invitation import Invitation
from ehcportal.models.staff import StaffRole
from ehcportal.policy import Action
from ehcportal.queries import staff_list, staff_member
from ehcportal.queries.paging import Cursor
from ehcportal.queries.staff_list import Who
from ehcportal.services import accounts
from ehcportal.services.invitations import links
from ehcportal.services.invitations import staff as invitations
from ehcportal.web import actor_trace, logins, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("staff", __name__, url_prefix="/council/staff")

ROLES = {role.value for role in StaffRole}


@bp.get("")
@policy(Action.ADMINISTER_STAFF)
def index() -> ResponseReturnValue:
    """List who works here, who is invited, or who has left; look for somebody."""
    words = request.args.get("q", "")[:100]
    chosen = request.args.get("show")
    who = Who(chosen) if chosen in {each.value for each in Who} else Who.HERE
    after = Cursor.read(request.args.get("after"))
    session, is_list_of_accounts = db.session(), who is not Who.INVITED
    return render(
        "council/staff/list.html",
        who=who,
        words=words,
        found=staff_list.listed(session, who, words, after) if is_list_of_accounts else None,
        invited=[] if is_list_of_accounts else staff_member.invitations(session, words),
        is_first_page=after is None,
        news=logins.take_news(),
    )


@bp.get("/invite")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
def invite() -> ResponseReturnValue:
    """Ask for the address and the role."""
    return _invite_page(empty())


@bp.post("/invite")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
@once
def send() -> ResponseReturnValue:
    """Send the invitation; whoever works here already gets another role on their own page."""
    form = read("email", "role")
    form.require("email", _("Enter the work email address of the person"))
    if form["role"] not in ROLES:
        form.errors["role"] = _("Choose a role")
    here = staff_member.works_here(db.session(), accounts.fold(form["email"]))
    if here is not None:
        form.errors["email"] = _("This person works here already. Change their role instead")
    if form.errors:
        return _invite_page(form, 422, here=here)
    try:
        _send(form)
    except links.InvalidAddress:
        db.forget()
        form.errors["email"] = _("Enter an email address, like name@example.org")
        return _invite_page(form, 422)
    logins.leave_news(_("The invitation is on its way to %(email)s.", email=form["email"]))
    return see_other(url_for(".index", show=Who.INVITED))


def _send(form: Posted) -> None:
    role = StaffRole(form["role"])
    invitations.invite(
        db.writing(), key_ring(), _base_url(), form["email"], role, trace=actor_trace()
    )


@bp.post("/invitations/<invitation_id>/resend")
@policy(Action.ADMINISTER_STAFF)
@once
def resend(invitation_id: str) -> ResponseReturnValue:
    """Send an invitation again, with a new link; not twice in a minute."""
    row = _open_invitation(invitation_id)
    if row.link_sent_at is not None:
        wait = 60 - int((clock.now() - row.link_sent_at).total_seconds())
        logins.stop_when_too_many(wait if wait > 0 else None)
    db.writing()
    row = _open_invitation(invitation_id)
    invitations.resend(db.session(), key_ring(), _base_url(), actor_trace(), row)
    logins.leave_news(_("A new link is on its way to %(email)s.", email=row.email))
    return see_other(url_for(".index", show=Who.INVITED))


@bp.post("/invitations/<invitation_id>/withdraw")
@policy(Action.ADMINISTER_STAFF)
@once
def withdraw(invitation_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    db.writing()
    row = _open_invitation(invitation_id)
    invitations.withdraw(db.session(), actor_trace(), row)
    logins.leave_news(_("The invitation of %(email)s was taken back.", email=row.email))
    return see_other(url_for(".index", show=Who.INVITED))


def _open_invitation(invitation_id: str) -> Invitation:
    return staff_member.open_invitation(db.session(), invitation_id) or abort(404)


def _base_url() -> str:
    found: str = current_app.extensions["settings"].base_url
    return found


def _invite_page(form: Posted, status: int = 200, here: str | None = None) -> ResponseReturnValue:
    return render(
        "council/staff/invite.html", status=status, form=form, roles=list(StaffRole), here=here
    )

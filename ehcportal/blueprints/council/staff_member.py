"""One of the council's people: how families reach them, their role, the end of their work here."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.models.staff import StaffRole
from ehcportal.policy import Action
from ehcportal.queries import staff_member
from ehcportal.queries.staff_member import Member
from ehcportal.services import outside_logins, staff
from ehcportal.services.staff import LastAdministrator, OwnRole, Reach
from ehcportal.web import actor_trace, current_person, logins, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("staff_member", __name__, url_prefix="/council/staff/<account_id>")

LIMITS = {"job_title": 100, "phone": 30, "available": 100}


@bp.get("")
@policy(Action.ADMINISTER_STAFF)
def show(account_id: str) -> ResponseReturnValue:
    """Show who somebody is here, and what families read of them."""
    found = _member(account_id)
    return _page("member", found, _reach(found))


@bp.post("")
@policy(Action.ADMINISTER_STAFF)
@once
def update(account_id: str) -> ResponseReturnValue:
    """Change job title, phone and days."""
    found, form = _working(account_id), read(*LIMITS, "_version")
    for name, limit in LIMITS.items():
        form.at_most(name, limit, _("Use %(limit)s characters or fewer", limit=limit))
    if form.errors:
        return _page("member", found, form, 422)
    reach = Reach(form["job_title"], form["phone"], form["available"])
    try:
        staff.set_reach(db.writing(), actor_trace(), account_id, reach, version=_version(form))
    except StaleDataError:
        db.forget()
        return _page("member", _member(account_id), form, 409)
    logins.leave_news(_("What families read was changed."))
    return see_other(url_for(".show", account_id=account_id))


@bp.get("/role")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
def edit_role(account_id: str) -> ResponseReturnValue:
    """Ask for the new role."""
    found = _working(account_id)
    return _page("role", found, empty(role=found.last.role))


@bp.post("/role")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
@once
def update_role(account_id: str) -> ResponseReturnValue:
    """Give somebody another role; they are signed out everywhere."""
    found, form = _working(account_id), read("role", "_version")
    if form["role"] not in {role.value for role in StaffRole}:
        form.errors["role"] = _("Choose a role")
    elif form["role"] == found.last.role:
        form.errors["role"] = _("This is their role already")
    if form.errors:
        return _page("role", found, form, 422)
    try:
        staff.change_role(
            db.writing(),
            key_ring(),
            actor_trace(),
            account_id,
            StaffRole(form["role"]),
            version=_version(form),
        )
    except (OwnRole, LastAdministrator, StaleDataError) as why:
        return _refused("role", account_id, form, "role", why)
    logins.leave_news(_("The role was changed. They were signed out everywhere."))
    return see_other(url_for(".show", account_id=account_id))


@bp.get("/end")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
def ask_end(account_id: str) -> ResponseReturnValue:
    """Say what ends, with the cases that will need a new coordinator."""
    return _page("end", _working(account_id), empty())


@bp.post("/end")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
@once
def end(account_id: str) -> ResponseReturnValue:
    """End somebody's work here at once."""
    _working(account_id)
    form = read("sure", "_version")
    form.require("sure", _("Say that they are to lose access now"))
    if form.errors:
        return _page("end", _member(account_id), form, 422)
    try:
        staff.end_role(db.writing(), key_ring(), actor_trace(), account_id, version=_version(form))
    except (OwnRole, LastAdministrator, StaleDataError) as why:
        return _refused("end", account_id, form, "sure", why)
    logins.leave_news(_("Their work here has ended. They have no access any more."))
    return see_other(url_for(".show", account_id=account_id))


@bp.post("/forget-sign-on")
@policy(Action.ADMINISTER_STAFF, confirmed=True)
@once
def forget_sign_on(account_id: str) -> ResponseReturnValue:
    """Let go of somebody's name at the council's sign-on, so that another one can be linked."""
    _working(account_id)
    outside_logins.unlink(db.writing(), actor_trace(), account_id)
    logins.leave_news(_("The link to the council’s sign-on was taken away."))
    return see_other(url_for(".show", account_id=account_id))


def _member(account_id: str) -> Member:
    return staff_member.member(db.session(), account_id) or abort(404)


def _working(account_id: str) -> Member:
    """Return somebody who works here today; who has left has nothing to change."""
    found = _member(account_id)
    return found if found.post is not None else abort(404)


def _reach(found: Member) -> Posted:
    post = found.last
    return empty(job_title=post.job_title, phone=post.phone, available=post.available)


def _version(form: Posted) -> int:
    return int(form["_version"]) if form["_version"].isdecimal() else abort(400)


def _refused(
    page: str, account_id: str, form: Posted, field: str, why: Exception
) -> ResponseReturnValue:
    db.forget()
    if isinstance(why, StaleDataError):
        return _page(page, _member(account_id), form, 409)
    form.errors[field] = (
        _("You cannot change your own role. Ask another administrator")
        if isinstance(why, OwnRole)
        else _("This is the only administrator. Invite another one first")
    )
    return _page(page, _member(account_id), form, 422)


def _page(page: str, found: Member, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, account_id = db.session(), found.account.id
    more: dict[str, Any] = {
        "is_self": account_id == current_person().account_id,
        "is_only_administrator": staff_member.administrators(session) == 1
        and found.last.role is StaffRole.ADMINISTRATOR,
        "cases": staff_member.coordinated(session, account_id),
    }
    return render(
        f"council/staff/{page}.html",
        status=status,
        member=found,
        form=form,
        roles=list(StaffRole),
        too_late=status == 409,
        news=logins.take_news(),
        **more,
    )

"""One invitation: the code as it is quoted, once more, withdrawn, activated or refused."""

from collections.abc import Callable

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.invitation_fields import runs_all
from ehcportal.models.invitation import Invitation
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, invitable, invitations
from ehcportal.queries.invitations import OPEN, UNTAKEN, Invited
from ehcportal.security import audit
from ehcportal.services.cases import NoSuchChildError
from ehcportal.services.codes import Outcome
from ehcportal.services.invitations import activation, family, identity
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.desk import desk
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "case_invitations",
    __name__,
    url_prefix="/council/cases/<case_id>/people/invitations/<invitation_id>",
)

ACTIVATE, REFUSE = "activate", "refuse"
Change = Callable[[Invitation], None]


@bp.get("")
@policy(Action.WORK_CASE)
def show(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Show where the invitation stands, and what can be done next."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    may_change = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return _page(case_id, _find(standing.case.person_id, invitation_id), may_change=may_change)


@bp.post("/code")
@policy(Action.RUN_CASE)
@once
def give_code(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take the code as the person quotes it: match or no match, never the code itself (W01)."""
    found = _open(case_id, invitation_id)
    form = posted.read("code", "how", "_version")
    form.require("code", _("Enter the code as they read it to you"))
    form.require("how", _("Write how you checked who they are"))
    form.at_most("how", 200, _("How you checked can have up to 200 characters"))
    if form.errors:
        return _page(case_id, found, form, status=422)
    outcome = _tried(case_id, invitation_id, form["code"])
    if outcome is Outcome.RIGHT:
        return _verified(case_id, found, form)
    form.errors["code"] = _no_match(outcome)
    return _page(case_id, _again(found), form, status=422)


def _tried(case_id: str, invitation_id: str, typed: str) -> Outcome:
    with db.unit() as counting:
        outcome = identity.attempt(counting, key_ring(), invitation_id, typed)
        if outcome is not Outcome.RIGHT:
            of = ("invitation", invitation_id)
            audit.change(counting, actor_trace(), "invitation_code_wrong", of=of, case_id=case_id)
    return outcome


def _no_match(outcome: Outcome) -> str:
    words: str = _("No match. Ask them to read it again from the newest email")
    if outcome is Outcome.DEAD:
        words = _("No match, and this code cannot be tried any more. Send a new code below")
    return words


def _verified(case_id: str, found: Invited, form: Posted) -> ResponseReturnValue:
    def change(row: Invitation) -> None:
        session, trace = db.session(), actor_trace()
        if not family.verify(session, desk(), trace, row, typed=form["code"], how=form["how"]):
            raise StaleDataError("somebody else was faster")

    return _changed(case_id, found, change, form, versioned=False)


@bp.post("/again")
@policy(Action.RUN_CASE)
@once
def send_again(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send a new code or a new link; the one before is dead."""
    found = _open(case_id, invitation_id)
    with db.unit() as counting:
        wait = identity.count_mail(counting, key_ring(), found.row.email)
    logins.stop_when_too_many(wait)

    def change(row: Invitation) -> None:
        family.resend(db.session(), desk(), actor_trace(), row)

    return _changed(case_id, found, change, posted.read("_version"))


@bp.post("/withdrawal")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take the invitation back, wherever it stands."""
    found = _open(case_id, invitation_id)

    def change(row: Invitation) -> None:
        family.withdraw(db.session(), actor_trace(), row)

    return _changed(case_id, found, change, posted.read("_version"))


@bp.post("/decision")
@policy(Action.RUN_CASE)
@once
def decide(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Activate the access of who has set up their account, or refuse it with a reason (W05)."""
    found = _open(case_id, invitation_id)
    form = posted.read("answer", "reason", "again", "_version")
    if form["answer"] not in {ACTIVATE, REFUSE}:
        form.errors["answer"] = _("Choose to activate or to refuse")
    if form["answer"] == REFUSE:
        form.require("reason", _("Write the reason, as they will read it"))
        form.at_most("reason", 500, _("The reason can have up to 500 characters"))
    if form.errors:
        return _page(case_id, found, form, status=422)

    def change(row: Invitation) -> None:
        session, trace = db.session(), actor_trace()
        if form["answer"] == REFUSE:
            activation.refuse(session, desk(), trace, row, reason=form["reason"])
        else:
            activation.activate(session, desk(), trace, row, again=form["again"] == "yes")

    return _changed(case_id, found, change, form)


def _changed(
    case_id: str, found: Invited, change: Change, form: Posted, *, versioned: bool = True
) -> ResponseReturnValue:
    """Carry out a change of the invitation as it is now, or say what stands in the way."""
    if versioned and not form["_version"].isdecimal():
        abort(400)
    version = int(form["_version"]) if versioned else None
    try:
        change(family.locked(db.writing(), found.row.id, version))
    except StaleDataError:
        db.forget()
        return _page(case_id, _again(found), form, status=409)
    except (activation.Blocked, family.NotInvited):
        form.errors[""] = _("This address is blocked now, on safeguarding grounds")
    except activation.EndedBefore:
        form.errors["again"] = _("An earlier access has ended. Tick if you mean to open it again")
    except NoSuchChildError:
        form.errors[""] = _("A child’s record has been merged. Withdraw, and invite again")
    else:
        return see_other(url_for(".show", case_id=case_id, invitation_id=found.row.id))
    db.forget()
    return _page(case_id, _again(found), form, status=422)


def _open(case_id: str, invitation_id: str) -> Invited:
    """Return an invitation of this case's child to somebody who may change it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    found = _find(standing.case.person_id, invitation_id)
    if not runs_all(found):
        abort(404)
    return found


def _find(person_id: str, invitation_id: str) -> Invited:
    found = invitations.about_child(db.session(), person_id, invitation_id)
    if found is None:
        abort(404)
    return found


def _again(found: Invited) -> Invited:
    """Return the invitation as it is now, after somebody else or a try has changed it."""
    session = db.session()
    session.expire_all()
    return _find(found.children[0].person_id, found.row.id)


def _page(
    case_id: str,
    found: Invited,
    form: Posted | None = None,
    *,
    status: int = 200,
    may_change: bool = True,
) -> ResponseReturnValue:
    session = db.session()
    ended = {
        child.person_id: invitable.ended_on(session, found.row.used_by_id, child.person_id)
        for child in found.said_yes
        if found.row.used_by_id
    }
    return render(
        "council/invitation.html",
        status=status,
        head=cases.head(session, case_id),
        invited=found,
        may_change=may_change and runs_all(found),
        can_withdraw=found.stands in OPEN,
        can_send_again=found.stands in UNTAKEN,
        ended=[
            (child, ended[child.person_id]) for child in found.said_yes if ended[child.person_id]
        ],
        form=form or posted.empty(),
        too_late=status == 409,
    )

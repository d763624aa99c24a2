"""Who is tied to the child, and inviting them: for the council alone (rows W01 to W05, D01)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council import invitation_fields
from ehcportal.blueprints.council.invitation_fields import ways
from ehcportal.policy import Action, allows
from ehcportal.queries import case_people, cases, invitable, invitations
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.invitable import Sibling
from ehcportal.queries.invitations import OPEN
from ehcportal.services.invitations import family, identity
from ehcportal.services.invitations.family import NotInvited
from ehcportal.services.invitations.links import InvalidAddress
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

bp = Blueprint("case_people", __name__, url_prefix="/council/cases/<case_id>/people")


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show everybody tied to the child, and every invitation with where it stands."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    head = cases.head(session, case_id)
    may_change = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return render(
        "council/people.html",
        head=head,
        people=case_people.people(session, head.person_id),
        invited=invitations.of_child(session, head.person_id, case_id),
        open_states=OPEN,
        may_change=may_change,
        may_invite=may_change and bool(ways()),
    )


@bp.get("/invite")
@policy(Action.RUN_CASE)
def invite(case_id: str) -> ResponseReturnValue:
    """Ask whom to invite, and as what."""
    head = _open_for_inviting(case_id)
    return _invite_page(head, _siblings(head), posted.empty(way=ways()[0]))


@bp.post("/invite")
@policy(Action.RUN_CASE)
@once
def send(case_id: str) -> ResponseReturnValue:
    """Invite somebody to this child, and to others of the same family."""
    head = _open_for_inviting(case_id)
    siblings = _siblings(head)
    form = invitation_fields.read()
    wanted = invitation_fields.wanted(form, head, siblings)
    if wanted is None:
        return _invite_page(head, siblings, form, status=422)
    with db.unit() as counting:
        wait = identity.count_mail(counting, key_ring(), wanted.email)
    logins.stop_when_too_many(wait)
    try:
        row = family.invite(db.writing(), desk(), actor_trace(), wanted)
    except InvalidAddress:
        form.errors["email"] = _("Enter an email address, like name@example.org")
    except NotInvited as error:
        invitation_fields.say_why_not(form, error, head, siblings)
    else:
        return see_other(url_for("case_invitations.show", case_id=case_id, invitation_id=row.id))
    db.forget()
    return _invite_page(head, siblings, form, status=422)


def _open_for_inviting(case_id: str) -> CaseHead:
    open_case(case_id, to=Action.RUN_CASE)
    if not ways():
        abort(404)
    return cases.head(db.session(), case_id)


def _siblings(head: CaseHead) -> list[Sibling]:
    return invitable.siblings(db.session(), current_person().actor, head.person_id)


def _invite_page(
    head: CaseHead, siblings: list[Sibling], form: Posted, *, status: int = 200
) -> ResponseReturnValue:
    return render(
        "council/invite.html",
        status=status,
        head=head,
        siblings=siblings,
        ways=[way.value for way in ways()],
        form=form,
    )

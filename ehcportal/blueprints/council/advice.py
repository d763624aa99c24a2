"""Who may see each piece of advice of a case: invited, picked and ended by staff (row S02)."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import CaseContributor
from ehcportal.models.invitation import Invitation
from ehcportal.policy import Action, allows
from ehcportal.queries import advice, advice_ledger, cases, setting_people
from ehcportal.queries.advice import Asked, Colleague
from ehcportal.services import accounts, contributors
from ehcportal.services.invitations import again
from ehcportal.services.invitations import contributors as invitations
from ehcportal.services.invitations.links import InvalidAddress
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    once,
    open_case,
    policy,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("case_advice", __name__, url_prefix="/council/cases/<case_id>/advice")

BLOCKED = "This address was shut out from the child’s case. Ask your manager"


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List the advice asked for, with who may see each ask and who is invited."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    may_run = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return render(
        "council/advice.html",
        head=cases.head(session, case_id),
        asked=advice.of_case(session, case_id, current_profile()),
        people=advice.contributors(session, case_id),
        invited=setting_people.invited_to_advice(session, case_id),
        answers=advice_ledger.answers(session, case_id),
        reminders=advice_ledger.reminders(session, case_id),
        wishes=advice_ledger.wishes(session, case_id),
        corrections=advice_ledger.corrections(session, case_id),
        news=logins.take_news(),
        may_run=may_run and standing.case.ended_on is None,
    )


@bp.get("/<advice_request_id>/person")
@policy(Action.RUN_CASE)
def ask_whom(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask who is to give this advice: one of the service, or an address to invite."""
    return _person_page(_opened(case_id, advice_request_id), empty())


@bp.post("/<advice_request_id>/person")
@policy(Action.RUN_CASE)
@once
def let_in(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Let one of the service see what the advice needs, or invite somebody by address."""
    opened, form = _opened(case_id, advice_request_id), read("person", "email")
    if form["person"] in {each.account_id for each in opened.colleagues}:
        _check_block(opened, form, _address_of(opened, form["person"]))
        if not form.errors:
            session = db.writing()
            picked = accounts.fresh(session, form["person"])
            contributors.pick(session, key_ring(), actor_trace(), opened.row, picked)
            return _back(case_id)
    elif form["email"]:
        if _invited(opened, form):
            return _back(case_id)
    else:
        form.errors["person" if opened.colleagues else "email"] = (
            "Choose somebody, or enter an email address"
        )
    return _person_page(opened, form, 422)


@bp.post("/people/<contributor_id>/end")
@policy(Action.RUN_CASE)
@once
def end(case_id: str, contributor_id: str) -> ResponseReturnValue:
    """End what somebody may see, at once."""
    open_case(case_id, to=Action.RUN_CASE)
    read()
    held = db.session().get(CaseContributor, contributor_id)
    if held is None or held.case_id != case_id:
        abort(404)
    contributors.end(db.writing(), actor_trace(), held)
    return _back(case_id)


@bp.post("/invitations/<invitation_id>/withdrawal")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Make the link of an invitation count no longer."""
    row = _invitation(case_id, invitation_id)
    again.withdraw(db.writing(), actor_trace(), row)
    return _back(case_id)


@bp.post("/invitations/<invitation_id>/link")
@policy(Action.RUN_CASE)
@once
def send_again(case_id: str, invitation_id: str) -> ResponseReturnValue:
    """Send a new link in the place of the earlier one."""
    row = _invitation(case_id, invitation_id)
    base_url = current_app.extensions["settings"].base_url
    again.send(db.writing(), key_ring(), base_url, actor_trace(), row, invitations.FOR_ADVICE)
    return _back(case_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """One piece of advice of an opened case, and who of its service could give it."""

    row: AdviceRequest
    asked: Asked
    colleagues: list[Colleague]


def _opened(case_id: str, advice_request_id: str) -> Opened:
    case = open_case(case_id, to=Action.RUN_CASE).case
    session = db.session()
    row = session.get(AdviceRequest, advice_request_id)
    asked = advice.one(session, case_id, advice_request_id, current_profile())
    if row is None or asked is None or case.ended_on is not None or not asked.is_open:
        abort(404)
    known = advice.colleagues(session, row.service_id) if row.service_id else []
    return Opened(row, asked, known)


def _address_of(opened: Opened, account_id: str) -> str:
    return next(each.email for each in opened.colleagues if each.account_id == account_id)


def _check_block(opened: Opened, form: Posted, address: str) -> None:
    if contributors.is_blocked(db.session(), opened.asked.case_id, address):
        form.errors["person" if form["person"] else "email"] = BLOCKED


def _invited(opened: Opened, form: Posted) -> bool:
    """Send the link; say whether the form was right."""
    _check_block(opened, form, form["email"])
    if form.errors:
        return False
    try:
        invitations.invite(
            db.writing(),
            key_ring(),
            current_app.extensions["settings"].base_url,
            form["email"],
            opened.row,
            trace=actor_trace(),
        )
    except InvalidAddress:
        db.forget()
        form.errors["email"] = "Enter an email address, like name@example.org"
        return False
    return True


def _invitation(case_id: str, invitation_id: str) -> Invitation:
    open_case(case_id, to=Action.RUN_CASE)
    read()
    found = db.session().get(Invitation, invitation_id)
    if found is None or found.case_id != case_id or found.advice_request_id is None:
        abort(404)
    if found.used_at or found.withdrawn_at:
        abort(404)
    return found


def _back(case_id: str) -> ResponseReturnValue:
    return see_other(url_for(".index", case_id=case_id))


def _person_page(opened: Opened, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/advice_person.html",
        status=status,
        head=cases.head(db.session(), opened.asked.case_id),
        asked=opened.asked,
        colleagues=opened.colleagues,
        form=form,
    )

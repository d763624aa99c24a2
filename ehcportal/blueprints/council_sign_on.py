"""Signing in with the council's own account, where there is one (OpenID Connect; note 5).

These pages exist only where a provider is set up. Whatever goes wrong is answered in one way, and
why stands in the log.
"""

import structlog
from flask import Blueprint, Flask, request, session
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.account import Account
from ehcportal.policy import Action
from ehcportal.security.id_tokens import Proved, SignOnFault
from ehcportal.security.openid import SignOn
from ehcportal.services import council_sign_ins, outside_logins, sessions, sign_ins
from ehcportal.services.council_sign_ins import Entry
from ehcportal.settings import Settings
from ehcportal.web import (
    actor_trace,
    current_profile,
    full_person_or_none,
    logins,
    network,
    own_path,
    person_or_none,
    policy,
    public,
    render,
    second_step,
    see_other,
    sign_on,
)
from ehcportal.web.arrivals import arrive
from ehcportal.web.confirming import go_on_confirmed
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring

bp = Blueprint("council_sign_on", __name__, url_prefix="/sign-in/council")

REFUSED = "account/council_refused.html"
AGAIN_TO = "sign_on_to"
CODE_LENGTH = 4000

log = structlog.get_logger("ehcportal.sign_on")


def init_app(app: Flask, settings: Settings) -> None:
    """Add these pages where the council has a sign-on of its own."""
    if settings.oidc_issuer:
        app.extensions["sign_on"] = SignOn.of(settings)
        app.register_blueprint(bp)


@bp.get("")
@public
def start() -> ResponseReturnValue:
    """Lead to the council's sign-on; who is signed in already goes on."""
    if full_person_or_none():
        return logins.onward()
    return _leave(again=False)


@bp.get("/again")
@policy(Action.USE_ACCOUNT)
def again() -> ResponseReturnValue:
    """Lead there to prove anew who one is, before something sensitive (security note 4)."""
    session[AGAIN_TO] = own_path(request.args.get("next"), "/account")
    return _leave(again=True)


def _leave(*, again: bool) -> ResponseReturnValue:
    try:
        address, asked = sign_on.sign_on().begin(again=again)
    except SignOnFault as fault:
        return _refuse(str(fault), status=503)
    sign_on.keep(asked)
    return see_other(address)


@bp.get("/callback")
@public
def callback() -> ResponseReturnValue:
    """Take the answer, once, in the browser that asked."""
    asked = sign_on.take(request.args.get("state", ""), request.args.get("iss"))
    code = request.args.get("code", "")
    if asked is None or not 0 < len(code) <= CODE_LENGTH:
        return _refuse("no answer to a login of this browser")
    with db.unit() as counting:
        wait = council_sign_ins.count_try(counting, key_ring(), network())
    logins.stop_when_too_many(wait)
    db.forget()
    try:
        proved = sign_on.sign_on().finish(code, asked)
    except SignOnFault as fault:
        return _refuse(str(fault))
    return _proved_again(proved) if asked.again else _let_in(proved)


def _proved_again(proved: Proved) -> ResponseReturnValue:
    """Let the session be fresh for five minutes, if it is the same person."""
    person = full_person_or_none()
    issuer = sign_on.sign_on().issuer
    linked = outside_logins.linked_account(db.session(), issuer, proved.subject)
    if person is None or linked != person.account_id:
        return _refuse("somebody else")
    return go_on_confirmed(own_path(session.pop(AGAIN_TO, None), "/account"))


def _let_in(proved: Proved) -> ResponseReturnValue:
    before = person_or_none()
    issuer = sign_on.sign_on().issuer
    found = council_sign_ins.enter(db.writing(), key_ring(), actor_trace(), issuer, proved)
    if found is None:
        db.forget()
        sign_ins.refuse(db.writing(), actor_trace())
        return _refuse("nobody who works here")
    if before is not None:
        sign_ins.sign_out(db.writing(), actor_trace(), before.session_id)
    if proved.with_second_factor and not found.is_unproved:
        return _arrive(found.account)
    return _ask_second_step(found, proved)


def _arrive(account: Account) -> ResponseReturnValue:
    """Open the full session, which is not a fresh one: a sign-on may answer without asking."""
    answer = arrive(account)
    sessions.unconfirm(db.session(), session[logins.TOKEN])
    return answer


def _ask_second_step(found: Entry, proved: Proved) -> ResponseReturnValue:
    """Count the sign-on for the password, and ask for our own second step."""
    account: Account = found.account
    begun = sign_ins.begin(
        db.writing(), key_ring(), current_profile(), actor_trace(), account, caller()
    )
    logins.hold(begun.token)
    if found.is_unproved:
        sign_on.link_after_code(begun.token, account.id, proved.subject)
    return see_other(second_step.address(begun.step))


def _refuse(why: str, *, status: int = 422) -> ResponseReturnValue:
    """Say kindly that it did not work; whom and why are nobody's business but the log's."""
    log.warning("sign_on_refused", fault=why)
    return render(REFUSED, status=status)

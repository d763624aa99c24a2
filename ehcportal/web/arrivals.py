"""The end of a login: the full session, what was begun before it, and the way on."""

from flask import Response, make_response, session, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.models.account import Account, FactorKind
from ehcportal.queries.drafts import browser_hash
from ehcportal.services import accounts, drafts, factors, late_posts, sign_ins
from ehcportal.services.factors import losses
from ehcportal.web import devices, logins, second_step, sign_on
from ehcportal.web.context import current_profile
from ehcportal.web.pages import render, see_other
from ehcportal.web.people import current_person, forget_browser
from ehcportal.web.trace import actor_trace


def arrive(account: Account, *, to: str | None = None) -> ResponseReturnValue:
    """Open the full session, and go to where the person wanted to be.

    A form that came after the last session had ended is offered first. ``to`` is a page that
    comes before everything else.
    """
    way_on = to or _way_on(account)
    return _opened(account, make_response(see_other(way_on)))


def arrive_with_codes(account: Account, codes: list[str]) -> ResponseReturnValue:
    """Open the full session with the page that shows the recovery codes, this once."""
    way_on = _way_on(account)
    page = render("account/recovery_codes.html", codes=codes, way_on=way_on)
    return _opened(account, make_response(page))


def _way_on(account: Account) -> str:
    is_kept = late_posts.offer(db.writing(), account.id, clock.now())
    return url_for("late_posts.show") if is_kept else logins.take_wanted_page()


def _opened(account: Account, answer: Response) -> Response:
    """Open the full session with a new token; what the browser had begun becomes the account's."""
    completed = sign_ins.complete(
        db.writing(), logins.key_ring(), actor_trace(), account, devices.caller()
    )
    _adopt_drafts(account.id)
    sign_on.link_now(account.id)
    logins.hold(completed.opened.token)
    devices.remember(answer, completed.device_token)
    return answer


def _adopt_drafts(account_id: str) -> None:
    token = session.get("browser")
    if token:
        drafts.adopt(db.session(), browser_hash(token), account_id)
        forget_browser()


def second_step_done(*, with_factor: bool = False) -> ResponseReturnValue:
    """Go on after a right code: in, or to the choice of a second step (rows D05, D08).

    ``with_factor`` says that the app or number itself was used, so it is not lost.
    """
    person = current_person()
    if not sign_ins.step_up(db.writing(), person.session_id):
        return logins.see("account.sign_in")
    account = accounts.fresh(db.session(), person.account_id)
    if with_factor:
        losses.found(db.session(), logins.key_ring(), actor_trace(), account.id)
    if factors.asked(db.session(), current_profile(), account.id) is None:
        return enrol(account)
    return arrive(account)


def enrol(account: Account, *, to: str | None = None) -> ResponseReturnValue:
    """Lead somebody whose address is proved on: in, or first to their second step (row D05).

    They are let in where codes by e-mail are enough, and then see ``to`` first. Who has an app or
    a number signs in with it.
    """
    kind = factors.asked(db.session(), current_profile(), account.id)
    if kind is FactorKind.EMAIL:
        return arrive(account, to=to)
    if kind is not None:
        return logins.see("account.sign_in")
    opened = sign_ins.enrolling(db.writing(), actor_trace(), account, devices.caller())
    logins.hold(opened.token)
    return see_other(second_step.way_to_enrol(account.id))


def first_step(account: Account, *, to: str) -> ResponseReturnValue:
    """Lead somebody who has just made an account, and proved its address, to a second step.

    Where codes come by e-mail there is nothing to set up: they are asked for from the next login.
    """
    logins.want(to)
    return enrol(account)


def email_shown(email: str) -> str:
    """Return an address as it is shown to somebody half signed in: ``g•••••@mail.example``."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••••@{domain}"

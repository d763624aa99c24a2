"""The link of an invitation, whatever it invites to (guide rows W02, D01; security note 12).

GET shows and only POST consumes, since mail scanners open links. The link alone is enough for an
address that nobody uses yet; who has an account signs in to it.
"""

from dataclasses import replace
from enum import StrEnum

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.forms.fields.address import LIMIT
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, attempts, factors, passwords
from ehcportal.services.invitations import accepting, links
from ehcportal.web import (
    actor_trace,
    current_profile,
    full_person_or_none,
    logins,
    once,
    posted,
    public,
    render,
    see_other,
)
from ehcportal.web import passwords as boxes
from ehcportal.web.arrivals import enrol, first_step
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("invitations", __name__, url_prefix="/invitation")

OVER = "account/invitation_over.html"


class Way(StrEnum):
    """How the person who holds the link can take it; the value is the page for it."""

    NEW = "account/invitation.html"
    """Nobody uses the address yet: choose a password."""
    PASSWORD = "account/invitation_known.html"
    """Staff: the password of the account is asked here, whoever is signed in."""
    ACCEPT = "account/invitation_accept.html"
    """Signed in as the owner of the address: one button."""
    SIGN_IN = "account/invitation_sign_in.html"
    """The address has an account: sign in, and come back."""
    SOMEBODY_ELSE = "account/invitation_somebody_else.html"
    """Signed in with another address: log out first."""


LEADS_TO: dict[InvitationKind, str] = {}
"""The endpoint to which one goes on from an invitation of a kind, if not to Home."""

SET_UP = "account_setup.show"
"""Where a family answers for each child when staff activate their access afterwards (row W04)."""


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show what the invitation is for; opening the link uses nothing up."""
    found = _find(token)
    return _over() if found is None else _page(found, token, posted.empty())


@bp.post("/<token>")
@public
@once
def accept(token: str) -> ResponseReturnValue:
    """Take the invitation, in the way that fits who holds the link."""
    found = _find(token)
    if found is None:
        return _over()
    form = posted.read("forename", "surname", secret=("password", *boxes.FIELDS))
    way = _way(found)
    if way is Way.NEW:
        return _accept_new(found, token, form)
    if way is Way.PASSWORD:
        return _accept_with_password(found, token, form)
    if way is Way.ACCEPT:
        return _accept_signed_in(found)
    return logins.see("invitations.show", token=token)


def _find(token: str) -> Invitation | None:
    found = links.find(db.session(), token)
    return found if found is not None and accepting.is_known_here(found) else None


def _way(found: Invitation) -> Way:
    known = accounts.by_email(db.session(), found.email)
    if known is not None and found.kind is InvitationKind.STAFF:
        return Way.PASSWORD
    person = full_person_or_none()
    if person is not None:
        is_owner = known is not None and known.id == person.account_id
        return Way.ACCEPT if is_owner else Way.SOMEBODY_ELSE
    return Way.NEW if known is None else Way.SIGN_IN


def _accept_new(found: Invitation, token: str, form: Posted) -> ResponseReturnValue:
    form.values |= {name: each for name, each in _names(found).items() if each}
    _check(form, found)
    if form.errors:
        return _page(found, token, form, status=422)
    hashed = hashing.make_hash(form["new_password"])
    account = links.new_account(
        db.writing(), found, forename=form["forename"], surname=form["surname"], hashed=hashed
    )
    if account is None or not _taken(found, account):
        return _over()
    if found.kind is InvitationKind.STAFF:
        return enrol(account)
    return first_step(account, to=_way_on(found))


def _names(found: Invitation) -> dict[str, str]:
    return {"forename": found.forename, "surname": found.surname}


def _check(form: Posted, invitation: Invitation) -> None:
    form.require("forename", _("Enter your first name"))
    form.require("surname", _("Enter your last name"))
    for name in ("forename", "surname"):
        form.at_most(name, LIMIT, _("Use %(limit)s characters or fewer", limit=LIMIT))
    names = (form["forename"], form["surname"], invitation.email)
    boxes.check(form, lambda typed: passwords.fault(current_profile(), typed, *names))


def _accept_with_password(found: Invitation, token: str, form: Posted) -> ResponseReturnValue:
    """Let somebody join the staff who has an account: the link alone is not enough."""
    form.require("password", _("Enter your password"))
    if form.errors:
        return _page(found, token, form, status=422)
    with db.unit() as counting:
        wait = attempts.count_password(counting, key_ring(), caller(), found.email)
    logins.stop_when_too_many(wait)
    account = accounts.by_email(db.session(), found.email)
    stored = account.password_hash if account else None
    if not hashing.matches(stored, form["password"]) or account is None:
        form.errors["password"] = _("That password is not right")
        return _page(found, token, form, status=422)
    account = accounts.fresh(db.writing(), account.id)
    if not _taken(found, account):
        return _over()
    if factors.app_of(db.session(), account.id) is not None:
        return logins.see("account.sign_in")
    return enrol(account)


def _accept_signed_in(found: Invitation) -> ResponseReturnValue:
    known = accounts.by_email(db.writing(), found.email)
    if known is None or not _taken(found, known):
        return _over()
    return see_other(_way_on(found))


def _taken(found: Invitation, account: Account) -> bool:
    trace = replace(actor_trace(), account_id=account.id)
    return accepting.accept(db.session(), key_ring(), trace, found, account)


def _way_on(found: Invitation) -> str:
    otherwise = SET_UP if found.checks_identity else "home.home"
    return url_for(LEADS_TO.get(found.kind, otherwise))


def _over() -> ResponseReturnValue:
    """Say the same of every link that cannot be taken, and keep nothing."""
    db.forget()
    return render(OVER, status=404)


def _page(found: Invitation, token: str, form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(
        _way(found).value,
        status=status,
        form=form,
        token=token,
        invitation=found,
        address=found.email,
        **boxes.shown(),
    )

"""Account Setup: which of the children one was invited to follow one wants to (guide row W04)."""

from collections.abc import Iterable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import invitations
from ehcportal.queries.invitations import Invited, Stands
from ehcportal.services.invitations import activation, family
from ehcportal.web import actor_trace, current_person, logins, once, policy, posted, render
from ehcportal.web.desk import desk
from ehcportal.web.posted import Posted

bp = Blueprint("account_setup", __name__, url_prefix="/account/invitations")

PAGE = "account/setup.html"
YES, NO = "yes", "no"
TICKED = "children"
"""The children that were ticked: those left out get a No, as all do after **No**."""


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Ask about each child, by first name alone, and say where earlier answers stand."""
    return _page(_own(), posted.empty())


@bp.post("")
@policy(Action.USE_ACCOUNT)
def confirm() -> ResponseReturnValue:
    """Show the answers once more before they are sent; nothing is kept yet."""
    own = _own()
    form = _read(own)
    if form.errors:
        return _page(own, form, status=422)
    return render(
        "account/setup_confirm.html", form=form, children=_asked(own), ticked=_ticked(form)
    )


@bp.post("/submit")
@policy(Action.USE_ACCOUNT)
@once
def submit() -> ResponseReturnValue:
    """Send the answers: No is recorded as well, and staff see it."""
    own = _own()
    form = _read(own)
    if form.errors:
        return _page(own, form, status=422)
    ticked = _ticked(form)
    session = db.writing()
    try:
        for each in _waiting(own):
            answers = {child.id: child.id in ticked for child in each.children}
            row = family.locked(session, each.row.id, None)
            activation.answer(session, desk(), actor_trace(), row, answers)
    except StaleDataError:
        db.forget()
        return logins.see("account_setup.show")
    return logins.see("account_setup.show")


def _own() -> list[Invited]:
    return invitations.own(db.session(), current_person().account_id)


def _waiting(own: Iterable[Invited]) -> list[Invited]:
    return [each for each in own if each.stands is Stands.ACCEPTED]


def _asked(own: Iterable[Invited]) -> list[tuple[str, str]]:
    """Return the id and the first name of each child that waits for an answer."""
    found = [(child.id, child.forename) for each in _waiting(own) for child in each.children]
    return sorted(found, key=lambda child: child[1])


def _ticked(form: Posted) -> set[str]:
    """Return the children to say Yes to; after **No** there is none."""
    return set(request.form.getlist(TICKED)) if form["go_on"] == YES else set()


def _read(own: Iterable[Invited]) -> Posted:
    form = posted.read("go_on", many=(TICKED,))
    if not _asked(own):
        return form
    if form["go_on"] not in {YES, NO}:
        form.errors["go_on"] = _("Choose Yes or No")
    if form["go_on"] == YES and not _ticked(form):
        form.errors[TICKED] = _("Tick a child, or choose No below")
    return form


def _page(own: list[Invited], form: Posted, *, status: int = 200) -> ResponseReturnValue:
    answered = [each for each in own if each.stands is not Stands.ACCEPTED]
    return render(
        PAGE,
        status=status,
        form=form,
        children=_asked(own),
        ticked=request.form.getlist(TICKED),
        answered=answered,
    )

"""Putting right what was noted about an ask for advice: a further row that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock, db
from ehcportal.blueprints.council import advice_fields
from ehcportal.blueprints.council.advice_changes import open_ask
from ehcportal.models.assessment import AdviceRequest
from ehcportal.policy import Action
from ehcportal.queries import advice, advice_ledger, cases
from ehcportal.queries.advice import Asked
from ehcportal.queries.advice_ledger import Answered
from ehcportal.queries.counting import counting
from ehcportal.services.advice import changes, correcting
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.advice.correcting import NotWrongError, Wrong
from ehcportal.services.lawful import NotLawfulError
from ehcportal.web import (
    actor_trace,
    current_profile,
    logins,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "case_advice_corrections",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>/correction",
)

DAYS = (Wrong.ASKED_ON, Wrong.RECEIVED_ON)
LONGEST_REASON = 2000
ANSWER = f"{Wrong.ANSWER}-"


@dataclass(frozen=True, slots=True)
class Correctable:
    """One ask with what can be wrong about it, and the other asks that a paper can go to."""

    asked: Asked
    answers: Sequence[Answered]
    others: Sequence[Asked]

    @property
    def can(self) -> list[str]:
        """What can be put right now, as the choices of the form."""
        asked = self.asked
        found = [Wrong.ASKED_ON.value]
        found += [Wrong.RECEIVED_ON] if asked.clock.received_on else []
        found += [Wrong.WITHDRAWAL] if asked.withdrawn_on else []
        found += [Wrong.TAKEN_IN] if asked.taken_in_at else []
        if asked.taken_in_at is None:
            found += [f"{ANSWER}{each.id}" for each in self.answers if not each.set_aside]
        return found


@bp.get("")
@policy(Action.RUN_CASE)
def show(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Ask what is wrong, what is right, and why."""
    return _page(_opened(case_id, advice_request_id), posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Put it right: what stood there stays readable beside it."""
    opened = _opened(case_id, advice_request_id)
    form = posted.read("what", "to", "on-day", "on-month", "on-year", "_version", long=("reason",))
    _check(opened, form)
    if form.errors:
        return _page(opened, form, 422)
    if not form["_version"].isdecimal():
        abort(400)
    session = db.writing()
    try:
        row = changes.standing(session, case_id, opened.asked.id, int(form["_version"]))
        _put_right(session, row, form)
    except (StaleDataError, AdviceClosedError):
        return _again(opened, form, _("A colleague changed this advice meanwhile. Look again"))
    except NotLawfulError as why_not:
        return _again(opened, form, str(why_not))
    except NotWrongError:
        return _again(opened, form, _("This cannot be: it came before it was asked, or is right"))
    logins.leave_news(_("It is put right. What stood there stays in the list below"))
    return see_other(url_for("case_advice.index", case_id=case_id))


def _check(opened: Correctable, form: Posted) -> None:
    if form["what"] not in opened.can:
        form.errors["what"] = _("Choose what is wrong")
    elif form["what"] in DAYS:
        on = advice_fields.date_of(form, "on")
        if on is None or on > clock.today():
            form.errors["on-day"] = _("Enter the right day, not later than today")
    if form["to"] and form["to"] not in {each.id for each in opened.others}:
        form.errors["to"] = _("Choose an ask from the list")
    form.require("reason", _("Write what was wrong"))
    form.at_most("reason", LONGEST_REASON, _("Write 2,000 characters or fewer"))


def _put_right(session: Session, row: AdviceRequest, form: Posted) -> None:
    what, reason, trace = form["what"], form["reason"], actor_trace()
    on = advice_fields.date_of(form, "on")
    if what in DAYS and on is not None:
        correcting.change_day(session, trace, row, Wrong(what), on, reason)
    elif what == Wrong.WITHDRAWAL:
        count = counting(current_profile())
        correcting.ask_again(session, trace, key_ring(), row, reason, counting=count)
    elif what == Wrong.TAKEN_IN:
        correcting.open_again(session, trace, row, reason)
    else:
        right = changes.standing(session, row.case_id, form["to"], None) if form["to"] else None
        answer_id = what.removeprefix(ANSWER)
        correcting.set_aside(session, trace, row, answer_id, reason, to=right)


def _again(opened: Correctable, form: Posted, why: str) -> ResponseReturnValue:
    db.forget()
    form.errors["main"] = why
    return _page(_opened(opened.asked.case_id, opened.asked.id), form, 409)


def _opened(case_id: str, ask_id: str) -> Correctable:
    asked, session = open_ask(case_id, ask_id, closed_too=True), db.session()
    others = [
        each
        for each in advice.of_case(session, case_id, current_profile())
        if each.id != ask_id and each.is_open and not each.is_of_family
    ]
    return Correctable(asked, advice_ledger.answers(session, case_id).get(ask_id, []), others)


def _page(opened: Correctable, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, asked = db.session(), opened.asked
    return render(
        "council/advice/correction.html",
        status=status,
        head=cases.head(session, asked.case_id),
        opened=opened,
        asked=asked,
        corrections=advice_ledger.corrections(session, asked.case_id).get(asked.id, []),
        form=form,
    )

"""The work tray: where staff land, and what is due in their cases (guide row C02)."""

from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.domain import law, nextstep
from ehcportal.domain.stages import Stage
from ehcportal.models.desk import WaitingFor
from ehcportal.models.staff import StaffRole
from ehcportal.policy import Action
from ehcportal.queries import nobodys, sign_offs, staff, tray_beside, tray_counts, tray_lines
from ehcportal.queries.paging import Cursor
from ehcportal.queries.sign_offs import Waiting
from ehcportal.queries.tray import OTHERS, Asked, Order, When, Whose
from ehcportal.queries.tray_lines import TeamName
from ehcportal.web import current_person, current_profile, logins, policy, render, rooms

bp = Blueprint("tray", __name__, url_prefix="/council/tray")

Choice = TypeVar("Choice", bound=StrEnum)

DUTIES = (
    law.DECISION_TO_ASSESS,
    law.ADVICE,
    law.DECISION_TO_ISSUE,
    law.COMMENTS,
    law.CONSULTATION,
    law.FINAL_PLAN,
    law.REVIEW,
    law.REVIEW_REPORT,
    law.REVIEW_DECISION,
    law.AMENDMENT_COMMENTS,
    law.AMENDED_PLAN,
    law.PHASE_TRANSFER,
    law.APPEAL,
    *nextstep.ROOMS,
)
"""What can be due, in the order of the process."""

WAITING = (*(each.value for each in WaitingFor), OTHERS)
FILTERS = ("stage", "duty", "waiting_for", "coordinator", "setting_id", "words", "order")
"""What an address of the tray keeps, beside whose cases and which time."""

LONGEST = 100


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List cases by what is due next: one's own, a team's, or all."""
    session = db.session()
    teams = tray_lines.teams(session, current_person().account_id)
    asked = read(teams)
    after = Cursor.read(request.args.get("after"))
    found = tray_lines.listed(session, asked, after)
    return render(
        "council/tray/index.html",
        asked=asked,
        groups=tray_lines.grouped(found.rows, asked.order, asked.today),
        counts=tray_counts.counts(session, asked),
        beside=tray_beside.beside(session, current_person().account_id),
        teams=teams,
        staff=staff.case_staff(session),
        stages=list(Stage),
        duties=DUTIES,
        waiting=WAITING,
        desks=rooms.desks(),
        address=lambda **changed: address(asked, **changed),
        to_sign=_to_sign(),
        nobodys=nobodys.cases(session, [each.id for each in teams if each.is_mine]),
        most_nobodys=nobodys.MOST,
        news=logins.take_news(),
        next=address(asked, after=str(found.next)) if found.next else None,
        first=address(asked) if after is not None else None,
    )


def _to_sign() -> list[Waiting]:
    """Return what this person can sign off, where the council asks for two people."""
    actor = current_person().actor
    decides = actor.staff_role in {StaffRole.CASEWORKER, StaffRole.MANAGER}
    if not (current_profile().law.second_sign_off and decides):
        return []
    leads = actor.staff_role is StaffRole.MANAGER
    return sign_offs.waiting_for(db.session(), actor.account_id, leads=leads)


def read(teams: list[TeamName]) -> Asked:
    """Return what the address asks for; what it does not know is left out."""
    mine = [each.id for each in teams if each.is_mine] + [each.id for each in teams]
    chosen = request.args.get("team", "")
    stages = {each.value for each in Stage}
    return Asked(
        account_id=current_person().account_id,
        today=clock.today(),
        whose=_one_of(Whose, "show", Whose.MINE),
        team_id=chosen if chosen in mine else next(iter(mine), ""),
        when=_one_of(When, "when", When.ANY),
        order=_one_of(Order, "order", Order.DUE),
        stage=_known("stage", stages),
        duty=_known("duty", DUTIES),
        waiting_for=_known("waiting_for", WAITING),
        coordinator=_typed("coordinator"),
        setting_id=_typed("setting_id"),
        words=_typed("words"),
        prefix=current_profile().council.reference_prefix,
    )


def _typed(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST]


def _known(name: str, known: "set[str] | tuple[str, ...]") -> str:
    typed = request.args.get(name, "")
    return typed if typed in known else ""


def _one_of(kind: type[Choice], name: str, otherwise: Choice) -> Choice:
    typed = request.args.get(name)
    return kind(typed) if typed in {each.value for each in kind} else otherwise


def address(asked: Asked, **changed: str) -> str:
    """Return the address of the same list with something changed; what is not chosen is left out.

    A change goes back to the first page.
    """
    kept = {each.name: str(getattr(asked, each.name)) for each in fields(asked)}
    values = {"show": kept["whose"], "when": kept["when"], **{name: kept[name] for name in FILTERS}}
    if asked.whose is Whose.TEAM:
        values["team"] = asked.team_id
    values |= changed
    usual = {"show": Whose.MINE, "when": When.ANY, "order": Order.DUE}
    said: Any = {
        name: value for name, value in values.items() if value and usual.get(name) != value
    }
    return url_for("tray.index", **said)

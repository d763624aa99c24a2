"""Asking for advice after the yes: those of Reg 6(1) proposed, and the wishes of the family."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.domain.advicelaw import OTHERS
from ehcportal.domain.steps import Step, may
from ehcportal.models.case import Case
from ehcportal.policy import Action
from ehcportal.queries import (
    advice_evidence,
    advice_people,
    advice_proposals,
    case_facts,
    cases,
    evidence_there,
)
from ehcportal.queries.advice_evidence import Evidence, Goes
from ehcportal.queries.advice_proposals import MOST_ROLE, Proposal
from ehcportal.queries.counting import counting
from ehcportal.services import lawful
from ehcportal.services.advice import asking, evidence
from ehcportal.services.advice.asking import Ask
from ehcportal.services.lawful import NotLawfulError
from ehcportal.web import (
    actor_trace,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("case_advice_asks", __name__, url_prefix="/council/cases/<case_id>/advice")

OTHER = "other"
PARTS = ("ask", "role", "name", "service")
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Asking:
    """A case in which advice can be asked for, with whom to ask and the services there are."""

    case: Case
    proposals: list[Proposal]
    services: dict[str, str]
    evidence: list[Evidence]
    """What can go along; what the family lets us share does so by itself (Reg 6(3))."""
    why_not: str
    """Why nobody can be asked now: before the yes to an assessment, or when there is a plan."""

    @property
    def keys(self) -> list[str]:
        """The keys of all rows of the page."""
        return [*(each.key for each in self.proposals), OTHER]


@bp.get("/ask")
@policy(Action.RUN_CASE)
def ask(case_id: str) -> ResponseReturnValue:
    """Propose everybody whom the law has us ask and who was not asked yet."""
    opened, today = _opened(case_id), clock.today()
    known = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    form = posted.empty(**{name: str(value) for name, value in known.items()})
    for thing in opened.evidence:
        form.values[f"along-{thing.key}"] = "yes" if thing.goes is Goes.ALONG else ""
    for each in opened.proposals:
        form.values[f"ask-{each.key}"] = "" if each.is_asked or each.wish_id else "yes"
        form.values[f"role-{each.key}"] = each.role
        form.values[f"name-{each.key}"] = each.adviser
        form.values[f"service-{each.key}"] = each.service_id
    return _page(opened, form)


@bp.post("/ask")
@policy(Action.RUN_CASE)
@once
def send(case_id: str) -> ResponseReturnValue:
    """Ask everybody who was ticked, each with six weeks from the day they were asked."""
    opened = _opened(case_id)
    names = [f"{part}-{key}" for key in opened.keys for part in PARTS]
    along = [f"along-{each.key}" for each in opened.evidence]
    form = posted.read("on-day", "on-month", "on-year", *names, *along, long=("reason",))
    _check_evidence(opened, form)
    on, wanted = _day(opened.case, form), _wanted(opened, form)
    if opened.why_not:
        form.errors["on-day"] = opened.why_not
    elif not wanted and not form.errors:
        form.errors[f"ask-{opened.keys[0]}"] = _("Tick somebody to ask")
    if form.errors or on is None:
        return _page(opened, form, 422)
    try:
        session, trace, count = db.writing(), actor_trace(), counting(current_profile())
        made = asking.ask(session, trace, key_ring(), opened.case, wanted, on=on, counting=count)
        keys = {each.key for each in opened.evidence if form[f"along-{each.key}"] == "yes"}
        evidence.choose_for_all(session, trace, made, keys, form["reason"])
    except (StaleDataError, NotLawfulError):
        db.forget()
        form.errors["main"] = _(
            "One of these is asked already, or a colleague was faster. Look again"
        )
        return _page(_opened(case_id), form, 409)
    return see_other(url_for("case_advice.index", case_id=case_id))


def _opened(case_id: str) -> Asking:
    case = open_case(case_id, to=Action.RUN_CASE).case
    if case.ended_on is not None:
        abort(404)
    session = db.session()
    facts = case_facts.for_case(session, case_id)
    known = advice_people.services(session)
    asked = evidence_there.requests(session, case_id)
    return Asking(
        case=case,
        proposals=advice_proposals.proposals(session, case, current_profile(), known, asked),
        services={each.id: each.name for each in known},
        evidence=list(advice_evidence.by_itself(session, case_id, asked)),
        why_not=may(facts, Step.ASK_FOR_ADVICE, clock.today()).why_not,
    )


def _check_evidence(opened: Asking, form: Posted) -> None:
    keys = {each.key for each in opened.evidence if form[f"along-{each.key}"] == "yes"}
    form.at_most("reason", LONGEST_REASON, _("Write 2,000 characters or fewer"))
    if any(evidence.is_left_out(each, keys) for each in opened.evidence):
        form.require("reason", _("Write why the advisers do not get what the family sent"))


def _day(case: Case, form: Posted) -> date | None:
    try:
        on = date(int(form["on-year"]), int(form["on-month"]), int(form["on-day"]))
    except ValueError:
        form.errors["on-day"] = _("Enter the day on which they were asked")
        return None
    if not case.opened_on <= on <= clock.today():
        form.errors["on-day"] = _("The day must be from the day the case began until today")
        return on
    try:
        lawful.check_day_of_ask(db.session(), case.id, on)
    except NotLawfulError as why_not:
        form.errors["on-day"] = str(why_not)
    return on


def _wanted(opened: Asking, form: Posted) -> list[Ask]:
    known = {each.key: each for each in opened.proposals}
    return [
        _ask(opened, form, key, known.get(key))
        for key in opened.keys
        if form[f"ask-{key}"] == "yes"
    ]


def _ask(opened: Asking, form: Posted, key: str, proposal: Proposal | None) -> Ask:
    role, service = form[f"role-{key}"], form[f"service-{key}"]
    form.require(f"role-{key}", _("Write who is asked, as the family reads it"))
    form.at_most(f"role-{key}", MOST_ROLE, _("Write 100 characters or fewer"))
    form.at_most(f"name-{key}", 150, _("Write 150 characters or fewer"))
    if service and service not in opened.services:
        form.errors[f"service-{key}"] = _("Choose a service from the list")
    return Ask(
        role=role,
        paragraph=proposal.paragraph if proposal else OTHERS,
        adviser=form[f"name-{key}"],
        service_id=service or None,
        setting_id=(proposal.setting_id or None) if proposal else None,
        wish_id=(proposal.wish_id or None) if proposal else None,
    )


def _page(opened: Asking, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/advice/ask.html",
        status=status,
        head=cases.head(db.session(), opened.case.id),
        opened=opened,
        form=form,
    )

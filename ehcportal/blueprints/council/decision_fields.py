"""The form in which a decision is prepared: what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.domain.deciding import Decidable, LimbFault, limb_fault
from ehcportal.domain.facts import Outcome
from ehcportal.models.assessment import Decision
from ehcportal.queries.decisions import Readable
from ehcportal.services.decisions import Deciding, Evidence, Panel
from ehcportal.web import posted
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

CHOICES = ("has_needs", "needs_plan", "outcome")
DAY = ("decided-day", "decided-month", "decided-year")
TEXTS = ("reason", "other_evidence", "panel_said", "correction_reason")
PANEL = (*boxes("panel"), "panel_who")
REASON, NOTED, WHY = 8000, 200, 2000
YES, NO = "yes", "no"
OF = {"document": "document_id", "submission": "submission_id", "advice": "advice_request_id"}


@dataclass
class DecisionForm(Posted):
    """What was typed, with the boxes that were ticked."""

    evidence: list[str] = field(default_factory=list)

    @property
    def answers(self) -> dict[str, Any]:
        """Everything as it is kept, right or wrong."""
        typed = {name: self[name] for name in (*CHOICES, *DAY, *PANEL, *TEXTS)}
        return {**typed, "evidence": self.evidence}


def read() -> DecisionForm:
    """Read what was posted."""
    names = (*CHOICES, *DAY, *PANEL, "_version", "_prepared")
    typed = posted.read(*names, many=("evidence",), long=TEXTS)
    return DecisionForm(typed.values, evidence=request.form.getlist("evidence")[:300])


def kept(answers: Mapping[str, Any]) -> DecisionForm:
    """Return what was kept before, to go on with."""
    typed = {name: str(answers.get(name, "")) for name in (*CHOICES, *DAY, *PANEL, *TEXTS)}
    return DecisionForm(typed, evidence=[str(each) for each in answers.get("evidence", [])])


def fresh() -> DecisionForm:
    """Return a form that nobody has begun, with today as the day."""
    return kept(day_of(clock.today()))


def day_of(on: date) -> dict[str, str]:
    """Return a day as the three boxes hold it."""
    return dict(zip(DAY, (str(on.day), str(on.month), str(on.year)), strict=True))


def of_decision(old: Decision, ticked: Sequence[str], noted: Sequence[str]) -> dict[str, Any]:
    """Return the answers with which the correction of a decision begins.

    What was ticked stays ticked: the name of a paper of the council is no text for the letter.
    """
    return {
        "has_needs": _word(old.has_needs),
        "needs_plan": _word(old.needs_plan),
        "outcome": old.outcome.value,
        **day_of(old.decided_on),
        "reason": old.reason,
        "panel_who": old.panel_who,
        "panel_said": old.panel_said,
        **filled("panel", old.panel_on),
        "other_evidence": "\n".join(noted),
        "evidence": list(ticked),
        "corrects": old.id,
    }


def _word(limb: bool | None) -> str:
    return "" if limb is None else YES if limb else NO


def checked(
    form: DecisionForm, can: Decidable, old: Decision | None, there: Sequence[Readable]
) -> Deciding | None:
    """Note what is missing or unlawful; return the decision if nothing is."""
    _check_test(form, can, old)
    form.require("reason", _("Write the reasons. The family reads them in the letter"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    on = _day(form, can)
    read_before, panel = _evidence(form, there), _panel(form)
    if old is not None:
        form.require("correction_reason", _("Write what was wrong, for the record"))
        form.at_most("correction_reason", WHY, _("Use %(limit)s characters or fewer", limit=WHY))
    if form.errors or on is None:
        return None
    return Deciding(
        kind=can.kind,
        outcome=Outcome(form["outcome"]),
        has_needs=form["has_needs"] == YES,
        needs_plan=form["needs_plan"] == YES,
        reason=form["reason"],
        decided_on=on,
        evidence=read_before,
        request_id=can.request_id,
        corrects=old,
        correction_reason=form["correction_reason"] if old else None,
        panel=panel,
    )


def _check_test(form: DecisionForm, can: Decidable, old: Decision | None) -> None:
    for name in ("has_needs", "needs_plan"):
        if form[name] not in {YES, NO}:
            form.errors[name] = _("Answer yes or no")
    if form["outcome"] not in {YES, NO}:
        form.errors["outcome"] = _("Choose what is decided")
    if form.errors:
        return
    wrong = _outcome_fault(form, can, old)
    if wrong:
        form.errors["outcome"] = wrong


def _outcome_fault(form: DecisionForm, can: Decidable, old: Decision | None) -> str:
    """Return why the outcome is none that can be decided; empty if it is one."""
    wrong = limb_fault(
        has_needs=form["has_needs"] == YES,
        needs_plan=form["needs_plan"] == YES,
        outcome=Outcome(form["outcome"]),
    )
    found = ""
    if wrong is LimbFault.MUST_BE_YES:
        found = _("You said yes to both parts of the test, so the answer is yes")
    elif wrong is LimbFault.MUST_BE_NO:
        found = _("You said no to a part of the test, so the answer is no")
    elif can.only_yes and form["outcome"] == NO:
        found = _("The family was told no before. Only a yes can follow")
    elif old is not None and can.stays and form["outcome"] != old.outcome:
        found = f"{_('What was decided stays; its words can be put right.')} {can.stays}"
    return found


def _day(form: DecisionForm, can: Decidable) -> date | None:
    try:
        day, month, year = (int(form[name]) for name in DAY)
        on = date(year, month, day)
    except ValueError:
        form.errors["decided-day"] = _("Enter the day of the decision")
        return None
    if on > clock.today():
        form.errors["decided-day"] = _("The day of the decision cannot be in the future")
    elif on < can.since:
        form.errors["decided-day"] = _("The decision cannot be older than what it answers")
    return on


def _panel(form: DecisionForm) -> Panel | None:
    """Return what a panel recommends, if one met: then its day, its people and its words."""
    if not any(form[name] for name in (*PANEL, "panel_said")):
        return None
    on = read_day(form, "panel", _("Enter the day on which the panel met"))
    form.require("panel_who", _("Write who sat on the panel"))
    form.at_most("panel_who", NOTED, _("Use %(limit)s characters or fewer", limit=NOTED))
    form.require("panel_said", _("Write what the panel recommends"))
    form.at_most("panel_said", WHY, _("Use %(limit)s characters or fewer", limit=WHY))
    return Panel(on, form["panel_who"], form["panel_said"]) if on else None


def _evidence(form: DecisionForm, there: Sequence[Readable]) -> tuple[Evidence, ...]:
    """Return what was read; a box that is no longer on the page counts as not ticked."""
    known = {each.value for each in there}
    form.evidence = [each for each in form.evidence if each in known]
    lines = [each.strip() for each in form["other_evidence"].splitlines() if each.strip()]
    if not form.evidence and not lines:
        form.errors["evidence"] = _("Say what was read before deciding")
    if any(len(each) > NOTED for each in lines):
        form.errors["other_evidence"] = _("Use %(limit)s characters or fewer a line", limit=NOTED)
    ticked = [each.partition(":") for each in form.evidence]
    return (
        *(Evidence(**{OF[kind]: held}) for kind, _colon, held in ticked),
        *(Evidence(noted_as=each) for each in lines),
    )

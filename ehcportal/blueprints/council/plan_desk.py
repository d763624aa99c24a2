"""What every page of the plan editor opens: the case, and the version that is being written."""

from dataclasses import dataclass

from flask import abort

from ehcportal import db
from ehcportal.models.plan import Section
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, plan_findings, plans
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.plan_findings import Told
from ehcportal.queries.plans import Line, Whole
from ehcportal.queries.standing import Standing
from ehcportal.services.plans.writing import Desk
from ehcportal.web import actor_trace, current_person, open_case


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with the version of its plan that is being written."""

    head: CaseHead
    whole: Whole
    may_change: bool

    @property
    def desk(self) -> Desk:
        """Return who writes where."""
        return Desk(actor_trace(), self.head.case_id, self.whole.head.id)

    @property
    def found(self) -> list[Told]:
        """Return what the version still needs."""
        return plan_findings.told(db.session(), self.whole, self.head.birth_date)

    def line(self, key: str) -> Line:
        """Return one line, or answer 404."""
        return self.whole.line(key) or abort(404)


def opened(case_id: str, *, to: Action = Action.RUN_CASE) -> Opened:
    """Open the version that is being written, or answer 404; a case that ended is only read."""
    return opened_or_none(case_id, to=to) or abort(404)


def opened_or_none(case_id: str, *, to: Action = Action.RUN_CASE) -> Opened | None:
    """Return the same, and nothing when no version can be written any more: words may wait."""
    standing = open_case(case_id, to=to)
    session = db.session()
    being = plans.being_written(session, case_id)
    whole = plans.of_head(session, being) if being else None
    may_change = may_write(standing)
    if whole is None or (to is Action.RUN_CASE and not may_change):
        return None
    return Opened(cases.head(session, case_id), whole, may_change)


def may_write(standing: Standing) -> bool:
    """Whether the reader may change the plan of this case."""
    may_run = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return may_run and standing.case.ended_on is None


def section_or_404(letter: str) -> Section:
    """Return a section by its letter."""
    known = {each.value: each for each in Section}
    return known.get(letter) or abort(404)

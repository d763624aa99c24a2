"""Maya's plan on stage: a draft that nothing keeps from being served, and what follows it."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from ehcportal.domain.facts import DecisionKind, PlanKind
from ehcportal.models.assessment import Decision
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanVersion, Section
from ehcportal.security.audit import SYSTEM
from ehcportal.services.plans import versions
from tests import factories
from tests.schools import School, school  # noqa: F401

LINES = (
    ("a1", Section.A, "I want to play with other children at break."),
    ("b1", Section.B, "Maya finds it hard to follow spoken words."),
    ("e1", Section.E, "Maya follows an instruction of two steps."),
    ("f1", Section.F, "A therapist works with Maya on her own."),
)
SAID = {
    "f1": {
        "who": "Speech therapist",
        "how_much": "45 minutes",
        "how_often": "once a week",
        "reviewed": "every term, by the SENCo",
    },
    "e1": {"by_when": "2027-07-31"},
}
LINKS = (("b1", "e1"), ("b1", "f1"), ("e1", "f1"))
HIDDEN = re.compile(r'name="(_\w+)" value="([^"]*)"')


@dataclass
class PlanDesk:
    """A case with a draft plan, its family, its school and its caseworker."""

    school: School
    version_id: str

    @property
    def council(self) -> str:
        """Where staff work on the plan."""
        return f"/council/cases/{self.school.case}/plan"

    @property
    def family(self) -> str:
        """Where the family reads it."""
        return f"/cases/{self.school.case}/plan"

    @property
    def pupil(self) -> str:
        """Where its school reads it."""
        return f"/settings/pupils/{self.school.case}/plan"

    def text(self, who: str, path: str, status: int = 200) -> str:
        """Return a page as somebody reads it."""
        answer = self.school.cast[who].get(path)
        assert answer.status_code == status, (who, path, answer.status_code)
        return answer.get_data(as_text=True)

    def send(self, who: str, path: str, to: str = "", /, **fields: Any) -> TestResponse:
        """Fill in a page and send it, with all that stood hidden in it."""
        hidden = dict(HIDDEN.findall(self.text(who, path)))
        hidden.pop("_idem", None)
        return self.school.cast[who].post(to or path, {**hidden, **fields})

    def serve(self, **fields: Any) -> TestResponse:
        """Serve the draft."""
        return self.send("caseworker", f"{self.council}/serve", **fields)

    def version(self, version_id: str = "") -> PlanVersion:
        """Return the row of a version."""
        with self.school.app.extensions["database"].reading() as session:
            found = session.get_one(PlanVersion, version_id or self.version_id)
            session.expunge(found)
            return found

    def begin(self, kind: PlanKind) -> str:
        """Begin the next version as a copy of the one that was served."""
        with self.school.unit() as session:
            return versions.begin(session, SYSTEM, self.school.case, kind).id

    def issued(self, version_id: str, ago: int = 0) -> None:
        """Let a version have been served, as far as its row goes."""
        with self.school.unit() as session:
            row = session.get_one(PlanVersion, version_id)
            row.served_on = factories.days_ago(ago)
            session.add(row)

    def write(self, version_id: str, key: str, text: str, **more: Any) -> None:
        """Let a line of a version say something else, or be there at all."""
        with self.school.unit() as session:
            wanted = select(PlanLine).where(
                PlanLine.plan_version_id == version_id, PlanLine.key == key
            )
            row = session.exec(wanted).first() or PlanLine(
                plan_version_id=version_id, key=key, section=Section(more.pop("section")), place=9
            )
            row.text, row.details = text, more or row.details
            session.add(row)

    def advance(self, days: int) -> None:
        """Let the draft have been served some days earlier."""
        with self.school.unit() as session:
            row = session.get_one(PlanVersion, self.version_id)
            row.served_on = factories.days_ago(days)
            row.comments_until = factories.days_ago(days - 14)
            session.add(row)


@pytest.fixture
def desk(school: School) -> PlanDesk:  # noqa: F811
    """A draft that is complete and not served."""
    with school.unit() as session:
        session.add(
            Decision(
                case_id=school.case,
                kind=DecisionKind.ASSESS,
                outcome="yes",
                decided_on=factories.days_ago(25),
                notified_on=factories.days_ago(25),
            )
        )
        return PlanDesk(school, complete_draft(session, school.case).id)


def complete_draft(session: Session, case_id: str) -> PlanVersion:
    """Write a draft with a need, an outcome and the help for them."""
    plan = Plan(case_id=case_id)
    session.add(plan)
    session.flush()
    made = PlanVersion(plan_id=plan.id, number=1, kind=PlanKind.DRAFT)
    session.add(made)
    session.flush()
    for place, (key, section, text) in enumerate(LINES, start=1):
        session.add(
            PlanLine(
                plan_version_id=made.id,
                key=key,
                section=section,
                place=place * 1000,
                text=text,
                details=SAID.get(key, {}),
                area="communication" if section in {Section.B, Section.F} else None,
            )
        )
    for one, other in LINKS:
        session.add(PlanLink(plan_version_id=made.id, from_key=one, to_key=other))
    session.flush()
    return made

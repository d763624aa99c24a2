"""A case whose plan is being written, for tests of the editor."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from ehcportal.db import Database
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.plan import PlanLine, PlanVersion, Section
from ehcportal.security.audit import Trace
from ehcportal.services.plans import joining, versions, writing
from ehcportal.services.plans.writing import Desk, Words
from tests import factories


@dataclass(frozen=True)
class Draft:
    """A draft plan that is being written."""

    database: Database
    case_id: str
    version_id: str

    def desk(self, account: Account | None = None) -> Desk:
        """Return the desk at which somebody writes."""
        return Desk(
            Trace(account_id=account.id if account else None), self.case_id, self.version_id
        )

    def add(self, text: str, section: Section = Section.F, **details: str) -> PlanLine:
        """Add a line in a transaction of its own."""
        with self.database.unit() as session:
            return writing.add(session, self.desk(), section, Words(text, details=details))


def assessed(session: Session, coordinator: Account | None = None) -> str:
    """Return a case whose assessment runs, with one piece of advice that came in."""
    child = factories.person(session)
    case = factories.case(session, child, opened=100, coordinator=coordinator)
    factories.request(session, received=100, joined_to=case)
    factories.decision(session, case, DecisionKind.ASSESS, Outcome.YES, ago=60)
    factories.advice(session, case, "Educational psychologist", asked=59, received=20)
    return case.id


def draft(database: Database, coordinator: Account | None = None) -> Draft:
    """Begin a draft plan."""
    with database.unit() as session:
        case_id = assessed(session, coordinator)
        made = versions.begin(session, Trace(), case_id, PlanKind.DRAFT)
        return Draft(database, case_id, made.id)


def serve(session: Session, version_id: str, ago: int = 0) -> None:
    """Serve a version, as far as its row goes."""
    version = session.get_one(PlanVersion, version_id)
    version.served_on = factories.days_ago(ago)
    session.add(version)
    session.flush()


def answered(session: Session, advice_request_id: str, sender: Account) -> AdviceAnswer:
    """Let an adviser send a report as a file."""
    made = AdviceAnswer(
        advice_request_id=advice_request_id, sent_by_id=sender.id, sent_on=factories.days_ago(20)
    )
    session.add(made)
    session.flush()
    return made


def write(session: Session, case_id: str, who: Account) -> dict[str, str]:
    """Begin a draft in a case and write in it; return the ids that its pages are about."""
    trace = Trace(account_id=who.id)
    desk = Desk(trace, case_id, versions.begin(session, trace, case_id, PlanKind.DRAFT).id)
    asked = session.exec(
        select(AdviceRequest).where(
            AdviceRequest.case_id == case_id, col(AdviceRequest.received_on).is_not(None)
        )
    ).first()
    assert asked
    answer = answered(session, asked.id, who)
    need = writing.add(session, desk, Section.B, Words("Poppy cannot read yet."))
    said = {"who": "A teacher", "how_much": "30 minutes", "how_often": "As needed"}
    line = writing.add(session, desk, Section.F, Words("Reading lessons in a pair.", details=said))
    joining.join(session, desk, need.key, wanted=[line.key], seen=[])
    passage = joining.From("She reads single letters.", advice_answer_id=answer.id)
    joining.give_source(session, desk, line.key, passage)
    return {"plan_case": case_id, "plan_line": line.key, "plan_answer": answer.id}

"""What was asked between reviews: new assessments, early reviews; and when the last one ended."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain import endlaw
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind, ProceedingKind
from ehcportal.domain.lookagain import AskedBy, AskedFor
from ehcportal.domain.rules import Counting
from ehcportal.models.ending import AskAgain
from ehcportal.models.form import Draft, Submission
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.proceeding import Proceeding
from ehcportal.queries import access, case_facts


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask with the form in which it came, if it came in one."""

    row: AskAgain
    submission: Submission | None

    @property
    def is_open_to_family(self) -> bool:
        """Whether the family reads the form of a setting (row D10)."""
        by_form = self.row.asked_by is AskedBy.SETTING and self.submission is not None
        return by_form and self.row.withheld_reason is None

    @property
    def changed(self) -> str:
        """What has changed, in the words of whoever asked."""
        return str(self.submission.answers.get("changed", "")) if self.submission else ""

    def answer_by(self, counting: Counting) -> DueDate | None:
        """Return the day of the answer that is owed; an early review has none by law (Reg 25)."""
        if self.row.answer or self.row.asked_for is AskedFor.REVIEW:
            return None
        return due(endlaw.REASSESSMENT_ANSWER, self.row.asked_on, counting=counting)


def of_case(session: Session, case_id: str) -> list[Ask]:
    """Return what was asked in a case, what waits for an answer first, then the newest."""
    rows = session.execute(
        sa.select(AskAgain, Submission)
        .join(Submission, and_(Submission.id == AskAgain.submission_id), isouter=True)
        .where(col(AskAgain.case_id) == case_id)
        .order_by(col(AskAgain.answered_on).is_not(None), col(AskAgain.asked_on).desc())
    )
    return [Ask(row, sent) for row, sent in rows]


def of_setting(session: Session, case_id: str, setting_id: str) -> list[Ask]:
    """Return what the SENCos of a setting asked for in a case, the newest first."""
    rows = session.execute(
        sa.select(AskAgain, Submission)
        .join(Submission, and_(Submission.id == AskAgain.submission_id))
        .join(Draft, and_(Draft.id == Submission.draft_id))
        .where(col(AskAgain.case_id) == case_id, col(Draft.setting_id) == setting_id)
        .order_by(col(AskAgain.asked_on).desc(), col(AskAgain.id).desc())
    )
    return [Ask(row, sent) for row, sent in rows]


def of_settings(session: Session, case_id: str, relationship_id: str | None) -> list[Ask]:
    """Return what settings asked for with a form, as one of the family hears of it, newest first.

    Of a protected child nobody hears of it who may not know where it learns.
    """
    rows = session.execute(
        sa.select(AskAgain, Submission)
        .join(Submission, and_(Submission.id == AskAgain.submission_id))
        .where(col(AskAgain.case_id) == case_id, col(AskAgain.asked_by) == AskedBy.SETTING)
        .where(access.may_know_where(relationship_id))
        .order_by(col(AskAgain.asked_on).desc(), col(AskAgain.id).desc())
    )
    return [Ask(row, sent) for row, sent in rows]


def one(session: Session, case_id: str, ask_id: str) -> Ask | None:
    """Return one ask of this case."""
    return next((each for each in of_case(session, case_id) if each.row.id == ask_id), None)


def assessed_on(session: Session, case_id: str) -> list[date]:
    """Return the days on which assessments and reassessments of a child ended.

    An assessment ends with its first final plan, or with the answer that there will be none.
    """
    facts = case_facts.for_case(session, case_id)
    firsts = [each.served_on for each in facts.plans if each.kind is PlanKind.FINAL]
    noes = [
        each.notified_on
        for each in facts.decisions
        if each.kind is DecisionKind.ISSUE and each.outcome is Outcome.NO and each.notified_on
    ]
    return [*firsts, *noes, *_reassessed(session, case_id)]


def _reassessed(session: Session, case_id: str) -> list[date]:
    begun = session.exec(
        select(Proceeding).where(
            Proceeding.case_id == case_id, Proceeding.kind == ProceedingKind.REASSESSMENT
        )
    ).all()
    sent = session.exec(
        select(PlanVersion)
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(Plan.case_id == case_id, col(PlanVersion.served_on).is_not(None))
    ).all()
    finals = sorted(each.served_on for each in sent if each.served_on and each.kind.is_final)
    found = (next((on for on in finals if on >= each.started_on), None) for each in begun)
    return [each for each in found if each is not None]

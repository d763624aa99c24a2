"""Which steps are lawful in a case on a day, and in words why another one is not.

What happened is never gone back on: an error is corrected by a further row, and then the steps are
asked for again. Lateness forbids nothing, for the duty to act goes on after its last day.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain import endsteps, plansteps, requeststeps
from ehcportal.domain.calendar import NO_BANK_HOLIDAYS
from ehcportal.domain.casedates import CaseDates, case_dates
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


class Step(StrEnum):
    """What can be done next in a case, by the council, a family or a professional."""

    REQUEST = "request"
    CLOSE_REQUEST = "close_request"
    AGREE_TO_ASSESS = "agree_to_assess"
    REFUSE_TO_ASSESS = "refuse_to_assess"
    TAKE_BACK_ASSESSMENT = "take_back_assessment"
    ASK_FOR_ADVICE = "ask_for_advice"
    RECEIVE_ADVICE = "receive_advice"
    AGREE_TO_ISSUE = "agree_to_issue"
    REFUSE_TO_ISSUE = "refuse_to_issue"
    TAKE_BACK_ISSUE = "take_back_issue"
    SERVE_DRAFT = "serve_draft"
    COMMENT = "comment"
    CONSULT = "consult"
    ANSWER_CONSULTATION = "answer_consultation"
    ISSUE_FINAL = "issue_final"
    ARRANGE_REVIEW = "arrange_review"
    REPORT_REVIEW = "report_review"
    DECIDE_REVIEW = "decide_review"
    PROPOSE_CHANGES = "propose_changes"
    KEEP_AFTER_ALL = "keep_after_all"
    ISSUE_AMENDED = "issue_amended"
    DECIDE_TO_CEASE = "decide_to_cease"
    END_AS_CEASED = "end_as_ceased"
    END_AS_WITHDRAWN = "end_as_withdrawn"
    END_AS_TRANSFERRED = "end_as_transferred"
    MOVE_IN = "move_in"
    MOVE_OUT = "move_out"
    MEDIATION = "mediation"
    APPEAL = "appeal"
    ORDER = "order"
    REASSESSMENT = "reassessment"
    CLOSE_PROCEEDING = "close_proceeding"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a step is lawful; true or false by itself, with the reason where it is not."""

    why_not: str = ""

    def __bool__(self) -> bool:
        return not self.why_not


Rule = Callable[[CaseDates], str]

RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.REQUEST: requeststeps.request,
        Step.CLOSE_REQUEST: requeststeps.close_request,
        Step.AGREE_TO_ASSESS: requeststeps.agree_to_assess,
        Step.REFUSE_TO_ASSESS: requeststeps.refuse_to_assess,
        Step.TAKE_BACK_ASSESSMENT: requeststeps.take_back_assessment,
        Step.ASK_FOR_ADVICE: requeststeps.ask_for_advice,
        Step.RECEIVE_ADVICE: requeststeps.receive_advice,
        Step.AGREE_TO_ISSUE: requeststeps.agree_to_issue,
        Step.REFUSE_TO_ISSUE: requeststeps.refuse_to_issue,
        Step.TAKE_BACK_ISSUE: requeststeps.take_back_issue,
        Step.SERVE_DRAFT: plansteps.serve_draft,
        Step.COMMENT: plansteps.comment,
        Step.CONSULT: plansteps.consult,
        Step.ANSWER_CONSULTATION: plansteps.answer_consultation,
        Step.ISSUE_FINAL: plansteps.issue_final,
        Step.ARRANGE_REVIEW: plansteps.arrange_review,
        Step.REPORT_REVIEW: plansteps.report_review,
        Step.DECIDE_REVIEW: plansteps.decide_review,
        Step.PROPOSE_CHANGES: plansteps.propose_changes,
        Step.KEEP_AFTER_ALL: plansteps.keep_after_all,
        Step.ISSUE_AMENDED: plansteps.issue_amended,
        Step.DECIDE_TO_CEASE: endsteps.decide_to_cease,
        Step.END_AS_CEASED: endsteps.end_as_ceased,
        Step.END_AS_WITHDRAWN: endsteps.end_as_withdrawn,
        Step.END_AS_TRANSFERRED: endsteps.end_as_transferred,
        Step.MOVE_IN: endsteps.move_in,
        Step.MOVE_OUT: endsteps.move_out,
        Step.MEDIATION: endsteps.challenge,
        Step.APPEAL: endsteps.challenge,
        Step.ORDER: endsteps.order,
        Step.REASSESSMENT: endsteps.reassessment,
        Step.CLOSE_PROCEEDING: endsteps.close_proceeding,
        Step.EXCEPTION: endsteps.exception,
    }
)


def may(
    facts: CaseFacts,
    step: Step,
    today: date,
    counting: Counting = STANDARD_COUNTING,
    *,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
) -> Answer:
    """Say whether a step is lawful on a day, and why not, as staff read it.

    An appeal is not held to its last day: the Tribunal may allow a late one (rule 5).
    """
    if facts.ended_on is not None:
        return Answer("This case has ended. A new request opens a new case.")
    return Answer(RULES[step](case_dates(facts, today, counting, bank_holidays)))


def lawful_steps(
    facts: CaseFacts,
    today: date,
    counting: Counting = STANDARD_COUNTING,
    *,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
) -> tuple[Step, ...]:
    """Return the steps that are lawful on a day, in the order of the process."""
    if facts.ended_on is not None:
        return ()
    dates = case_dates(facts, today, counting, bank_holidays)
    return tuple(step for step in Step if not RULES[step](dates))

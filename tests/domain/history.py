"""A random history of one case, driven step by step through the one gate of lawful steps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from ehcportal.domain import law
from ehcportal.domain.episodes import current_episode
from ehcportal.domain.exceptions import ExceptionFact, Ground
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    CommentFact,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Ending,
    MoveFact,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    RequestFact,
    ReviewFact,
    Source,
    StartReason,
)
from ehcportal.domain.steps import Step

T = TypeVar("T")
Apply = Callable[[CaseFacts, date, int], CaseFacts]


@dataclass
class History:
    """A case, the day it has reached, and each step that was taken."""

    today: date
    facts: CaseFacts = field(default_factory=CaseFacts)
    """Of a family with one parent or, if its speakers are named, with more."""
    steps: list[tuple[date, Step]] = field(default_factory=list)

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def take(self, step: Step, dice: int) -> None:
        """Take a step today; ``dice`` chooses where a step has several forms."""
        self.facts = APPLY[step](self.facts, self.today, dice)
        self.steps.append((self.today, step))


def decided(kind: DecisionKind, outcome: Outcome) -> Apply:
    def apply(facts: CaseFacts, today: date, _: int) -> CaseFacts:
        open_ones = current_episode(facts).requests
        named = len(open_ones) == 1 and kind in {DecisionKind.ASSESS, DecisionKind.ISSUE}
        told = DecisionFact(kind, outcome, today, today, open_ones[0].id if named else "")
        return replace(facts, decisions=(*facts.decisions, told))

    return apply


def taken_back(kind: DecisionKind) -> Apply:
    """Put a yes right that was an error: a no stands in its place, and the family hears of it."""

    def apply(facts: CaseFacts, today: date, _: int) -> CaseFacts:
        episode = current_episode(facts)
        old = episode.to_assess if kind is DecisionKind.ASSESS else episode.to_issue
        right = replace(old, outcome=Outcome.NO, decided_on=today, notified_on=today)
        return replace(facts, decisions=exchanged(facts.decisions, old, right))

    return apply


def served(kind: PlanKind) -> Apply:
    """Serve a version; one in five draws more days to comment than the law gives."""

    def apply(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
        more = today + timedelta(days=14 + dice % 9) if dice % 5 == 1 else None
        until = None if kind.is_final else more
        version = PlanFact(kind, len(facts.plans) + 1, today, until)
        return replace(facts, plans=(*facts.plans, version))

    return apply


def begun(kind: ProceedingKind) -> Apply:
    def apply(facts: CaseFacts, today: date, _: int) -> CaseFacts:
        return replace(facts, proceedings=(*facts.proceedings, ProceedingFact(kind, today)))

    return apply


def ended(how: Ending) -> Apply:
    def apply(facts: CaseFacts, today: date, _: int) -> CaseFacts:
        return replace(facts, ended_on=today, ended_as=how)

    return apply


def request(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    reason = StartReason.NOTICE if dice % 7 == 0 else StartReason.REQUEST
    asked = RequestFact(today, Source.PARENT, reason, id=f"r{len(facts.requests)}")
    return replace(facts, requests=(*facts.requests, asked))


def close_request(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    open_ones = [each for each in facts.requests if each.closed_on is None]
    chosen = open_ones[dice % len(open_ones)]
    closed = replace(chosen, closed_on=today, closed_as=list(Closure)[dice % len(Closure)])
    return replace(facts, requests=exchanged(facts.requests, chosen, closed))


def ask_for_advice(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    number = len(facts.advice)
    asked = AdviceFact(f"Adviser {number}", today, id=f"a{number}")
    return replace(facts, advice=(*facts.advice, asked))


def receive_advice(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    missing = [each for each in facts.advice if each.received_on is None]
    chosen = missing[dice % len(missing)]
    arrived = replace(chosen, received_on=today)
    return replace(facts, advice=exchanged(facts.advice, chosen, arrived))


def comment(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    family = sorted(facts.speakers)
    by = family[dice // 5 % len(family)] if family else ""
    said = CommentFact(today, len(facts.plans), dice % 5 == 0, by)
    return replace(facts, comments=(*facts.comments, said))


def consult(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    number = len(facts.consultations)
    asked = ConsultationFact(f"School {number}", today, id=f"c{number}")
    return replace(facts, consultations=(*facts.consultations, asked))


def answer_consultation(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    waiting = [each for each in facts.consultations if each.answered_on is None]
    chosen = waiting[dice % len(waiting)]
    answered = replace(chosen, answered_on=today)
    return replace(facts, consultations=exchanged(facts.consultations, chosen, answered))


def arrange_review(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    review = ReviewFact(meeting_on=today + timedelta(days=dice % 40))
    return replace(facts, reviews=(*facts.reviews, review))


def running(facts: CaseFacts) -> ReviewFact:
    return next(each for each in facts.reviews if each.decided_on is None)


def report_review(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    review = running(facts)
    told = replace(review, report_on=today)
    return replace(facts, reviews=exchanged(facts.reviews, review, told))


def decide_review(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    """An amendment goes with its notice in most cases; the others still owe it."""
    review = running(facts)
    outcome = (Outcome.MAINTAIN, Outcome.AMEND, Outcome.CEASE)[dice % 3]
    told = replace(review, decided_on=today, outcome=outcome)
    facts = replace(facts, reviews=exchanged(facts.reviews, review, told))
    if outcome is Outcome.AMEND and dice % 2:
        return propose_changes(facts, today, dice)
    return facts


def propose_changes(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    """With a review that decided so, or without one (Regulation 28)."""
    facts = served(PlanKind.AMENDMENT)(facts, today, dice)
    owing = [
        each for each in facts.reviews if each.outcome is Outcome.AMEND and each.notice_on is None
    ]
    if owing:
        told = replace(owing[-1], notice_on=today)
        return replace(facts, reviews=exchanged(facts.reviews, owing[-1], told))
    alone = ReviewFact(decided_on=today, outcome=Outcome.AMEND, notice_on=today, alone=True)
    return replace(facts, reviews=(*facts.reviews, alone))


def keep_after_all(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    noticed = [each for each in facts.reviews if each.outcome is Outcome.AMEND and each.notice_on]
    review = max(noticed, key=lambda each: (each.notice_on, facts.reviews.index(each)))
    return replace(facts, reviews=exchanged(facts.reviews, review, replace(review, kept_on=today)))


def move_in(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    move = MoveFact(comes_in=True, known_on=today, moves_on=today, transferred_on=today)
    facts = served(PlanKind.FINAL)(facts, today, dice)
    return replace(facts, transferred_in_on=today, moves=(*facts.moves, move))


def move_out(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    moving_on = today + timedelta(days=dice % 30)
    move = MoveFact(comes_in=False, known_on=today, moves_on=moving_on)
    return replace(facts, moving_on=moving_on, moves=(*facts.moves, move))


def pass_on(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    """The plan goes to the new council, and the case ends."""
    leaving = next(each for each in facts.moves if not each.comes_in)
    gone = exchanged(facts.moves, leaving, replace(leaving, transferred_on=today))
    return replace(ended(Ending.TRANSFERRED)(facts, today, dice), moves=gone)


def close_proceeding(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    open_ones = [each for each in facts.proceedings if each.ended_on is None]
    chosen = open_ones[dice % len(open_ones)]
    closed = replace(chosen, ended_on=today)
    return replace(facts, proceedings=exchanged(facts.proceedings, chosen, closed))


def exception(facts: CaseFacts, today: date, dice: int) -> CaseFacts:
    duty = (law.DECISION_TO_ASSESS, law.DECISION_TO_ISSUE, law.FINAL_PLAN, law.ADVICE)[dice % 4]
    excused = ExceptionFact(duty, Ground.PERSONAL_CIRCUMSTANCES, today)
    return replace(facts, exceptions=(*facts.exceptions, excused))


def exchanged(rows: tuple[T, ...], old: T, new: T) -> tuple[T, ...]:
    place = rows.index(old)
    return (*rows[:place], new, *rows[place + 1 :])


APPLY: dict[Step, Apply] = {
    Step.REQUEST: request,
    Step.CLOSE_REQUEST: close_request,
    Step.AGREE_TO_ASSESS: decided(DecisionKind.ASSESS, Outcome.YES),
    Step.REFUSE_TO_ASSESS: decided(DecisionKind.ASSESS, Outcome.NO),
    Step.TAKE_BACK_ASSESSMENT: taken_back(DecisionKind.ASSESS),
    Step.ASK_FOR_ADVICE: ask_for_advice,
    Step.RECEIVE_ADVICE: receive_advice,
    Step.AGREE_TO_ISSUE: decided(DecisionKind.ISSUE, Outcome.YES),
    Step.REFUSE_TO_ISSUE: decided(DecisionKind.ISSUE, Outcome.NO),
    Step.TAKE_BACK_ISSUE: taken_back(DecisionKind.ISSUE),
    Step.SERVE_DRAFT: served(PlanKind.DRAFT),
    Step.COMMENT: comment,
    Step.CONSULT: consult,
    Step.ANSWER_CONSULTATION: answer_consultation,
    Step.ISSUE_FINAL: served(PlanKind.FINAL),
    Step.ARRANGE_REVIEW: arrange_review,
    Step.REPORT_REVIEW: report_review,
    Step.DECIDE_REVIEW: decide_review,
    Step.PROPOSE_CHANGES: propose_changes,
    Step.KEEP_AFTER_ALL: keep_after_all,
    Step.ISSUE_AMENDED: served(PlanKind.AMENDED_FINAL),
    Step.DECIDE_TO_CEASE: decided(DecisionKind.CEASE, Outcome.CEASE),
    Step.END_AS_CEASED: ended(Ending.CEASED),
    Step.END_AS_WITHDRAWN: ended(Ending.WITHDRAWN),
    Step.END_AS_TRANSFERRED: pass_on,
    Step.MOVE_IN: move_in,
    Step.MOVE_OUT: move_out,
    Step.MEDIATION: begun(ProceedingKind.MEDIATION),
    Step.APPEAL: begun(ProceedingKind.APPEAL),
    Step.ORDER: begun(ProceedingKind.ORDER),
    Step.REASSESSMENT: begun(ProceedingKind.REASSESSMENT),
    Step.CLOSE_PROCEEDING: close_proceeding,
    Step.EXCEPTION: exception,
}

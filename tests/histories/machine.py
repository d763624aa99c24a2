"""A case that goes any way at all: every step is tried when it is lawful and when it is not."""

from datetime import date, timedelta

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlmodel import select

from ehcportal.domain.exceptions import Ground
from ehcportal.domain.facts import CaseFacts, DecisionKind, Outcome, ProceedingKind
from ehcportal.domain.lookagain import AskAnswer
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.domain.steps import Step, may
from ehcportal.models.desk import CaseClock
from ehcportal.queries import case_invariants
from ehcportal.queries.counting import bank_holidays
from tests.domain.oracle import unlawful
from tests.histories import reading
from tests.histories.afterwards import Ends
from tests.histories.chances import (
    BEGINNINGS,
    COURSES,
    ELSEWHERE,
    FEW,
    GAPS,
    LAST,
    REFUSALS,
    SOON,
    TURNED,
    USUAL,
    Act,
)
from tests.histories.council import Note, NothingThereError
from tests.histories.ledger import ONE, TWO, Ledger
from tests.histories.stage import Stage, at_noon


class AnyWay(RuleBasedStateMachine):
    """One case in the hands of people who press every button in any order, on any day."""

    stage: Stage
    holidays: frozenset[date]

    def __init__(self) -> None:
        super().__init__()
        self.stage.undo()
        self.people = Ends(self.stage, Ledger(self.holidays))
        self.done: list[tuple[date, str]] = []

    @initialize(
        on=BEGINNINGS,
        came_with_a_plan=st.sampled_from((0, 0, 0, 0, 30, 300)),
        course=COURSES,
        parents=st.sampled_from((ONE, TWO)),
    )
    def begins(
        self,
        on: date,
        came_with_a_plan: int,
        course: list[tuple[int, int]],
        parents: tuple[str, ...] = ONE,
    ) -> None:
        """One in four gets a no to its first letter."""
        if parents == TWO:
            self.stage.bring_the_other_parent()
        self.people.ledger.parents = parents
        self.last = on + LAST
        self.clock = time_machine.travel(at_noon(on), tick=False)
        self.travelled = self.clock.start()
        if came_with_a_plan:
            act = lambda unit: self.people.move_in(unit, came_with_a_plan)  # noqa: E731
            self.attempt(Step.MOVE_IN, act)
        else:
            self.attempt(Step.REQUEST, lambda unit: self.people.request(unit, 0))
        if on.toordinal() % 4 == 0:
            self.answer(yes=False, second=False)
        self.take(course)

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            try:
                if self.people.case_id:
                    self.verified()
                    reading.all_pages(self.people)
            finally:
                self.clock.stop()

    # -- trying a step -------------------------------------------------------------------------

    def facts(self) -> CaseFacts:
        return self.stage.facts(self.people.case_id) if self.people.case_id else CaseFacts()

    def is_lawful(self, facts: CaseFacts, step: Step) -> bool:
        today, profile = self.people.today, self.stage.profile
        free = bank_holidays(profile, today)
        return bool(may(facts, step, today, self.stage.counting(), bank_holidays=free))

    def attempt(self, step: Step, act: Act, *, also: bool = True) -> None:
        """Try a step. It is done if it is lawful and ``also`` holds; else nothing is left of it."""
        before = self.facts()
        lawful = also and self.is_lawful(before, step)
        why = self.act(act)
        if lawful:
            told = f"{step} was refused: {why!r} after {self.done}"
            assert why is None or isinstance(why, NothingThereError), told
        else:
            assert why is not None, f"{step} was done, although unlawful, after {self.done}"
            assert self.facts() == before

    def act(self, act: Act) -> Exception | None:
        """Do it, or return why it was refused, with nothing left of it."""
        self.travelled.shift(timedelta(minutes=1))
        rows = self.stage.rows()
        note, refused = self._done_or_refused(act)
        if note is None:
            assert self.stage.rows() == rows, f"something is left of {refused!r} after {self.done}"
            return refused
        note()
        self.done.append((self.people.today, act.__qualname__.removesuffix(".<locals>.<lambda>")))
        now = self.stage.rows()
        assert now["event"] > rows["event"], f"no timeline tells of {self.done[-1]}"
        assert now["change_record"] > rows["change_record"], f"no audit tells of {self.done[-1]}"
        self.sound()
        return None

    def _done_or_refused(self, act: Act) -> tuple[Note | None, Exception | None]:
        try:
            with self.stage.unit() as session:
                return act(session), None
        except REFUSALS as why:
            return None, why

    def sound(self) -> None:
        """What is true after each step."""
        facts, today = self.facts(), self.people.today
        assert unlawful(facts, self.holidays) == [], self.done
        with self.stage.database.reading() as session:
            rows = session.exec(select(CaseClock)).all()
            kept = {(each.duty, each.due_on) for each in rows if each.duty not in ELSEWHERE}
        law = self.people.ledger.awaited(today)
        assert kept == law, f"the portal {kept - law}, the law {law - kept}, after {self.done}"

    # -- time ----------------------------------------------------------------------------------

    @rule(days=GAPS)
    def time_passes(self, days: int) -> None:
        self.pass_days(days)

    def pass_days(self, days: int) -> None:
        on = min(self.people.today + timedelta(days=days), self.last)
        self.travelled.move_to(at_noon(on))
        self.stage.pass_the_night()
        self.done.append((on, "morning"))
        self.sound()
        self.verified()

    def verified(self) -> None:
        """What ``ehcportal verify`` finds in every case."""
        with self.stage.database.reading() as session:
            faults = list(case_invariants.faults(session, self.stage.profile))
        assert faults == [], f"{faults} after {self.done}"

    @rule(course=COURSES)
    def the_usual_course(self, course: list[tuple[int, int]]) -> None:
        self.take(course)

    def take(self, course: list[tuple[int, int]]) -> None:
        """Take some lawful steps, one after the other, so that histories get far."""
        for dice, days in course:
            facts = self.facts()
            open_ones = [each for each in USUAL if self.is_lawful(facts, each[0])]
            if open_ones:
                step, act = open_ones[dice % len(open_ones)]
                self.attempt(step, lambda unit, act=act: act(self.people, unit))
            if dice and not self.people.ledger.ended:
                self.pass_days(days)

    # -- from the request to the plan ----------------------------------------------------------

    @precondition(lambda self: not self.people.ledger.ended)
    @rule(days=FEW)
    def a_letter_comes(self, days: int) -> None:
        newest = max((on for on, _ in self.done), default=self.people.today)
        before = min(days, (self.people.today - newest).days)
        self.attempt(Step.REQUEST, lambda session: self.people.request(session, before))

    @rule()
    def the_family_withdraws(self) -> None:
        self.attempt(Step.CLOSE_REQUEST, self.people.withdraw)

    @rule()
    def staff_write_a_note(self) -> None:
        if not self.people.ledger.ended:
            self.act(self.people.write_note)

    @rule(yes=st.booleans(), second=st.booleans())
    def whether_to_assess(self, yes: bool, second: bool) -> None:
        self.answer(yes=yes, second=second)

    def answer(self, *, yes: bool, second: bool) -> None:
        step = Step.AGREE_TO_ASSESS if yes else Step.REFUSE_TO_ASSESS
        kind = DecisionKind.ASSESS
        self.attempt(step, lambda unit: self.people.decide(unit, kind, yes=yes, second=second))

    @rule(yes=st.booleans())
    def whether_to_issue(self, yes: bool) -> None:
        step = Step.AGREE_TO_ISSUE if yes else Step.REFUSE_TO_ISSUE
        self.attempt(step, lambda unit: self.people.decide(unit, DecisionKind.ISSUE, yes=yes))

    @rule(kind=st.sampled_from(("assess", "issue")))
    def a_decision_is_put_right(self, kind: str) -> None:
        newest = self.people.ledger.newest(kind)
        about, turned = (
            DecisionKind(kind),
            Outcome.NO if newest is None or newest.yes else Outcome.YES,
        )
        act = lambda unit: self.people.put_right(unit, about)  # noqa: E731
        self.attempt(TURNED[about, turned], act, also=newest is not None)

    @rule()
    def advice_is_asked_for(self) -> None:
        self.attempt(Step.ASK_FOR_ADVICE, self.people.ask_for_advice)

    @rule(not_known=st.booleans())
    def advice_comes(self, not_known: bool) -> None:
        self.act(lambda unit: self.people.advice_comes(unit, not_known=not_known))

    @rule()
    def advice_is_withdrawn(self) -> None:
        self.act(self.people.withdraw_advice)

    @rule(more=FEW, by_post=st.sampled_from((False, False, False, True)))
    def a_draft_is_sent(self, more: int, by_post: bool) -> None:
        act = lambda unit: self.people.serve(unit, "draft", more, by_post=by_post)  # noqa: E731
        self.attempt(Step.SERVE_DRAFT, act)

    @rule(days=st.sampled_from((1, 10)))
    def more_time_is_given(self, days: int) -> None:
        is_newest = self.people.ledger.waits_for_comments
        act = lambda unit: self.people.give_more_time(unit, days)  # noqa: E731
        self.attempt(Step.COMMENT, act, also=is_newest)

    @rule(accepts=st.booleans(), who=st.sampled_from((*TWO, "")))
    def comments_come(self, accepts: bool, who: str = "parent") -> None:
        act = lambda unit: self.people.comment(unit, who, accepts=accepts)  # noqa: E731
        self.attempt(Step.COMMENT, act)

    @rule()
    def all_parents_accept_and_the_plan_is_final(self) -> None:
        for who in self.people.ledger.parents:
            self.comments_come(True, who)
        self.the_plan_is_final()

    @rule()
    def a_school_is_asked(self) -> None:
        self.attempt(Step.CONSULT, self.people.consult)

    @rule()
    def a_school_answers(self) -> None:
        self.act(self.people.school_answers)

    @rule()
    def the_plan_is_final(self) -> None:
        act = lambda unit: self.people.serve(unit, "final", 0, by_post=False)  # noqa: E731
        self.attempt(Step.ISSUE_FINAL, act)

    # -- reviews -------------------------------------------------------------------------------

    @rule()
    def a_review_begins(self) -> None:
        self.attempt(Step.ARRANGE_REVIEW, self.people.begin_review)

    @rule(days=SOON)
    def a_meeting_is_planned(self, days: int) -> None:
        self.act(lambda unit: self.people.plan_meeting(unit, days))

    @rule()
    def the_meeting_is_held(self) -> None:
        self.act(self.people.hold_meeting)

    @rule()
    def the_report_comes(self) -> None:
        self.act(self.people.report)

    @rule(outcome=st.sampled_from((Outcome.MAINTAIN, Outcome.AMEND, Outcome.AMEND, Outcome.CEASE)))
    def the_review_is_decided(self, outcome: Outcome) -> None:
        act = lambda unit: self.people.decide_review(unit, outcome)  # noqa: E731
        self.attempt(Step.DECIDE_REVIEW, act)

    @rule()
    def the_review_is_stopped(self) -> None:
        self.act(self.people.stop_review)

    @rule(more=FEW)
    def changes_are_proposed(self, more: int) -> None:
        act = lambda unit: self.people.serve(unit, "amendment", more, by_post=False)  # noqa: E731
        self.attempt(Step.PROPOSE_CHANGES, act)

    @rule()
    def nothing_changes_after_all(self) -> None:
        self.attempt(Step.KEEP_AFTER_ALL, self.people.keep_after_all)

    @rule()
    def the_changed_plan_is_final(self) -> None:
        act = lambda unit: self.people.serve(unit, "amended_final", 0, by_post=False)  # noqa: E731
        self.attempt(Step.ISSUE_AMENDED, act)

    # -- beside and at the end -----------------------------------------------------------------

    @rule(kind=st.sampled_from((ProceedingKind.MEDIATION, ProceedingKind.APPEAL)))
    def the_family_disagrees(self, kind: ProceedingKind) -> None:
        step = Step.MEDIATION if kind is ProceedingKind.MEDIATION else Step.APPEAL
        self.attempt(step, lambda unit: self.people.challenge(unit, kind))

    @rule(
        kind=st.sampled_from([each for each in StepKind if each is not StepKind.CORRECTION]),
        order=st.sampled_from(list(OrderKind)),
    )
    def something_happens_in_it(self, kind: StepKind, order: OrderKind) -> None:
        ordered = order if kind in {StepKind.ORDER, StepKind.CONCEDED} else None
        self.act(lambda unit: self.people.happens(unit, kind, ordered))

    @rule(order=st.sampled_from(list(OrderKind)), days=GAPS)
    def the_tribunal_decides(self, order: OrderKind, days: int) -> None:
        """An appeal about what was sent last, and the order that follows."""
        appeal = ProceedingKind.APPEAL
        self.attempt(Step.APPEAL, lambda unit: self.people.challenge(unit, appeal))
        if not self.people.ledger.ended:
            self.pass_days(days)
            self.act(lambda unit: self.people.happens(unit, StepKind.ORDER, order))

    @rule()
    def an_order_was_an_error(self) -> None:
        self.act(self.people.take_step_back)

    @rule()
    def a_new_assessment_is_asked_for(self) -> None:
        if not self.people.ledger.ended:
            self.act(self.people.ask_again)

    @rule(answer=st.sampled_from((AskAnswer.REASSESS, AskAnswer.REFUSED_NOT_NEEDED)))
    def it_is_answered(self, answer: AskAnswer) -> None:
        act = lambda unit: self.people.answer_again(unit, answer)  # noqa: E731
        if answer is AskAnswer.REASSESS:
            self.attempt(Step.REASSESSMENT, act)
        else:
            self.act(act)

    @rule(reassess=st.booleans())
    def the_family_hears_after_its_move(self, reassess: bool) -> None:
        self.act(lambda unit: self.people.tell_after_a_move(unit, reassess=reassess))

    @rule(days=st.sampled_from((0, 10, 40)))
    def the_family_moves_away(self, days: int) -> None:
        self.attempt(Step.MOVE_OUT, lambda unit: self.people.move_away(unit, days))

    @rule()
    def the_plan_is_passed_on(self) -> None:
        self.act(self.people.pass_on)

    @rule()
    def they_stay_after_all(self) -> None:
        self.act(self.people.stay)

    @rule()
    def the_case_ends_with_the_move(self) -> None:
        passed_on = self.people.ledger.is_passed_on
        self.attempt(Step.END_AS_TRANSFERRED, self.people.end_as_moved, also=passed_on)

    @rule(duty=st.sampled_from(("decision_to_assess", "final_plan")))
    def an_exception_is_recorded(self, duty: str) -> None:
        ground = Ground.PERSONAL_CIRCUMSTANCES
        self.attempt(Step.EXCEPTION, lambda unit: self.people.excuse(unit, duty, ground))

    @rule()
    def the_exception_was_none(self) -> None:
        self.act(self.people.take_excuse_back)

    @rule()
    def the_family_is_asked_about_ending_the_plan(self) -> None:
        self.act(self.people.ask_to_cease)

    @rule()
    def both_answer(self) -> None:
        self.act(self.people.hear_both)

    @rule()
    def it_is_decided_to_end_the_plan(self) -> None:
        self.act(self.people.decide_to_cease)

    @rule()
    def the_plan_goes_on(self) -> None:
        self.act(self.people.drop_ceasing)

    @rule()
    def the_case_ends_with_the_plan(self) -> None:
        self.attempt(Step.END_AS_CEASED, self.people.end_as_ceased)

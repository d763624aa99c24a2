"""The dates that a case has now, worked out once for everything that is shown about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ehcportal.domain import law, rights
from ehcportal.domain.calendar import NO_BANK_HOLIDAYS
from ehcportal.domain.clocks import DueDate, due, lengthened
from ehcportal.domain.episodes import Episode, current_episode
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanKind,
    RequestFact,
    ReviewFact,
)
from ehcportal.domain.ordered import replaced
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.phases import transfer_due
from ehcportal.domain.reviews import (
    ReviewDates,
    amended_plan_due,
    is_being_amended,
    newest_review,
    review_dates,
    review_due,
)
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


@dataclass(frozen=True, slots=True)
class RequestClocks:
    """The three dates that one request has by law."""

    request: RequestFact
    decision_to_assess: DueDate
    decision_to_issue: DueDate
    final_plan: DueDate


@dataclass(frozen=True, slots=True)
class AdviceClock:
    """One person asked for advice, with that person's own last day."""

    role: str
    asked_on: date
    due: DueDate
    received_on: date | None
    id: str = ""

    def is_late(self, today: date) -> bool:
        """Say whether the advice is still missing after its last day."""
        return self.received_on is None and self.due.is_late(today)

    @property
    def came_late_by(self) -> int:
        """The days after its last day on which it came; 0 in time, and while it is missing."""
        return self.due.days_late(self.received_on) if self.received_on else 0


@dataclass(frozen=True, slots=True)
class ConsultationClock:
    """One school or college asked, with the day by which it should answer."""

    setting: str
    due: DueDate
    answered_on: date | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The facts of a case joined with every date that follows from them."""

    facts: CaseFacts
    episode: Episode
    today: date
    counting: Counting
    bank_holidays: Collection[date]
    clocks: RequestClocks | None
    advice: tuple[AdviceClock, ...]
    consultations: tuple[ConsultationClock, ...]
    review: ReviewFact | None
    review_due: DueDate | None
    review_dates: ReviewDates | None

    def due(self, key: str, started_on: date) -> DueDate:
        """Return a due date counted as this case counts."""
        return due(key, started_on, counting=self.counting, bank_holidays=self.bank_holidays)

    @property
    def comments_due(self) -> DueDate | None:
        """The last day for the family's comments on the newest draft."""
        draft = self.episode.draft
        if draft is None:
            return None
        return lengthened(self.due(law.COMMENTS, draft.served_on), draft.comments_until)

    @property
    def draft_target(self) -> DueDate | None:
        """The day on which the council plans to send a draft."""
        if self.clocks is None:
            return None
        return self.due(law.DRAFT_TARGET, self.clocks.final_plan.due_on)

    @property
    def advice_marker(self) -> DueDate | None:
        """The end of week 12, by which the council plans to have all advice."""
        start = self.episode.started_on
        return self.due(law.ADVICE_MARKER, start) if start else None

    @property
    def last_advice(self) -> DueDate | None:
        """The latest day on which advice that is still missing is due."""
        missing = [each.due for each in self.advice if each.received_on is None]
        return max(missing, key=lambda each: each.due_on, default=None)

    @property
    def late_advice(self) -> tuple[AdviceClock, ...]:
        """The advice that is missing after its last day, longest first."""
        late = [each for each in self.advice if each.is_late(self.today)]
        return tuple(sorted(late, key=lambda each: each.due.due_on))

    @property
    def amendment(self) -> DueDate | None:
        """When the changed plan is due, while changes are proposed."""
        review = self.review
        if review is None or review.notice_on is None or not is_being_amended(review, self.facts):
            return None
        return amended_plan_due(review.meeting_on, review.notice_on, self.counting)

    @property
    def amendment_comments(self) -> DueDate | None:
        """The last day for comments on proposed changes, while changes are proposed."""
        if self.amendment is None or self.review is None or self.review.notice_on is None:
            return None
        notice_on = self.review.notice_on
        sent = [
            each
            for each in self.facts.plans
            if each.kind is PlanKind.AMENDMENT and each.served_on == notice_on
        ]
        newest = max(sent, key=lambda each: each.number, default=None)
        until = newest.comments_until if newest else None
        return lengthened(self.due(law.AMENDMENT_COMMENTS, notice_on), until)

    @property
    def phase_transfer(self) -> DueDate | None:
        """When the plan must be changed for a move to the next school, while that is owed."""
        return transfer_due(self.facts)

    @property
    def appeal(self) -> DueDate | None:
        """The last day to appeal against the newest thing that can be appealed."""
        sent_on, certificate_on = self._appealable()
        if sent_on is None:
            return None
        return rights.appeal_by(sent_on, certificate_on, bank_holidays=self.bank_holidays)

    def _appealable(self) -> tuple[date | None, date | None]:
        refusal = self.episode.refused
        if refusal is not None:
            return refusal.appeal_from, refusal.certificate_on
        ending = ending_decision(self.facts)
        if ending is not None and ending.appeal_from is not None:
            return ending.appeal_from, ending.certificate_on
        sent = [
            (plan.served_on, plan.certificate_on) for plan in self.facts.plans if plan.kind.is_final
        ]
        review = self.review
        if review is not None and review.plan_stays:
            sent.append((review.plan_stays, review.certificate_on))
        sent += [
            (each.appeal_from, each.certificate_on)
            for each in self.facts.decisions
            if each.kind is DecisionKind.REASSESS
            and each.outcome in (Outcome.NO, Outcome.MAINTAIN)
            and each.appeal_from
        ]
        return max(sent, key=lambda each: each[0], default=(None, None))


def ending_decision(facts: CaseFacts) -> DecisionFact | None:
    """Return the decision to end the plan that the family was told of, if it stands last.

    It stands no longer when the Tribunal ordered since that the plan goes on (Regulation 44(2)).
    """
    told = [
        each for each in facts.decisions if each.kind is DecisionKind.CEASE and each.notified_on
    ]
    told.sort(key=lambda each: each.notified_on or date.min)
    if not told or told[-1].outcome is not Outcome.CEASE:
        return None
    since = told[-1].notified_on or date.min
    goes_on = (each.on for each in facts.orders if each.kind is OrderKind.CONTINUE_PLAN)
    return None if any(on >= since for on in goes_on) else told[-1]


def case_dates(
    facts: CaseFacts,
    today: date,
    counting: Counting = STANDARD_COUNTING,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
) -> CaseDates:
    """Work out every date of a case."""
    episode = current_episode(facts)
    review = newest_review(facts)
    meeting_on = review.meeting_on if review else None
    return CaseDates(
        facts=facts,
        episode=episode,
        today=today,
        counting=counting,
        bank_holidays=bank_holidays,
        clocks=_clocks(facts, episode, counting),
        advice=tuple(advice_clock(each, counting) for each in episode.advice),
        consultations=tuple(consultation_clock(each, counting) for each in episode.consultations),
        review=review,
        review_due=review_due(facts, counting),
        review_dates=review_dates(meeting_on, counting) if meeting_on else None,
    )


def _clocks(facts: CaseFacts, episode: Episode, counting: Counting) -> RequestClocks | None:
    """Return the clocks of the earliest open request, or those an order put in their place."""
    if not episode.requests:
        return None
    clocks = request_clocks(episode.requests[0], counting)
    instead = replaced(facts, episode)

    def now(name: str, otherwise: DueDate) -> DueDate:
        return due(*instead[name], counting=counting) if name in instead else otherwise

    return RequestClocks(
        request=clocks.request,
        decision_to_assess=now("decision_to_assess", clocks.decision_to_assess),
        decision_to_issue=now("decision_to_issue", clocks.decision_to_issue),
        final_plan=now("final_plan", clocks.final_plan),
    )


def request_clocks(request: RequestFact, counting: Counting = STANDARD_COUNTING) -> RequestClocks:
    """Return the dates of one request; raises ValueError for a notice, which has none."""
    if request.clock_from is None:
        raise ValueError("no weeks run from a notice")
    start = request.clock_from
    return RequestClocks(
        request=request,
        decision_to_assess=due(law.DECISION_TO_ASSESS, start, counting=counting),
        decision_to_issue=due(law.DECISION_TO_ISSUE, start, counting=counting),
        final_plan=due(law.FINAL_PLAN, start, counting=counting),
    )


def advice_clock(advice: AdviceFact, counting: Counting = STANDARD_COUNTING) -> AdviceClock:
    """Return one ask for advice with its own six weeks."""
    due_date = due(law.ADVICE, advice.asked_on, counting=counting)
    return AdviceClock(advice.role, advice.asked_on, due_date, advice.received_on, advice.id)


def consultation_clock(
    asked: ConsultationFact, counting: Counting = STANDARD_COUNTING
) -> ConsultationClock:
    """Return one consultation with the day by which the setting should answer."""
    due_date = due(law.CONSULTATION, asked.sent_on, counting=counting)
    return ConsultationClock(asked.setting, due_date, asked.answered_on, asked.id)

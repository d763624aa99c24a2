"""A lawful history of a case up to today, from a seed: the same seed and day give the same one."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from ehcportal.demo.populate import afterwards
from ehcportal.demo.populate.walk import TodayReached, Walk
from ehcportal.demo.populate.words import ADVISERS
from ehcportal.domain import law
from ehcportal.domain.calendar import end_of_days
from ehcportal.domain.exceptions import ExceptionFact, Ground
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    CommentFact,
    ConsultationFact,
    DecisionKind,
    Ending,
    MoveFact,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingKind,
    RequestFact,
    Source,
    StartReason,
)
from ehcportal.domain.steps import Step

THREE_YEARS = 3 * 365
HALF_A_YEAR = 182
COMMENT_DAYS = 15
SETTINGS_ASKED = 3


@dataclass(frozen=True, slots=True)
class History:
    """What happened in a case, of a child born on a day; every step with what was so before."""

    born_on: date
    facts: CaseFacts
    steps: tuple[tuple[CaseFacts, Step, date], ...]


def history(rng: random.Random, today: date) -> History:
    """Tell one case: four in ten began within half a year, so that every stage is well filled."""
    ago = rng.randint(0, HALF_A_YEAR if rng.randrange(10) < 4 else THREE_YEARS)
    began_on = today - timedelta(days=ago)
    born_on = began_on - timedelta(days=rng.randint(2 * 365, 18 * 365))
    walk = Walk(rng, today, began_on)
    tell = _moved_in if walk.chance(3) else _asked
    with suppress(TodayReached):
        tell(walk)
    return History(born_on, walk.facts, tuple(walk.taken))


def _moved_in(walk: Walk) -> None:
    plan = PlanFact(PlanKind.FINAL, 1, walk.day)
    day = walk.day
    move = MoveFact(comes_in=True, known_on=day, moves_on=day, transferred_on=day, family_told=True)
    walk.take(Step.MOVE_IN, transferred_in_on=day, plans=(plan,), moves=(move,))
    afterwards.live(walk)


def _asked(walk: Walk) -> None:
    _request(walk)
    fate = walk.rng.randrange(100)
    if fate < 3:
        return
    if fate < 8:
        _withdraw(walk)
        return
    walk.go_on(20, 44)
    if walk.chance(22):
        walk.decide(Step.REFUSE_TO_ASSESS, DecisionKind.ASSESS, Outcome.NO)
        _after_a_no(walk, lambda: _agree(walk))
        return
    _agree(walk)


def _request(walk: Walk) -> None:
    source = walk.rng.choices((Source.PARENT, Source.SETTING, Source.PROFESSIONAL), (75, 21, 4))[0]
    reason = StartReason.NOTICE if source is Source.PROFESSIONAL else StartReason.REQUEST
    asked = RequestFact(walk.day, source, reason, id=str(len(walk.facts.requests)))
    walk.take(Step.REQUEST, requests=(*walk.facts.requests, asked))
    if reason is StartReason.NOTICE:
        walk.go_on(1, 10)
        taken_up = RequestFact(walk.day, Source.COUNCIL, id=str(len(walk.facts.requests)))
        walk.take(Step.REQUEST, requests=(*walk.facts.requests, taken_up))


def _withdraw(walk: Walk) -> None:
    walk.go_on(2, 25)
    closed = tuple(
        RequestFact(
            each.received_on,
            each.source,
            each.start_reason,
            walk.day,
            Closure.WITHDRAWN,
            id=each.id,
        )
        for each in walk.facts.requests
    )
    walk.take(Step.CLOSE_REQUEST, requests=closed)
    walk.go_on(5, 60)
    walk.take(Step.END_AS_WITHDRAWN, ended_on=walk.day, ended_as=Ending.WITHDRAWN)


def _after_a_no(walk: Walk, then: Callable[[], None]) -> None:
    """A family may go to mediation or appeal; the council may think again, or the no stands."""
    if walk.chance(40):
        walk.go_on(10, 50)
        walk.begin(Step.MEDIATION, ProceedingKind.MEDIATION)
        walk.go_on(3, 30)
        walk.close()
    if walk.chance(30):
        walk.go_on(5, 20)
        walk.begin(Step.APPEAL, ProceedingKind.APPEAL)
        walk.go_on(40, 120)
        walk.close()
    if walk.chance(50):
        walk.go_on(1, 20)
        then()


def _agree(walk: Walk) -> None:
    walk.decide(Step.AGREE_TO_ASSESS, DecisionKind.ASSESS, Outcome.YES)
    walk.go_on(0, 2)
    for number in range(walk.rng.randint(4, len(ADVISERS))):
        asked = AdviceFact(ADVISERS[number][1], walk.day, id=str(number))
        walk.take(Step.ASK_FOR_ADVICE, advice=(*walk.facts.advice, asked))
    if walk.chance(4):
        excused = ExceptionFact(law.FINAL_PLAN, Ground.PERSONAL_CIRCUMSTANCES, walk.day)
        walk.take(Step.EXCEPTION, exceptions=(excused,))
    _gather(walk)
    walk.go_on(1, 12)
    if walk.chance(8):
        walk.decide(Step.REFUSE_TO_ISSUE, DecisionKind.ISSUE, Outcome.NO)
        _after_a_no(walk, lambda: _issue(walk))
        return
    _issue(walk)


def _gather(walk: Walk) -> None:
    """Advice arrives in any order; a late one in twenty keeps the others waiting."""
    asked_on = walk.day
    days = [
        walk.rng.randint(45, 75) if walk.chance(5) else walk.rng.randint(14, 41)
        for _ in walk.facts.advice
    ]
    for waited, number in sorted((each, number) for number, each in enumerate(days)):
        walk.go_to(asked_on + timedelta(days=waited))
        advice = list(walk.facts.advice)
        asked = advice[number]
        advice[number] = AdviceFact(asked.role, asked.asked_on, walk.day, id=asked.id)
        walk.take(Step.RECEIVE_ADVICE, advice=tuple(advice))


def _issue(walk: Walk) -> None:
    walk.decide(Step.AGREE_TO_ISSUE, DecisionKind.ISSUE, Outcome.YES)
    walk.go_on(2, 24)
    draft = PlanFact(PlanKind.DRAFT, 1, walk.day)
    walk.take(Step.SERVE_DRAFT, plans=(draft,))
    for number in range(walk.rng.randint(1, SETTINGS_ASKED)):
        asked = ConsultationFact(str(number), walk.day, id=str(number))
        walk.take(Step.CONSULT, consultations=(*walk.facts.consultations, asked))
    _hear(walk)
    walk.go_to(end_of_days(draft.served_on, COMMENT_DAYS + 1))
    walk.go_on(0, 25)
    walk.take(Step.ISSUE_FINAL, plans=(draft, PlanFact(PlanKind.FINAL, 2, walk.day)))
    afterwards.live(walk)


def _hear(walk: Walk) -> None:
    """Settings answer, and most families comment."""
    for number, asked in enumerate(walk.facts.consultations):
        if not walk.chance(85):
            continue
        walk.go_on(1, 6)
        answers = list(walk.facts.consultations)
        answers[number] = ConsultationFact(asked.setting, asked.sent_on, walk.day, asked.id)
        walk.take(Step.ANSWER_CONSULTATION, consultations=tuple(answers))
    if walk.chance(80):
        walk.go_on(1, 8)
        walk.take(Step.COMMENT, comments=(CommentFact(walk.day, 1),))

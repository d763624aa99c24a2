"""People who press every button in any order, on any day: what the law forbids does not happen."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import CaseFacts, PlanKind
from ehcportal.domain.steps import Step, may
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.plan import Consultation, Plan, PlanLine, PlanVersion, ReplyKind, Section
from ehcportal.queries import case_facts, case_invariants
from ehcportal.security.audit import SYSTEM
from ehcportal.services import timeline
from ehcportal.services.plans import versions
from tests.deciding import A_YES, Deciding
from tests.domain.oracle import unlawful
from tests.plans import PlanDesk, complete_draft
from tests.reviewing import Reviewing
from tests.schools import School, school  # noqa: F401

GAPS = (0, 0, 1, 7, 14, 15, 28, 60)
HEALTH = "Sent by secure e-mail"


class Everybody:
    """The people of one case, each action with the step that it would be."""

    def __init__(self, school: School) -> None:  # noqa: F811
        """Begin with a request and nothing else."""
        self.school, self.cast, self.case = school, school.cast, school.case
        self.deciding = Deciding(school.cast, school.app.extensions["database"], school.case)
        self.plan = PlanDesk(school, "")
        self.review: Reviewing | None = None
        with school.unit() as session:
            for asked in session.exec(select(AdviceRequest)):
                asked.withdrawn_on = clock.today()
            timeline.record(
                session, SYSTEM, "request.received", of=("case", self.case), case_id=self.case
            )

    def facts(self) -> CaseFacts:
        """What has happened; a draft that nobody was sent is nothing yet."""
        with self.school.app.extensions["database"].reading() as session:
            return replace(case_facts.for_case(session, self.case), draft_begun_on=None)

    def faults(self) -> list[str]:
        profile = self.school.app.extensions["profile"]
        with self.school.app.extensions["database"].reading() as session:
            return list(case_invariants.faults(session, profile))

    def decide(self, kind: str, *, yes: bool) -> None:
        page = self.cast["caseworker"].get(f"{self.deciding.decisions}/{kind}")
        if page.status_code == 200:
            seen = self.deciding.hidden(f"{self.deciding.decisions}/{kind}")
            self.deciding.write(kind, seen=seen, **(A_YES if yes else {}))
            letter = f"{self.deciding.decisions}/{kind}/letter"
            if self.cast["caseworker"].get(letter).status_code == 200:
                self.deciding.send(kind)

    def ask_for_advice(self) -> None:
        today = clock.today()
        day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
        path = f"/council/cases/{self.case}/advice/ask"
        role = {"role-health": "Health", "ask-health": "yes"}
        self.cast["caseworker"].post(path, {**role, **day})

    def written(self, session: Session, kind: PlanKind) -> str:
        """Have a version of a kind in the making; what was begun of another kind is given up."""
        wanted = (
            select(PlanVersion)
            .join(Plan, col(Plan.id) == PlanVersion.plan_id)
            .where(Plan.case_id == self.case, col(PlanVersion.served_on).is_(None))
            .where(col(PlanVersion.dropped_at).is_(None))
        )
        being = session.exec(wanted).first()
        if being is not None and being.kind is not kind:
            versions.drop(session, SYSTEM, self.case, being.id, "Another is needed")
            being = None
        if being is None and session.exec(select(Plan).where(Plan.case_id == self.case)).first():
            being = versions.begin(session, SYSTEM, self.case, kind)
        return (being or complete_draft(session, self.case)).id

    def serve_draft(self) -> None:
        with self.school.unit() as session:
            try:
                self.written(session, PlanKind.DRAFT)
            except versions.OutOfOrder:
                return
        self._press(f"{self.plan.council}/serve")

    def issue_final(self) -> None:
        with self.school.unit() as session:
            try:
                version_id = self.written(session, PlanKind.FINAL)
            except versions.OutOfOrder:
                return
            if session.get_one(PlanVersion, version_id).kind is PlanKind.FINAL:
                self._named(session, version_id)
        self._press(f"{self.plan.council}/final", health=HEALTH)

    def _named(self, session: Session, version_id: str) -> None:
        """Name the school that was asked and can take her."""
        place = PlanLine(plan_version_id=version_id, key="i1", section=Section.I, place=9)
        known = select(PlanLine).where(PlanLine.plan_version_id == version_id, PlanLine.key == "i1")
        row = session.exec(known).first() or place
        row.text, row.details = (
            "Northbrook",
            {
                "type": "Mainstream",
                "setting_id": self.school.northbrook,
            },
        )
        session.add(row)
        asked = Consultation(
            plan_version_id=version_id,
            case_id=self.case,
            setting_id=self.school.northbrook,
            sent_on=clock.today(),
            reply=ReplyKind.YES,
            replied_on=clock.today(),
        )
        session.add(asked)

    def _press(self, path: str, **fields: str) -> None:
        if self.cast["caseworker"].get(path).status_code == 200:
            self.plan.send("caseworker", path, **fields)

    def accept(self) -> None:
        page = f"{self.plan.family}/comments"
        if self.cast["parent"].get(page).status_code == 200:
            self.plan.send("parent", page, do="send", accepts="yes")

    def begin_review(self) -> None:
        path = f"/council/cases/{self.case}/reviews"
        answer = self.cast["caseworker"].post(
            path, {"kind": "annual", "setting": self.school.millbrook}
        )
        if answer.status_code != 303:
            return
        self.review = Reviewing.__new__(Reviewing)
        self.review.school, self.review.cast, self.review.case_id = (
            self.school,
            self.cast,
            self.case,
        )
        self.review.review_id = answer.headers["Location"].rpartition("/")[2]
        self.review.arrange(clock.today() + timedelta(days=1), short_notice_reason="She asked")

    def decide_review(self) -> None:
        review = self.review
        if review is None:
            return
        if "attendance" in self.cast["caseworker"].get(review.page).text:
            review.hold()
        if self.cast["caseworker"].get(f"{review.page}/decision").status_code == 200:
            review.decide("maintain")


Press = Callable[[Everybody], None]

BUTTONS: tuple[tuple[Step, Press], ...] = (
    (Step.AGREE_TO_ASSESS, lambda people: people.decide("assess", yes=True)),
    (Step.REFUSE_TO_ASSESS, lambda people: people.decide("assess", yes=False)),
    (Step.ASK_FOR_ADVICE, Everybody.ask_for_advice),
    (Step.AGREE_TO_ISSUE, lambda people: people.decide("issue", yes=True)),
    (Step.REFUSE_TO_ISSUE, lambda people: people.decide("issue", yes=False)),
    (Step.SERVE_DRAFT, Everybody.serve_draft),
    (Step.COMMENT, Everybody.accept),
    (Step.ISSUE_FINAL, Everybody.issue_final),
    (Step.ARRANGE_REVIEW, Everybody.begin_review),
    (Step.DECIDE_REVIEW, Everybody.decide_review),
)


def walk(school: School, seed: int, presses: int) -> dict[Step, int]:  # noqa: F811
    """Press buttons by the dice; return which of them did something."""
    dice, people, done = random.Random(seed), Everybody(school), dict[Step, int]()
    now = clock.now()
    for _ in range(presses):
        now += timedelta(days=dice.choice(GAPS))
        people.cast.players.clear()
        with time_machine.travel(now, tick=True):
            before, today = people.facts(), clock.today()
            open_ones = [each for each in BUTTONS if may(before, each[0], today)]
            step, press = dice.choice(open_ones if open_ones and dice.random() < 0.6 else BUTTONS)
            lawful = may(before, step, today)
            press(people)
            after = people.facts()
            if not lawful:
                same = replace(after, consultations=before.consultations) == before
                assert same, (step, lawful.why_not)
            elif after != before:
                done[step] = done.get(step, 0) + 1
            assert unlawful(after, frozenset()) == [], step
            assert people.faults() == [], step
    return done


@pytest.mark.full
@pytest.mark.parametrize("seed", range(6))
def test_whoever_presses_what_and_when_nothing_unlawful_happens(
    school: School,  # noqa: F811
    seed: int,
) -> None:
    done = walk(school, seed, 50)

    assert done, "nothing was possible at all"
    print(done)

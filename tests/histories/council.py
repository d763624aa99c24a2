"""What people can do in the case, each act with what the ledger of the test notes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind, Source
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.models.plan import Consultation, ReplyKind
from ehcportal.models.request import CameBy
from ehcportal.models.setting import Setting
from ehcportal.queries import document_readers, plans, representations
from ehcportal.services import (
    consultations,
    decisions,
    notes,
    paper_requests,
    plan_comments,
    plan_serving,
    prepared_decisions,
    requests,
)
from ehcportal.services.advice import asking, changes
from ehcportal.services.advice.asking import Ask
from ehcportal.services.advice.changes import Arrived
from ehcportal.services.decisions import Deciding, Evidence
from ehcportal.services.paper_requests import Paper
from ehcportal.services.plan_comments import View
from ehcportal.services.plan_serving import Copies, Serving
from ehcportal.services.plans import versions
from ehcportal.services.requests import Joining
from tests.histories.ledger import Answer, Asked, Ledger, Version, Word, later
from tests.histories.stage import STAFF_ONLY, Stage, letter_text, said
from tests.plans import complete_draft

Note = Callable[[], None]
"""What the ledger keeps of an act that was done."""

KINDS = {
    "draft": PlanKind.DRAFT,
    "final": PlanKind.FINAL,
    "amendment": PlanKind.AMENDMENT,
    "amended_final": PlanKind.AMENDED_FINAL,
}


class NothingThereError(Exception):
    """There is nothing that this could be done to."""


@dataclass
class Council:
    """Everybody who acts from the request to the plan."""

    stage: Stage
    ledger: Ledger
    case_id: str = ""
    places: int = 0
    advisers: int = 0

    @property
    def today(self) -> date:
        return clock.today()

    def request(self, session: Session, days_before: int) -> Note:
        """A letter of the parent, which staff enter and join to the child."""
        on = later(self.today, -days_before)
        paper = Paper(
            CameBy.POST, Source.PARENT, "Her mother", "Maya", "Okafor", None, "",
            told="Please assess Maya", received_on=on,
            earlier_reason=f"It lay in the {STAFF_ONLY} room" if days_before else "",
        )  # fmt: skip
        made = paper_requests.enter(session, self.stage.staff, paper, prefix="BR")
        wanted = Joining(made.version, self.stage.staff.account_id or "", self.stage.child)
        case = requests.join(
            session, self.stage.staff, self.stage.ring, made.id, wanted, prefix="BR"
        )

        def note() -> None:
            self.case_id = case.id
            self.ledger.asked(on)

        return note

    def write_note(self, session: Session) -> Note:
        notes.write(session, self.stage.staff, self.case_id, f"A note about {STAFF_ONLY}")
        return _nothing

    def decide(
        self, session: Session, kind: DecisionKind, *, yes: bool, second: bool = False
    ) -> Note:
        """Prepare a decision and send its letter; with ``second`` a colleague signs it off."""
        trace, ring = self.stage.staff, self.stage.ring
        row = prepared_decisions.begin(session, trace, self.case_id, kind, {})
        acting = decisions.Acting(trace, ring)
        if second:
            prepared_decisions.ask_sign_off(session, trace, ring, self.case_id, row.id, row.version)
            acting = decisions.Acting(self.stage.manager, ring, two_people=True)
        outcome = Outcome.YES if yes else Outcome.NO
        deciding = Deciding(
            kind=kind, outcome=outcome, has_needs=True, needs_plan=yes, reason="As we wrote",
            decided_on=self.today, evidence=(Evidence(noted_as="The school’s records"),),
            request_id=self._only_request(),
        )  # fmt: skip
        key = f"{decisions.STAGES[kind]}_{outcome.value}"
        letter = self.stage.letter(session, self.case_id, key)
        seen = (self.case_id, row.id, row.version)
        made = decisions.issue(session, acting, seen, deciding, letter.made, letter.to, act_by=None)

        def note() -> None:
            if kind is DecisionKind.ASSESS and yes:
                for duty in ("decision_to_issue", "final_plan"):
                    assert said(self.ledger.instead(duty)[1]) in letter_text(letter), duty
            self.ledger.answers.append(Answer(kind.value, yes, self.today, made.id))
            self.ledger.told.append((kind.value, outcome.value, self.today))

        return note

    def put_right(self, session: Session, kind: DecisionKind) -> Note:
        """Turn the newest answer of a kind into the other one, by a further row with its reason."""
        mine = [each for each in self.ledger.answers if each.kind == kind.value]
        if not mine:
            raise NothingThereError
        old, yes = session.get_one(Decision, mine[-1].id), not mine[-1].yes
        row = prepared_decisions.begin(session, self.stage.staff, self.case_id, kind, {})
        outcome = Outcome.YES if yes else Outcome.NO
        deciding = Deciding(
            kind=kind, outcome=outcome, has_needs=True, needs_plan=yes, reason="As we wrote",
            decided_on=self.today, evidence=(), corrects=old, correction_reason="We misread it",
        )  # fmt: skip
        letter = self.stage.letter(session, self.case_id, f"{decisions.STAGES[kind]}_{outcome}")
        acting = decisions.Acting(self.stage.staff, self.stage.ring)
        seen = (self.case_id, row.id, row.version)
        made = decisions.issue(session, acting, seen, deciding, letter.made, letter.to, act_by=None)

        def note() -> None:
            self.ledger.put_right(mine[-1], yes=yes, on=self.today)
            mine[-1].id = made.id

        return note

    def _only_request(self) -> str | None:
        facts = self.stage.facts(self.case_id)
        from ehcportal.domain.episodes import current_episode

        found = current_episode(facts).requests
        return found[0].id if len(found) == 1 else None

    def ask_for_advice(self, session: Session) -> Note:
        self.advisers += 1
        wanted = Ask(f"Adviser {self.advisers}", "f")
        case = session.get_one(Case, self.case_id)
        made = asking.ask(
            session, self.stage.staff, self.stage.ring, case, [wanted], on=self.today
        )[0]
        return lambda: self.ledger.advice.update({made.id: Asked(self.today)})

    def advice_comes(self, session: Session, *, not_known: bool) -> Note:
        asked = [key for key, each in self.ledger.advice.items() if _waits(each)]
        if not asked:
            raise NothingThereError
        row = changes.standing(session, self.case_id, asked[0], None)
        came = Arrived(self.today, "Dr Ash", "She needs help", not_known)
        changes.arrive(session, self.stage.staff, row, came)
        return lambda: setattr(self.ledger.advice[asked[0]], "answered", self.today)

    def withdraw_advice(self, session: Session) -> Note:
        asked = [key for key, each in self.ledger.advice.items() if _waits(each)]
        if not asked:
            raise NothingThereError
        row = session.get_one(AdviceRequest, asked[-1])
        changes.withdraw(session, self.stage.staff, row, "Another one answers")
        return lambda: setattr(self.ledger.advice[asked[-1]], "gone", True)

    def serve(self, session: Session, kind: str, more_days: int, *, by_post: bool) -> Note:
        """Write a version and send it; what is being written of another kind is given up."""
        version_id = self._written(session, KINDS[kind])
        whole = plans.whole(session, self.case_id, version_id)
        assert whole
        posted = self.today if by_post else None
        newest = max((each.on for each in self.ledger.versions), default=self.today)
        served = max(newest, later(self.today, 2) if by_post else self.today)
        is_final = kind in {"final", "amended_final"}
        until = None if is_final else later(self.ledger.comments_until(served), more_days)
        readers = document_readers.readers(session, session.get_one(Case, self.case_id))
        copies = Copies(self.stage.paper(), self.stage.paper())
        serving = Serving(served, until, posted, f"By {STAFF_ONLY} mail" if is_final else "")
        plan_serving.serve(
            session, self.stage.staff, self.stage.ring, whole, copies, serving, readers,
            self.stage.profile,
        )  # fmt: skip

        def note() -> None:
            assert not is_final or self.ledger.is_heard(self.today), "days of a parent are cut off"
            self.ledger.versions.append(Version(kind, served, until))
            if kind == "amendment":
                self.ledger.noticed(served)

        return note

    def _written(self, session: Session, kind: PlanKind) -> str:
        being = plans.being_written(session, self.case_id)
        if being is not None and being.kind != kind:
            versions.drop(session, self.stage.staff, self.case_id, being.id, "Another is needed")
            being = None
        if being is not None:
            return being.id
        if kind is PlanKind.DRAFT and not plans.versions(session, self.case_id):
            return complete_draft(session, self.case_id).id
        return versions.begin(session, self.stage.staff, self.case_id, kind).id

    def newest(self, session: Session) -> plans.Head:
        found = plans.newest_served(session, self.case_id)
        if found is None:
            raise NothingThereError
        return found

    def give_more_time(self, session: Session, days: int) -> Note:
        """More days to comment, on the version that was sent last."""
        head = self.newest(session)
        until = later(head.comments_until or self.today, days)
        plan_serving.lengthen(session, self.stage.staff, self.stage.ring, head, until, ())
        return lambda: setattr(self.ledger.versions[-1], "until", until)

    def comment(self, session: Session, who: str, *, accepts: bool) -> Note:
        """Comments that came by letter: of a parent, or of somebody who has no account."""
        if who and who not in self.ledger.parents:
            raise NothingThereError
        head = self.newest(session)
        account = self.stage.cast.accounts[who].id if who else None
        row = plan_comments.write_from_paper(session, self.stage.staff, head, None, account)
        written = representations.on_paper(session, head.id, row.id)
        assert written
        plan_comments.keep_view(session, written, View("Fine", accepts_as_it_is=accepts))
        plan_comments.send(
            session, self.stage.staff, self.stage.ring, head, written, came_on=self.today
        )
        return lambda: self.ledger.said.append(Word(who, self.today, accepts))

    def consult(self, session: Session) -> Note:
        """Ask a school about the version that was sent last, and each school once about it."""
        head = self.newest(session)
        asked = session.exec(
            select(Consultation.setting_id).where(Consultation.plan_version_id == head.id)
        ).all()
        free = [each for each in self.stage.settings if each not in asked]
        if not free:
            raise NothingThereError
        school = session.get_one(Setting, free[0])
        made = consultations.ask(
            session, self.stage.staff, self.stage.ring, head, [school], (), self.stage.counting()
        )[0]
        return lambda: self.ledger.places.update({made.id: Asked(self.today)})

    def school_answers(self, session: Session) -> Note:
        asked = [key for key, each in self.ledger.places.items() if _waits(each)]
        if not asked:
            raise NothingThereError
        row = session.get_one(Consultation, asked[0])
        reply = consultations.Reply(ReplyKind.NO, "unsuitable", "We have no room")
        consultations.reply(
            session, self.stage.staff, self.stage.ring, row.id, row.version, reply,
            came_on=self.today,
        )  # fmt: skip
        return lambda: setattr(self.ledger.places[asked[0]], "answered", self.today)


def _waits(asked: Asked) -> bool:
    return asked.answered is None and not asked.gone


def _nothing() -> None:
    """The ledger keeps nothing of it."""


def sent_form(session: Session, found: Submission, case_id: str) -> Submission:
    found.case_id, found.about = case_id, "Maya Okafor"
    session.flush()
    return found

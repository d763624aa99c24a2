"""What people can do once something was decided: reviews, disagreement, moves, the end."""

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.ceasing import CeasingGround
from ehcportal.domain.exceptions import Ground
from ehcportal.domain.facts import Ending, Outcome, ProceedingKind
from ehcportal.domain.lookagain import AskAnswer, AskedBy, AskedFor
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.ending import AskAgain, PlanEnding
from ehcportal.models.plan import Section
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding, ProceedingStep
from ehcportal.models.review import MeetingPlace, Review, ReviewKind
from ehcportal.models.time_exception import TimeException
from ehcportal.queries import case_facts
from ehcportal.queries import moves as known_moves
from ehcportal.queries import proceedings as told
from ehcportal.queries.counting import case_journey
from ehcportal.queries.reviews import rows
from ehcportal.services import exceptions, proceedings
from ehcportal.services.endings import asks, ceasing, closing
from ehcportal.services.endings.asks import Answered, Entered
from ehcportal.services.endings.ceasing import Asking, Heard
from ehcportal.services.endings.closing import Why
from ehcportal.services.exceptions import Wanted
from ehcportal.services.moves import steps as moving
from ehcportal.services.moves.pack import Pack, PackChild, PackLine, PackPlan
from ehcportal.services.moves.reading import Read
from ehcportal.services.moves.steps import Coming, Leaving
from ehcportal.services.proceedings import About, Happened
from ehcportal.services.reviews import beginning, deciding, meetings, papers
from ehcportal.services.reviews.beginning import Begun
from ehcportal.services.reviews.deciding import Decided
from ehcportal.services.reviews.meetings import Planned
from tests import factories
from tests.histories.council import Council, Note, NothingThereError, _nothing, sent_form
from tests.histories.ledger import Asked, Order, Reviewed, Version, later
from tests.histories.stage import STAFF_ONLY

LETTERS = {
    Outcome.MAINTAIN: "review_maintain",
    Outcome.AMEND: "review_amend",
    Outcome.CEASE: "review_cease",
}
ASK_LETTERS = {
    AskAnswer.REASSESS: "decision_to_reassess_yes",
    AskAnswer.REFUSED_RECENT: "decision_to_reassess_no",
    AskAnswer.REFUSED_NOT_NEEDED: "decision_to_reassess_no",
}


MET = {StepKind.MEDIATION_HELD, StepKind.WITHDRAWN, StepKind.AGREEMENT}


class Reviews(Council):
    """A review from its beginning to what follows from it."""

    def review(self, session: Session) -> Review:
        found = rows.running(session, self.case_id)
        if found is None:
            raise NothingThereError
        return found

    def begin_review(self, session: Session) -> Note:
        begun = Begun(ReviewKind.ANNUAL, setting_id=self.stage.settings[0])
        made = beginning.begin(self.stage.desk(session), self.case_id, begun)
        return lambda: self.ledger.reviews.update({made.id: Reviewed()})

    def begin_and_plan(self, session: Session) -> Note:
        """A review whose meeting is today."""
        begun = self.begin_review(session)
        session.flush()
        planned = self.plan_meeting(session, 0)

        def note() -> None:
            begun()
            planned()

        return note

    def plan_meeting(self, session: Session, days: int) -> Note:
        review, on = self.review(session), later(self.today, days)
        planned = Planned(on, None, 60, MeetingPlace.PHONE, short_notice_reason="A place came free")
        meetings.arrange(self.stage.desk(session), review, planned)
        return lambda: setattr(self.ledger.reviews[review.id], "meeting", on)

    def hold_meeting(self, session: Session) -> Note:
        review = self.review(session)
        meetings.hold(self.stage.desk(session), review, self.today, ())
        found = self.ledger.reviews[review.id]

        def note() -> None:
            found.meeting, found.report = self.today, review.report_on

        return note

    def report(self, session: Session) -> Note:
        """The school sends its report; one that comes before the meeting waits for it."""
        review = self.review(session)
        sent = factories.submission(session, self.stage.cast.accounts["senco"], "review-report")
        papers.receive(
            session, self.stage.staff, sent_form(session, sent, self.case_id), self.stage.ring
        )
        return lambda: setattr(self.ledger.reviews[review.id], "report", review.report_on)

    def decide_review(self, session: Session, outcome: Outcome) -> Note:
        review = self.review(session)
        letter = self.stage.letter(session, self.case_id, LETTERS[outcome])
        said = Decided(outcome, "All agreed")
        deciding.decide(self.stage.desk(session), review, said, letter)
        found = self.ledger.reviews[review.id]

        def note() -> None:
            found.decided, found.outcome = self.today, outcome.value
            self.ledger.told.append(("review", outcome.value, self.today))

        return note

    def stop_review(self, session: Session) -> Note:
        review = self.review(session)
        beginning.stop(self.stage.desk(session), review, "Begun in error")
        return lambda: self.ledger.reviews.pop(review.id) and None

    def keep_after_all(self, session: Session) -> Note:
        review = self._proposing(session)
        letter = self.stage.letter(session, self.case_id, "review_kept")
        deciding.keep_after_all(self.stage.desk(session), review, "It is right as it is", letter)

        def note() -> None:
            self.ledger.reviews[review.id].kept = self.today
            self.ledger.told.append(("review", "maintain", self.today))

        return note

    def _proposing(self, session: Session) -> Review:
        found = [
            key
            for key, each in self.ledger.reviews.items()
            if each.outcome == "amend" and each.notice and not each.kept and not each.alone
        ]
        if not found or self.ledger.review is not self.ledger.reviews[found[-1]]:
            raise NothingThereError
        return session.get_one(Review, found[-1])


class Disagreement(Reviews):
    """Mediation, appeals and orders."""

    def challenge(self, session: Session, kind: ProceedingKind) -> Note:
        there = told.appealable(session, self.case_id, self.stage.profile, self.today)
        about = there[0] if there else None
        decided = about.id if about and about.subject != "plan" else None
        version = about.id if about and about.subject == "plan" else None
        wanted = About(decided, version, (about.subject,) if about else ())
        proceedings.start(session, self.stage.staff, self.case_id, kind, wanted, on=self.today)
        return _nothing

    def happens(self, session: Session, kind: StepKind, order: OrderKind | None) -> Note:
        """A step of the newest open proceeding that can have it."""
        open_ones = session.exec(select(Proceeding).where(Proceeding.case_id == self.case_id)).all()
        fitting = [
            each
            for each in told.logged(session, self.case_id)
            if kind in each.possible and each.row in open_ones
        ]
        if not fitting:
            raise NothingThereError
        logged = fitting[0]
        if order is not None and order not in logged.orders:
            order = logged.orders[0]
        happened = Happened(kind, self.today, order, note=f"Filed under {STAFF_ONLY}")
        row = logged.row
        step = proceedings.add(
            session, self.stage.staff, self.case_id, row.id, row.version, happened
        )
        made = self._orders(session) - set(self.ledger.orders) if step.order else set()

        def note() -> None:
            self._note_step(row, step)
            for each in made:
                self.ledger.orders[each] = Order(str(step.order), step.on, step.id)

        return note

    def _orders(self, session: Session) -> set[str]:
        wanted = select(Proceeding.id).where(
            Proceeding.case_id == self.case_id, Proceeding.kind == ProceedingKind.ORDER
        )
        return set(session.exec(wanted))

    def _note_step(self, row: Proceeding, step: ProceedingStep) -> None:
        if step.kind is StepKind.MEDIATION_WANTED:
            self.ledger.mediations.setdefault(step.id, Asked(step.on, about=row.id))
        for asked in self.ledger.mediations.values():
            if step.kind in MET and asked.about == row.id:
                asked.answered = asked.answered or step.on
        if step.kind is StepKind.COMPLIED:
            self.ledger.orders[row.id].done = step.on

    def take_step_back(self, session: Session) -> Note:
        """Say that an order was written down in error."""
        there = [(key, each) for key, each in self.ledger.orders.items() if not each.gone]
        if not there:
            raise NothingThereError
        key, order = there[-1]
        step = session.get_one(ProceedingStep, order.step)
        version = session.get_one(Proceeding, step.proceeding_id).version
        why = f"A slip in the {STAFF_ONLY} file"
        proceedings.take_back(session, self.stage.staff, self.case_id, step.id, version, why)
        return lambda: setattr(self.ledger.orders[key], "gone", True)


class Ends(Disagreement):
    """Asking again, moves, exceptions, and how a plan or a case ends."""

    def ask_again(self, session: Session) -> Note:
        entered = Entered(AskedBy.PARENT, AskedFor.REASSESSMENT, self.today)
        row = asks.enter(session, self.stage.acting(session, self.case_id), entered)
        return lambda: self.ledger.asks.update({row.id: Asked(self.today)})

    def answer_again(self, session: Session, given: AskAnswer) -> Note:
        waiting = [key for key, each in self.ledger.asks.items() if each.answered is None]
        if not waiting:
            raise NothingThereError
        row = session.get_one(AskAgain, waiting[0])
        letter = self.stage.letter(session, self.case_id, ASK_LETTERS[given])
        acting = self.stage.acting(session, self.case_id)
        asks.answer(session, acting, letter, (row.id, row.version), Answered(given, "As we wrote"))

        def note() -> None:
            self.ledger.asks[row.id].answered = self.today
            yes = given is AskAnswer.REASSESS
            self.ledger.told.append(("reassess", "yes" if yes else "no", self.today))
            if yes:
                self.ledger.reassessed.append(self.today)

        return note

    def move_in(self, session: Session, days_ago: int) -> Note:
        """A plan that was made some days ago comes from another council."""
        made_on = later(self.today, -days_ago)
        line = PackLine(key="b1", section=Section.B, text="Maya finds words hard")
        pack = Pack(
            format="ehc-plan-pack", version=1, made_at=clock.now(), from_council="Farshire",
            moves_on=self.today, child=PackChild(forename="Maya", surname="Okafor"),
            plan=PackPlan(number=1, made_on=made_on, lines=(line,)),
        )  # fmt: skip
        coming = Coming(self.today, self.today, "BR", self.stage.child)
        case = moving.take_in(session, self.stage.staff, Read(pack, []), coming)

        def note() -> None:
            self.case_id = case.id
            self.ledger.versions.append(Version("final", made_on))
            self.ledger.came = self.today

        return note

    def tell_after_a_move(self, session: Session, *, reassess: bool) -> Note:
        """Write what becomes of the plan here."""
        wanted = select(Move).where(Move.direction == MoveDirection.IN)
        row = session.exec(wanted).first()
        if row is None:
            raise NothingThereError
        letter = self.stage.letter(session, self.case_id, "moved_here")
        acting = self.stage.acting(session, self.case_id)
        moving.tell(session, acting, letter, (row.id, row.version), reassess=reassess)

        def note() -> None:
            self.ledger.family_told = True
            if reassess:
                self.ledger.reassessed.append(self.today)

        return note

    def move_away(self, session: Session, days: int) -> Note:
        leaving = Leaving("Farshire Council", self.today, later(self.today, days))
        row = moving.leave(session, self.stage.acting(session, self.case_id), leaving)
        return lambda: self.ledger.leaving.update({row.id: Asked(self.today)})

    def _move(self, session: Session) -> Move:
        found = known_moves.running_out(session, self.case_id)
        if found is None:
            raise NothingThereError
        return found

    def pass_on(self, session: Session) -> Note:
        row, acting = self._move(session), self.stage.acting(session, self.case_id)
        moving.pass_on(session, acting, (row.id, row.version), self.stage.paper())
        return lambda: setattr(self.ledger.leaving[row.id], "answered", self.today)

    def stay(self, session: Session) -> Note:
        row, acting = self._move(session), self.stage.acting(session, self.case_id)
        moving.fall_through(session, acting, (row.id, row.version), "They stay")
        return lambda: setattr(self.ledger.leaving[row.id], "gone", True)

    def end_as_moved(self, session: Session) -> Note:
        row, acting = self._move(session), self.stage.acting(session, self.case_id)
        moving.close(session, acting, (row.id, row.version))
        return self._over

    def _over(self) -> None:
        self.ledger.ended = True

    def excuse(self, session: Session, duty: str, ground: Ground) -> Note:
        wanted = Wanted(
            duty, ground, self.today, None, f"A letter about {STAFF_ONLY}",
            self.stage.manager.account_id or "",
        )  # fmt: skip
        exceptions.record(
            session, self.stage.staff, self.stage.ring, self.case_id, wanted, hearers=()
        )
        return _nothing

    def take_excuse_back(self, session: Session) -> Note:
        row = session.exec(select(TimeException)).first()
        if row is None:
            raise NothingThereError
        exceptions.take_back(
            session, self.stage.staff, self.stage.ring, self.case_id, row.id, "It was not so",
            hearers=(),
        )  # fmt: skip
        return _nothing

    def ask_to_cease(self, session: Session) -> Note:
        letter = self.stage.letter(session, self.case_id, "ceasing_asked")
        by = later(self.today, 14)
        asking = Asking(CeasingGround.NOT_NECESSARY, "She reached all", False, by)
        ceasing.ask(session, self.stage.acting(session, self.case_id), letter, asking)
        return _nothing

    def _ending(self, session: Session) -> PlanEnding:
        found = session.exec(
            select(PlanEnding).where(PlanEnding.closed_at == None)  # noqa: E711
        ).first()
        if found is None:
            raise NothingThereError
        return found

    def hear_both(self, session: Session) -> Note:
        row = self._ending(session)
        heard = Heard("We agree", self.today, "So do we", self.today)
        acting = self.stage.acting(session, self.case_id)
        ceasing.note(session, acting, heard, version=row.version)
        return _nothing

    def decide_to_cease(self, session: Session) -> Note:
        row = self._ending(session)
        letter = self.stage.letter(session, self.case_id, "ceasing")
        acting = self.stage.acting(session, self.case_id)
        ceasing.decide(session, acting, letter, "She reached all", version=row.version)
        return lambda: self.ledger.told.append(("cease", "cease", self.today))

    def drop_ceasing(self, session: Session) -> Note:
        row = self._ending(session)
        letter = self.stage.letter(session, self.case_id, "ceasing_dropped")
        acting = self.stage.acting(session, self.case_id)
        ceasing.drop(session, acting, letter, "It goes on", version=row.version)
        return _nothing

    def end_as_ceased(self, session: Session) -> Note:
        acting = self.stage.acting(session, self.case_id)
        dates = self.dates(session)
        closing.end(session, acting, Why(Ending.CEASED, "She reached all"), dates=dates)
        return self._over

    def withdraw(self, session: Session) -> Note:
        acting = self.stage.acting(session, self.case_id)
        closing.withdraw(session, acting, "Her mother called")
        return self._over

    def dates(self, session: Session) -> CaseDates:
        facts = case_facts.for_case(session, self.case_id)
        return case_journey(facts, self.stage.profile, self.today).dates

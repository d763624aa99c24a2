"""A case for each situation, to read the texts of a council with before a family reads them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from ehcportal.domain import law
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
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    RequestFact,
    ReviewFact,
    StartReason,
)
from ehcportal.domain.lookagain import AskedFor, AskFact
from ehcportal.domain.orders import MediationFact, OrderFact, OrderKind
from ehcportal.domain.situations import Situation


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an example: it began some days ago, and is read today."""

    began: date
    today: date

    def after(self, days: int) -> date:
        """Return a day counted from the beginning."""
        return self.began + timedelta(days=days)

    def ago(self, days: int) -> date:
        """Return a day counted back from today."""
        return self.today - timedelta(days=days)


Made = Callable[[Days], CaseFacts]


@dataclass(frozen=True, slots=True)
class Example:
    """How a case gets into a situation, after how many days, and after how many it is late there.

    A situation in which the council owes nothing by a day is never late.
    """

    made: Made
    days: int
    late_days: int | None = None
    made_late: Made | None = None


def example(situation: Situation, today: date, *, late: bool = False) -> CaseFacts:
    """Return a case that is in a situation today; raises ValueError for one that is never late."""
    found = EXAMPLES[situation]
    days = found.late_days if late else found.days
    if days is None:
        raise ValueError(f"{situation.value} is never late")
    made = found.made_late if late and found.made_late else found.made
    return made(Days(today - timedelta(days=days), today))


def is_ever_late(situation: Situation) -> bool:
    """Return whether a case can be late while it is in a situation."""
    return EXAMPLES[situation].late_days is not None


def _told(kind: DecisionKind, outcome: Outcome, on: date) -> DecisionFact:
    return DecisionFact(kind, outcome, on, on)


def _nothing(_: Days) -> CaseFacts:
    return CaseFacts()


def _begun(days: Days) -> CaseFacts:
    return CaseFacts(draft_begun_on=days.began)


def _requested(days: Days) -> CaseFacts:
    return CaseFacts(requests=(RequestFact(days.began),))


def _gathering(days: Days) -> CaseFacts:
    return replace(_requested(days), more_information_asked_on=days.after(10))


def _closed(closure: Closure) -> Made:
    def made(days: Days) -> CaseFacts:
        return CaseFacts(
            requests=(RequestFact(days.began, closed_on=days.today, closed_as=closure),)
        )

    return made


def _noticed(days: Days) -> CaseFacts:
    return CaseFacts(requests=(RequestFact(days.began, start_reason=StartReason.NOTICE),))


def _refused(days: Days) -> CaseFacts:
    no = _told(DecisionKind.ASSESS, Outcome.NO, days.after(36))
    return replace(_requested(days), decisions=(no,))


def _agreed(days: Days) -> CaseFacts:
    yes = _told(DecisionKind.ASSESS, Outcome.YES, days.after(36))
    asked = AdviceFact("Educational psychologist", days.ago(5))
    return replace(_requested(days), decisions=(yes,), advice=(asked,))


def _arriving(days: Days) -> CaseFacts:
    school = AdviceFact("School", days.after(38), days.after(60))
    return replace(_agreed(days), advice=(school, *_agreed(days).advice))


def _missing(days: Days) -> CaseFacts:
    late = AdviceFact("Educational psychologist", days.after(38))
    return replace(_arriving(days), advice=(_arriving(days).advice[0], late))


def _excused(days: Days) -> CaseFacts:
    away = ExceptionFact(law.DECISION_TO_ASSESS, Ground.SCHOOL_CLOSED, days.after(30))
    return replace(_requested(days), exceptions=(away,))


def _advised(days: Days) -> CaseFacts:
    return replace(_agreed(days), advice=(AdviceFact("School", days.after(38), days.after(60)),))


def _decided(outcome: Outcome) -> Made:
    def made(days: Days) -> CaseFacts:
        before = _advised(days)
        answer = _told(DecisionKind.ISSUE, outcome, days.after(100))
        return replace(before, decisions=(*before.decisions, answer))

    return made


def _drafted(sent_days_ago: int) -> Made:
    def made(days: Days) -> CaseFacts:
        draft = PlanFact(PlanKind.DRAFT, 1, days.ago(sent_days_ago))
        return replace(_decided(Outcome.YES)(days), plans=(draft,))

    return made


def _commented(days: Days) -> CaseFacts:
    return replace(_drafted(6)(days), comments=(CommentFact(days.ago(1), 1),))


def _consulted(days: Days) -> CaseFacts:
    asked = ConsultationFact("Alder Bank School", days.ago(2))
    return replace(_commented(days), consultations=(asked,))


def _planned(days: Days) -> CaseFacts:
    plan = PlanFact(PlanKind.FINAL, 2, days.after(136))
    return replace(_drafted(0)(days), plans=(plan,))


def _changed_lately(days: Days) -> CaseFacts:
    changed = PlanFact(PlanKind.AMENDED_FINAL, 3, days.ago(5))
    return replace(_planned(days), plans=(*_planned(days).plans, changed))


def _review(
    meeting_ago: int, *, decided_ago: int | None = None, outcome: Outcome | None = None
) -> Made:
    def made(days: Days) -> CaseFacts:
        decided_on = days.ago(decided_ago) if decided_ago is not None else None
        notice_on = decided_on if outcome is Outcome.AMEND else None
        review = ReviewFact(
            days.ago(meeting_ago), decided_on=decided_on, outcome=outcome, notice_on=notice_on
        )
        return replace(_planned(days), reviews=(review,))

    return made


def _beside(kind: ProceedingKind) -> Made:
    def made(days: Days) -> CaseFacts:
        on = days.ago(5)
        found = replace(_planned(days), proceedings=(ProceedingFact(kind, on),))
        if kind is ProceedingKind.MEDIATION:
            return replace(found, mediations=(MediationFact(on),))
        if kind is ProceedingKind.ORDER:
            return replace(found, orders=(OrderFact(OrderKind.AMEND_CONTENT, on),))
        if kind is ProceedingKind.REASSESSMENT:
            return replace(found, asks=(AskFact(AskedFor.REASSESSMENT, on),))
        if kind is ProceedingKind.APPEAL:
            return replace(found, hearings=(days.ago(-80),))
        return found

    return made


def _moving(days: Days) -> CaseFacts:
    return replace(_planned(days), moving_on=days.ago(-20))


def _changing_phase(days: Days) -> CaseFacts:
    return replace(_planned(days), phase_transfer_by=days.ago(-100))


def _growing_up(days: Days) -> CaseFacts:
    return replace(_planned(days), rights_pass_on=days.ago(-60))


def _in_year_nine(days: Days) -> CaseFacts:
    return replace(_planned(days), year_group=9)


def _ceasing(days: Days) -> CaseFacts:
    before = _planned(days)
    end = _told(DecisionKind.CEASE, Outcome.CEASE, days.ago(5))
    return replace(before, decisions=(*before.decisions, end))


def _ended(ending: Ending) -> Made:
    def made(days: Days) -> CaseFacts:
        return replace(_planned(days), ended_on=days.ago(5), ended_as=ending)

    return made


EXAMPLES: Mapping[Situation, Example] = MappingProxyType(
    {
        Situation.THINKING: Example(_nothing, 0),
        Situation.REQUEST_NOT_SENT: Example(_begun, 3),
        Situation.REQUEST_RECEIVED: Example(_requested, 20, 50),
        Situation.GATHERING_INFORMATION: Example(_gathering, 20, 50),
        Situation.AGREED_TO_ASSESS: Example(_agreed, 45, 115),
        Situation.REFUSED_TO_ASSESS: Example(_refused, 40),
        Situation.ADVICE_COMING_IN: Example(_arriving, 70, 115),
        Situation.REPORT_LATE: Example(_missing, 90, 115),
        Situation.EXCEPTION_CLAIMED: Example(_excused, 35, 50),
        Situation.DECIDING_ABOUT_PLAN: Example(_advised, 90, 115),
        Situation.NO_PLAN: Example(_decided(Outcome.NO), 105),
        Situation.DRAFT_READY: Example(_drafted(5), 117, 145),
        Situation.COMMENTS_SENT: Example(_commented, 118, 145),
        Situation.SCHOOLS_ASKED: Example(_consulted, 120, 145),
        Situation.FINAL_PLAN_ISSUED: Example(_planned, 140, 520, _changed_lately),
        Situation.PLAN_RUNNING: Example(_planned, 236, 520),
        Situation.REVIEW_ARRANGED: Example(_review(-60), 400, 520),
        Situation.VIEWS_BEFORE_REVIEW: Example(_review(-20), 440, 520),
        Situation.REVIEW_HELD: Example(_review(5), 460, 460, _review(40)),
        Situation.REVIEW_NO_CHANGE: Example(
            _review(25, decided_ago=5, outcome=Outcome.MAINTAIN), 470
        ),
        Situation.REVIEW_AMEND: Example(
            _review(25, decided_ago=5, outcome=Outcome.AMEND),
            470,
            520,
            _review(85, decided_ago=60, outcome=Outcome.AMEND),
        ),
        Situation.REVIEW_MAY_END: Example(_review(25, decided_ago=5, outcome=Outcome.CEASE), 470),
        Situation.PHASE_TRANSFER: Example(_changing_phase, 236),
        Situation.YEAR_NINE: Example(_in_year_nine, 236),
        Situation.RIGHTS_BECOME_YOURS: Example(_growing_up, 236),
        Situation.MOVING_COUNCIL: Example(_moving, 236),
        Situation.MEDIATION: Example(_beside(ProceedingKind.MEDIATION), 160),
        Situation.APPEAL: Example(_beside(ProceedingKind.APPEAL), 160),
        Situation.TRIBUNAL_ORDER: Example(_beside(ProceedingKind.ORDER), 236),
        Situation.REASSESSMENT_ASKED: Example(_beside(ProceedingKind.REASSESSMENT), 236),
        Situation.NOTICE_RECEIVED: Example(_noticed, 5),
        Situation.REQUEST_DUPLICATE: Example(_closed(Closure.DUPLICATE), 5),
        Situation.REQUEST_PASSED_ON: Example(_closed(Closure.ANOTHER_COUNCIL), 5),
        Situation.REQUEST_WITHDRAWN: Example(_closed(Closure.WITHDRAWN), 5),
        Situation.DRAFT_BEING_WRITTEN: Example(_decided(Outcome.YES), 105, 145),
        Situation.FINAL_BEING_WRITTEN: Example(_drafted(20), 132, 145),
        Situation.PLAN_ENDING: Example(_ceasing, 236),
        Situation.PLAN_ENDED: Example(_ended(Ending.CEASED), 236),
        Situation.MOVED_AWAY: Example(_ended(Ending.TRANSFERRED), 236),
        Situation.RECORD_CLOSED: Example(_ended(Ending.DIED), 236),
    }
)

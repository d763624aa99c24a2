"""What is known about a case, as the law sees it: dated facts, from which all else is derived."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehcportal.domain.exceptions import ExceptionFact
from ehcportal.domain.lookagain import AskFact
from ehcportal.domain.orders import (
    CertificateFact,
    MediationFact,
    OrderFact,
    RecommendationFact,
)


class Source(StrEnum):
    """Who asked (Act s36(1)), or who brought the child to the council's notice (Act s23)."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SETTING = "setting"
    PROFESSIONAL = "professional"
    COUNCIL = "council"


class StartReason(StrEnum):
    """Why the six weeks run from a day (Regulation 5(1)), or why they do not."""

    REQUEST = "request"
    BECAME_RESPONSIBLE = "became_responsible"
    NOTICE = "notice"


class Closure(StrEnum):
    """The only ways a request closes without a decision; anything else would be a refusal."""

    DUPLICATE = "duplicate"
    ANOTHER_COUNCIL = "another_council"
    WITHDRAWN = "withdrawn"
    NO_RIGHT_TO_ASK = "no_right_to_ask"


class DecisionKind(StrEnum):
    """What the council decided about."""

    ASSESS = "assess"
    ISSUE = "issue"
    REVIEW = "review"
    CEASE = "cease"
    REASSESS = "reassess"


class Outcome(StrEnum):
    """What the council decided: yes or no to a question, or what becomes of the plan."""

    YES = "yes"
    NO = "no"
    MAINTAIN = "maintain"
    AMEND = "amend"
    CEASE = "cease"


class PlanKind(StrEnum):
    """What a numbered version of a plan is."""

    DRAFT = "draft"
    FINAL = "final"
    AMENDMENT = "amendment"
    AMENDED_FINAL = "amended_final"

    @property
    def is_final(self) -> bool:
        """Say whether this version is a plan in force, new or changed."""
        return self in {PlanKind.FINAL, PlanKind.AMENDED_FINAL}


class Ending(StrEnum):
    """How a case ended."""

    CEASED = "ceased"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    MISTAKE = "mistake"
    """It was opened for the wrong child."""


class ProceedingKind(StrEnum):
    """What may run beside the stages."""

    MEDIATION = "mediation"
    APPEAL = "appeal"
    ORDER = "order"
    REASSESSMENT = "reassessment"


@dataclass(frozen=True, slots=True)
class RequestFact:
    """One dated ask. ``received_on`` is the day it reached the council by any way at all.

    ``responsible_on`` is set when the council became responsible on another day than it was told.
    """

    received_on: date
    source: Source = Source.PARENT
    start_reason: StartReason = StartReason.REQUEST
    closed_on: date | None = None
    closed_as: Closure | None = None
    responsible_on: date | None = None
    id: str = ""
    joined_at: datetime | None = None
    """When it became part of the case: of a request and a no of one day it says which was first."""

    @property
    def clock_from(self) -> date | None:
        """The day from which the weeks run; none for a notice that the council has not taken up."""
        if self.start_reason is StartReason.NOTICE or self.closed_as is Closure.NO_RIGHT_TO_ASK:
            return None
        if self.start_reason is StartReason.BECAME_RESPONSIBLE:
            return self.responsible_on or self.received_on
        return self.received_on


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A decision; it keeps the law's date only on the day the family was told (``notified_on``).

    ``letter_on`` is set when a further letter took the place of the first one and said the same.
    """

    kind: DecisionKind
    outcome: Outcome
    decided_on: date
    notified_on: date | None = None
    request_id: str = ""
    certificate_on: date | None = None
    made_at: datetime | None = None
    letter_on: date | None = None
    id: str = field(default="", compare=False)

    @property
    def appeal_from(self) -> date | None:
        """The day of the written notice from which the time to appeal runs (rule 20)."""
        return self.letter_on or self.notified_on


@dataclass(frozen=True, slots=True)
class AdviceFact:
    """One person asked for advice; the six weeks are counted from each ask (Regulation 8(1))."""

    role: str
    asked_on: date
    received_on: date | None = None
    withdrawn_on: date | None = None
    id: str = ""
    request_id: str = ""
    """The newest request that was open when it was asked for."""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A version of the plan that was sent; ``served_on`` is the day it counts as served.

    ``comments_until`` is set when the family was given more days than the law does.
    """

    kind: PlanKind
    number: int
    served_on: date
    comments_until: date | None = None
    certificate_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommentFact:
    """The family's comments on a version, or their word that they accept it as it is."""

    sent_on: date
    version_number: int | None = None
    accepts: bool = False
    by: str = ""
    """Who said it; empty for somebody of the family without an account, from paper."""


@dataclass(frozen=True, slots=True)
class ConsultationFact:
    """A school or college asked whether it can take the child."""

    setting: str
    sent_on: date
    answered_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """One review, from invitation to decision; ``decided_on`` is the day the family was told."""

    meeting_on: date | None = None
    report_on: date | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None
    notice_on: date | None = None
    notice_number: int = field(default=0, compare=False)
    """The version that proposed the changes: of two notices of one day it says which came last."""
    views_asked_on: date | None = None
    alone: bool = False
    """Whether the changes came without any review (Regulation 28)."""
    kept_on: date | None = None
    """The day the family was told that nothing changes after all (Regulation 22(4))."""
    certificate_on: date | None = None

    @property
    def plan_stays(self) -> date | None:
        """The day the family was told that the plan stays as it is; they can appeal against it."""
        return self.kept_on or (self.decided_on if self.outcome is Outcome.MAINTAIN else None)


@dataclass(frozen=True, slots=True)
class ProceedingFact:
    """Mediation, an appeal, an order or a reassessment, open while ``ended_on`` is None."""

    kind: ProceedingKind
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class MoveFact:
    """A move of a child with a plan between two councils (Regulation 15)."""

    comes_in: bool
    known_on: date
    moves_on: date
    transferred_on: date | None = None
    family_told: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class HealthChangeFact:
    """Another NHS body becomes responsible; the old one has to tell it (Regulation 16)."""

    known_on: date
    told_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """A direct payment that runs, and whether anybody has looked at how it works."""

    began_on: date
    checked_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything the stages of one case are derived from. Lists may come in any order."""

    requests: tuple[RequestFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    advice: tuple[AdviceFact, ...] = ()
    plans: tuple[PlanFact, ...] = ()
    comments: tuple[CommentFact, ...] = ()
    speakers: frozenset[str] = frozenset()
    """Whose days to comment they are: each parent or, once grown, the young person."""
    consultations: tuple[ConsultationFact, ...] = ()
    reviews: tuple[ReviewFact, ...] = ()
    exceptions: tuple[ExceptionFact, ...] = ()
    proceedings: tuple[ProceedingFact, ...] = field(default=())
    moves: tuple[MoveFact, ...] = ()
    asks: tuple[AskFact, ...] = ()
    orders: tuple[OrderFact, ...] = ()
    mediations: tuple[MediationFact, ...] = ()
    certificates: tuple[CertificateFact, ...] = ()
    recommendations: tuple[RecommendationFact, ...] = ()
    hearings: tuple[date, ...] = ()
    """The days on which the Tribunal hears an appeal that is not over."""
    ceasing_dismissed: tuple[date, ...] = ()
    """The days on which the Tribunal dismissed an appeal against the end of the plan."""
    payments: tuple[PaymentFact, ...] = ()
    health_changes: tuple[HealthChangeFact, ...] = ()
    draft_begun_on: date | None = None
    more_information_asked_on: date | None = None
    ended_on: date | None = None
    ended_as: Ending | None = None
    transferred_in_on: date | None = None
    reviewed_elsewhere_on: date | None = None
    """When the plan was made or last reviewed by the council from which it came."""
    moving_on: date | None = None
    phase_transfer_by: date | None = None
    rights_pass_on: date | None = None
    year_group: int | None = None

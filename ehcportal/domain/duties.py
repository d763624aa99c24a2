"""What a duty is, and which duties are in force on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain.dates import counted

REGULATIONS_IN_FORCE = date(2014, 9, 1)


class Kind(StrEnum):
    """How much weight a date has; a target is never shown as if the law had set it."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    TARGET = "target"


class Who(StrEnum):
    """Who has to act by the date."""

    COUNCIL = "council"
    ADVISER = "adviser"
    HEALTH = "health"
    FAMILY = "family"
    SETTING = "setting"


class Start(StrEnum):
    """The event from which a duty is counted."""

    REQUEST_RECEIVED = "request_received"
    ADVICE_ASKED = "advice_asked"
    DRAFT_SERVED = "draft_served"
    CONSULTATION_SENT = "consultation_sent"
    FINAL_PLAN_DUE = "final_plan_due"
    PLAN_MADE_OR_REVIEWED = "plan_made_or_reviewed"
    REVIEW_DUE = "review_due"
    REVIEW_MEETING = "review_meeting"
    TERM = "term"
    MOVE = "move"
    PHASE_TRANSFER = "phase_transfer"
    PHASE_TRANSFER_DUE = "phase_transfer_due"
    AMENDMENT_NOTICE = "amendment_notice"
    MOVE_KNOWN = "move_known"
    HEALTH_BODY_CHANGED = "health_body_changed"
    PLAN_CAME = "plan_came"
    ASKED_AGAIN = "asked_again"
    REASSESSMENT_NOTICE = "reassessment_notice"
    PAYMENT_BEGAN = "payment_began"
    REQUEST_WITHDRAWN = "request_withdrawn"
    DECISION_SENT = "decision_sent"
    CERTIFICATE_ISSUED = "certificate_issued"
    MEDIATION_WANTED = "mediation_wanted"
    MEDIATION_NOT_WANTED = "mediation_not_wanted"
    MEDIATION_HELD = "mediation_held"
    MEDIATION_LAPSED = "mediation_lapsed"
    RECOMMENDATION_MADE = "recommendation_made"
    ORDER_MADE = "order_made"


class Unit(StrEnum):
    """How the length of a limit is counted."""

    WEEKS = "weeks"
    DAYS = "days"
    DAYS_BEGINNING_WITH = "days_beginning_with"
    WORKING_DAYS_BEGINNING_WITH = "working_days_beginning_with"
    MONTHS_BEGINNING_WITH = "months_beginning_with"
    TRIBUNAL_MONTHS = "tribunal_months"
    MONTHS = "months"
    CLEAR_DAYS_BEFORE = "clear_days_before"
    DAYS_BEFORE = "days_before"
    WEEKS_BEFORE = "weeks_before"
    MONTHS_BEFORE = "months_before"
    TARGET_DAYS_BEFORE = "target_days_before"
    AT_ONCE = "at_once"


NOUNS: Mapping[Unit, str] = MappingProxyType(
    {
        Unit.WEEKS: "week",
        Unit.WEEKS_BEFORE: "week",
        Unit.DAYS: "day",
        Unit.DAYS_BEGINNING_WITH: "day",
        Unit.DAYS_BEFORE: "day",
        Unit.CLEAR_DAYS_BEFORE: "clear day",
        Unit.TARGET_DAYS_BEFORE: "day",
        Unit.WORKING_DAYS_BEGINNING_WITH: "working day",
        Unit.MONTHS_BEGINNING_WITH: "month",
        Unit.MONTHS_BEFORE: "month",
        Unit.TRIBUNAL_MONTHS: "month",
        Unit.MONTHS: "month",
        Unit.AT_ONCE: "day",
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: how many of what."""

    length: int
    unit: Unit

    @property
    def words(self) -> str:
        """The limit as people say it: "6 weeks", "15 working days"."""
        return counted(self.length, NOUNS[self.unit])


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done by a day that can be worked out, and where that is written.

    ``mark`` is the short name of staff lists ("D6"). ``checked`` says that the rule was found in
    published text; the others are kept from memory or inferred, and docs/statute.md lists them.
    """

    key: str
    name: str
    who: Who
    starts: Start
    limit: Limit
    regulation: str
    sentence: str
    kind: Kind = Kind.STATUTORY
    mark: str = ""
    checked: bool = True
    in_force_from: date = REGULATIONS_IN_FORCE
    in_force_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Say whether the duty applies to something that starts on a day."""
        ended = self.in_force_until is not None and on > self.in_force_until
        return self.in_force_from <= on and not ended


class UnknownDutyError(LookupError):
    """No duty of that key is in force on that day."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All duties, in every version. A change of the law adds a row; older cases keep theirs."""

    duties: tuple[Duty, ...] = field(default=())

    def in_force(self, on: date) -> tuple[Duty, ...]:
        """Return the duties that apply to what starts on a day, the newest version of each."""
        newest: dict[str, Duty] = {}
        for duty in sorted(self.duties, key=lambda duty: duty.in_force_from):
            if duty.in_force(on):
                newest[duty.key] = duty
        order = list(dict.fromkeys(duty.key for duty in self.duties))
        return tuple(sorted(newest.values(), key=lambda duty: order.index(duty.key)))

    def duty(self, key: str, on: date) -> Duty:
        """Return the version of a duty that applies to what starts on a day.

        A start before the regulations began is counted by their first version, so that a case
        brought over from an older system still has its dates.
        """
        known = [duty for duty in self.duties if duty.key == key]
        applying = [duty for duty in known if duty.in_force(max(on, REGULATIONS_IN_FORCE))]
        if not applying:
            raise UnknownDutyError(f"no duty {key!r} is in force on {on.isoformat()}")
        return max(applying, key=lambda duty: duty.in_force_from)

    def corrected(self, rows: Iterable[Duty]) -> "Rulebook":
        """Return a rulebook in which each given row replaces the one of its key and first day."""
        replacing = {(row.key, row.in_force_from): row for row in rows}
        kept = [replacing.pop((old.key, old.in_force_from), old) for old in self.duties]
        return Rulebook((*kept, *replacing.values()))

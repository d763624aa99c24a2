"""What the law says is awaited and until when, worked out from what the test itself did.

Written from the tables of the law alone: no rule or count of the portal is used here. Only how an
order names its duties is spelled as the portal spells it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.domain.second_count import SECOND, days_on

Awaited = tuple[str, date]

ORDERED = {
    "assess": ("order_assess", "order_no_plan", "order_assessed_plan"),
    "make_plan": ("order_draft", "order_plan"),
    "amend_content": ("order_amend",),
    "amend_setting": ("order_setting",),
    "reconsider": ("order_reconsider",),
    "continue_plan": ("order_continue",),
}
ONE, TWO = ("parent",), ("parent", "second_parent")
FINALS = ("final", "amended_final")


@dataclass
class Answer:
    kind: str
    yes: bool
    on: date
    id: str = ""


@dataclass
class Asked:
    """Somebody asked for advice or about a place, and when they answered."""

    on: date
    answered: date | None = None
    gone: bool = False
    about: str = ""


@dataclass
class Version:
    kind: str
    on: date
    until: date | None = None


@dataclass
class Word:
    """What somebody of the family said of the version that was sent last; empty: no account."""

    who: str
    on: date
    accepts: bool


@dataclass
class Reviewed:
    meeting: date | None = None
    report: date | None = None
    decided: date | None = None
    outcome: str = ""
    notice: date | None = None
    kept: date | None = None
    alone: bool = False


@dataclass
class Order:
    kind: str
    on: date
    step: str = ""
    done: date | None = None
    gone: bool = False


@dataclass
class Ledger:
    """What has happened in a case."""

    holidays: frozenset[date]
    requests: list[date] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    told: list[tuple[str, str, date]] = field(default_factory=list)
    """Every decision of which the family was told: kind, outcome, day."""
    advice: dict[str, Asked] = field(default_factory=dict)
    places: dict[str, Asked] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)
    parents: tuple[str, ...] = ONE
    said: list[Word] = field(default_factory=list)
    reviews: dict[str, Reviewed] = field(default_factory=dict)
    asks: dict[str, Asked] = field(default_factory=dict)
    mediations: dict[str, Asked] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    reassessed: list[date] = field(default_factory=list)
    leaving: dict[str, Asked] = field(default_factory=dict)
    came: date | None = None
    """When the plan came from another council."""
    family_told: bool = False
    ended: bool = False
    today: date = date.min

    def due(self, duty: str, start: date) -> date:
        return SECOND[duty](start, self.holidays)

    def is_heard(self, today: date) -> bool:
        """Whether nobody's days to comment on what was sent last are cut short by a final plan.

        They are over, or each parent said, as the last word of theirs, that it is right as it is;
        so did whoever wrote without an account.
        """
        last = self.versions[-1]
        if last.until is None or today > last.until:
            return True
        words = [each for each in self.said if each.on >= last.on]
        of_each = {who: [each for each in words if each.who == who] for who in self.parents}
        of_each |= {"": unknown} if (unknown := [each for each in words if not each.who]) else {}
        newest = {who: max((e.on for e in own), default=None) for who, own in of_each.items()}
        return all(any(e.accepts and e.on == newest[who] for e in of_each[who]) for who in newest)

    # -- what is open --------------------------------------------------------------------------

    @property
    def has_plan(self) -> bool:
        return any(each.kind == "final" for each in self.versions)

    @property
    def answer(self) -> Answer | None:
        """The newest answer about an assessment since the request that runs."""
        return self.newest("assess")

    @property
    def about_a_plan(self) -> Answer | None:
        return self.newest("issue")

    def newest(self, kind: str) -> Answer | None:
        """The newest answer of a kind."""
        return next((each for each in reversed(self.answers) if each.kind == kind), None)

    @property
    def is_refused(self) -> bool:
        said = (self.answer, self.about_a_plan)
        return not self.has_plan and any(each is not None and not each.yes for each in said)

    @property
    def draft(self) -> Version | None:
        since = self._since(self.versions)
        return next((each for each in reversed(since) if each.kind == "draft"), None)

    def _since(self, versions: list[Version]) -> list[Version]:
        return [each for each in versions if not self.requests or each.on >= self.requests[0]]

    @property
    def review(self) -> Reviewed | None:
        running = [each for each in self.reviews.values() if each.decided is None]
        decided = [each for each in self.reviews.values() if each.decided is not None]
        decided.sort(key=lambda each: each.decided or date.min)
        return running[-1] if running else decided[-1] if decided else None

    @property
    def waits_for_comments(self) -> bool:
        """Whether what was sent last waits for comments."""
        return bool(self.versions) and self.versions[-1].kind in {"draft", "amendment"}

    @property
    def is_passed_on(self) -> bool:
        """Whether the plan went to the other council."""
        return any(each.answered and not each.gone for each in self.leaving.values())

    def asked(self, received: date) -> None:
        """A new request: after a no everything begins anew."""
        if self.is_refused:
            self.requests, self.answers = [], []
            for each in (*self.advice.values(), *self.places.values()):
                each.gone = True
        self.requests = sorted([*self.requests, received])

    def put_right(self, answer: Answer, *, yes: bool, on: date) -> None:
        """A further row turns a decision into the other one, of which the family hears today."""
        place = self.told.index((answer.kind, "yes" if answer.yes else "no", answer.on))
        answer.yes, answer.on = yes, on
        self.told[place] = (answer.kind, "yes" if yes else "no", on)

    def noticed(self, on: date) -> None:
        """Proposed changes belong to the review that decided them, else they stand alone."""
        owing = [
            each
            for each in self.reviews.values()
            if each.outcome == "amend" and each.notice is None and not each.alone
        ]
        if owing:
            owing[-1].notice = on
        else:
            alone = Reviewed(decided=on, outcome="amend", notice=on, alone=True)
            self.reviews[f"alone {len(self.reviews)}"] = alone

    # -- what is awaited -----------------------------------------------------------------------

    def awaited(self, today: date) -> set[Awaited]:
        """Return every duty that runs today with its last day."""
        if self.ended:
            return set()
        self.today = today
        found = {*self._ordered(), *self._beside()}
        if not self.is_refused and not self.has_plan and self.requests:
            found |= {*self._before_a_plan()}
        if self.has_plan:
            found |= {*self._with_a_plan()}
        if self.is_refused:
            found |= {*self._appeal()}
        return found

    def _appeal(self) -> Iterator[Awaited]:
        """After a no the family has two months; nobody waits for it any longer than that."""
        said = [each for each in (self.answer, self.about_a_plan) if each and not each.yes]
        last = self.due("appeal", said[-1].on)
        if last >= self.today:
            yield "appeal", last

    def _ordered(self) -> Iterator[Awaited]:
        newest: dict[str, date] = {}
        for order in self._standing_orders():
            for duty in ORDERED.get(order.kind, ()):
                if order.done is None and not self._met(duty, order.on):
                    newest[duty] = order.on
        for duty, on in newest.items():
            yield duty, self.due(duty, on)

    def _standing_orders(self) -> list[Order]:
        standing = [each for each in self.orders.values() if not each.gone]
        return sorted(standing, key=lambda each: each.on)

    def _met(self, duty: str, since: date) -> bool:
        told = [(kind, outcome) for kind, outcome, on in self.told if on >= since]
        finals = [each for each in self.versions if each.on >= since and each.kind in FINALS]
        versions = [each for each in self.versions if each.on >= since]
        return {
            "order_assess": bool({("assess", "yes"), ("reassess", "yes")} & set(told)),
            "order_no_plan": any(kind == "issue" for kind, _ in told) or bool(versions),
            "order_assessed_plan": ("issue", "no") in told or bool(finals),
            "order_draft": bool(versions),
            "order_reconsider": bool(told) or bool(finals),
            "order_continue": False,
        }.get(duty, bool(finals))

    def instead(self, duty: str) -> Awaited:
        """The duty of a request, or what the newest order put in its place."""
        start = self.requests[0]
        found = (duty, self.due(duty, start))
        for order in self._standing_orders():
            there = {
                ("make_plan", "final_plan"): "order_plan",
                ("assess", "final_plan"): "order_assessed_plan",
                ("assess", "decision_to_issue"): "order_no_plan",
            }.get((order.kind, duty))
            if there and order.on >= start:
                found = (there, self.due(there, order.on))
        return found

    def _before_a_plan(self) -> Iterator[Awaited]:
        if self.answer is None:
            yield "decision_to_assess", self.due("decision_to_assess", self.requests[0])
        else:
            if self.about_a_plan is None and self.draft is None:
                yield self.instead("decision_to_issue")
            yield self.instead("final_plan")
        yield from self._missing("advice", self.advice, date.min)
        yield from self._missing("consultation", self.places, date.min)
        if self.draft is not None:
            yield from self._comments(self.draft)

    def _comments(self, version: Version) -> Iterator[Awaited]:
        """Comments are awaited until the last day, or until some have come."""
        if version.until is None or self.today > version.until:
            return
        if not any(each.on >= version.on for each in self.said):
            yield "comments", version.until

    def _with_a_plan(self) -> Iterator[Awaited]:
        changes, review = self.changes(), self.review
        if changes is None:
            yield self._review_due()
        else:
            yield from self._of_changes(changes)
        if review is None or review.meeting is None:
            return
        unsent = review.outcome == "amend" and review.notice is None
        if review.meeting <= self.today and (review.decided is None or unsent):
            yield "review_decision", self.due("review_decision", review.meeting)
        if review.meeting < self.today and review.report is None and review.decided is None:
            yield "review_report", self.due("review_report", review.meeting)

    def _review_due(self) -> Awaited:
        """A year, or three months from the day the plan came here if that is later."""
        reviewed = self.last_reviewed()
        by_year = ("review", self.due("review", reviewed))
        held = [each.decided for each in self.reviews.values() if each.decided and not each.alone]
        if self.came is None or any(on >= self.came for on in held):
            return by_year
        by_move = ("move_review", self.due("move_review", self.came))
        return max(by_year, by_move, key=lambda each: each[1])

    def last_reviewed(self) -> date:
        made = min(each.on for each in self.versions if each.kind in FINALS)
        held = [each.decided for each in self.reviews.values() if each.decided and not each.alone]
        return max([made, *held])

    def changes(self) -> Reviewed | None:
        """The review whose proposed changes neither a plan nor a change of mind has followed."""
        review = self.review
        proposed = [each for each in self.versions if each.kind == "amendment"]
        if review is None or review.notice is None or review.kept or review.outcome != "amend":
            return None
        return review if proposed and self.versions[-1] is proposed[-1] else None

    def _of_changes(self, review: Reviewed) -> Iterator[Awaited]:
        notice = review.notice or date.max
        by_notice = ("amended_plan", self.due("amended_plan", notice))
        cap = review.meeting and ("amended_plan_cap", self.due("amended_plan_cap", review.meeting))
        yield min((by_notice, cap), key=lambda each: each[1]) if cap else by_notice
        until = self.versions[-1].until
        if until is not None and self.today <= until:
            yield "amendment_comments", until
        yield from self._missing("consultation", self.places, notice)

    def _beside(self) -> Iterator[Awaited]:
        for table, duty in (
            (self.mediations, "mediation_meeting"),
            (self.asks, "reassessment_answer"),
            (self.leaving if self.has_plan else {}, "plan_transfer"),
        ):
            for asked in table.values():
                if asked.answered is None and not asked.gone:
                    yield duty, self.due(duty, asked.on)
        if self.came is not None and not self.family_told:
            yield "move_told", self.due("move_told", self.came)
        yield from self._reassessing()

    def _reassessing(self) -> Iterator[Awaited]:
        """What a new assessment awaits: advice, comments, schools and, within 14 weeks, a plan."""
        began = max(self.reassessed, default=date.max)
        if any(each.on > began and each.kind in FINALS for each in self.versions):
            return
        if self.reassessed:
            yield "reassessment_plan", self.due("reassessment_plan", began)
            yield from self._missing("advice", self.advice, began)
            yield from self._proposed_again(began)

    def _proposed_again(self, began: date) -> Iterator[Awaited]:
        last = self.versions[-1]
        if last.kind == "draft" and last.on >= began:
            yield from self._comments(last)
            yield from self._missing("consultation", self.places, last.on)

    def _missing(self, duty: str, asked: dict[str, Asked], since: date) -> Iterator[Awaited]:
        for each in asked.values():
            if each.answered is None and not each.gone and each.on >= since:
                yield duty, self.due(duty, each.on)

    def comments_until(self, on: date) -> date:
        """Fifteen days that begin with the day of service."""
        return days_on(on, 14)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)

"""What a family reads about one case: the stages, the next date, the card of the stage."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ehcportal.content.case_words import case_words
from ehcportal.content.guidance import Guidance, ThreeAnswers, guidance
from ehcportal.content.labels import label
from ehcportal.content.stage_words import StageWords, stage_words
from ehcportal.domain import law
from ehcportal.domain.casedates import AdviceClock
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import date_words, from_today_words
from ehcportal.domain.exceptions import ExceptionFact, excusing
from ehcportal.domain.facts import CaseFacts, RequestFact
from ehcportal.domain.journey import Journey
from ehcportal.domain.keydates import KeyDateState, late_by_days
from ehcportal.domain.situations import Situation
from ehcportal.domain.stages import Stage
from ehcportal.domain.weeks import Week, week_of
from ehcportal.policy import Relation
from ehcportal.policy.rules import LIMITED
from ehcportal.profile import Profile, text
from ehcportal.queries.counting import case_journey

YOUNG_PERSON, PARENT = "young_person", "parent"

KEPT_FROM_LIMITED = ("late_role", "settings")
"""Who was asked for advice and for a place; who sees only where a case stands is not told."""


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A case on a day, in words for one reader."""

    journey: Journey
    stages: tuple[StageWords, ...]
    card: ThreeAnswers
    besides: tuple[ThreeAnswers, ...]

    @property
    def next_date(self) -> DueDate | None:
        """The one date that matters now."""
        return self.journey.next_key_date

    @property
    def next_date_words(self) -> str:
        """How far the next date is, and what it is for."""
        due = self.journey.next_key_date
        if due is None:
            return ""
        near = from_today_words(due.due_on, self.journey.today)
        return f"{near[:1].upper()}{near[1:]}. {due.sentence}"

    @property
    def week(self) -> Week | None:
        """The week of the law's weeks that the request is in, while it is open."""
        return week_of(self.journey.dates)

    @property
    def card_facts(self) -> list[tuple[str, str]]:
        """The day of the request and of its decision, for a card of My cases (guide row D09)."""
        return [(label("card_fact", key), words) for key, words in _dates_of_request(self.journey)]

    @property
    def reports(self) -> tuple[int, int]:
        """How many reports have come, and how many were asked for."""
        advice = self.journey.advice
        return sum(1 for each in advice if each.received_on), len(advice)


def story(
    facts: CaseFacts,
    profile: Profile,
    today: date,
    *,
    child: str,
    coordinator: str | None,
    relations: frozenset[Relation],
    book: Guidance | None = None,
) -> CaseStory:
    """Tell where a case is, from a council's book of texts; a young person is called "you"."""
    journey = case_journey(facts, profile, today)
    audience = YOUNG_PERSON if Relation.YOUNG_PERSON in relations else PARENT
    values = card_values(journey, profile, child, coordinator)
    if relations and relations <= LIMITED:
        values = {name: words for name, words in values.items() if name not in KEPT_FROM_LIMITED}

    def card(situation: Situation, *, late: bool = False) -> ThreeAnswers:
        return guidance(situation.value, values, audience=audience, late=late, book=book)

    return CaseStory(
        journey=journey,
        stages=stage_words(journey.tracker, today),
        card=card(journey.situation, late=journey.late is not None),
        besides=tuple(card(each) for each in journey.besides),
    )


def card_values(
    journey: Journey, profile: Profile, child: str, coordinator: str | None
) -> Mapping[str, object]:
    """Return what fills the cards of a case; while nobody coordinates it, who is meant to."""
    contacts = profile.council.contacts
    return {
        **case_words(journey),
        "child": child,
        "coordinator": coordinator or f"your {_inside(text(profile.words.coordinator))}",
        "phone": contacts.phone,
        "advice_service": text(contacts.advice_service),
        "mediation_adviser": text(contacts.mediation_adviser),
        "draft_days": f"{profile.limits.draft_days} days",
    }


def _inside(words: str) -> str:
    """Return a title as inside a sentence: "case co-ordinator", but "EHCP Coordinator"."""
    is_plain = words[1:2].islower() and words[1:].islower()
    return words[:1].lower() + words[1:] if is_plain else words


def request_facts(
    told: CaseStory, *, asked_by_viewer: bool, words: str = "request_fact"
) -> list[tuple[str, str]]:
    """Return the facts of the request that the case is about now (guide rows U06, U07, W07).

    ``words`` are the labels they stand under. Who asked is named as a role, unless it is the
    reader: what another adult did is not theirs.
    """
    request = _current_request(told.journey)
    if request is None:
        return []
    source = label("request_fact", "you")
    if not asked_by_viewer:
        source = label("source", request.source.value)
    made, *outcome = _dates_of_request(told.journey)
    return [(label(words, key), value) for key, value in (made, ("from", source), *outcome)]


def is_request_open(told: CaseStory) -> bool:
    """Whether the request can still be added to: nobody has closed it or decided to assess."""
    request = _current_request(told.journey)
    decided = told.journey.stage(Stage.DECISION_TO_ASSESS).done_on
    return request is not None and request.closed_on is None and decided is None


def _dates_of_request(journey: Journey) -> list[tuple[str, str]]:
    """Return when the request was made, and when it was or must be answered."""
    request = _current_request(journey)
    if request is None:
        return []
    made = ("made", date_words(request.received_on))
    outcome = journey.stage(Stage.DECISION_TO_ASSESS)
    if request.closed_on is not None:
        return [made, ("closed", date_words(request.closed_on))]
    if outcome.done_on is not None:
        return [made, ("told", date_words(outcome.done_on))]
    return [made, ("due", date_words(outcome.due.due_on))] if outcome.due else [made]


def _current_request(journey: Journey) -> RequestFact | None:
    if journey.dates.episode.requests:
        return journey.dates.episode.requests[0]
    known = journey.dates.facts.requests
    return max(known, key=lambda each: each.received_on, default=None)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of a case with what it is for; ``due`` answers "Why this date?"."""

    name: str
    on: date
    state: KeyDateState
    due: DueDate | None
    done_on: date | None
    of_adviser: bool = False
    about: str = ""
    late_by: int = 0
    """The days after its day on which it was done, where the law set that for others."""
    exceptions: tuple[ExceptionFact, ...] = ()
    """What the law lets excuse lateness here; it stands beside the date and never moves it."""


def date_lines(journey: Journey) -> list[DateLine]:
    """Return every date of a case in order; each ask for advice says who was asked."""
    lines = [
        DateLine(
            label("key_date", each.key),
            each.on,
            each.state,
            each.due,
            each.done_on,
            late_by=each.late_by,
        )
        for each in journey.key_dates
        if each.key != law.ADVICE
    ]
    lines += [_advice_line(each, journey.today) for each in journey.advice]
    known = journey.dates.facts.exceptions
    return sorted((_excused(each, known) for each in lines), key=lambda each: each.on)


def _excused(line: DateLine, known: tuple[ExceptionFact, ...]) -> DateLine:
    due = line.due
    if due is None or not known:
        return line
    return replace(line, exceptions=excusing(known, due, line.about))


def without_advisers(lines: list[DateLine]) -> list[DateLine]:
    """Return the dates for a limited view: that advice was asked for, and not of whom."""
    stage = label("stage", Stage.ASSESSMENT.value)
    return [replace(each, name=stage) if each.of_adviser else each for each in lines]


def _advice_line(asked: AdviceClock, today: date) -> DateLine:
    name = f"{label('stage', Stage.ASSESSMENT.value)}: {asked.role}"
    line = partial(DateLine, name, due=asked.due, of_adviser=True, about=asked.id)
    if asked.received_on is not None:
        came_on, late_by = asked.received_on, late_by_days(asked.due, asked.received_on)
        return line(came_on, state=KeyDateState.DONE, done_on=came_on, late_by=late_by)
    state = KeyDateState.LATE if asked.is_late(today) else KeyDateState.DUE
    return line(asked.due.due_on, state=state, done_on=None)

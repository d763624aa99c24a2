"""What the pages of a decision have in common: what can be decided, what was kept, the letter."""

from dataclasses import dataclass
from pathlib import Path

from flask import abort, current_app

from ehcportal import clock, db
from ehcportal.blueprints.council import decision_fields
from ehcportal.blueprints.council.decision_fields import DecisionForm
from ehcportal.content.council_texts import CONTENT
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.letters import LetterBook, letter_book
from ehcportal.content.texts import ContentError
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.dates import date_words
from ehcportal.domain.deciding import Decidable, correctable, decidable
from ehcportal.domain.facts import DecisionKind
from ehcportal.models.assessment import Decision, PreparedDecision
from ehcportal.queries import case_facts, cases, decisions, letter_values
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import case_journey
from ehcportal.queries.decisions import Readable
from ehcportal.services.decisions import STAGES, Deciding
from ehcportal.services.prepared_decisions import open_one
from ehcportal.web import current_profile

KINDS = {each.value: each for each in STAGES}


@dataclass
class DecisionDesk:
    """One decision of one case, as far as it has come."""

    head: CaseHead
    dates: CaseDates
    can: Decidable
    prepared: PreparedDecision | None
    corrects: Decision | None
    there: list[Readable]

    @property
    def kind(self) -> DecisionKind:
        """What is decided."""
        return self.can.kind

    def is_of(self, account_id: str) -> bool:
        """Whether somebody prepared it: they typed last, and sign nothing off."""
        return self.prepared is not None and self.prepared.prepared_by_id == account_id

    def form(self) -> DecisionForm:
        """Return what was kept, or an empty form."""
        if self.prepared is None:
            return decision_fields.fresh()
        return decision_fields.kept(self.prepared.answers)

    def checked(self, form: DecisionForm) -> Deciding | None:
        """Return the decision if everything in the form is there and lawful."""
        return decision_fields.checked(form, self.can, self.corrects, self.there)


def dates_of(case_id: str) -> CaseDates:
    """Return the dates of a case as this council counts them."""
    facts = case_facts.for_case(db.session(), case_id)
    return case_journey(facts, current_profile(), clock.today()).dates


def desk(case_id: str, word: str) -> DecisionDesk:
    """Return the decision of a kind that can be made or corrected now, or answer 404."""
    return find(case_id, KINDS.get(word) or abort(404)) or abort(404)


def find(case_id: str, kind: DecisionKind) -> DecisionDesk | None:
    """Return the decision of a kind, or nothing where none can be made or corrected now."""
    session, dates = db.session(), dates_of(case_id)
    prepared = open_one(session, case_id, kind)
    corrects = _corrected(case_id, prepared)
    can = _correctable(dates, corrects) if corrects else decidable(dates, kind)
    if can is None:
        return None
    head = cases.head(session, case_id)
    there = decisions.readable(session, case_id)
    return DecisionDesk(head, dates, can, prepared, corrects, there)


def _corrected(case_id: str, prepared: PreparedDecision | None) -> Decision | None:
    wanted = prepared.answers.get("corrects") if prepared else None
    return decisions.standing(db.session(), case_id, wanted) if wanted else None


def _correctable(dates: CaseDates, old: Decision) -> Decidable | None:
    known = next((each for each in dates.facts.decisions if each.id == old.id), None)
    return correctable(dates, known) if known else None


def letters_now() -> LetterBook:
    """Return the letters as the council has them now."""
    instance: Path = current_app.extensions["settings"].instance
    return letter_book(instance / CONTENT)


def letter_of(found: DecisionDesk, deciding: Deciding) -> LetterWords:
    """Return the letter of a decision. Raises ``ContentError`` when its template is faulty."""
    book = letters_now()
    key = f"{STAGES[deciding.kind]}_{deciding.outcome.value}"
    try:
        template = book.letter(key)
    except KeyError:
        raise ContentError([f"letters/{key}.toml: there is no such letter"]) from None
    values = letter_values.of_case(found.head, found.dates, current_profile())
    return fill_in(book, template, {**values, **_values(found, deciding)})


def _values(found: DecisionDesk, deciding: Deciding) -> dict[str, str]:
    old = deciding.corrects
    before = (old.letter_on or old.notified_on) if old else None
    shown = {each.value: each.shown for each in found.there}
    ticked = [
        shown.get(f"{kind}:{getattr(each, name)}", "")
        for each in deciding.evidence
        for kind, name in decision_fields.OF.items()
        if getattr(each, name)
    ]
    noted = [each.noted_as for each in deciding.evidence if each.noted_as]
    told = dict.fromkeys(each for each in (*ticked, *noted) if each)
    return {
        "decided_on": date_words(deciding.decided_on),
        "reasons": deciding.reason,
        "evidence": "\n".join(f"- {each}" for each in told),
        "replaces": date_words(before) if before else "",
    }

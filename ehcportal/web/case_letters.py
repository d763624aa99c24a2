"""A letter to the family of a case, made ready before the transaction that sends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app

from ehcportal import clock, db
from ehcportal.content.council_texts import CONTENT
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.letters import letter_book
from ehcportal.content.texts import ContentError
from ehcportal.domain.facts import CaseFacts
from ehcportal.models.case import Case
from ehcportal.queries import case_facts, cases, document_readers, letter_values
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import case_journey
from ehcportal.services import letters
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.letters import Addressees, Made, NotWholeError
from ehcportal.web import addressee_fields
from ehcportal.web.context import current_profile
from ehcportal.web.posted import Posted


def ready(
    case: Case,
    key: str,
    more: Mapping[str, str],
    form: Posted,
    *,
    to: Addressees | None = None,
    to_setting: bool = False,
) -> Outgoing | None:
    """Return the letter with its PDF in the store, or note on the form why it cannot go out.

    The page that sends it names its readers: nothing goes where they have changed since, or where
    it can harm somebody and nobody looked at it again. With ``to`` the page has checked them
    itself; with ``to_setting`` the law has the setting get it too.
    """
    if to is None:
        readers = document_readers.readers(db.session(), case)
        addressee_fields.check(form, readers)
        form.values |= {"setting": addressee_fields.YES} if to_setting else {}
        to = addressee_fields.addressees(form, readers, alerted=True)
    if form.errors:
        return None
    made = letter(case, key, more, form)
    return Outgoing(made, to) if made else None


def letter(case: Case, key: str, more: Mapping[str, str], form: Posted) -> Made | None:
    """Return a letter with its PDF in the store, or note on the form why it cannot be made."""
    profile = current_profile()
    try:
        filled, head = _filled(case, key, more)
        pdf = letters.paper(filled, head, profile, clock.today())
        return letters.keep(current_app.extensions["storage"], filled, pdf)
    except NotWholeError as gaps:
        missing = ", ".join(dict.fromkeys(each.what for each in gaps.gaps))
        form.errors[""] = f"The letter cannot go out yet: {missing} is missing"
    except ContentError as fault:
        form.errors[""] = f"The letter cannot be made: {fault.faults[0]}"
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a case already: its head and its facts."""

    head: CaseHead
    facts: CaseFacts


def words(
    case: Case, key: str, more: Mapping[str, str], known: Known | None = None
) -> LetterWords | None:
    """Return how a letter would read now; nothing when its wording has a fault."""
    try:
        return _filled(case, key, more, known)[0]
    except ContentError:
        return None


def _filled(
    case: Case, key: str, more: Mapping[str, str], known: Known | None = None
) -> tuple[LetterWords, CaseHead]:
    session, profile, today = db.session(), current_profile(), clock.today()
    head = known.head if known else cases.head(session, case.id)
    facts = known.facts if known else case_facts.for_case(session, case.id)
    dates = case_journey(facts, profile, today).dates
    values = {**letter_values.of_case(head, dates, profile), **more}
    book = letter_book(current_app.extensions["settings"].instance / CONTENT)
    return fill_in(book, book.letter(key), values), head

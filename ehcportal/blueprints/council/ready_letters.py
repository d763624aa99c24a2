"""A letter to the family of a case, made ready before the transaction that sends it."""

from collections.abc import Mapping

from flask import current_app

from ehcportal import clock, db
from ehcportal.blueprints.council import addressee_fields
from ehcportal.content.council_texts import CONTENT
from ehcportal.content.letter_words import fill_in
from ehcportal.content.letters import letter_book
from ehcportal.content.texts import ContentError
from ehcportal.models.case import Case
from ehcportal.queries import case_facts, cases, document_readers, letter_values
from ehcportal.queries.counting import case_journey
from ehcportal.services import letters
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.letters import NotWholeError
from ehcportal.web.context import current_profile
from ehcportal.web.posted import Posted


def ready(case: Case, key: str, more: Mapping[str, str], form: Posted) -> Outgoing | None:
    """Return the letter with its PDF in the store, or note on the form why it cannot go out."""
    session, profile, today = db.session(), current_profile(), clock.today()
    readers = document_readers.readers(session, case)
    addressee_fields.check(form, readers)
    if form.errors:
        return None
    head = cases.head(session, case.id)
    dates = case_journey(case_facts.for_case(session, case.id), profile, today).dates
    values = {**letter_values.of_case(head, dates, profile), **more}
    book = letter_book(current_app.extensions["settings"].instance / CONTENT)
    try:
        words = fill_in(book, book.letter(key), values)
        pdf = letters.paper(words, head, profile, today)
        made = letters.keep(current_app.extensions["storage"], words, pdf)
    except NotWholeError as gaps:
        form.errors[""] = f"The letter cannot go out yet: {', '.join(_told(gaps))} is missing"
        return None
    except ContentError as fault:
        form.errors[""] = f"The letter cannot be made: {fault.faults[0]}"
        return None
    return Outgoing(made, addressee_fields.addressees(form, readers, alerted=True))


def _told(gaps: NotWholeError) -> list[str]:
    return list(dict.fromkeys(each.what for each in gaps.gaps))

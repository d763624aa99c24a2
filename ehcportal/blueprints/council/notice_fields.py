"""The notices that go along with a no to a plan, or with its end: to whom, and the papers."""

from datetime import date

from flask import current_app
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.decision_desk import letters_now
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.texts import ContentError
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.dates import date_words
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.models.case import Case
from ehcportal.pdf import PdfError
from ehcportal.queries import case_facts, cases, letter_values, notice_contacts
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import case_journey
from ehcportal.queries.document_readers import Readers
from ehcportal.services import letters
from ehcportal.services.decisions import Deciding
from ehcportal.services.notices import Notice
from ehcportal.web import current_profile
from ehcportal.web.addressee_fields import YES
from ehcportal.web.posted import Posted

FIELDS = ("health_to", "setting_to")
NO_PLAN, ENDED = "no_plan_notice", "plan_ended_notice"
"""The letters: Regulation 10(2), and Regulation 31."""

LONGEST = 500


def are_needed(deciding: Deciding) -> bool:
    """Whether the law names others who must hear of this decision (Regulation 10(2))."""
    return deciding.kind is DecisionKind.ISSUE and deciding.outcome is Outcome.NO


def known(case: Case) -> dict[str, str]:
    """Return what the council's lists say of whom to tell."""
    found = notice_contacts.contacts(db.session(), case.person_id)
    return {"health_to": found.health, "setting_to": found.setting}


def check(form: Posted, case: Case, readers: Readers) -> None:
    """Note what is missing: the health body, and the setting if the letter does not reach it."""
    form.require("health_to", _("Enter who gets the notice at the health body"))
    reads = bool(readers.setting) and form["setting"] == YES
    if known(case)["setting_to"] and not reads:
        form.require("setting_to", _("Enter who gets the notice at the school or college"))
    for name in FIELDS:
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))


def ready(
    letter: str, about: tuple[CaseHead, CaseDates, date], readers: Readers, form: Posted
) -> list[Notice]:
    """Make the papers about a decision of a day, all or none.

    Raises ``ContentError``, ``PdfError``, ``NotWholeError``.
    """
    reads = bool(readers.setting) and form["setting"] == YES
    names = FIELDS[:1] if reads else FIELDS
    every = [(form[name], _words(letter, about, form[name])) for name in names if form[name]]
    profile, today = current_profile(), clock.today()
    printed = [letters.paper(words, about[0], profile, today) for _to, words in every]
    storage = current_app.extensions["storage"]
    return [
        Notice(to, letters.keep(storage, words, pdf))
        for (to, words), pdf in zip(every, printed, strict=True)
    ]


def of_the_end(case_id: str, readers: Readers, form: Posted) -> list[Notice] | None:
    """Make the papers about the end of a plan; with the fault in the form where that fails."""
    session, today = db.session(), clock.today()
    dates = case_journey(case_facts.for_case(session, case_id), current_profile(), today).dates
    try:
        return ready(ENDED, (cases.head(session, case_id), dates, today), readers, form)
    except (PdfError, ContentError, letters.NotWholeError):
        form.errors["reasons"] = _("The PDF could not be made. Nothing was sent. Try again later")
        return None


def _words(letter: str, about: tuple[CaseHead, CaseDates, date], to: str) -> LetterWords:
    head, dates, decided_on = about
    book = letters_now()
    values = letter_values.of_case(head, dates, current_profile())
    said = {"notice_to": to, "decided_on": date_words(decided_on)}
    words = fill_in(book, book.letter(letter), {**values, **said})
    if not words.is_whole:
        raise letters.NotWholeError(words.gaps)
    return words

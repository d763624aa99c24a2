"""Does a form make sense as a whole: ids, conditions, options, what fills in from where."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from ehcportal.content.voices import load_voices
from ehcportal.forms.conditions import Condition
from ehcportal.forms.definition import (
    FOR_A_CASE,
    SYMBOLS,
    FormDefinition,
    Page,
    PageKind,
    Question,
    QuestionType,
    Starter,
)
from ehcportal.forms.faults import Place
from ehcportal.forms.fields import planned
from ehcportal.forms.tables import did_you_mean
from ehcportal.forms.wording import PLACEHOLDERS, placeholders

FILL_FROM = frozenset(
    {
        "account.name", "account.forename", "account.surname", "account.email", "account.phone",
        "account.address", "account.organisation", "account.role", "person.name",
        "person.birth_date", "person.birth_date_estimated", "person.address", "person.upn",
        "person.nhs_number", "person.setting", "relationship.kind", "relationship.responsibility",
    }
)  # fmt: skip
OPTIONS_FROM = frozenset({"my_people"})
FORMATS = frozenset({"nhs_number", "upn", "uln"})
SHOWN_AS = {
    QuestionType.CHOICE: frozenset({"", "select", SYMBOLS}),
    QuestionType.CHOICES: frozenset({"", SYMBOLS}),
    QuestionType.GROUP: frozenset({"", planned.CHANGES}),
}
OF_FORMS = frozenset({"part", "unsure"})
"""Symbols besides those of About Me, for answers that nobody needs there."""
WITH_OPTIONS = frozenset({QuestionType.CHOICE, QuestionType.CHOICES})
WITH_QUESTIONS = frozenset({QuestionType.GROUP, QuestionType.FILES})
NOT_IN_GROUPS = WITH_QUESTIONS | {QuestionType.PERSON, QuestionType.DECLARATION}
PAGE_IDS = re.compile(r"[a-z][a-z0-9-]{0,59}")
QUESTION_IDS = re.compile(r"[a-z][a-z0-9_]{0,59}")
PREFIXES = re.compile(r"[A-Z]{1,2}")
LONGEST_TITLE = 200
MOMENTS = re.compile(r"today|[+-]\d{1,3} years?|\d{4}-\d{2}-\d{2}")
RESERVED = frozenset(
    {
        "then", "csrf_token", "form", "main", "saved", "questions", "missing", "steps", "live",
        "remove", "heading", "file", "entries",
    }
)  # fmt: skip
"""Names and ids that every form page has already."""


def prove(form: FormDefinition, place: Place) -> None:
    """Report to ``place`` everything that would surprise a person filling ``form`` in."""
    if not PAGE_IDS.fullmatch(form.id):
        place.fault("`id` must be small letters, digits and hyphens")
    if len(form.title) > LONGEST_TITLE:
        place.fault(f"`title` is too long. Use {LONGEST_TITLE} characters or fewer")
    if form.reference_prefix and not PREFIXES.fullmatch(form.reference_prefix):
        place.fault("`reference_prefix` must be one or two capital letters, such as S")
    if not form.pages:
        place.fault("a form needs at least one page. Begin one with [[pages]]")
    _no_twins("page", (page.id for page in form.pages), place)
    _no_twins("question", (question.id for _, question in form.questions()), place)
    _sign_in(form, place)
    _ways_in(form, place)
    _words((form.title, form.purpose, *form.after), place)
    seen: dict[str, Question] = {}
    for page in form.pages:
        _page(page, place.at(page=page.id), seen, form)
    for name in (form.subject.who, form.subject.name):
        if name and name not in seen:
            place.fault(f"`subject` names the unknown question `{name}`")


def _no_twins(what: str, ids: Iterable[str], place: Place) -> None:
    for name, times in Counter(ids).items():
        if times > 1:
            place.fault(f"{what} id `{name}` is used {times} times. Give each an id of its own")


def _sign_in(form: FormDefinition, place: Place) -> None:
    pages = [page.id for page in form.pages if page.kind is PageKind.SIGN_IN]
    if pages != ([form.sign_in_page] if form.sign_in_page else []):
        place.fault("`sign_in_page` must be the id of the one page whose kind is sign_in")
    last = [page.kind for page in form.pages][-1:]
    if [page.kind for page in form.pages].count(PageKind.SUBMIT) != 1 or last != [PageKind.SUBMIT]:
        place.fault("the last page, and only the last, must have kind submit")


def _ways_in(form: FormDefinition, place: Place) -> None:
    """Whether whoever may begin the form can also send it, and somebody may begin it."""
    if form.on_submission in FOR_A_CASE or not form.who_may_start:
        return
    starters = set(form.who_may_start)
    if not starters & {Starter.ANYONE, Starter.SIGNED_IN, Starter.STAFF}:
        place.fault(
            "`who_may_start` names people of a case, so nobody could begin it. "
            'Write on_submission = "for_case", or name anyone or signed_in'
        )
    if Starter.ANYONE in starters and not form.sign_in_page:
        place.fault(
            "`who_may_start` names anyone, so the form needs a page of kind sign_in, and "
            "`sign_in_page` with its id"
        )
    if form.on_submission.startswith("request_"):
        _child(form, place)


def _child(form: FormDefinition, place: Place) -> None:
    """A request has to say whom it is about: the inbox finds a child by name and birth date."""
    if not (form.subject.who and form.subject.name):
        place.fault('`subject` is missing. Write subject = { who = "…", name = "…" }')
    birth_date = form.question("birth_date")
    if birth_date is None or birth_date.type is not QuestionType.DATE:
        place.fault("a request needs a question birth_date of type date")


def _page(page: Page, place: Place, seen: dict[str, Question], form: FormDefinition) -> None:
    if page.id and not PAGE_IDS.fullmatch(page.id):
        place.fault("`id`: a page id must be small letters, digits and hyphens")
    _condition(page.asked_when, place, seen, form)
    _words((*page.intro, page.help, page.title), place)
    if page.kind is PageKind.GUIDE and page.questions:
        place.fault("a page of kind guide has no questions. Take `kind` out")
    for question in page.questions:
        here = place.at(question=question.id)
        _condition(question.asked_when, here, seen, form)
        _question(question, here)
        seen[question.id] = question


def _condition(
    condition: Condition | None, place: Place, seen: dict[str, Question], form: FormDefinition
) -> None:
    for name, values in condition.named() if condition else ():
        asked = seen.get(name)
        if asked is None:
            later = any(question.id == name for _, question in form.questions())
            problem = "which is only asked later" if later else "which is not in this form"
            place.fault(f"`asked_when` names the question `{name}`, {problem}")
        elif asked.options and (
            unknown := set(values) - {option.value for option in asked.options}
        ):
            place.fault(
                f"`asked_when` compares `{name}` with {sorted(unknown)}, not an option of it"
            )


def _question(question: Question, place: Place) -> None:
    if question.id and (not QUESTION_IDS.fullmatch(question.id) or question.id in RESERVED):
        place.fault(
            "`id`: a question id must be small letters, digits and underscores, begin with a "
            f"letter, and be none of these: {', '.join(sorted(RESERVED))}"
        )
    if (question.type in WITH_OPTIONS) != bool(question.options):
        place.fault("only `choice` and `choices` have `options`, and they need them")
    _no_twins("option", (option.value for option in question.options), place)
    _sources(question, place)
    _dates(question, place)
    _symbols(question, place)
    options = (text for option in question.options for text in (option.label, option.hint))
    said = (question.label, question.hint, question.help, question.required_message)
    _words((*said, *options), place)
    _inner(question, place)


def _sources(question: Question, place: Place) -> None:
    _filled(question, place)
    if question.options_from and question.options_from not in OPTIONS_FROM:
        place.fault(f"`options_from` does not know `{question.options_from}`. Write my_people")
    if (question.type is QuestionType.PERSON) != bool(question.options_from):
        place.fault("only `person` has `options_from`, and it needs it")
    if question.format and (
        question.type is not QuestionType.TEXT or question.format not in FORMATS
    ):
        place.fault(f"`format` of a text is one of {sorted(FORMATS)}")
    if question.shown_as not in SHOWN_AS.get(question.type, frozenset({""})):
        place.fault(
            "`shown_as` is `select` for a `choice`, `symbols` for a `choice` or `choices`, or "
            "`changes` for a `group`"
        )


def _symbols(question: Question, place: Place) -> None:
    """Whether every answer that is to be shown as a symbol has one that we can draw."""
    with_symbols = question.shown_as == SYMBOLS
    for option in question.options:
        if with_symbols != bool(option.symbol):
            place.fault('`symbol` belongs to each option where shown_as = "symbols", and no other')
        elif option.symbol and option.symbol not in drawn():
            meant = did_you_mean(option.symbol, drawn())
            place.fault(f"`symbol` does not know `{option.symbol}`.{meant}")


def drawn() -> frozenset[str]:
    """Return the names of the symbols: those of About Me, and those that only forms need."""
    return frozenset(load_voices().symbols()) | OF_FORMS


def _filled(question: Question, place: Place) -> None:
    """Whether what a question is filled from is known; a group is filled from the plan alone."""
    known = FILL_FROM
    if question.type is QuestionType.GROUP:
        known = planned.SOURCES
    elif " > " in place.question:
        known = planned.PARTS
    if question.fill_from and question.fill_from not in known:
        meant = did_you_mean(question.fill_from, known)
        place.fault(f"`fill_from` does not know `{question.fill_from}` here.{meant}")


def _dates(question: Question, place: Place) -> None:
    moments = [moment for moment in (question.earliest, question.latest) if moment]
    if (moments or question.past) and question.type is not QuestionType.DATE:
        place.fault("`past`, `earliest` and `latest` are for dates")
    if any(not MOMENTS.fullmatch(moment) for moment in moments):
        place.fault('`earliest` and `latest` are "today", "-26 years" or an ISO date')
        return
    for moment in moments:
        if moment[:4].isdigit() and not _is_day(moment):
            place.fault(f"there is no day {moment}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _inner(question: Question, place: Place) -> None:
    if question.questions and question.type not in WITH_QUESTIONS:
        place.fault("only `group` and `files` have questions of their own")
    if question.type is QuestionType.GROUP and not question.questions:
        place.fault("a group needs questions")
    _no_twins("question", (inner.id for inner in question.questions), place)
    for inner in question.questions:
        here = place.at(question=f"{question.id} > {inner.id}")
        is_strange = inner.fill_from and not question.fill_from
        if inner.type in NOT_IN_GROUPS or inner.asked_when or is_strange:
            here.fault(f"a `{inner.type}`, a condition or a fill-in cannot stand inside another")
        _question(inner, here)
    _lines(question, place)


def _lines(question: Question, place: Place) -> None:
    """Whether each thing that is known of a line of the plan has at most one question."""
    _no_twins("fill_from", (each.fill_from for each in question.questions if each.fill_from), place)
    has_words = any(each.fill_from == planned.OF_WORDS for each in question.questions)
    if has_words != (question.shown_as == planned.CHANGES):
        place.fault(
            'a group with shown_as = "changes", and no other, has one question with '
            'fill_from = "line.words"'
        )
    if question.fill_from in planned.SOURCES and not any(
        each.fill_from in {planned.OF_TEXT, planned.OF_WORDS} for each in question.questions
    ):
        place.fault(
            '`fill_from` needs a question in the group with fill_from = "line.text" or "line.words"'
        )


def _words(texts: Iterable[str], place: Place) -> None:
    for text in texts:
        for unknown in sorted(placeholders(text) - PLACEHOLDERS):
            known = did_you_mean(unknown, PLACEHOLDERS) or (
                " Known are: " + ", ".join(sorted(PLACEHOLDERS))
            )
            place.fault(f"unknown word {{{unknown}}} in a text.{known}")

"""Does a form make sense as a whole: ids, conditions, options, what fills in from where."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from ehcportal.forms.conditions import Condition
from ehcportal.forms.definition import FormDefinition, Page, PageKind, Question, QuestionType
from ehcportal.forms.faults import Place
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
WITH_OPTIONS = frozenset({QuestionType.CHOICE, QuestionType.CHOICES})
WITH_QUESTIONS = frozenset({QuestionType.GROUP, QuestionType.FILES})
NOT_IN_GROUPS = WITH_QUESTIONS | {QuestionType.PERSON, QuestionType.DECLARATION}
PAGE_IDS = re.compile(r"[a-z][a-z0-9-]{0,59}")
QUESTION_IDS = re.compile(r"[a-z][a-z0-9_]{0,59}")
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
    if not form.pages:
        place.fault("a form needs at least one page")
    _no_twins("page", (page.id for page in form.pages), place)
    _no_twins("question", (question.id for _, question in form.questions()), place)
    _sign_in(form, place)
    seen: dict[str, Question] = {}
    for page in form.pages:
        _page(page, place.at(page=page.id), seen, form)
    for name in (form.subject.who, form.subject.name):
        if name and name not in seen:
            place.fault(f"`subject` names the unknown question `{name}`")


def _no_twins(what: str, ids: Iterable[str], place: Place) -> None:
    for name, times in Counter(ids).items():
        if times > 1:
            place.fault(f"{what} id `{name}` is used {times} times")


def _sign_in(form: FormDefinition, place: Place) -> None:
    pages = [page.id for page in form.pages if page.kind is PageKind.SIGN_IN]
    if pages != ([form.sign_in_page] if form.sign_in_page else []):
        place.fault("`sign_in_page` must be the one page whose kind is sign_in")
    last = [page.kind for page in form.pages][-1:]
    if [page.kind for page in form.pages].count(PageKind.SUBMIT) != 1 or last != [PageKind.SUBMIT]:
        place.fault("the last page, and only the last, must have kind submit")


def _page(page: Page, place: Place, seen: dict[str, Question], form: FormDefinition) -> None:
    if not PAGE_IDS.fullmatch(page.id):
        place.fault("a page id must be small letters, digits and hyphens")
    _condition(page.asked_when, place, seen, form)
    _words((*page.intro, page.help, page.title), place)
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
    if not QUESTION_IDS.fullmatch(question.id) or question.id in RESERVED:
        place.fault("a question id must be small letters, digits and underscores")
    if (question.type in WITH_OPTIONS) != bool(question.options):
        place.fault("only `choice` and `choices` have `options`, and they need them")
    _no_twins("option", (option.value for option in question.options), place)
    _sources(question, place)
    _dates(question, place)
    _words((question.label, question.hint, question.help, question.required_message), place)
    _inner(question, place)


def _sources(question: Question, place: Place) -> None:
    if question.fill_from and question.fill_from not in FILL_FROM:
        place.fault(f"`fill_from` does not know `{question.fill_from}`")
    if question.options_from and question.options_from not in OPTIONS_FROM:
        place.fault(f"`options_from` does not know `{question.options_from}`")
    if (question.type is QuestionType.PERSON) != bool(question.options_from):
        place.fault("only `person` has `options_from`, and it needs it")
    if question.format and (
        question.type is not QuestionType.TEXT or question.format not in FORMATS
    ):
        place.fault(f"`format` of a text is one of {sorted(FORMATS)}")
    if question.shown_as not in {"", "select"} or (
        question.shown_as and question.type is not QuestionType.CHOICE
    ):
        place.fault("`shown_as` is `select`, and only for a `choice`")


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
        if inner.type in NOT_IN_GROUPS or inner.asked_when or inner.fill_from:
            here.fault(f"a `{inner.type}`, a condition or a fill-in cannot stand inside another")
        _question(inner, here)


def _words(texts: Iterable[str], place: Place) -> None:
    for text in texts:
        for unknown in placeholders(text) - PLACEHOLDERS:
            place.fault(f"unknown word {{{unknown}}} in a text")

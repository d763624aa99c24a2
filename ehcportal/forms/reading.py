"""From the TOML of one form to its definition."""

import hashlib
import json
from collections.abc import Mapping

from ehcportal.forms.conditions import Answered, Condition, Every, Is, Not, Some
from ehcportal.forms.definition import (
    FormDefinition,
    Option,
    Page,
    PageKind,
    Question,
    QuestionType,
    Starter,
    Subject,
)
from ehcportal.forms.faults import Place
from ehcportal.forms.tables import Table

Raw = Mapping[str, object]


def canonical(raw: object) -> str:
    """JSON with sorted keys and no spaces, so that equal content gives equal text."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def read_form(raw: Raw, place: Place, language: str = "en") -> FormDefinition:
    """Read a whole form. Every fault goes to ``place``; what is returned is sound if none did."""
    table = Table(raw, place, language)
    source = canonical(raw)
    form = FormDefinition(
        id=table.text("id", must=True),
        version=table.number("version", must=True),
        title=table.text("title", must=True),
        purpose=table.text("purpose", must=True),
        who_may_start=_starters(table),
        pages=tuple(
            _page(page, place.at(page=name_of(page, number)), language)
            for number, page in enumerate(table.tables("pages"), 1)
        ),
        on_submission=table.text("on_submission", must=True),
        reference_prefix=table.text("reference_prefix", must=True),
        sign_in_page=table.text("sign_in_page"),
        menu=table.yes("menu", otherwise=True),
        submit_words=table.text("submit_words"),
        after=table.texts("after"),
        subject=_subject(table),
        language=language,
        digest=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
    )
    table.finish()
    return form


def _starters(table: Table) -> tuple[Starter, ...]:
    starters = []
    for word in table.words("who_may_start"):
        starter = Table({"who_may_start": word}, table.place, "en").one_of("who_may_start", Starter)
        starters += [starter] if starter else []
    if not starters:
        table.place.fault("`who_may_start` must name somebody")
    return tuple(starters)


def _subject(table: Table) -> Subject:
    raw = table.value("subject")
    if raw is None:
        return Subject()
    if not isinstance(raw, Mapping):
        table.place.fault("`subject` must be a table")
        return Subject()
    inner = Table(raw, table.place, table.language)
    subject = Subject(who=inner.text("who"), name=inner.text("name"))
    inner.finish()
    return subject


def name_of(raw: Raw, number: int) -> str:
    """Return how a fault names a page or question: by its id, else by where it stands."""
    return str(raw.get("id") or f"number {number}")


def _page(raw: Raw, place: Place, language: str) -> Page:
    table = Table(raw, place, language)
    page = Page(
        id=table.text("id", must=True),
        title=table.text("title", must=True),
        kind=table.one_of("kind", PageKind, PageKind.QUESTIONS) or PageKind.QUESTIONS,
        intro=table.texts("intro"),
        help=table.text("help"),
        asked_when=read_condition(table, "asked_when"),
        questions=_questions(table, place, language),
    )
    table.finish()
    return page


def _questions(table: Table, place: Place, language: str) -> tuple[Question, ...]:
    inside = f"{place.question} > " if place.question else ""
    return tuple(
        _question(row, place.at(question=f"{inside}{name_of(row, number)}"), language)
        for number, row in enumerate(table.tables("questions"), 1)
    )


def _question(raw: Raw, place: Place, language: str) -> Question:
    table = Table(raw, place, language)
    question = Question(
        id=table.text("id", must=True),
        type=table.one_of("type", QuestionType) or QuestionType.TEXT,
        label=table.text("label", must=True),
        hint=table.text("hint"),
        help=table.text("help"),
        required=table.yes("required"),
        required_message=table.text("required_message"),
        max=table.number("max"),
        format=table.text("format"),
        asked_when=read_condition(table, "asked_when"),
        fill_from=table.text("fill_from"),
        options=tuple(_option(row, place, language) for row in table.tables("options")),
        options_from=table.text("options_from"),
        shown_as=table.text("shown_as"),
        past=table.yes("past"),
        earliest=table.text("earliest"),
        latest=table.text("latest"),
        autocomplete=table.text("autocomplete"),
        rows=table.number("rows"),
        staff_only=table.yes("staff_only"),
        entry_name=table.text("entry_name"),
        questions=_questions(table, place, language),
    )
    table.finish()
    return question


def _option(raw: Raw, place: Place, language: str) -> Option:
    table = Table(raw, place, language)
    option = Option(
        table.text("value", must=True),
        table.text("label", must=True),
        table.text("hint"),
        table.text("symbol"),
    )
    table.finish()
    return option


def read_condition(table: Table, key: str) -> Condition | None:
    """Read ``{question, is | is_not | includes | answered}``, ``{all}``, ``{any}`` or ``{not}``."""
    raw = table.value(key)
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        table.place.fault(f'`{key}` must be a table such as {{ question = "x", is = ["yes"] }}')
        return None
    inner = Table(raw, table.place, table.language)
    condition = _several(inner) if "question" not in raw else _single(inner)
    inner.finish()
    return condition


def _several(table: Table) -> Condition | None:
    if "not" in table.raw:
        part = read_condition(table, "not")
        return Not(part) if part else None
    for key, joined in (("all", Every), ("any", Some)):
        rows = table.tables(key)
        parts = [read_condition(Table({key: row}, table.place, "en"), key) for row in rows]
        if rows:
            return joined(tuple(part for part in parts if part))
    table.place.fault("a condition needs `question`, `all`, `any` or `not`")
    return None


def _single(table: Table) -> Condition | None:
    question = table.text("question", must=True)
    for key in ("is", "includes", "is_not"):
        if key in table.raw:
            same = Is(question, table.words(key))
            return Not(same) if key == "is_not" else same
    if "answered" in table.raw:
        return Answered(question, expected=table.yes("answered"))
    table.place.fault("a condition needs `is`, `is_not`, `includes` or `answered`")
    return None

"""One question ready to be shown: its texts, its value, its problems, its entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ehcportal.forms.conditions import Answer, Given
from ehcportal.forms.definition import Option, Question, QuestionType
from ehcportal.forms.fields import (
    address,
    base,
    date,
    files,
    group,
    name,
    person,
    planned,
    rich_text,
    setting,
    yes_no,
)
from ehcportal.forms.fields.base import Context, FileRow, Problem, Shown
from ehcportal.forms.fields.registry import field_of

ROWS = 5


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a group, or one file with what is asked about it.

    ``line`` is the key of the line of the plan that stands there, ``text`` what it says, and
    ``is_open`` whether somebody said something about it.
    """

    index: int
    name: str
    questions: tuple["QuestionView", ...]
    id: str = ""
    note: str = ""
    remove: str = ""
    line: str = ""
    text: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What the template of a question type needs.

    ``name`` is the input's name and the id of its first control or the start of it. ``error`` is
    the first message; ``wrong`` maps the ids of single controls to their messages. ``theirs`` is
    what another window saved. ``steers``: other questions on the page depend on the answer.
    """

    type: str
    name: str
    label: str
    hint: str
    help: str
    required: bool
    value: str = ""
    html: str = ""
    values: tuple[str, ...] = ()
    parts: dict[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    searched: bool = False
    entries: tuple[EntryView, ...] = ()
    error: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    theirs: Shown | None = None
    steers: bool = False
    rows: int = ROWS
    max: int = 0
    autocomplete: str = ""
    shown_as: str = ""
    entry_name: str = ""
    full: bool = False
    upload: str = ""
    birthday: bool = False
    staff_only: bool = False

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The boxes of a date that are at fault."""
        return tuple(control.rpartition("-")[2] for control in self.wrong)


def question_view(
    question: Question,
    control: str,
    answer: Answer,
    context: Context,
    *,
    problems: Sequence[Problem] = (),
    theirs: Answer | None = None,
    steers: bool = False,
    upload: str = "",
    remove_file: Callable[[str], str] = str,
) -> QuestionView:
    """Put together one question whose input is named ``control``."""
    mine = [each for each in problems if _concerns(each.field_id, control)]
    field_ = field_of(question.type)
    return QuestionView(
        type=question.type.value,
        name=control,
        label=question.label,
        hint=question.hint,
        help=question.help,
        required=question.required,
        value=_value(question, answer),
        html=rich_text.html_of(answer) if question.type is QuestionType.RICH_TEXT else "",
        values=tuple(base.text(value) for value in base.listed(answer)),
        parts=_parts(question, answer),
        options=_options(question, answer, context),
        searched=question.type is QuestionType.SETTING and bool(base.part(answer, "name")),
        entries=tuple(
            _entries(question, control, answer, context, problems=problems, remove_file=remove_file)
        ),
        error=mine[0].message if mine else "",
        wrong={each.field_id: each.message for each in mine},
        theirs=None if theirs is None else field_.show(question, theirs, context),
        steers=steers,
        rows=question.rows or ROWS,
        max=question.max,
        autocomplete=question.autocomplete,
        shown_as=question.shown_as,
        entry_name=question.entry_name,
        full=len([row for row in group.entries(answer) if not planned.is_line(row)])
        >= (question.max or group.LIMIT),
        upload=upload,
        birthday=question.fill_from == "person.birth_date",
        staff_only=question.staff_only,
    )


def _concerns(field_id: str, control: str) -> bool:
    return field_id == control or field_id.startswith(f"{control}-")


def _value(question: Question, answer: Answer) -> str:
    if question.type is QuestionType.RICH_TEXT:
        return rich_text.plain(answer)
    if question.type is QuestionType.SETTING:
        return base.part(answer, "name")
    return base.text(answer)


def _parts(question: Question, answer: Answer) -> dict[str, str]:
    if question.type is QuestionType.DATE:
        return date.boxes(answer)
    if question.type is QuestionType.NAME:
        return {part: base.part(answer, part) for part in name.PARTS}
    if question.type is QuestionType.ADDRESS:
        return {part: base.part(answer, part) for part in address.PARTS}
    if question.type is QuestionType.SETTING:
        return {"setting_id": base.part(answer, "setting_id")}
    return {}


def _options(question: Question, answer: Answer, context: Context) -> tuple[Option, ...]:
    if question.type is QuestionType.SETTING:
        found = setting.matches(base.part(answer, "name"), context)
        return tuple(Option(match.id, match.name, match.place) for match in found)
    if question.type is QuestionType.PERSON:
        return person.options(question, context)
    if question.type is QuestionType.YES_NO:
        return yes_no.OPTIONS
    return question.options


def _entries(
    question: Question,
    control: str,
    answer: Answer,
    context: Context,
    *,
    problems: Sequence[Problem],
    remove_file: Callable[[str], str],
) -> Sequence[EntryView]:
    rows: list[tuple[FileRow | None, Given]] = []
    if question.type is QuestionType.FILES:
        rows += files.entries(question, answer, context)
    elif question.type is QuestionType.GROUP:
        rows += [(None, row) for row in group.entries(answer) or [{}]]
    else:
        return ()
    lines = sum(planned.is_line(said) for _, said in rows)
    views = []
    for index, (row, said) in enumerate(rows):
        asked = tuple(
            question_view(
                inner,
                f"{control}-{index}-{inner.id}",
                planned.answer_of(inner, said),
                context,
                problems=problems,
            )
            for inner in planned.asked(question, said)
        )
        if row:
            note, remove = files.note(row), remove_file(row.id)
            views.append(EntryView(index, row.name, asked, row.id, note=note, remove=remove))
        else:
            name = _entry_name(question, said, index + 1 - lines)
            views.append(EntryView(index, name, asked, **_line(question, said, asked)))
    return views


def _entry_name(question: Question, said: Given, number: int) -> str:
    """Name a line of the plan as everybody does, and what was added by its own number."""
    known = base.text(said.get(planned.NUMBER))
    return known or f"{question.entry_name or question.label} {number}"


def _line(question: Question, said: Given, asked: tuple[QuestionView, ...]) -> dict[str, Any]:
    """Return what a row tells of the line of the plan that stands there."""
    return {
        "line": base.text(said.get(planned.KEY)),
        "text": tuple(base.text(said.get(planned.TEXT)).split("\n")),
        "is_open": planned.says(question, said) or any(each.error for each in asked),
    }

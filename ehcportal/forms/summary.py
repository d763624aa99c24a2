"""The answers as people read them: one list for the check page, receipt, PDF and print."""

from dataclasses import dataclass

from ehcportal.forms.answers import current
from ehcportal.forms.asked import asked
from ehcportal.forms.conditions import Condition, Given, is_empty
from ehcportal.forms.definition import FormDefinition, Page, PageKind, Question
from ehcportal.forms.fields.base import Context, Shown
from ehcportal.forms.fields.registry import field_of
from ehcportal.forms.wording import fill, worded, words_for


@dataclass(frozen=True, slots=True)
class Row:
    """One question, its texts filled, with its answer and where to change it."""

    question: Question
    shown: Shown
    page_id: str
    field_id: str

    @property
    def label(self) -> str:
        """What was asked."""
        return self.question.label

    @property
    def staff_only(self) -> bool:
        """Whether only the council may read the answer."""
        return self.question.staff_only


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form with its rows."""

    page_id: str
    title: str
    rows: tuple[Row, ...]


def summary(form: FormDefinition, given: Given, context: Context) -> tuple[Section, ...]:
    """Every asked question of every page that asks any, answered or not."""
    return _sections(form, given, context, asked(form, given))


def for_family(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same without what only the council may read: for anybody but the sender and staff."""
    kept = (
        Section(each.page_id, each.title, tuple(row for row in each.rows if not row.staff_only))
        for each in sections
    )
    return tuple(section for section in kept if section.rows)


def answered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same without the questions that nobody answered, and the pages left empty by that."""
    kept = (
        Section(each.page_id, each.title, tuple(row for row in each.rows if row.shown))
        for each in sections
    )
    return tuple(section for section in kept if section.rows)


def for_print(form: FormDefinition, given: Given, context: Context) -> tuple[Section, ...]:
    """The whole form on paper: besides what is asked, what may still come to be asked."""
    pages = [
        (page, tuple(each for each in page.questions if _may_be_asked(each.asked_when, given)))
        for page in form.pages
        if _may_be_asked(page.asked_when, given)
    ]
    return _sections(form, given, context, pages)


def _sections(
    form: FormDefinition,
    given: Given,
    context: Context,
    pages: list[tuple[Page, tuple[Question, ...]]],
) -> tuple[Section, ...]:
    words = words_for(form, given, context.words)
    return tuple(
        Section(
            page.id,
            fill(page.title, words),
            tuple(_row(page, worded(each, words), given, context) for each in questions),
        )
        for page, questions in pages
        if questions and page.kind is not PageKind.GUIDE
    )


def _row(page: Page, question: Question, given: Given, context: Context) -> Row:
    field = field_of(question.type)
    return Row(
        question=question,
        shown=field.show(question, current(question, given, context), context),
        page_id=page.id,
        field_id=field.focus(question, question.id),
    )


def _may_be_asked(condition: Condition | None, given: Given) -> bool:
    if condition is None or condition.holds(given):
        return True
    return any(is_empty(given.get(name)) for name, _ in condition.named())

"""A whole form as staff look at it before a family gets it: every page and question, no answer."""

from dataclasses import dataclass

from ehcportal.forms.answers import current
from ehcportal.forms.definition import FormDefinition, Page, PageKind, Question
from ehcportal.forms.fields.base import Context
from ehcportal.forms.questionview import QuestionView, question_view
from ehcportal.forms.wording import fill, worded, words_for


@dataclass(frozen=True, slots=True)
class PreviewQuestion:
    """A question, and whether it is asked of some people only."""

    view: QuestionView
    sometimes: bool


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A page with its texts, and whether it comes up for some people only."""

    id: str
    title: str
    intro: tuple[str, ...]
    help: str
    sometimes: bool
    needs_account: bool
    questions: tuple[PreviewQuestion, ...]


def preview(form: FormDefinition, context: Context) -> tuple[PreviewPage, ...]:
    """Return all pages, those too that are asked only after certain answers."""
    words = words_for(form, {}, context.words)
    return tuple(_page(page, words, context) for page in form.pages)


def _page(page: Page, words: dict[str, str], context: Context) -> PreviewPage:
    return PreviewPage(
        id=page.id,
        title=fill(page.title, words),
        intro=tuple(fill(text, words) for text in page.intro),
        help=fill(page.help, words),
        sometimes=page.asked_when is not None,
        needs_account=page.kind is PageKind.SIGN_IN,
        questions=tuple(_question(worded(each, words), context) for each in page.questions),
    )


def _question(question: Question, context: Context) -> PreviewQuestion:
    view = question_view(question, question.id, current(question, {}, context), context)
    return PreviewQuestion(view, question.asked_when is not None)

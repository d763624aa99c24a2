"""What is asked, given the answers so far."""

from ehcportal.forms.conditions import Answers, Condition, Given
from ehcportal.forms.definition import FormDefinition, Page, PageKind, Question

Asked = list[tuple[Page, tuple[Question, ...]]]


def asked(form: FormDefinition, given: Given, *, signed_in: bool = True) -> Asked:
    """Return the pages that are asked, each with its asked questions.

    An answer to a question that is not asked counts for nothing, here as everywhere. A sign-in
    page asks its questions only once the person has signed in.
    """
    counted: Answers = {}
    pages: Asked = []
    for page in form.pages:
        if not _holds(page.asked_when, counted):
            continue
        open_page = signed_in or page.kind is not PageKind.SIGN_IN
        pages.append((page, _questions(page, given, counted) if open_page else ()))
    return pages


def questions_on(form: FormDefinition, page: Page, given: Given) -> tuple[Question, ...]:
    """The asked questions of one page, also of one that is itself not asked."""
    for found, questions in asked(form, given):
        if found.id == page.id:
            return questions
    return _questions(page, given, dict(given))


def asked_answers(form: FormDefinition, given: Given) -> Answers:
    """The answers to what is asked, in the order of the form."""
    return {
        question.id: given[question.id]
        for _, questions in asked(form, given)
        for question in questions
        if question.id in given
    }


def _questions(page: Page, given: Given, counted: Answers) -> tuple[Question, ...]:
    found = []
    for question in page.questions:
        if _holds(question.asked_when, counted):
            found.append(question)
            counted[question.id] = given.get(question.id, "")
    return tuple(found)


def _holds(condition: Condition | None, answers: Given) -> bool:
    return condition is None or condition.holds(answers)

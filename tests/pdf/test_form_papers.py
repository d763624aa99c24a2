"""Every form of the product as paper: empty with room to write, and with what somebody typed."""

import pytest

from ehcportal import profile
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.conditions import Answer, Answers
from ehcportal.forms.definition import FormDefinition, Question, QuestionType
from ehcportal.forms.summary import for_print
from ehcportal.services import papers
from tests.forms.asking import KNOWN
from tests.pdf.test_papers import words

STANDARD = profile.load("standard")
TYPED = '#panic() "Kestrel\u202e" </script> ' + "word " * 20
PARTS = {
    QuestionType.NAME: {"first": "Kestrel", "last": TYPED},
    QuestionType.ADDRESS: {"street": TYPED, "town": "Brookton", "postcode": "BK1 2AB"},
    QuestionType.SETTING: {"name": TYPED, "setting_id": "none"},
    QuestionType.RICH_TEXT: {"html": "<p>Kestrel <b>bold</b></p><ul><li>one</li></ul>"},
    QuestionType.FILES: "",
    QuestionType.DATE: "2020-02-29",
    QuestionType.YES_NO: "yes",
    QuestionType.DECLARATION: "yes",
    QuestionType.PERSON: "someone_else",
}


def answer(question: Question) -> Answer:
    """Return something for every kind of question; to a choice the last of its options."""
    if question.type is QuestionType.GROUP:
        entry = {inner.id: answer(inner) for inner in question.questions}
        return [entry, dict(entry)]
    if question.options:
        last = question.options[-1].value
        return [last] if question.type is QuestionType.CHOICES else last
    found: Answer = PARTS.get(question.type, TYPED)
    return found


@pytest.mark.parametrize("form", list(catalogue()), ids=lambda form: form.id)
def test_every_form_prints_empty_and_filled_in(form: FormDefinition) -> None:
    empty = papers.of_empty(form, for_print(form, {}, KNOWN), STANDARD)
    assert empty.content.startswith(b"%PDF-")
    given: Answers = {question.id: answer(question) for _, question in form.questions()}
    filled = words(papers.of_draft(form, for_print(form, given, KNOWN), STANDARD).content)
    assert "Kestrel" in filled
    assert "\u202e" not in filled

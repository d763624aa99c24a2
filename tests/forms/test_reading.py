"""What people read: words filled in, summaries, paper, and texts that a child can read."""

import re
from collections.abc import Iterator

import pytest

from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import FormDefinition, QuestionType
from ehcportal.forms.fields.base import Shown
from ehcportal.forms.paper import paper_sections
from ehcportal.forms.summary import Section, answered, for_family, for_print, summary
from ehcportal.forms.wording import fill, words_for
from tests.forms.asking import KNOWN

FORMS = catalogue()
ACCESS = FORMS.get("access-request")
ASSESSMENT = FORMS.get("assessment-request")
MAYA = {"on_behalf": "someone_else", "child_name": {"first": "Maya", "last": "Okafor"}}
GOOD_AT = "What {is} {child} good at?"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, "What is your child good at?"),
        (MAYA, "What is Maya good at?"),
        ({"on_behalf": "myself", "child_name": {"first": "Maya"}}, "What are you good at?"),
        ({"on_behalf": "someone_else_professional"}, "What is the child good at?"),
        ({"child_name": "odd"}, "What is odd good at?"),
        ({"child_name": ["odd"]}, "What is your child good at?"),
    ],
)
def test_a_question_speaks_of_the_child_in_the_right_way(given: Answers, read: str) -> None:
    assert fill(GOOD_AT, words_for(ASSESSMENT, given)) == read


def test_a_sentence_begins_with_a_capital_and_a_name_is_not_filled_again() -> None:
    words = words_for(ASSESSMENT, {"child_name": {"first": "{council} {0.__class__}"}})
    assert fill("{does} {child} go?", words) == "Does {council} {0.__class__} go?"


def labels(sections: tuple[Section, ...]) -> list[str]:
    return [row.label for section in sections for row in section.rows]


def test_the_summary_has_every_asked_question_with_the_way_to_change_it() -> None:
    (child,) = [each for each in summary(ACCESS, MAYA, KNOWN) if each.page_id == "child"]
    rows = {row.question.id: row for row in child.rows}
    assert rows["child_name"].shown.lines == ("Maya Okafor",)
    assert rows["birth_date"].field_id == "birth_date-day"
    assert "professional_relationship" not in rows
    assert not rows["birth_date"].shown


def test_only_answered_questions_stand_on_a_receipt() -> None:
    assert labels(answered(summary(ACCESS, MAYA, KNOWN))) == [
        "I am completing this form on behalf of",
        "Name of the child or young person",
    ]


@pytest.mark.parametrize("form", [ACCESS, ASSESSMENT])
def test_court_orders_and_safety_are_for_staff_alone(form: FormDefinition) -> None:
    canary = "He must not learn of Larch Close"
    sections = answered(summary(form, MAYA | {"safety": canary}, KNOWN))
    assert any(canary in row.shown.lines for each in sections for row in each.rows)
    kept = for_family(sections)
    assert not any(canary in row.shown.lines for each in kept for row in each.rows)


def test_an_empty_form_on_paper_asks_what_may_come_to_be_asked() -> None:
    printed = labels(for_print(ASSESSMENT, {}, KNOWN))
    assert "What is hard about learning?" in printed
    assert "When was that, and why?" in printed
    not_hard = labels(for_print(ASSESSMENT, {"areas": ["body"]}, KNOWN))
    assert "What is hard about learning?" not in not_hard


def test_paper_has_the_same_answers_in_the_shapes_of_the_pdf() -> None:
    given = MAYA | {
        "people": [{"role": "Doctor"}],
        "further_information": {"html": "<p><b>x</b></p>"},
    }
    sections = paper_sections(answered(summary(ASSESSMENT, given, KNOWN)), lambda html: [html])
    by_label = {each["label"]: each["answer"] for one in sections for each in one["questions"]}
    assert by_label["Name of the child or young person"] == ["Maya Okafor"]
    assert by_label["Further information"] == {"rich": ["<p><b>x</b></p>"]}
    assert by_label["People involved"] == {
        "entries": [
            {
                "title": "Person 1",
                "questions": [{"label": "What do they do?", "answer": ["Doctor"]}],
            }
        ]
    }


def test_an_empty_paper_has_boxes_to_tick_and_lines_to_write_on() -> None:
    sections = paper_sections(for_print(ASSESSMENT, {}, KNOWN), list, blank=True)
    by_label = {each["label"]: each for one in sections for each in one["questions"]}
    assert by_label["Would an interpreter help?"]["options"] == ["Yes", "No"]
    assert by_label["And later in life?"]["lines"] == 5
    assert len(by_label["People involved"]["answer"]["entries"]) == 2


def test_nothing_shown_is_false() -> None:
    assert not Shown()
    assert Shown(("x",))


def texts() -> Iterator[tuple[str, str, str]]:
    for form in FORMS:
        for page in form.pages:
            yield from ((form.id, page.id, text) for text in (*page.intro, page.help) if text)
            for question in page.questions:
                for each in (question, *question.questions):
                    options = (option.label for option in each.options)
                    said = (each.label, each.hint, each.help, each.required_message, *options)
                    yield from ((form.id, each.id, text) for text in said if text)


def test_the_texts_are_short_enough_for_a_tired_reader() -> None:
    for form, where, text in texts():
        for sentence in re.split(r"(?<=[.!?:])\s+", text):
            assert len(sentence.split()) <= 32, (form, where, sentence)


def test_there_are_few_musts() -> None:
    for form, most in ((ACCESS, 9), (ASSESSMENT, 11)):
        musts = [question.id for _, question in form.questions() if question.required]
        assert len(musts) <= most, musts


def test_every_form_asks_the_same_of_each_file_and_ends_with_a_declaration() -> None:
    for form in FORMS:
        for files in [each for _, each in form.questions() if each.type is QuestionType.FILES]:
            asked = {each.id for each in files.questions}
            assert {"author", "written_on", "share"} <= asked, form.id
            one_kind = files.id.startswith("file_")
            assert one_kind or asked & {"kind", "from"}, form.id
            assert one_kind or asked & {"private", "from"}, form.id
        last = [each.type for each in form.pages[-1].questions][-1:]
        sent_at_once = form.id == "parental-supporting-documents"
        assert sent_at_once or last == [QuestionType.DECLARATION], form.id

"""Whatever is sent: reading, storing and showing never fail, and no typed word is lost."""

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from ehcportal.forms.answers import fingerprint, mark, merge, to_submit
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Page, Question, QuestionType
from ehcportal.forms.fields.base import FileRow, KnownPerson, SettingMatch, Shown
from ehcportal.forms.fields.registry import field_of
from ehcportal.forms.fields.rule import problems_of
from ehcportal.forms.journey import journey
from ehcportal.forms.questionview import question_view
from ehcportal.forms.sent import read_page
from ehcportal.forms.summary import for_print, summary
from tests.forms.asking import COLOURS, KNOWN, question

INNER = tuple(
    Question(kind, QuestionType(kind), kind, required=True)
    for kind in ("text", "date", "name", "address", "email", "phone", "setting", "yes_no")
)
ASKED = {
    kind: question(
        kind.value,
        options=COLOURS if kind in {"choice", "choices"} else (),
        options_from="my_people" if kind == "person" else "",
        questions=INNER if kind in {"group", "files"} else (),
    )
    for kind in QuestionType
}
CONTEXT = replace(
    KNOWN,
    people=(KnownPerson("p1", "Tobi"),),
    files=(FileRow("f1", "q", "a.pdf"),),
    search_settings=lambda text: [SettingMatch("s1", text[:5])],
)


def inputs(page: Page) -> list[str]:
    return sorted(
        name
        for asked in page.questions
        for name in field_of(asked.type).names(asked, asked.id, MultiDict())
        if not name.endswith("-entries")
    )


PAGES = [(form, page) for form in catalogue() for page in form.pages if inputs(page)]
TYPED = st.text(max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", "3/3/2020", "' OR 1=1 --", "{child}", "../../etc", "=1+1", "\x00"]
)
JSONS = st.recursive(
    TYPED,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def words(shown: Shown) -> str:
    inner = [words(part) for entry in shown.entries for _, part in entry]
    return " ".join([*shown.lines, *inner])


def squeezed(text: str) -> str:
    kept = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in kept if sign.isalnum())


@pytest.mark.parametrize("kind", list(QuestionType))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_anything_sent_can_be_stored_checked_and_shown(
    kind: QuestionType, data: st.DataObject
) -> None:
    asked = ASKED[kind]
    field = field_of(kind)
    entries = MultiDict({"q-entries": "2"})
    names = sorted(field.names(asked, "q", entries))
    chosen = data.draw(st.dictionaries(st.sampled_from(names), TYPED, max_size=len(names)))
    if kind in {QuestionType.GROUP, QuestionType.FILES}:
        chosen["q-entries"] = "2"
    answer = field.read(asked, "q", MultiDict(chosen))
    assert json.loads(json.dumps(answer)) == answer
    json.dumps(answer).encode("utf-8")
    problems_of(asked, "q", answer, CONTEXT)
    field.show(asked, answer, CONTEXT)
    question_view(asked, "q", answer, CONTEXT)


@pytest.mark.parametrize("kind", list(QuestionType))
@given(answer=JSONS)
@settings(max_examples=40, deadline=None)
def test_an_answer_stored_under_another_form_never_breaks_a_page(
    kind: QuestionType, answer: Answer
) -> None:
    asked = ASKED[kind]
    problems_of(asked, "q", answer, CONTEXT)
    field_of(kind).show(asked, answer, CONTEXT)
    question_view(asked, "q", answer, CONTEXT)
    mark(answer)


@pytest.mark.parametrize("kind", ["text", "long_text", "email", "setting"])
@given(typed=st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_typed_word_is_lost(kind: str, typed: str) -> None:
    asked = ASKED[QuestionType(kind)]
    answer = field_of(asked.type).read(asked, "q", MultiDict({"q": typed}))
    assert squeezed(words(field_of(asked.type).show(asked, answer, CONTEXT))) == squeezed(typed)


@given(day=TYPED, month=TYPED, year=TYPED)
@settings(max_examples=80, deadline=None)
def test_a_date_read_from_its_own_boxes_stays_as_it_is(day: str, month: str, year: str) -> None:
    asked, field = ASKED[QuestionType.DATE], field_of(QuestionType.DATE)
    sent = {"q-day": day, "q-month": month, "q-year": year}
    first = field.read(asked, "q", MultiDict(sent))
    parts = question_view(asked, "q", first, CONTEXT).parts
    again = field.read(asked, "q", MultiDict({f"q-{part}": parts[part] for part in parts}))
    assert again == first


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_post_to_a_real_page_breaks_the_journey(data: st.DataObject) -> None:
    form, page = data.draw(st.sampled_from(PAGES))
    names = inputs(page)
    posted = data.draw(st.dictionaries(st.sampled_from(names), TYPED, max_size=6))
    answers = merge(page, {}, read_page(page, MultiDict(posted)), CONTEXT).answers
    journey(form, answers, CONTEXT)
    summary(form, answers, CONTEXT)
    for_print(form, answers, CONTEXT)
    assert len(fingerprint(to_submit(form, answers, CONTEXT))) == 64

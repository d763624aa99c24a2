"""Yes or no, one of many, some of many, people, declarations."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from ehcportal.forms.definition import Question
from ehcportal.forms.fields import choices, person
from ehcportal.forms.fields.base import KnownPerson, Refused
from tests.forms.asking import COLOURS, KNOWN, lines, problems, question, read

ON_BEHALF = question("person", options_from="my_people")
FAMILY = replace(KNOWN, people=(KnownPerson("p1", "Tobi Okafor"),))


@pytest.mark.parametrize(
    ("asked", "right", "label"),
    [
        (question("yes_no"), "yes", "Yes"),
        (question("choice", options=COLOURS), "red", "Red"),
        (ON_BEHALF, "myself", "Myself"),
    ],
)
def test_only_what_is_offered_is_taken(asked: Question, right: str, label: str) -> None:
    assert problems(asked, read(asked, q=right)) == {}
    assert lines(asked, right) == (label,)
    assert list(problems(asked, read(asked, q="<script>"))) == ["q"]
    assert problems(asked, read(asked)) == {}


@pytest.mark.parametrize("kind", ["yes_no", "choice", "choices", "person"])
def test_a_must_left_empty_leads_to_the_first_button(kind: str) -> None:
    asked = question(kind, required=True, required_message="Choose one")
    assert problems(asked, read(asked)) == {"q": "Choose one"}


def test_several_boxes_can_be_ticked_each_once() -> None:
    asked = question("choices", options=COLOURS, max=1)
    posted = MultiDict([("q", "blue"), ("q", "red"), ("q", "blue")])
    answer = choices.read(asked, "q", posted)
    assert answer == ["blue", "red"]
    assert lines(asked, answer) == ("Blue", "Red")
    assert problems(asked, answer) == {"q": "“The question”: choose up to 1 answers"}
    assert list(problems(asked, ["green"])) == ["q"]


def test_endless_ticks_are_refused() -> None:
    posted = MultiDict([("q", "red")] * 201)
    with pytest.raises(Refused):
        choices.read(question("choices", options=COLOURS), "q", posted)


def test_the_people_on_the_account_stand_between_myself_and_someone_else() -> None:
    labels = [option.label for option in person.options(ON_BEHALF, FAMILY)]
    assert labels == [
        "Myself",
        "Tobi Okafor",
        "Someone else",
        "Someone else in a professional capacity",
    ]


def test_somebody_elses_child_cannot_be_chosen_by_guessing_an_id() -> None:
    assert problems(ON_BEHALF, "p1", FAMILY) == {}
    assert list(problems(ON_BEHALF, "p2", FAMILY)) == ["q"]
    assert lines(ON_BEHALF, "p2", FAMILY) == ("Someone on my account",)


def test_a_declaration_is_ticked_or_it_is_not() -> None:
    asked = question("declaration", required=True, required_message="Tick the box")
    assert read(asked, q="yes") == "yes"
    assert problems(asked, read(asked, q="no")) == {"q": "Tick the box"}
    assert lines(asked, "yes") == ("Yes",)

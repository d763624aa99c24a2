"""Short, long and rich text, e-mail and phone: nothing, too much, wrong, hostile."""

import pytest
from werkzeug.datastructures import MultiDict

from ehcportal.forms.fields import base, text
from ehcportal.forms.fields.base import Refused
from tests.forms.asking import lines, problems, question, read, show

TEXTS = ["text", "long_text", "rich_text", "email", "phone"]


@pytest.mark.parametrize("kind", TEXTS)
def test_an_empty_answer_is_fine_unless_it_is_a_must(kind: str) -> None:
    assert problems(question(kind), read(question(kind), q="  \n ")) == {}
    must = question(kind, required=True, required_message="Tell us")
    assert problems(must, read(must)) == {"q": "Tell us"}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_must_without_a_message_of_its_own_names_the_question(kind: str) -> None:
    assert problems(question(kind, required=True), "") == {"q": "Answer “The question”"}


@pytest.mark.parametrize("kind", ["text", "long_text", "rich_text"])
def test_one_character_too_many_is_kept_and_the_person_is_told_how_many(kind: str) -> None:
    asked = question(kind, max=10)
    answer = read(asked, q="12345678901")
    assert answer == "12345678901"
    assert problems(asked, answer) == {
        "q": "“The question” is 1 character too long. It can have up to 10"
    }
    assert problems(asked, read(asked, q="1234567890")) == {}


@pytest.mark.parametrize("kind", TEXTS)
def test_control_characters_and_hidden_direction_marks_are_taken_out(kind: str) -> None:
    asked = question(kind)
    assert read(asked, q="Ma\x00ya\x07 \u202eOka\u2066for\ud800") == "Maya Okafor"


@pytest.mark.parametrize("kind", TEXTS)
def test_a_field_sent_twice_is_refused(kind: str) -> None:
    with pytest.raises(Refused):
        text.read(question(kind), "q", MultiDict([("q", "a"), ("q", "b")]))


@pytest.mark.parametrize("kind", TEXTS)
def test_an_endless_text_is_refused(kind: str) -> None:
    with pytest.raises(Refused):
        read(question(kind), q="x" * (base.LONGEST_KEPT + 1))


def test_a_long_text_keeps_its_lines_whatever_the_browser_ends_them_with() -> None:
    asked = question("long_text")
    answer = read(asked, q="one\r\ntwo\rthree\n\nfour")
    assert answer == "one\ntwo\nthree\n\nfour"
    assert lines(asked, answer) == ("one", "two", "three", "four")


def test_letters_of_every_script_are_kept() -> None:
    for name in ("মায়া", "O’Connor-Smith", "Zoë", "ਮਾਇਆ", "ا‌ب"):
        assert read(question("text"), q=name) == name


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        ("nhs_number", ["943 476 5919", "9434765919"], ["943 476 5918", "12345", "943476591x"]),
        ("upn", ["A123456789012", "a12345678901b"], ["1234567890123", "A12"]),
        ("uln", ["1234567890"], ["123456789", "12345678901", "١٢٣٤٥٦٧٨٩٠"]),
    ],
)
def test_numbers_that_people_copy_from_papers_are_checked_for_slips(
    shape: str, right: list[str], wrong: list[str]
) -> None:
    asked = question("text", format=shape)
    for number in right:
        assert problems(asked, number) == {}, number
    for number in wrong:
        assert "q" in problems(asked, number), number


@pytest.mark.parametrize(
    "address", ["grace@example.org", "grace.o'k+a@mail.example.co.uk", "grace@brookshire.example"]
)
def test_an_email_address_is_taken_without_asking_the_network(address: str) -> None:
    assert problems(question("email"), address) == {}


@pytest.mark.parametrize(
    "address", ["grace", "grace@", "grace@localhost", "a b@example.org", "x@" + "y" * 300 + ".org"]
)
def test_something_that_is_no_email_address_is_said_with_an_example(address: str) -> None:
    asked = question("email")
    assert problems(asked, address) == {"q": "Enter an email address, like name@example.org"}
    assert lines(asked, address) == (address,)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("07700900318", "07700 900318"),
        ("+44 (0)7700 900 318", "07700 900318"),
        ("01632 960 001", "01632 960001"),
        ("+48 22 123 45 67", "+48 22 123 45 67"),
    ],
)
def test_a_phone_number_may_be_typed_in_any_usual_way(typed: str, shown: str) -> None:
    asked = question("phone")
    assert problems(asked, typed) == {}
    assert lines(asked, typed) == (shown,)


@pytest.mark.parametrize("typed", ["123", "call after five", "0" * 60, "<script>"])
def test_something_that_is_no_phone_number_is_kept_and_said(typed: str) -> None:
    asked = question("phone")
    assert read(asked, q=typed) == typed
    assert "q" in problems(asked, typed)
    assert lines(asked, typed) == (typed,)


def test_rich_text_keeps_the_shapes_of_the_bar_and_nothing_else() -> None:
    asked = question("rich_text")
    hostile = (
        '<p onclick="x()">One <b>bold</b> <a href="javascript:x()">link</a></p>'
        "<script>alert(1)</script><ul><li>two</li></ul><img src=x onerror=y><ol><li>three</ol>"
    )
    answer = read(asked, q="<p>" + hostile)
    shown = show(asked, answer)
    for bad in ("script", "onclick", "onerror", "href", "img", "alert"):
        assert bad not in shown.html
    assert "<b>bold</b>" in shown.html
    assert shown.lines == ("One bold link", "– two", "1. three")


def test_rich_text_is_made_safe_again_when_shown() -> None:
    stored = {"html": "<p>x<script>alert(1)</script></p>"}
    assert "alert" not in show(question("rich_text"), stored).html


def test_a_plain_box_sends_text_and_gets_it_back_as_text() -> None:
    asked = question("rich_text")
    answer = read(asked, q="3 < 4 & <i>so on")
    assert answer == "3 < 4 & <i>so on"
    assert show(asked, answer).html == ""


def test_an_editor_left_empty_says_nothing() -> None:
    assert read(question("rich_text"), q="<p><br></p>") == ""
    assert read(question("rich_text"), q="<ul><li></li></ul>") == ""


def test_bold_words_survive_a_visit_from_a_phone_without_script() -> None:
    from ehcportal.forms.fields import rich_text

    asked = question("rich_text")
    stored = {"html": "<p>So <b>bold</b></p>"}
    back = read(asked, q="So bold")
    assert rich_text.settle(asked, back, stored, None) == stored
    changed = read(asked, q="So bold!")
    assert rich_text.settle(asked, changed, stored, None) == "So bold!"

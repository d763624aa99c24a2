"""Answers as symbols: each that a form can name is drawn, and read with its words."""

from pathlib import Path

from ehcportal.forms import proof
from ehcportal.forms.definition import Option
from tests.forms.asking import question, show

DRAWN = Path(proof.__file__).parents[1] / "templates" / "components" / "symbol.html"
OPTIONS = (Option("a", "Animals", symbol="animals"), Option("s", "Books", symbol="read"))


def test_every_symbol_that_a_form_can_name_is_drawn() -> None:
    source = DRAWN.read_text("utf-8")
    assert [each for each in sorted(proof.drawn()) if f"'{each}': drawn(" not in source] == []


def test_the_chosen_symbols_stand_beside_their_words() -> None:
    asked = question("choices", options=OPTIONS, shown_as="symbols")
    told = show(asked, ["s", "a"])
    assert (told.lines, told.symbols) == (("Books", "Animals"), ("read", "animals"))


def test_an_answer_of_an_older_form_is_read_as_words() -> None:
    """A choice that is not offered any more has no symbol, so none of them is a picture alone."""
    told = show(question("choices", options=OPTIONS, shown_as="symbols"), ["a", "gone"])
    assert (told.lines, told.symbols) == (("Animals", "gone"), ())

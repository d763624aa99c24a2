"""Staff write to a family by a template, look the letter over, and find it as it went (row C04)."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.content.letters import LetterTemplate, letter_book
from ehcportal.db import Database
from ehcportal.domain import letterlaw
from ehcportal.models.desk import Letter
from ehcportal.settings import Settings
from tests.cast import Cast
from tests.deciding import HIDDEN, Deciding, sit

POST = re.compile(r'action="([^"]*/post/papers/[^"]*)"')


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    return sit(cast, database)


def letters(desk: Deciding) -> str:
    return f"/council/cases/{desk.case_id}/letters"


def send(desk: Deciding, **typed: str) -> str:
    """Write a letter and send it; return its title as the list shows it."""
    page = f"{letters(desk)}/new/general"
    looked = desk.cast["caseworker"].post(page, {"do": "look", **typed})
    assert looked.status_code == 200
    shown = looked.get_data(as_text=True)
    assert typed["words"] in shown
    sent = desk.cast["caseworker"].post(
        page, {**dict(HIDDEN.findall(shown)), "do": "send", **typed}
    )
    assert sent.status_code == 303
    return desk.page(letters(desk))


def test_a_letter_is_looked_over_sent_and_stays_as_it_went(
    desk: Deciding, database: Database, settings: Settings
) -> None:
    assert "A letter about Maya Okafor" in send(desk, words="Please call us about the meeting.")
    with database.reading() as session:
        row = session.exec(select(Letter)).one()
        assert "Please call us about the meeting." in str(row.fields)
        assert row.document_id is not None
    family = desk.page(f"/cases/{desk.case_id}/documents", "parent")
    assert "A letter about Maya Okafor" in family


def test_nothing_goes_out_before_it_was_looked_over(desk: Deciding, database: Database) -> None:
    page = f"{letters(desk)}/new/general"
    empty = desk.cast["caseworker"].post(page, {"do": "send", "words": ""})
    assert empty.status_code == 422
    unseen = desk.cast["caseworker"].post(page, {"do": "send", "words": "Straight out"})
    assert unseen.status_code == 422
    assert "Straight out" in unseen.get_data(as_text=True)
    with database.reading() as session:
        assert session.exec(select(Letter)).first() is None


def test_a_letter_waits_for_the_post_until_its_day_is_noted(desk: Deciding) -> None:
    found = POST.search(send(desk, words="By post too"))
    assert found is not None
    item = desk.cast["caseworker"].post(found[1], {}).headers["Location"]
    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    for status in (303, 422):
        answer = desk.cast["caseworker"].post(item, {**desk.hidden(item), **day})
        assert answer.status_code == status
    assert "by post on" in desk.page(letters(desk))


def test_every_template_is_shown_with_a_real_case(desk: Deciding) -> None:
    for key, template in letter_book().letters.items():
        page = desk.page(f"{letters(desk)}/templates/{key}")
        assert "Maya" in page, template.key
        assert "{" not in page.split("<article")[1].split("</article>")[0], key


def test_a_letter_that_a_council_broke_says_which_word_is_not_known(
    app: Flask, desk: Deciding, settings: Settings
) -> None:
    own = settings.instance / "content" / "letters"
    own.mkdir(parents=True, exist_ok=True)
    (own / "general.toml").write_text('title = "Hello {neme}"\n', encoding="utf-8")
    page = desk.page(f"{letters(desk)}/templates/general")
    assert "nothing is known as {neme}" in page
    assert "has a fault" in desk.page(letters(desk))
    kept = desk.cast["caseworker"].post(
        f"{letters(desk)}/new/general", {"do": "send", "words": "Not lost"}
    )
    assert kept.status_code == 422
    assert "Not lost" in kept.get_data(as_text=True)
    (own / "general.toml").unlink()


def test_the_products_own_letters_are_sound_and_have_what_the_law_asks_for() -> None:
    book = letter_book()
    assert book.all_faults == ()
    for key, template in book.letters.items():
        there = {each.key for each in template.blocks}
        assert {each.value for each in letterlaw.asked(key).blocks} <= there, key


def test_no_council_can_drop_a_block_that_the_law_asks_for(tmp_path: Path) -> None:
    """Final plan, ceasing, refusals of money, moves: each letter misses each block in its turn."""
    own = tmp_path / "letters"
    own.mkdir()
    for key, asked in letterlaw.LETTERS.items():
        every = ", ".join(f'"{each.value}"' for each in asked.blocks)
        (own / f"{key}.toml").write_text(f"leave_out = [{every}]\n", encoding="utf-8")
    book = letter_book(tmp_path)
    for key, asked in letterlaw.LETTERS.items():
        for block in asked.blocks:
            wanted = f"block {block.value}: is missing; the law asks for it ({asked.regulation})"
            assert any(wanted in each for each in book.faults[key]), (key, block)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("title = 3\n", "general.toml: title: must be a text"),
        ('kind = "poem"\n', "kind: 'poem' is no kind of document"),
        ('[[block]]\nkey = "new"\n', "block new: has no text"),
        ('[[block]]\nkey = "words"\ntext = "{a"\n', "block words"),
        ('[[block]]\ntext = "x"\n', "must be a [[block]] with a key"),
        ('colour = "red"\n', "colour: no such key"),
        ('[[block]]\nkey = "words"\nwhen = "never"\n', "nothing is known as {never}"),
    ],
)
def test_every_fault_of_a_councils_letter_is_named(tmp_path: Path, words: str, fault: str) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "general.toml").write_text(words, encoding="utf-8")
    assert any(fault in each for each in letter_book(tmp_path).all_faults)


def closing(letter: LetterTemplate) -> str:
    """Return how a letter ends."""
    return next((str(each.text) for each in letter.blocks if each.key == "closing"), "")


def test_a_council_changes_one_block_for_all_letters_and_adds_one_where_it_likes(
    tmp_path: Path,
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "common.toml").write_text(
        '[blocks.closing]\ntext = "Goodbye, {child}"\n', encoding="utf-8"
    )
    (tmp_path / "letters" / "general.toml").write_text(
        '[[block]]\nkey = "hello"\nafter = "words"\ntext = "And hello"\n', encoding="utf-8"
    )
    book = letter_book(tmp_path)
    assert book.all_faults == ()
    assert [each.key for each in book.letters["general"].blocks] == ["words", "hello", "closing"]
    ours = letter_book().letters
    common = closing(ours["general"])
    shared = [key for key, letter in ours.items() if closing(letter) == common]
    assert len(shared) > 20, "letters to bodies alone end in words of their own"
    assert {closing(book.letters[key]) for key in shared} == {"Goodbye, {child}"}

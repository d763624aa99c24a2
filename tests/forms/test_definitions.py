"""Form files that are wrong: every fault is told at once, with its place."""

import tomllib
from pathlib import Path

import pytest

from ehcportal.forms.catalogue import PACKAGED, catalogue, forms_in_use, from_source, load
from ehcportal.forms.faults import FaultyForms, Place

GOOD = """
id = "small"
version = 1
title = { en = "Small form", pl = "Maly formularz" }
purpose = "Try things"
who_may_start = ["signed_in"]
on_submission = "nothing"
reference_prefix = "S"

[[pages]]
id = "one"
title = "One"
[[pages.questions]]
id = "colour"
type = "choice"
label = "Colour"
options = [{ value = "red", label = "Red" }, { value = "blue", label = "Blue" }]
[[pages.questions]]
id = "shade"
type = "text"
label = "Shade"
asked_when = { question = "colour", is = ["red"] }

[[pages]]
id = "submit"
title = "Submit"
kind = "submit"
"""


def faults_of(text: str) -> list[str]:
    place = Place("small.toml")
    load(tomllib.loads(text), place)
    return [str(fault) for fault in place.faults]


def test_a_good_form_has_no_faults() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('label = "Shade"', 'label = "Shade"\ncolor = 1', "unknown key `color`"),
        ('label = "Shade"', "", "`label` is missing"),
        ('label = "Shade"', "label = 3", "`label` must be a text"),
        ('id = "shade"', 'id = "colour"', "question id `colour` is used 2 times"),
        ('id = "submit"', 'id = "one"', "page id `one` is used 2 times"),
        ('id = "shade"', 'id = "Shade!"', "a question id must be small letters"),
        ('id = "shade"', 'id = "then"', "a question id must be small letters"),
        ('type = "text"', 'type = "txet"', "it must be one of: text, long_text"),
        ('type = "text"', 'type = "choice"', "have `options`, and they need them"),
        ('type = "text"', 'type = "group"', "a group needs questions"),
        ('type = "text"', 'type = "person"', "only `person` has `options_from`"),
        ('type = "text"', 'type = "text"\nmax = 0', "`max` must be a whole number"),
        ('type = "text"', 'type = "text"\nrequired = "yes"', "`required` must be true or false"),
        ('type = "text"', 'type = "text"\nformat = "isbn"', "`format` of a text is one of"),
        ('type = "text"', 'type = "text"\nshown_as = "dial"', "`shown_as` is `select`"),
        ('label = "Blue"', 'label = "Blue", symbol = "like"', "`symbol` belongs to each option"),
        ('id = "shade"', 'id = "shade"\nfill_from = "plan.lines"', "does not know `plan.lines`"),
        ('id = "shade"', 'id = "shade"\nshown_as = "changes"', "`changes` for a `group`"),
        ('type = "text"', 'type = "text"\npast = true', "are for dates"),
        ('type = "text"', 'type = "date"\nearliest = "soon"', 'are "today", "-26 years"'),
        ('type = "text"', 'type = "date"\nlatest = "2020-02-31"', "there is no day 2020-02-31"),
        ('type = "text"', 'type = "text"\nfill_from = "account.shoe"', "`fill_from` does not know"),
        ('type = "text"', 'type = "text"\noptions_from = "x"', "`options_from` does not know"),
        ('question = "colour"', 'question = "color"', "which is not in this form"),
        ('question = "colour"', 'question = "shade"', "which is only asked later"),
        ('is = ["red"]', 'is = ["green"]', "not an option of it"),
        ('is = ["red"]', 'is = "red"', "`is` must be a list of texts"),
        (', is = ["red"]', "", "a condition needs `is`"),
        ('{ question = "colour", is = ["red"] }', '"colour"', "`asked_when` must be a table"),
        ('{ question = "colour", is = ["red"] }', "{ maybe = 1 }", "a condition needs `question`"),
        ('label = "Shade"', 'label = "{chidl}s shade"', "unknown word {chidl}"),
        ('"signed_in"', '"nobody"', "must be one of: anyone"),
        ('"signed_in"', '"anyone"', "needs a page of kind sign_in"),
        ('"signed_in"', '"parent"', "nobody could begin it"),
        ('on_submission = "nothing"', 'on_submission = "request_access"', "`subject` is missing"),
        ('reference_prefix = "S"', 'reference_prefix = "Short"', "one or two capital letters"),
        ('title = "One"', 'title = ""', "`title` is empty"),
        ('label = "Shade"', 'lable = "Shade"', "Did you mean label?"),
        ('["signed_in"]', "[]", "`who_may_start` must name somebody"),
        ('kind = "submit"', "", "the last page, and only the last, must have kind submit"),
        ('kind = "submit"', 'kind = "sumbit"', "must be one of: guide"),
        ("version = 1", 'version = 1\nsign_in_page = "one"', "whose kind is sign_in"),
        ("version = 1", 'version = 1\nsubject = { name = "x" }', "unknown question `x`"),
        ("version = 1", 'version = "1"', "`version` must be a whole number"),
        ('id = "small"', 'id = "large"', "the file name must be the id `large`"),
        ('value = "blue"', 'value = "red"', "option id `red` is used 2 times"),
    ],
)
def test_a_fault_is_told_in_words(before: str, after: str, said: str) -> None:
    assert before in GOOD
    found = faults_of(
        GOOD.replace(before, after, 1) if "id =" in before else GOOD.replace(before, after)
    )
    assert any(said in fault for fault in found), found


def test_a_fault_names_file_page_and_question() -> None:
    (fault,) = faults_of(GOOD.replace('label = "Shade"', 'label = "Shade"\ncolor = 1'))
    where, _, what = str(fault).partition(": ")
    assert where == "small.toml, page one, question shade"
    assert what == "unknown key `color`. Take it out, or put it right."


def test_a_fault_names_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    wrong = GOOD.replace('label = "Shade"', 'label = "Shade"\ncolor = 1').replace('"red"]', '"x"]')
    wrong = wrong.replace('purpose = "Try things"', 'purpose = { en = "Try", pl = "{kto}" }')
    (folder / "small.toml").write_text(wrong)
    lines = wrong.splitlines()
    told = {fault.text[:12]: fault.line for fault in forms_in_use(tmp_path).faults}
    assert told == {
        "unknown word": 0,
        "unknown key ": lines.index("color = 1") + 1,
        "`asked_when`": next(n for n, line in enumerate(lines, 1) if "asked_when" in line),
    }


@pytest.mark.parametrize(
    "content",
    [b"", b"id = ", b"\xff\xfe", b"a = " + b"[" * 5000, b"#" * 600_000, b"pages = 3"],
    ids=["empty", "cut off", "not text", "deep", "large", "no pages"],
)
def test_a_faulty_file_is_left_out_and_every_other_form_stays(
    tmp_path: Path, content: bytes
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "small.toml").write_text(GOOD)
    (folder / "access-request.toml").write_bytes(content)
    found = forms_in_use(tmp_path)
    assert {Path(fault.file).name for fault in found.faults} == {"access-request.toml"}
    ours = catalogue().get("access-request")
    assert found.catalogue.get("access-request") == ours
    assert found.catalogue.get("small") is not None


def test_all_faults_come_at_once() -> None:
    wrong = GOOD.replace('type = "text"', 'type = "txet"').replace("version = 1", "version = 0")
    assert len(faults_of(wrong)) == 2


def test_conditions_and_groups_do_not_stand_inside_groups() -> None:
    inner = """
[[pages.questions]]
id = "people"
type = "group"
label = "People"
[[pages.questions.questions]]
id = "more"
type = "group"
label = "More"
"""
    text = GOOD.replace('[[pages]]\nid = "submit"', inner + '\n[[pages]]\nid = "submit"')
    assert any("people > more" in fault and "inside" in fault for fault in faults_of(text))


def test_a_council_replaces_a_form_and_adds_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "small.toml").write_text(GOOD)
    own = (PACKAGED / "access-request.toml").read_text().replace("six short pages", "few pages")
    (folder / "access-request.toml").write_text(own)
    forms = catalogue(tmp_path)
    assert forms.get("small").title == "Small form"
    assert forms.get("access-request").digest != catalogue().get("access-request").digest


def test_a_council_is_told_every_fault_of_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "small.toml").write_text(GOOD.replace("version = 1", ""))
    (folder / "broken.toml").write_text('version = 1\nid = "x\n')
    with pytest.raises(FaultyForms) as told:
        catalogue(tmp_path)
    assert "small.toml: `version`" in str(told.value)
    assert "broken.toml: cannot be read" in str(told.value)
    assert "at line 2, column 8" in str(told.value)


def test_texts_come_in_the_language_asked_for_and_fall_back_to_english(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "small.toml").write_text(GOOD)
    forms = catalogue(tmp_path)
    assert forms.get("small", "pl").title == "Maly formularz"
    assert forms.get("small", "pl").purpose == "Try things"
    assert forms.get("small", "cy").title == "Small form"
    assert forms.get("small", "pl").digest == forms.get("small").digest
    assert forms.get("no-such-form") is None


def test_a_definition_can_be_read_again_from_what_a_submission_keeps() -> None:
    for form in catalogue():
        assert from_source(form.source) == form


def test_any_change_of_a_form_changes_its_digest() -> None:
    one, other = Place("small.toml"), Place("small.toml")
    changed = GOOD.replace("Shade", "shade")
    assert load(tomllib.loads(GOOD), one).digest != load(tomllib.loads(changed), other).digest

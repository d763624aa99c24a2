"""A council's own form: every fault is told at once, and a sound one can be sent."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehcportal.commands import main
from ehcportal.forms.catalogue import catalogue

OWN = """
id = "short-breaks"
version = 1
title = "Ask about short breaks"
purpose = "Tell us which breaks would help."
who_may_start = ["parent", "assigned"]
on_submission = "for_case"
reference_prefix = "S"

[[pages]]
id = "breaks"
title = "Breaks"
  [[pages.questions]]
  id = "which"
  type = "long_text"
  label = "Which breaks would help {child}?"

[[pages]]
id = "submit"
title = "Submit"
kind = "submit"
"""


def check(instance: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Result:
    folder = instance / "forms"
    folder.mkdir(parents=True)
    (folder / "short-breaks.toml").write_text(text)
    monkeypatch.setenv("EHCPORTAL_INSTANCE", str(instance))
    return CliRunner().invoke(main, ["forms", "check"])


def test_a_sound_form_is_listed_and_used_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = check(tmp_path, monkeypatch, OWN)
    assert said.exit_code == 0, said.output
    assert "short-breaks: Ask about short breaks (2 pages, yours)" in said.output
    assert catalogue(tmp_path).get("short-breaks") is not None


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('type = "long_text"', 'type = "longtext"', "page breaks, question which"),
        ('title = "Breaks"', 'titel = "Breaks"', "unknown key `titel`"),
        ("{child}", "{chid}", "unknown word {chid}"),
        ('on_submission = "for_case"', 'on_submission = "burn"', "on_submission is burn"),
        ("version = 1", "version = ", "cannot be read"),
        ('kind = "submit"', "", "must have kind submit"),
    ],
)
def test_each_fault_names_the_file_and_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, told: str
) -> None:
    said = check(tmp_path, monkeypatch, OWN.replace(right, wrong, 1))
    assert said.exit_code == 1
    assert told in said.output
    assert "short-breaks.toml" in said.output


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = OWN.replace("long_text", "longtext").replace('["parent", "assigned"]', "[]")
    said = check(tmp_path, monkeypatch, twice)
    assert "Faults: 2." in said.output, said.output

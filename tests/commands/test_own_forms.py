"""A council's own form: every fault is told at once, and a sound one can be sent."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from ehcportal.commands import main
from ehcportal.forms.catalogue import catalogue
from ehcportal.web import own_forms
from tests.cast import Cast

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
    folder.mkdir(parents=True, exist_ok=True)
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
        ('type = "long_text"', 'type = "longtext"', "line 15, page breaks, question which"),
        ('title = "Breaks"', 'titel = "Breaks"', "line 12, page breaks: unknown key `titel`"),
        ("{child}", "{chid}", "unknown word {chid}"),
        ('on_submission = "for_case"', 'on_submission = "burn"', "`on_submission` is burn"),
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


def test_a_running_portal_takes_up_what_was_checked_and_goes_on_without_what_is_faulty(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, staff = app.extensions["settings"].instance, cast["caseworker"]
    preview = "/council/forms/short-breaks/preview"
    assert staff.get(preview).status_code == 404
    assert check(instance, monkeypatch, OWN).exit_code == 0
    assert staff.get(preview).status_code == 200
    (instance / "forms" / "complaint.toml").write_text("id = ")
    assert check(instance, monkeypatch, OWN.replace("breaks would", "days would")).exit_code == 1
    assert b"Which breaks would help" in staff.get(preview).data, "not before it is sound"
    own_forms.take_up(app, instance)
    listed = staff.get("/council/forms").get_data(as_text=True)
    assert "complaint.toml: cannot be read" in listed
    assert str(instance) not in listed
    assert "Make a Complaint" in listed, "the form of the product stays"
    assert b"Which days would help" in staff.get(preview).data


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = OWN.replace("long_text", "longtext").replace('["parent", "assigned"]', "[]")
    said = check(tmp_path, monkeypatch, twice)
    assert "Faults: 2." in said.output, said.output

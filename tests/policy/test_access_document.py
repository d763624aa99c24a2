"""The table of access in the docs is what the rules say, for everybody they tell apart."""

from pathlib import Path

from click.testing import CliRunner

from ehcportal.commands import main
from ehcportal.models.staff import StaffRole
from ehcportal.policy import Action, Relation, SettingRelation
from ehcportal.policy.people import PEOPLE

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"


def test_the_document_says_what_the_rules_say() -> None:
    made = CliRunner().invoke(main, ["policy", "--markdown"]).output
    assert ACCESS.read_text(encoding="utf-8") == made, (
        "run: ehcportal policy --markdown > docs/access.md"
    )


def test_the_document_names_every_tie_every_role_and_every_action() -> None:
    ties = {tie for someone in PEOPLE for tie in someone.ties}
    assert ties == {*Relation, *SettingRelation}
    assert {someone.role for someone in PEOPLE} == {None, *StaffRole}
    said = ACCESS.read_text(encoding="utf-8")
    assert [each for each in Action if each.sentence not in said] == []


def test_each_action_is_listed_with_who_may_do_it() -> None:
    lines = CliRunner().invoke(main, ["policy"]).output.splitlines()
    assert [line.split()[0] for line in lines] == [each.value for each in Action]
    assert "decide_view        The young person" in lines

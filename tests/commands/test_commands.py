"""The command line says what is wrong in one line, and prints what operators rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehcportal.commands import main


class Shell:
    """Runs commands on an instance of its own."""

    def __init__(self, instance: Path, database_url: str) -> None:
        self.instance = instance
        self.environment = {
            "EHCPORTAL_INSTANCE": str(instance),
            "EHCPORTAL_DATABASE_URL": database_url,
            "EHCPORTAL_LOG_LEVEL": "ERROR",
        }

    def run(self, *line: str, **environment: str) -> Result:
        return CliRunner().invoke(main, line, env={**self.environment, **environment})


@pytest.fixture
def shell(tmp_path: Path, database_url: str) -> Shell:
    return Shell(tmp_path, database_url)


@pytest.fixture
def empty_shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "new", "sqlite:///ehcportal.db")


def test_a_wrong_setting_stops_the_program_with_one_line_that_names_it(shell: Shell) -> None:
    done = shell.run("doctor", EHCPORTAL_DATABASE_URL="mysql://somewhere")
    assert done.exit_code == 1
    assert done.stderr.startswith("EHCPORTAL_DATABASE_URL")
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_unknown_key_in_the_settings_file_is_named(shell: Shell) -> None:
    (shell.instance / "settings.toml").write_text('EHCPORTAL_BASE_URI = "x"\n')
    done = shell.run("doctor")
    assert done.exit_code == 1
    assert "base_uri" in done.stderr


def test_a_wrong_profile_is_named_with_its_key(shell: Shell) -> None:
    (shell.instance / "council.toml").write_text('preset = "standard"\n[home]\nlayout = "cellar"\n')
    done = shell.run("doctor", EHCPORTAL_COUNCIL="council.toml")
    assert done.exit_code == 1
    assert "home.layout" in done.output


def test_a_profile_whose_colours_cannot_be_read_is_refused(shell: Shell) -> None:
    (shell.instance / "council.toml").write_text(
        'preset = "standard"\n[theme.light]\naccent = "#cccccc"\n'
    )
    done = shell.run("routes", EHCPORTAL_COUNCIL="council.toml")
    assert done.exit_code != 0


def test_timescales_prints_the_date_of_the_law_with_its_regulation(shell: Shell) -> None:
    done = shell.run("timescales", "--received", "2023-01-30")
    assert done.exit_code == 0, done.output
    assert "2023-03-12" in done.output
    assert "Regulation 5(1)" in done.output
    rows = json.loads(shell.run("timescales", "--received", "2023-01-30", "--json").output)
    assert {"2023-03-12", "2023-05-21", "2023-06-18"} <= {row["due_on"] for row in rows}


def test_a_council_that_leaves_out_the_day_of_receipt_gets_one_day_more(shell: Shell) -> None:
    (shell.instance / "council.toml").write_text(
        'preset = "standard"\n[law]\nday_of_receipt_counts = false\n'
    )
    line = ("timescales", "--received", "2023-01-30")
    assert "2023-03-13" in shell.run(*line, EHCPORTAL_COUNCIL="council.toml").output


def test_every_route_is_printed_with_its_policy(shell: Shell) -> None:
    rows = json.loads(shell.run("routes", "--json").output)
    assert all(row["policy"] for row in rows)
    assert {row["rule"] for row in rows if row["public"]} >= {"/", "/healthz", "/sign-in"}
    case_rules = [row for row in rows if row["rule"].startswith("/cases/")]
    assert case_rules
    assert not any(row["public"] for row in case_rules)


def test_the_demo_loads_once_and_a_second_time_changes_nothing(shell: Shell) -> None:
    assert "is loaded" in shell.run("demo").output
    assert "before" in shell.run("demo", "--json", str(shell.instance / "cast.json")).output
    cast = json.loads((shell.instance / "cast.json").read_text())
    parent = next(member for member in cast["cast"] if member["key"] == "parent")
    assert parent["cases"][0]["reference"].startswith("BR-")
    assert parent["cases"][0]["canary"]


def test_what_the_demo_stores_keeps_every_invariant(shell: Shell) -> None:
    shell.run("demo")
    done = shell.run("verify")
    assert done.exit_code == 0, done.output


def test_verify_names_a_file_that_is_gone(shell: Shell) -> None:
    shell.run("demo")
    file = next(path for path in (shell.instance / "files").rglob("*") if path.is_file())
    file.unlink()
    done = shell.run("verify")
    assert done.exit_code == 1
    assert "stored_file" in done.output


def test_the_doctor_finds_a_new_instance_wanting_and_then_well(empty_shell: Shell) -> None:
    assert empty_shell.run("migrate").exit_code == 0
    assert empty_shell.run("demo").exit_code == 0
    done = empty_shell.run("doctor")
    assert done.exit_code == 0, done.output
    assert done.output.count("ok ") == len(done.output.strip().splitlines())


def test_the_doctor_refuses_captured_mail_for_a_public_address(shell: Shell) -> None:
    done = shell.run("doctor", EHCPORTAL_BASE_URL="https://ehc.brookshire.example")
    assert done.exit_code == 1
    assert "WRONG  mail" in done.output


def test_a_key_file_that_others_can_read_is_refused(empty_shell: Shell) -> None:
    empty_shell.run("migrate")
    empty_shell.run("demo")
    key = empty_shell.instance / "secret_key"
    key.chmod(0o644)
    done = empty_shell.run("doctor")
    assert done.exit_code == 1
    assert "secret_key" in done.output


def test_after_rotation_old_secrets_still_read(shell: Shell) -> None:
    shell.run("demo")
    assert shell.run("keys", "rotate").exit_code == 0
    assert shell.run("verify").exit_code == 0


def test_an_invitation_for_staff_prints_a_link_and_sends_it(shell: Shell) -> None:
    done = shell.run("staff", "add", "new.person@brookshire.example", "--role", "caseworker")
    assert done.exit_code == 0, done.output
    assert "/invitation/" in done.output
    assert shell.run("worker", "--once").exit_code == 0
    assert list((shell.instance / "mail" / "new").iterdir())


def test_an_address_that_is_none_is_refused_in_one_line(shell: Shell) -> None:
    done = shell.run("staff", "add", "not-an-address", "--role", "manager")
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1

"""A council's own words: in force from the next start, and every fault named before it."""

from pathlib import Path

from click.testing import CliRunner

from ehcportal.commands import main
from ehcportal.content import plan_words
from ehcportal.content.council_texts import examine
from ehcportal.content.guidance import own_guidance


def write(instance: Path, name: str, text: str) -> Path:
    """Put a file into a council's instance folder."""
    path = instance / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return instance


def check(instance: Path) -> tuple[int, list[str]]:
    """Run the check as an operator does."""
    ran = CliRunner().invoke(main, ["texts", "check"], env={"EHCPORTAL_INSTANCE": str(instance)})
    return ran.exit_code, ran.output.splitlines()


def test_the_check_names_what_is_the_councils_own_and_who_still_reads_ours(tmp_path: Path) -> None:
    write(tmp_path, "content/guidance/ours.toml", '[request_received]\nhero = "Hello {child}."\n')
    status, lines = check(tmp_path)
    assert status == 0
    assert lines[:2] == [
        "request_received.hero: yours",
        "request_received.young_person.hero: a young person still reads our text here",
    ]


def test_the_check_lists_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    write(tmp_path, "content/guidance/a.toml", '[thinkin]\nhero = "x"\n[thinking]\nhro = "x"\n')
    write(tmp_path, "content/guidance/b.toml", '[no_plan.late]\nnext = "By {D6}, {child}."\n')
    write(tmp_path, "content/common.toml", 'help = "Ring {telephone}."\n')
    write(tmp_path, "content/guidance.toml", '[thinking]\nhero = "x"\n')
    write(tmp_path, "voices.toml", "[symbols]\nunicorn = 'A unicorn'\n")
    status, lines = check(tmp_path)
    assert status == 1
    found = "\n".join(lines)
    for fault in (
        "content/guidance/a.toml: thinkin: no such situation",
        "content/guidance/a.toml: thinking.hro: no such part",
        "content/guidance/b.toml: no_plan.late.next: nothing is known as {D6}",
        "common.toml: help: nothing is known as {telephone}",
        "content/guidance.toml: nothing reads this file",
        "voices.toml: symbols.unicorn: no such symbol",
        "Faults: 6.",
    ):
        assert fault in found


def test_a_broken_file_is_named_and_the_products_texts_stand_in(tmp_path: Path) -> None:
    write(tmp_path, "content/guidance/ours.toml", "[thinking\n")
    found = examine(tmp_path)
    assert found.book is own_guidance()
    assert found.own == ()
    assert found.faults[0].startswith("content/guidance/ours.toml: ")


def test_the_doctor_names_a_faulty_text(tmp_path: Path) -> None:
    write(tmp_path, "content/guidance/ours.toml", '[thinkin]\nhero = "x"\n')
    ran = CliRunner().invoke(main, ["doctor"], env={"EHCPORTAL_INSTANCE": str(tmp_path)})
    assert "WRONG  what families read: content/guidance/ours.toml: thinkin: no such" in ran.output


def test_the_words_of_the_plan_can_be_the_councils_own(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    write(
        tmp_path, "content/plan.toml", 'vague = ["as we see fit"]\n[section]\nB = "What is hard"\n'
    )
    status, lines = check(tmp_path)
    assert status == 0
    assert {"plan.section.B: yours", "plan.vague: yours"} <= set(lines)
    plan_words.use(folder)
    try:
        assert plan_words.section_title("B") == "What is hard"
        assert plan_words.section_title("C") == "Health needs"
        assert plan_words.vague_phrases() == ("as we see fit",)
    finally:
        plan_words.use(None)
    assert plan_words.section_title("B") == "Special educational needs"


def test_a_fault_in_the_words_of_the_plan_is_named_and_ours_stand_in(tmp_path: Path) -> None:
    wrong = 'vague = "no list"\n[section]\nZ = "No such"\n[finding]\nvague = "{what} is vague"\n'
    write(tmp_path, "content/plan.toml", wrong)
    status, lines = check(tmp_path)
    assert status == 1
    told = "\n".join(lines)
    for fault in (
        "plan.toml: vague: must be a list of phrases",
        "plan.toml: section.Z: no such text",
        "plan.toml: finding.vague: {what} is not known here",
    ):
        assert fault in told

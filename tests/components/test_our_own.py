"""What the macros promise to people who cannot see the page, or not all of it."""

import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment

from ehcportal.domain.weeks import Week
from tests.components.conftest import TEMPLATES, Show

STAGES = [
    {"name": "Request", "state": "done", "state_words": "Done", "date_words": "16 September 2026"},
    {
        "name": "Advice",
        "state": "now",
        "state_words": "In progress",
        "date_words": "until 25 November",
    },
    {"name": "Plan", "state": "next", "state_words": "Next", "date_words": "by 5 January 2027"},
]


def test_the_bar_of_weeks_says_the_week_in_words_and_hides_the_drawing(show: Show) -> None:
    page = show("weeks", "weeks", Week(21, 20))
    assert page.get_text().strip() == "Week 21 of 20"
    assert [bar["aria-hidden"] for bar in page.select(".weeks")] == ["true"]
    assert page.select(".over")


def test_the_tracker_says_every_state_in_words_and_marks_the_place(show: Show) -> None:
    page = show("tracker", "tracker", STAGES)
    assert [tag.get_text() for tag in page.select(".stage-state")] == [
        "Done",
        "In progress",
        "Next",
    ]
    current = page.select("[aria-current=step]")
    assert [tag.h3.get_text() for tag in current if tag.h3] == ["Advice"]


def test_the_bar_for_phones_has_a_part_for_each_stage(show: Show) -> None:
    bar = show("tracker", "segments", STAGES)
    assert [rect["class"] for rect in bar.select("rect")] == [["is-done"], ["is-now"], ["is-next"]]


def test_a_key_date_says_weekday_and_month_in_words_and_can_explain_itself(show: Show) -> None:
    page = show(
        "key_date", "key_date", date(2027, 1, 5), "6 weeks from now.",
        explanation="16 weeks, the first day counting.", source="regulation 10(1)",
    )  # fmt: skip
    assert page.select_one("time").get_text() == "Tuesday 5 January 2027"  # type: ignore[union-attr]
    assert "regulation 10(1)" in page.details.get_text()  # type: ignore[union-attr]


def test_a_page_with_a_problem_says_so_in_the_menu_not_by_a_sign_alone(show: Show) -> None:
    menu = show("steps", "steps", [
        {"title": "Your details", "href": "/1", "state": "problem"},
        {"title": "Submit", "href": "/2", "current": True},
    ])  # fmt: skip
    assert "Your details has a problem" in " ".join(menu.get_text(" ").split())
    assert "Page 2 of 2:" in menu.get_text()
    assert len(menu.select("[aria-current=step]")) == 2, "once in the fold, once in the column"


def test_a_question_that_must_be_answered_says_so_to_screen_readers(show: Show) -> None:
    one = show("text_input", "text_input", "name", "Name", required=True)
    assert one.select("input[required]")
    group = show(
        "checkboxes",
        "checkboxes",
        "what",
        "What helps?",
        [{"value": "a", "label": "A"}],
        required=True,
    )
    assert "(you must answer this)" in group.legend.get_text()  # type: ignore[union-attr]


def test_a_refused_file_says_why_and_the_others_stay(show: Show) -> None:
    files = [{"name": "Report.pdf", "note": "240 KB", "remove": "/files/1/remove"}]
    shown = show("file_list", "file_list", "reports", files, "Setup.exe is a program.")
    assert "Setup.exe is a program." in shown.select_one("[role=alert]").get_text()  # type: ignore[union-attr]
    assert "Report.pdf" in shown.get_text()
    assert shown.button["formaction"] == "/files/1/remove"  # type: ignore[index]


@pytest.mark.parametrize("field", ["text_input", "textarea"])
def test_what_a_person_typed_never_becomes_part_of_the_page(show: Show, field: str) -> None:
    page = show(field, field, "name", "Name", value='"><script>alert(1)</script></textarea>')
    assert page.script is None


def test_a_line_that_is_saved_is_announced_politely(show: Show) -> None:
    line = show("saved", "saved", "14:32")
    assert line.p["role"] == "status"  # type: ignore[index]
    assert line.get_text() == "Saved 14:32"


def test_an_answer_left_empty_shows_a_dash_and_can_be_changed(show: Show) -> None:
    page = show("facts", "facts", [{"label": "Phone", "value": "", "change": "/phone"}])
    assert page.dd.get_text() == "–"  # type: ignore[union-attr]
    assert page.a.get_text() == "Change Phone"  # type: ignore[union-attr]


def test_every_symbol_that_a_template_names_is_drawn(environment: Environment) -> None:
    module = environment.get_template("components/icon.html").module
    drawn = set(module.icons)  # type: ignore[attr-defined]
    assert named_symbols() - drawn == set()


def named_symbols() -> set[str]:
    named = re.compile(r"""(?:\bicon\("|\bicons\.|\bsymbol\("|icon(?:_after)?="|"icon": ")(\w+)""")
    return {name for path in pages() for name in named.findall(path.read_text("utf-8"))}


def pages() -> list[Path]:
    return list(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda p: p.stem
)
def test_a_component_says_first_what_it_is_for(path: Path) -> None:
    assert path.read_text("utf-8").startswith("{#-")

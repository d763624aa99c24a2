"""What changed between two versions is told word by word, and nothing that did not change."""

from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain.plan_differences import Change, Worded, differences, stretches

words = st.lists(st.sampled_from(["a", "teacher", "helps", "Maya", "daily", "weekly"]), max_size=12)


def line(key: str, text: str, section: str = "F", **details: str) -> Worded:
    return Worded(key, section, (("", text), *details.items()))


def test_a_line_that_says_the_same_is_no_difference_wherever_it_stands() -> None:
    old = [line("a", "Help"), line("b", "More help")]
    assert differences(old, reversed(old)) == ()


def test_one_changed_word_is_shown_within_its_line() -> None:
    (found,) = differences([line("a", "once a week")], [line("a", "twice a week")])
    assert found.change is Change.CHANGED
    assert [(each.change, each.text) for each in found.parts[0].stretches] == [
        (Change.REMOVED, "once"),
        (Change.ADDED, "twice"),
        (Change.SAME, "a week"),
    ]


def test_a_changed_detail_is_told_by_its_name() -> None:
    old, new = line("a", "Help", how_often="daily"), line("a", "Help", how_often="weekly")
    (found,) = differences([old], [new])
    assert {each.name: each.change for each in found.parts} == {
        "": Change.SAME,
        "how_often": Change.CHANGED,
    }


def test_lines_that_came_and_went_are_told() -> None:
    found = differences([line("a", "Old")], [line("b", "New")])
    assert [(each.key, each.change) for each in found] == [
        ("b", Change.ADDED),
        ("a", Change.REMOVED),
    ]


def test_a_line_in_another_section_is_a_difference() -> None:
    (found,) = differences([line("a", "Help", "F")], [line("a", "Help", "H2")])
    assert found.change is Change.CHANGED


@given(words, words)
def test_both_texts_can_be_read_back_from_the_difference(old: list[str], new: list[str]) -> None:
    found = list(stretches(" ".join(old), " ".join(new)))
    kept_old = " ".join(each.text for each in found if each.change is not Change.ADDED)
    kept_new = " ".join(each.text for each in found if each.change is not Change.REMOVED)
    assert kept_old.split() == old
    assert kept_new.split() == new

"""A council's colours are refused when people could not read what is written in them."""

import pytest

from ehcportal import profile, theme


def with_light(**colours: str) -> profile.Theme:
    chosen = profile.load("standard").theme
    return chosen.model_copy(update={"light": chosen.light.model_copy(update=colours)})


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(other, one) == theme.contrast(one, other)


@pytest.mark.parametrize("preset", sorted(path.stem for path in profile.PRESETS.glob("*.toml")))
def test_every_preset_can_be_read(preset: str) -> None:
    assert theme.check(profile.load(preset).theme) == []


def test_a_pale_accent_is_named_with_what_it_lies_on() -> None:
    problems = theme.check(with_light(accent="#9fc5c8"))
    assert any("theme.light: on_accent on accent" in problem for problem in problems)
    assert any("accent on ground" in problem for problem in problems)


def test_a_dark_page_by_day_hides_the_soft_ink() -> None:
    problems = theme.check(with_light(ground="#444444"))
    assert any("soft ink on ground" in problem for problem in problems)


def test_a_tracker_that_cannot_be_told_apart_is_refused() -> None:
    chosen = profile.load("standard").theme
    tracker = chosen.tracker.model_copy(update={"next": "#ffee88"})
    problems = theme.check(chosen.model_copy(update={"tracker": tracker}))
    assert any(problem.startswith("theme.tracker: the ring of next") for problem in problems)

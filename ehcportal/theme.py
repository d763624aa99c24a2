"""Whether people can read what is written in a council's colours, and those colours as CSS."""

from collections.abc import Hashable, Iterator
from itertools import starmap
from typing import NamedTuple, Protocol

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text with what lies under it."""

SHAPE_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: the least contrast of a shape that carries meaning."""


class Palette(Protocol):
    """The five colours that make the portal a council's own, each such as ``#0b5a5e``."""

    @property
    def accent(self) -> str: ...
    @property
    def accent_strong(self) -> str: ...
    @property
    def accent_tint(self) -> str: ...
    @property
    def on_accent(self) -> str: ...
    @property
    def ground(self) -> str: ...


class TrackerColours(Protocol):
    """The colours of the tracker on light pages; None means the portal's own."""

    @property
    def done(self) -> str | None: ...
    @property
    def now(self) -> str | None: ...
    @property
    def next(self) -> str | None: ...
    @property
    def next_tint(self) -> str | None: ...


class Theme(Hashable, Protocol):
    """All colours of one council. Without ``dark`` the pages stay light on every device."""

    @property
    def light(self) -> Palette: ...
    @property
    def dark(self) -> Palette | None: ...
    @property
    def tracker(self) -> TrackerColours: ...


class Own(NamedTuple):
    """The portal's own colours under and beside a council's, as the style sheets set them."""

    sheet: str
    ink_soft: str


OWN_LIGHT = Own(sheet="#ffffff", ink_soft="#505d5b")
OWN_DARK = Own(sheet="#1a2423", ink_soft="#aab6b3")


class Pair(NamedTuple):
    """Two colours of which one lies on the other, and the contrast that they need."""

    name: str
    colour: str
    ground_name: str
    ground: str
    least: float = TEXT_CONTRAST

    @property
    def problem(self) -> str:
        """A sentence that names the pair, or nothing when it can be read."""
        ratio = contrast(self.colour, self.ground)
        if ratio >= self.least:
            return ""
        return f"{self.name} on {self.ground_name} has a contrast of {ratio:.1f}, not {self.least}"


def check(theme: Theme) -> list[str]:
    """Return a sentence for each pair of colours that cannot be told apart well enough."""
    found = [
        f"theme.light: {pair.problem}" for pair in _pairs(theme.light, OWN_LIGHT) if pair.problem
    ]
    found += [f"theme.tracker: {pair.problem}" for pair in _tracker_pairs(theme) if pair.problem]
    if theme.dark:
        found += [
            f"theme.dark: {pair.problem}" for pair in _pairs(theme.dark, OWN_DARK) if pair.problem
        ]
    return found


def _pairs(palette: Palette, own: Own) -> Iterator[Pair]:
    return starmap(
        Pair,
        [
            ("on_accent", palette.on_accent, "accent", palette.accent),
            ("on_accent", palette.on_accent, "accent_strong", palette.accent_strong),
            ("accent", palette.accent, "a white sheet", own.sheet),
            ("accent", palette.accent, "ground", palette.ground),
            ("accent", palette.accent, "accent_tint", palette.accent_tint),
            ("accent_strong", palette.accent_strong, "accent_tint", palette.accent_tint),
            ("soft ink", own.ink_soft, "ground", palette.ground),
            ("soft ink", own.ink_soft, "accent_tint", palette.accent_tint),
        ],
    )


def _tracker_pairs(theme: Theme) -> Iterator[Pair]:
    done, now = theme.tracker.done or OWN_LIGHT.ink_soft, theme.tracker.now or theme.light.accent
    soon, tint = (
        theme.tracker.next or theme.light.accent,
        theme.tracker.next_tint or OWN_LIGHT.sheet,
    )
    return starmap(
        Pair,
        [
            ("a tick", OWN_LIGHT.sheet, "done", done),
            ("on_accent", theme.light.on_accent, "now", now),
            ("next", soon, "next_tint", tint),
            ("the ring of next", soon, "a white sheet", OWN_LIGHT.sheet, SHAPE_CONTRAST),
        ],
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1.0 to 21.0 (WCAG 2.2, definitions)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def as_css(theme: Theme, own_dark: str) -> str:
    """Return the rules that follow the built style sheet: the council's colours by day and night.

    ``own_dark`` holds the portal's own colours after dark; it is left out when the council has
    set none. The tracker's colours are for light pages: in the dark it takes the accent again.
    Paper stays black on white, so all of it is for screens only.
    """
    tracker = {
        "track-done": theme.tracker.done,
        "track-now": theme.tracker.now,
        "track-next": theme.tracker.next,
        "track-next-tint": theme.tracker.next_tint,
    }
    day = f"@media screen{{{_root(_five(theme.light) | tracker)}}}"
    if theme.dark is None:
        return day
    plain: dict[str, str | None] = {
        "track-done": "var(--ink-soft)",
        "track-now": "var(--accent)",
        "track-next": "var(--accent)",
        "track-next-tint": "var(--sheet)",
    }
    night = _root(_five(theme.dark) | plain)
    return f"{day}@media screen and (prefers-color-scheme:dark){{{night}}}{own_dark}"


def _five(palette: Palette) -> dict[str, str | None]:
    return {
        "accent": palette.accent,
        "accent-strong": palette.accent_strong,
        "accent-tint": palette.accent_tint,
        "on-accent": palette.on_accent,
        "ground": palette.ground,
    }


def _root(tokens: dict[str, str | None]) -> str:
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in tokens.items() if value) + "}"

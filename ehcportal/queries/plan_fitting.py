"""Where a row of form 9 goes in a plan: an adviser who said what, who and how often is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ehcportal.content import plan_words
from ehcportal.domain.plan_lines import DETAILS
from ehcportal.domain.plan_written import ADULTHOOD, OUTCOMES, PROVISIONS
from ehcportal.forms.conditions import Answer
from ehcportal.forms.fields.base import text
from ehcportal.models.plan import Section

FORM = "professional-advice"
NEEDS_OF = {
    "communication": ("B", "communication"),
    "cognition": ("B", "cognition"),
    "emotional": ("B", "social"),
    "sensory": ("B", "sensory"),
    "health": ("C", None),
    "care": ("D", None),
}
"""Section and area of need by the areas of the form."""

PROVISION = {
    "who": ("who", "qualification"),
    "how_much": ("minutes",),
    "how_often": ("often",),
    "how_long": ("weeks",),
    "group": ("group_size",),
    "where": ("where",),
    "reviewed": ("review",),
}
"""Details of a provision by the parts of the form that say them."""

COUNTED = {"minutes": "minute", "weeks": "week"}
"""What a part of the form counts when it holds no more than a number."""

LONGEST = 500
PROPOSED = frozenset({"A", "B", "C", "D", OUTCOMES, *PROVISIONS})


@dataclass(frozen=True, slots=True)
class Fitted:
    """A line of a plan as the adviser has sorted it."""

    section: Section
    text: str
    area: str | None = None
    details: dict[str, str] = field(default_factory=dict)


def fitted(question_id: str, row: Mapping[str, Answer]) -> Fitted | None:
    """Return the line that a row makes; nothing when it does not say where it belongs."""
    said = {name: _counted(name, text(answer).strip()) for name, answer in row.items()}
    make = {"needs": _need, "outcomes": _outcome, "provision": _provision}.get(question_id)
    return make(said) if make else None


def proposed(section: str, words: str) -> Fitted | None:
    """Return the line that proposed words make in a section; nothing for words of no section.

    A setting is named by the council alone, so section I is left to it (section 39 of the Act).
    """
    if section not in PROPOSED or not words:
        return None
    text, details = parts(section, words)
    return Fitted(Section(section), text, details=details)


def parts(section: str, words: str) -> tuple[str, dict[str, str]]:
    """Return the text and the details of a line that stands as lines: "How often: weekly"."""
    names = {plan_words.detail_label(each): each for each in DETAILS.get(section, ())}
    names.pop(plan_words.detail_label(ADULTHOOD), None)
    text: list[str] = []
    details: dict[str, str] = {}
    for line in words.split("\n"):
        name, _colon, said = line.partition(": ")
        if name in names:
            details[names[name]] = said.strip()[:LONGEST]
        else:
            text.append(line)
    return "\n".join(text).strip(), details


def _need(said: Mapping[str, str]) -> Fitted | None:
    if said.get("area", "") not in NEEDS_OF:
        return None
    section, area = NEEDS_OF[said["area"]]
    return Fitted(Section(section), _joined(said, ("need", "effect"), "\n"), area)


def _outcome(said: Mapping[str, str]) -> Fitted:
    details = {name: said[name][:LONGEST] for name in ("by_when", "measured") if said.get(name)}
    return Fitted(Section(OUTCOMES), said.get("outcome", ""), details=details)


def _provision(said: Mapping[str, str]) -> Fitted | None:
    if said.get("section", "") not in PROVISIONS:
        return None
    found = {name: _joined(said, parts, ", ")[:LONGEST] for name, parts in PROVISION.items()}
    return Fitted(
        Section(said["section"]),
        _joined(said, ("what", "equipment", "training"), "\n"),
        details={name: value for name, value in found.items() if value},
    )


def _counted(name: str, said: str) -> str:
    """Return a bare number with what it counts: a plan that says "30" promises nothing."""
    if name not in COUNTED or not said.isdecimal():
        return said
    return f"{said} {COUNTED[name]}" + ("s" if said != "1" else "")


def _joined(said: Mapping[str, str], names: tuple[str, ...], between: str) -> str:
    return between.join(said[name] for name in names if said.get(name))

"""The cards that tell a family what a situation means, what to do now, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ehcportal.content.checks import LATE, faults_in_common, faults_in_file, missing_texts
from ehcportal.content.texts import (
    ENGLISH,
    ContentError,
    Text,
    fill,
    in_language,
    read_toml,
)

FOLDER = Path(__file__).parent
PARENT = "parent"


@dataclass(frozen=True, slots=True)
class ThreeAnswers:
    """One card, filled: every field is ready to show, each answer as its paragraphs.

    ``hero`` is the one sentence on top; ``late`` opens a card whose date has passed and is empty
    otherwise; ``help`` says where to ask.
    """

    situation: str
    hero: str
    late: str
    meaning: tuple[str, ...]
    doing: tuple[str, ...]
    next: tuple[str, ...]
    help: str
    questions: tuple[str, str, str]

    @property
    def asked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each question with its answer."""
        return tuple(zip(self.questions, (self.meaning, self.doing, self.next), strict=True))


@dataclass(frozen=True, slots=True)
class Guidance:
    """All cards in all variants, checked when they were read."""

    cards: Mapping[str, Mapping[str, Any]]
    common: Mapping[str, Any]

    def text(
        self, situation: str, part: str, *, audience: str = PARENT, late: bool = False
    ) -> Text:
        """Return the text of one part of a card, the nearest variant that exists."""
        card = self.cards[situation]
        layers = (card.get(LATE, {}) if late else {}, card.get(audience, {}), card, self.common)
        text: Text = next(layer[part] for layer in layers if part in layer)
        return text

    def answers(
        self,
        situation: str,
        values: Mapping[str, object],
        *,
        audience: str = PARENT,
        late: bool = False,
        language: str = ENGLISH,
    ) -> ThreeAnswers:
        """Return a card filled with what is known; a missing value reads as plain words."""
        stand_ins = self.stand_ins(language)

        def part(name: str) -> str:
            text = self.text(situation, name, audience=audience, late=late)
            return fill(in_language(text, language), values, stand_ins)

        opening = fill(in_language(self.common[LATE], language), values, stand_ins)
        return ThreeAnswers(
            situation=situation,
            hero=part("hero"),
            late=opening if late else "",
            meaning=_paragraphs(part("meaning")),
            doing=_paragraphs(part("doing")),
            next=_paragraphs(part("next")),
            help=part("help"),
            questions=(
                self.question("meaning", language),
                self.question("doing", language),
                self.question("next", language),
            ),
        )

    def stand_ins(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the words that stand in for each name a text may use."""
        names: dict[str, Text] = self.common["placeholders"]
        if all(type(text) is str for text in names.values()):
            return names  # type: ignore[return-value]
        return {name: in_language(text, language) for name, text in names.items()}

    def question(self, part: str, language: str = ENGLISH) -> str:
        """Return the question that a part answers: "What does this mean?"."""
        return in_language(self.common["questions"][part], language)


def guidance(
    situation: str,
    values: Mapping[str, object],
    *,
    audience: str = PARENT,
    late: bool = False,
    language: str = ENGLISH,
    book: Guidance | None = None,
) -> ThreeAnswers:
    """Return the card of a situation from the product's own texts, or from a council's book."""
    chosen = book or own_guidance()
    return chosen.answers(situation, values, audience=audience, late=late, language=language)


@cache
def own_guidance() -> Guidance:
    """Return the product's own cards."""
    return load_guidance()


def load_guidance(*council_folders: Path) -> Guidance:
    """Read the cards, with each council folder's texts laid over them; raises ContentError.

    A council folder holds ``guidance/*.toml`` and, if it likes, ``common.toml``; it need only name
    the texts it changes. A folder that does not exist changes nothing.
    """
    cards: dict[str, dict[str, Any]] = {}
    common: dict[str, Any] = {}
    faults: list[str] = []
    for folder in (FOLDER, *council_folders):
        if (folder / "common.toml").is_file():
            _lay_over(common, read_toml(folder / "common.toml"))
        for path in sorted((folder / "guidance").glob("*.toml")):
            tables = read_toml(path)
            faults += [f"{path}: {fault}" for fault in faults_in_file(tables, common)]
            _lay_over(cards, tables)
    faults += faults_in_common(common)
    faults = faults or list(missing_texts(cards))
    if faults:
        raise ContentError(faults)
    return Guidance(cards=MappingProxyType(cards), common=MappingProxyType(common))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.split("\n\n") if each.strip())


def _lay_over(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    for key, value in above.items():
        is_table = isinstance(value, dict) and ENGLISH not in value
        if is_table and isinstance(below.get(key), dict):
            _lay_over(below[key], value)
        else:
            below[key] = value

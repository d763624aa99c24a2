"""What must be true of the cards before anybody reads them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ehcportal.content.texts import every_language, faults_of_text, names_in
from ehcportal.domain.situations import Situation

YOUNG_PERSON = "young_person"
LATE = "late"

PARTS = ("hero", "meaning", "doing", "next")
ALL_PARTS = (*PARTS, "help")
VARIANTS = (YOUNG_PERSON, LATE)
SENTENCES = (LATE, "help")
TABLES = ("questions", "placeholders")
COMMON = (*SENTENCES, *TABLES)
SPOKEN_OF = "speaks of {child}, and a young person reads it: say you, or leave the name out"


def faults_in_file(tables: Mapping[str, Any], common: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong in one file of cards, each with the key it is about."""
    known = {each.value for each in Situation}
    for situation, card in tables.items():
        if situation not in known:
            yield f"{situation}: no such situation"
        elif not isinstance(card, Mapping):
            yield f"{situation}: must be a table"
        else:
            yield from _faults_in_card(situation, card, set(common.get("placeholders", {})))


def _faults_in_card(situation: str, card: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    for key, value in card.items():
        if key in VARIANTS and isinstance(value, Mapping):
            yield from _faults_in_parts(f"{situation}.{key}", value, names)
        elif key in VARIANTS:
            yield f"{situation}.{key}: must be a table"
    plain = {key: value for key, value in card.items() if key not in VARIANTS}
    yield from _faults_in_parts(situation, plain, names)


def _faults_in_parts(where: str, parts: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    for part, text in parts.items():
        if part not in ALL_PARTS:
            yield f"{where}.{part}: no such part"
            continue
        shape = faults_of_text(text)
        yield from (f"{where}.{part}: {fault}" for fault in shape)
        if not shape:
            yield from _unknown_names(f"{where}.{part}", every_language(text), names)


def _unknown_names(where: str, texts: Iterable[str], names: set[str]) -> Iterator[str]:
    for text in texts:
        try:
            unknown = names_in(text) - names
        except ValueError as error:
            yield f"{where}: {error}"
        else:
            yield from (f"{where}: nothing is known as {{{name}}}" for name in sorted(unknown))


def faults_in_common(common: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong in the texts that all cards share."""
    wrong = [f"{key}: no such text" for key in common if key not in COMMON]
    wrong += [f"{key}: must be a table" for key in TABLES if not isinstance(common[key], Mapping)]
    yield from (f"common.toml: {fault}" for fault in wrong)
    if not wrong:
        names = set(common["placeholders"])
        yield from _faults_in_common_texts("", {key: common[key] for key in SENTENCES}, names)
        yield from _faults_in_common_texts("questions.", common["questions"], names)
        yield from _faults_in_common_texts("placeholders.", common["placeholders"], set())


def _faults_in_common_texts(group: str, texts: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    for key, text in texts.items():
        shape = faults_of_text(text)
        yield from (f"common.toml: {group}{key}: {fault}" for fault in shape)
        if not shape:
            yield from _unknown_names(f"common.toml: {group}{key}", every_language(text), names)


def missing_texts(cards: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield each text that no file has, and each that would speak of a young person as a child."""
    for situation in Situation:
        card = cards.get(situation.value, {})
        yield from (f"{situation.value}.{part}: missing" for part in PARTS if part not in card)
        for part in PARTS:
            young = card.get(YOUNG_PERSON, {}).get(part, card.get(part, ""))
            late = card.get(LATE, {}).get(part, "")
            for variant, text in ((YOUNG_PERSON, young), (LATE, late)):
                if any("{child}" in each for each in every_language(text)):
                    yield f"{situation.value}.{variant}.{part}: {SPOKEN_OF}"

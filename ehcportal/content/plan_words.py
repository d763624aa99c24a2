"""Words of the plan editor: sections, fields, vague phrases, and a sentence for each finding."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ehcportal.content.labels import label
from ehcportal.content.texts import (
    ENGLISH,
    ContentError,
    Text,
    faults_of_text,
    fill,
    in_language,
    names_in,
    read_toml,
)
from ehcportal.domain.dates import date_words
from ehcportal.domain.plan_checks import Check, Finding
from ehcportal.domain.plan_written import ADULTHOOD, OTHERWISE, SECTIONS

FILE = Path(__file__).with_name("plan_words.toml")
COUNCIL_FILE: Final = "plan.toml"
"""A council's own words, within ``instance/content``."""
VAGUE: Final = "vague"
_chosen: Final[list[Path]] = []
"""The council's file that is in use: a process serves one council."""
STAND_INS = {"phrase": "this", "role": "a professional"}


def sentence(finding: Finding, language: str = ENGLISH) -> str:
    """Return what is missing and what to do about it."""
    return fill(_word("finding", finding.check, language), finding.facts, STAND_INS)


def section_title(letter: str, language: str = ENGLISH) -> str:
    """Return what a section is about, as its heading says after the letter."""
    return _word("section", letter, language)


def section_hint(letter: str, language: str = ENGLISH) -> str:
    """Return what whoever writes a section should know."""
    return _word("section_hint", letter, language)


def detail_label(name: str, language: str = ENGLISH) -> str:
    """Return the label of a detail of a line."""
    return _word("detail", name, language)


def details_said(details: Mapping[str, object], language: str = ENGLISH) -> list[tuple[str, str]]:
    """Return the details of a line as they are read, label and value, always in one order.

    Days are in words, a tick is a yes, and an id is not read by anybody.
    """
    known = [(name, str(details.get(name) or "")) for name in tables()["detail"]]
    return [(detail_label(name, language), _said(name, value)) for name, value in known if value]


def _said(name: str, value: str) -> str:
    if name in {ADULTHOOD, OTHERWISE}:
        return label("plan_line", "yes")
    try:
        return date_words(date.fromisoformat(value))
    except ValueError:
        return value


def areas(language: str = ENGLISH) -> list[tuple[str, str]]:
    """Return the four areas of need, key and label."""
    return [(key, in_language(text, language)) for key, text in tables()["area"].items()]


def area_label(area: str, language: str = ENGLISH) -> str:
    """Return an area of need in words."""
    return dict(areas(language)).get(area, area)


def vague_phrases() -> tuple[str, ...]:
    """Return the phrases that leave open what is given."""
    return _read()[1]


def tables() -> Mapping[str, Mapping[str, Text]]:
    """Return the words by table, those of the council over ours."""
    return _read()[0]


def use(content: Path | None) -> None:
    """Lay the words of a council's content folder over ours from now on; without one, ours alone.

    The caller has looked for faults first.
    """
    _chosen[:] = [content / COUNCIL_FILE] if content else []
    _read.cache_clear()


def faults(content: Path) -> tuple[str, ...]:
    """Return what is wrong with the council's file, a line each; nothing when there is none."""
    path = content / COUNCIL_FILE
    try:
        found = read_toml(path) if path.is_file() else {}
    except ContentError as broken:
        return broken.faults
    return tuple(f"{path}: {each}" for each in _faults(found))


def own(content: Path) -> tuple[str, ...]:
    """Return the names of the words that a council changed, as "plan.section.A"."""
    path = content / COUNCIL_FILE
    found = read_toml(path) if path.is_file() else {}
    return tuple(
        f"plan.{name}.{key}" if isinstance(each, Mapping) else f"plan.{name}"
        for name, each in found.items()
        for key in (each if isinstance(each, Mapping) else ("",))
    )


def _faults(found: Mapping[str, object]) -> Iterator[str]:
    known = read_toml(FILE)
    for name, each in found.items():
        if name not in known:
            yield f"{name}: no such table"
        elif name == VAGUE:
            if not isinstance(each, list) or not all(isinstance(one, str) for one in each):
                yield f"{name}: must be a list of phrases"
        elif not isinstance(each, Mapping):
            yield f"{name}: must be a table"
        else:
            yield from _faults_in(name, each, known[name])


def _faults_in(name: str, found: Mapping[str, object], known: Mapping[str, Text]) -> Iterator[str]:
    for key, text in found.items():
        wrong = faults_of_text(text) if key in known else ["no such text"]
        yield from (f"{name}.{key}: {fault}" for fault in wrong)
        if not wrong:
            ours = names_in(in_language(known[key]))
            yield from (f"{name}.{key}: {fault}" for fault in _faults_of_names(text, ours))


def _faults_of_names(text: object, ours: set[str]) -> Iterator[str]:
    for said in (text,) if isinstance(text, str) else tuple(dict(text).values()):  # type: ignore[call-overload]
        try:
            strange = sorted(names_in(said) - ours)
        except ValueError as wrong:
            yield str(wrong)
            continue
        yield from (f"{{{each}}} is not known here" for each in strange)


@cache
def _read() -> tuple[Mapping[str, Mapping[str, Text]], tuple[str, ...]]:
    found = _own_tables()
    vague = found.pop(VAGUE)
    for path in (each for each in _chosen if each.is_file()):
        for name, each in read_toml(path).items():
            if name == VAGUE:
                vague = each
            else:
                found[name] = {**found[name], **each}
    return MappingProxyType(found), tuple(vague)


def _own_tables() -> dict[str, Any]:
    """Return our words; raises ContentError with a line for each fault."""
    found = read_toml(FILE)
    wrong = [
        f"{FILE.name}: {name}.{key}: {fault}"
        for name, each in found.items()
        if name != VAGUE
        for key, text in each.items()
        for fault in faults_of_text(text)
    ]
    wrong += [
        f"{FILE.name}: finding.{each} is missing" for each in Check if each not in found["finding"]
    ]
    wrong += [
        f"{FILE.name}: {name}.{each} is missing"
        for name in ("section", "section_hint")
        for each in SECTIONS
        if each not in found[name]
    ]
    if wrong:
        raise ContentError(wrong)
    return found


def _word(table: str, key: str, language: str) -> str:
    return in_language(tables()[table][key], language)

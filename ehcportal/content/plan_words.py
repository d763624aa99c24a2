"""Words of the plan editor: sections, fields, vague phrases, and a sentence for each finding."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ehcportal.content.labels import label
from ehcportal.content.texts import (
    ENGLISH,
    ContentError,
    Text,
    faults_of_text,
    fill,
    in_language,
    read_toml,
)
from ehcportal.domain.dates import date_words
from ehcportal.domain.plan_checks import ADULTHOOD, SECTIONS, Check, Finding

FILE = Path(__file__).with_name("plan_words.toml")
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
    if name == ADULTHOOD:
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


@cache
def vague_phrases() -> tuple[str, ...]:
    """Return the phrases that leave open what is given."""
    return tuple(read_toml(FILE)["vague"])


@cache
def tables() -> Mapping[str, Mapping[str, Text]]:
    """Return the words by table; raises ContentError with a line for each fault."""
    found = {name: each for name, each in read_toml(FILE).items() if name != "vague"}
    faults = [
        f"{FILE.name}: {name}.{key}: {fault}"
        for name, each in found.items()
        for key, text in each.items()
        for fault in faults_of_text(text)
    ]
    faults += [
        f"{FILE.name}: finding.{each} is missing" for each in Check if each not in found["finding"]
    ]
    faults += [
        f"{FILE.name}: {name}.{each} is missing"
        for name in ("section", "section_hint")
        for each in SECTIONS
        if each not in found[name]
    ]
    if faults:
        raise ContentError(faults)
    return MappingProxyType(found)


def _word(table: str, key: str, language: str) -> str:
    return in_language(tables()[table][key], language)

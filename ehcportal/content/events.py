"""The sentence of each line of a timeline, for who did it, for the family and for the council."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

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

FILE = Path(__file__).with_name("events.toml")
OWN, FAMILY, STAFF = "own", "family", "staff"
READERS = (OWN, FAMILY, STAFF)

STAND_INS: Mapping[str, str] = MappingProxyType(
    {
        "by": "the portal",
        "for": "somebody",
        "role": "a professional",
        "outcome": "see the letter",
        "page": "About Me",
        "title": "no title",
        "reference": "with no number",
        "reason": "not written down",
        "seen": "see their rights",
        "setting": "a school or college",
        "until": "a later day",
        "section": "one of its parts",
        "number": "with no number",
        "step": "a step was noted",
        "who": "somebody",
        "day": "another day",
        "to": "somebody",
        "missing": "something",
        "council": "another council",
        "how": "in some way",
        "was": "the day noted before",
        "now": "the right day",
    }
)

Sentences = Mapping[str, Mapping[str, Text]]


def sentence(
    kind: str, reader: str, facts: Mapping[str, Any], language: str = ENGLISH
) -> str | None:
    """Return the line for a reader, or nothing when it is not for them or has no words yet."""
    texts = own_sentences().get(kind, {})
    text = texts.get(reader) or (texts.get(FAMILY) if reader == OWN else None)
    if text is None:
        return None
    values = dict(facts)
    if "outcome" in values:
        values["outcome"] = label("outcome", str(values["outcome"]), language)
    return fill(in_language(text, language), values, STAND_INS)


@cache
def own_sentences() -> Sentences:
    """Return the product's sentences; raises ContentError with a line for each fault."""
    found = read_toml(FILE)
    faults = [
        f"{FILE.name}: {kind}.{reader}: {fault}"
        for kind, texts in found.items()
        for reader, text in texts.items()
        for fault in (["no such reader"] if reader not in READERS else faults_of_text(text))
    ]
    if faults:
        raise ContentError(faults)
    return MappingProxyType(found)

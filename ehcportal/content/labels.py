"""Short words for the keys of the domain: stages, states, outcomes, dates, grounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ehcportal.content.texts import (
    ENGLISH,
    ContentError,
    Text,
    faults_of_text,
    in_language,
    read_toml,
)

OWN_LABELS = Path(__file__).with_name("labels.toml")


@dataclass(frozen=True, slots=True)
class Labels:
    """Every label by group and key."""

    groups: Mapping[str, Mapping[str, Text]]

    def word(self, group: str, key: str, language: str = ENGLISH) -> str:
        """Return one label; raises KeyError for a key that no file names."""
        return in_language(self.groups[group][key], language)


@cache
def own_labels() -> Labels:
    """Return the product's own labels."""
    return load_labels()


def label(group: str, key: str, language: str = ENGLISH) -> str:
    """Return one of the product's own labels, as ``label("stage", "draft_plan")``."""
    return own_labels().word(group, key, language)


def load_labels(*council_files: Path) -> Labels:
    """Read the labels, with those of each council file over them; raises ContentError."""
    groups: dict[str, dict[str, Text]] = read_toml(OWN_LABELS)
    faults: list[str] = []
    for path in (each for each in council_files if each.is_file()):
        tables = read_toml(path)
        wrong = [f"{path}: {fault}" for fault in _faults(tables, groups)]
        faults += wrong
        if not wrong:
            _lay_over(groups, tables)
    if faults:
        raise ContentError(faults)
    return Labels(MappingProxyType(groups))


def _lay_over(groups: dict[str, dict[str, Text]], tables: Mapping[str, Any]) -> None:
    for group, labels in tables.items():
        groups[group].update(labels)


def _faults(tables: Mapping[str, object], known: Mapping[str, Mapping[str, Text]]) -> Iterator[str]:
    for group, labels in tables.items():
        if group not in known:
            yield f"{group}: no such group"
        elif not isinstance(labels, Mapping):
            yield f"{group}: must be a table"
        else:
            for key, text in labels.items():
                wrong = faults_of_text(text) if key in known[group] else ["no such label"]
                yield from (f"{group}.{key}: {fault}" for fault in wrong)

"""Short words for the keys of the domain: stages, states, outcomes, dates, grounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

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
    groups: dict[str, dict[str, Text]] = {}
    faults: list[str] = []
    for path in (OWN_LABELS, *(each for each in council_files if each.is_file())):
        for group, labels in read_toml(path).items():
            if path != OWN_LABELS and group not in groups:
                faults.append(f"{path}: {group}: no such group")
                continue
            faults += [
                f"{path}: {group}.{key}: {fault}"
                for key, text in labels.items()
                for fault in faults_of_text(text)
            ]
            groups.setdefault(group, {}).update(labels)
    if faults:
        raise ContentError(faults)
    return Labels(MappingProxyType(groups))

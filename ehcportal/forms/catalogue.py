"""Every form of the product: those that come with it, and a council's own in ``instance/forms``."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.faults import Fault, FaultyForms, Place
from ehcportal.forms.proof import prove
from ehcportal.forms.reading import Raw, read_form

PACKAGED = Path(__file__).parent / "catalogue"
LARGEST_FILE = 500_000


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The forms by language and id. English stands in where a form has no other language."""

    by_language: Mapping[str, Mapping[str, FormDefinition]]

    def get(self, form_id: str, language: str = "en") -> FormDefinition | None:
        """Return the form, or None when there is no such form."""
        wanted = self.by_language.get(language, self.by_language["en"])
        return wanted.get(form_id) or self.by_language["en"].get(form_id)

    def __iter__(self) -> Iterator[FormDefinition]:
        """Every form once, in English, in the order of their ids."""
        return iter(self.by_language["en"].values())


def catalogue(instance_dir: Path | None = None) -> Catalogue:
    """Read all forms; a file in ``instance_dir/forms`` replaces the packaged one of its name.

    Raises FaultyForms with every fault of every file.
    """
    faults: list[Fault] = []
    raws = {}
    for path in _files(instance_dir):
        place = Place(str(path), faults)
        raw = _parse(path, place)
        if raw is not None:
            raws[path.stem] = (raw, place)
    forms = {"en": {name: load(raw, place) for name, (raw, place) in raws.items()}}
    if faults:
        raise FaultyForms(faults)
    for language in sorted({found for raw, _ in raws.values() for found in languages(raw)}):
        quiet = Place("", [])
        forms[language] = {name: read_form(raw, quiet, language) for name, (raw, _) in raws.items()}
    return Catalogue(forms)


def load(raw: Raw, place: Place) -> FormDefinition:
    """Read one form and prove it; what is wrong goes to ``place``."""
    form = read_form(raw, place)
    if place.file and Path(place.file).stem != form.id:
        place.fault(f"the file name must be the id `{form.id}`")
    prove(form, place)
    return form


@lru_cache(maxsize=64)
def from_source(source: str, language: str = "en") -> FormDefinition:
    """Return the definition whose ``source`` was kept with a submission, exactly as it was.

    A definition never changes, so the newest ones asked for are kept: reading one takes 20 ms.
    """
    return read_form(json.loads(source), Place("kept source"), language)


def languages(raw: object) -> frozenset[str]:
    """The languages besides English that any text of ``raw`` is written in."""
    if isinstance(raw, Mapping):
        if "en" in raw:
            return frozenset(str(key) for key in raw) - {"en"}
        return frozenset().union(*(languages(value) for value in raw.values()))
    if isinstance(raw, list):
        return frozenset().union(*(languages(value) for value in raw))
    return frozenset()


def _files(instance_dir: Path | None) -> list[Path]:
    found = {path.stem: path for path in sorted(PACKAGED.glob("*.toml"))}
    if instance_dir is not None:
        found |= {path.stem: path for path in sorted((instance_dir / "forms").glob("*.toml"))}
    return [found[name] for name in sorted(found)]


def _parse(path: Path, place: Place) -> Raw | None:
    try:
        if path.stat().st_size > LARGEST_FILE:
            place.fault("the file is too large for a form")
            return None
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        place.fault(f"cannot be read: {problem}")
        return None

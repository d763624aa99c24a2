"""Every form of the product: those that come with it, and a council's own in ``instance/forms``."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.faults import Fault, FaultyForms, Place, with_lines
from ehcportal.forms.proof import prove
from ehcportal.forms.reading import Raw, read_form
from ehcportal.forms.tables import did_you_mean

PACKAGED = Path(__file__).parent / "catalogue"
LARGEST_FILE = 500_000
TOO_DEEP = "its tables stand too deep inside one another. Make it flatter"


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


def catalogue(instance_dir: Path | None = None, effects: frozenset[str] = frozenset()) -> Catalogue:
    """Read all forms; a file in ``instance_dir/forms`` replaces the packaged one of its name.

    Raises FaultyForms with every fault of every file. ``effects`` are the known names of
    ``on_submission``; without them any name will do.
    """
    found = forms_in_use(instance_dir, effects)
    if found.faults:
        raise FaultyForms(found.faults)
    return found.catalogue


@dataclass(frozen=True, slots=True)
class InUse:
    """The sound forms, and what is wrong with the council's own files that are left out."""

    catalogue: Catalogue
    faults: list[Fault]


def forms_in_use(instance_dir: Path | None = None, effects: frozenset[str] = frozenset()) -> InUse:
    """Read all forms, and leave out each file of the council that is faulty.

    Where such a file would replace a form of the product, that form stays: the portal works
    whatever somebody writes into ``instance/forms``. Raises FaultyForms for the product's own.
    """
    files = _packaged(effects)
    if wrong := [fault for each in files for fault in each.faults]:
        raise FaultyForms(wrong)
    own = [_read(path, effects) for path in own_files(instance_dir)]
    sound = {each.form.id: each for each in (*files, *own) if each.form and not each.faults}
    found = _in_all_languages([sound[name] for name in sorted(sound)])
    return InUse(found, [fault for each in own for fault in each.faults])


@cache
def _packaged(effects: frozenset[str]) -> tuple["_File", ...]:
    return tuple(_read(path, effects) for path in sorted(PACKAGED.glob("*.toml")))


def own_files(instance_dir: Path | None) -> list[Path]:
    """Return the council's own form files."""
    return sorted((instance_dir / "forms").glob("*.toml")) if instance_dir else []


@dataclass(frozen=True, slots=True)
class _File:
    raw: Raw
    form: FormDefinition | None
    faults: list[Fault]


def _read(path: Path, effects: frozenset[str]) -> _File:
    """Read and prove one file; no content of it can raise."""
    place = Place(str(path))
    source = _source(path, place)
    raw, form = _parse(source, place), None
    if raw:
        try:
            form = _proved(raw, place, effects)
        except RecursionError:
            place.fault(TOO_DEEP)
    return _File(raw, form, with_lines(place.faults, source))


def _proved(raw: Raw, place: Place, effects: frozenset[str]) -> FormDefinition:
    form = load(raw, place)
    for language in sorted(languages(raw)):
        prove(read_form(raw, place, language), place)
    if effects and form.on_submission and form.on_submission not in effects:
        meant = did_you_mean(form.on_submission, effects)
        known = ", ".join(sorted(effects))
        place.fault(f"`on_submission` is {form.on_submission}, not one of {known}.{meant}")
    return form


def _in_all_languages(files: list[_File]) -> Catalogue:
    others = frozenset[str]().union(*(languages(each.raw) for each in files))
    found = {"en": {each.form.id: each.form for each in files if each.form}}
    for language in sorted(others):
        forms = [read_form(each.raw, Place(""), language) for each in files]
        found[language] = {form.id: form for form in forms}
    return Catalogue(found)


def load(raw: Raw, place: Place) -> FormDefinition:
    """Read one form and prove it; what is wrong goes to ``place``."""
    form = read_form(raw, place)
    if place.file and form.id and Path(place.file).stem != form.id:
        place.fault(f"the file name must be the id `{form.id}`. Rename it to {form.id}.toml")
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


def _source(path: Path, place: Place) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            place.fault(f"the file is too large for a form. Use {LARGEST_FILE} bytes or fewer")
            return ""
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        place.fault(f"cannot be read: {problem}. Save it as UTF-8 text that the portal may read")
        return ""


def _parse(source: str, place: Place) -> Raw:
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        place.fault(f"cannot be read: {problem}. Look there for a quote or bracket amiss")
        return {}
    except RecursionError:
        place.fault(TOO_DEEP)
        return {}
    if not raw and not place.faults:
        place.fault("the file is empty. Copy a form of the product and change it")
    return raw

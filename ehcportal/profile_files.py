"""The files of a council profile: a preset, and what a council lays over it."""

import tomllib
from pathlib import Path
from typing import Any

PRESETS = Path(__file__).parent / "profiles"


class ProfileError(Exception):
    """A profile is wrong; the message has one line for each fault and names its key."""


def read(path: Path) -> dict[str, Any]:
    """Return the tables of a profile's file; raises ``ProfileError`` if it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path.name}: {error}") from None


def with_preset(values: dict[str, Any]) -> dict[str, Any]:
    """Return a profile's keys over those of the preset that it names."""
    name = str(values.get("preset", "standard"))
    base_name = str(values.get("based_on", name))
    path = PRESETS / f"{base_name}.toml"
    if not path.exists():
        raise ProfileError(f"preset: there is no preset called {base_name}")
    base = read(path)
    if base.get("based_on"):
        base = with_preset(base)
    merged = merge(base, values)
    merged.pop("based_on", None)
    return merged


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return ``base`` with the keys of ``over`` laid on top, table by table."""
    merged = dict(base)
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = merge(merged[key], value) if both_tables else value
    return merged

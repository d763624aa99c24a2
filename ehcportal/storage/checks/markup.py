"""Reading the XML inside office files without obeying any of it."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from ehcportal.storage.checks.refusals import Reason, RefusalError

Element = tuple[str, dict[str, str]]

SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+:")
LOCAL_SLASHES: Final = (0, 1, 3)
"""Slashes after ``file:`` that mean this very computer; two, four and more name another one."""


def elements(xml: bytes) -> Iterator[Element]:
    """Return each element's local name and attributes (local names too), in order.

    Raises ``RefusalError`` for XML with a document type: office programs write none, and entities
    are how small XML becomes large or reads other files.
    """
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

    def doctype(*declared: object) -> None:
        raise RefusalError(Reason.DAMAGED)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: encodings nobody knows
        raise RefusalError(Reason.DAMAGED) from None
    return iter(found)


def reaches_out(target: str) -> bool:
    """Whether opening ``target`` would ask another computer.

    Addresses of files on the writer's own disk are common (the template of a report) and lead
    nowhere on ours.
    """
    address = unquote(target).strip().lower().replace("\\", "/")
    if address.startswith("file:"):
        path = address.removeprefix("file:")
        return len(path) - len(path.lstrip("/")) not in LOCAL_SLASHES
    return address.startswith("//") or SCHEME.match(address) is not None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]

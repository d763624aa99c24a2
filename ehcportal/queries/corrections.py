"""Rows that put earlier ones right: what was said of one holds of the one in its place."""

from collections.abc import Iterator, Mapping


def with_earlier(corrects: Mapping[str, str | None], row_id: str) -> frozenset[str]:
    """Return a row and every row that it put right, however many in a chain.

    ``corrects`` holds by the id of a row the id of the one it corrects.
    """
    return frozenset(_back(corrects, row_id))


def _back(corrects: Mapping[str, str | None], row_id: str) -> Iterator[str]:
    seen: set[str] = set()
    here: str | None = row_id
    while here and here not in seen:
        seen.add(here)
        yield here
        here = corrects.get(here)

"""On which line of a form file something stands: TOML readers do not keep that."""

import re
from collections.abc import Sequence

HEADER = re.compile(r"\s*\[\[?([\w.]+)\]\]?")
ID = re.compile(r"""\s*id\s*=\s*["']([^"']*)["']""")
KEY = re.compile(r"`([\w.]+)`")
DEEP = {"pages": 1, "pages.questions": 2, "pages.questions.questions": 3}


def line_of(lines: Sequence[str], page: str, question: str, text: str) -> int:
    """Return the line of a page or question, or of the key that ``text`` names there; 0 if unknown.

    ``question`` is an id, or ``group > inner``.
    """
    wanted = [page, *(question.split(" > ") if question else [])] if page else []
    block = _block(lines, wanted)
    if block is None:
        return 0
    key = KEY.search(text)
    for number in range(*block):
        if key and re.match(rf"\s*{re.escape(key[1])}\s*=", lines[number]):
            return number + 1
    return block[0] + 1 if wanted else 0


def _block(lines: Sequence[str], wanted: list[str]) -> tuple[int, int] | None:
    """Return where the table with these ids begins, and where the next one does."""
    if not wanted:
        return 0, _next_header(lines, 0)
    path: list[str] = []
    start = depth = 0
    for number, line in enumerate(lines):
        if header := HEADER.match(line):
            start, depth = number, DEEP.get(header[1], 0)
        elif depth and (named := ID.match(line)):
            path = [*path[: depth - 1], named[1]]
            if path == wanted:
                return start, _next_header(lines, start + 1)
    return None


def _next_header(lines: Sequence[str], start: int) -> int:
    numbers = (number for number in range(start, len(lines)) if HEADER.match(lines[number]))
    return next(numbers, len(lines))

"""A post whose file is far too large: the file is dropped, and what was typed beside it stays.

A body beyond the limit is read and thrown away but for its two ends. The words of a form stand
before and after the file, and a file without its middle is still one part of the form.
"""

from io import BytesIO
from typing import BinaryIO

from flask import g, request

END = 512 * 1024
"""Bytes that are kept of each end: many times what can be typed into one of our forms."""

CHUNK = 64 * 1024


def keep_what_was_typed(limit: int) -> None:
    """Make a body beyond ``limit`` bytes small enough to be read as a form."""
    length = request.content_length or 0
    if length <= limit:
        return
    body = both_ends(request.environ["wsgi.input"], length)
    request.environ["wsgi.input"] = BytesIO(body)
    request.environ["CONTENT_LENGTH"] = str(len(body))
    g.is_oversized = True


def is_oversized() -> bool:
    """Whether the file of this post was too large to be read; what is left of it is no file."""
    return bool(g.get("is_oversized"))


def both_ends(stream: BinaryIO, length: int) -> bytes:
    """Return the first and the last bytes of a body, however long it is."""
    head, tail, left = bytearray(), bytearray(), length
    while left and (some := stream.read(min(CHUNK, left))):
        left -= len(some)
        room = max(0, END - len(head))
        head += some[:room]
        tail += some[room:]
        del tail[:-END]
    return bytes(head + tail)

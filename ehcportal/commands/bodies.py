"""What the server reads of a request that carries too much: all of it, and keeps both ends.

Waitress on its own hangs up on such a request, and a browser that is still sending then shows
nothing at all. Read to its end, the application can answer with a page (413); nothing of the
middle is stored.
"""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

from ehcportal.web.oversized import END

MOST_READ = 8 * 1024**3
"""Bytes after which the server hangs up: an hour of film."""


class BothEnds(FixedStreamReceiver):  # type: ignore[misc]
    """Takes a body in and keeps its first and its last bytes."""

    def __init__(self, length: int, buffer: Any) -> None:
        super().__init__(length, buffer)
        self.head = 0
        self.tail = bytearray()

    def received(self, data: bytes) -> int:
        """Take some of the body; return how much of ``data`` belonged to it."""
        some = data[: self.remain]
        self.remain -= len(some)
        room = max(0, END - self.head)
        self.head += len(some[:room])
        self.buf.append(some[:room])
        self.tail += some[room:]
        del self.tail[:-END]
        if self.remain == 0:
            self.buf.append(bytes(self.tail))
            self.tail.clear()
            self.completed = True
        return len(some)


def channels(limit: int) -> type[HTTPChannel]:
    """Return the kind of connection on which a body beyond ``limit`` bytes is not stored."""

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        body_rcv: Any
        error: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.content_length > limit:
                self.body_rcv = BothEnds(self.content_length, self.body_rcv.getbuf())

        def received(self, data: bytes) -> int:
            """A body in pieces, of which nobody said how long it is, ends at the limit."""
            consumed: int = super().received(data)
            if self.chunked and self.body_bytes_received > limit and not self.error:
                self.error = RequestEntityTooLarge(f"exceeds {limit} bytes")
                self.completed = True
            return consumed

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel

"""Waitress that ends well: no new connection, the begun requests answered, then the end."""

import signal
import time
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from ehcportal.commands.bodies import MOST_READ, channels

PATIENCE = 15.0
"""Seconds that begun requests get once the process was told to end."""

TURN = 0.5
"""Seconds between two looks at whether the process was told to end."""


def serve_until_told(app: Any, *, body_limit: int, **options: Any) -> None:
    """Serve ``app`` until SIGTERM or SIGINT; then answer what has begun, and return.

    Of a body beyond ``body_limit`` bytes the application gets the two ends.
    """
    server = create_server(app, max_request_body_size=MOST_READ, **options)
    server.channel_class = channels(body_limit)
    told: list[int] = []

    def tell(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    while not told:
        _turn(server)
    server.del_channel(server._map)
    server.socket.close()
    patience = time.monotonic() + PATIENCE
    while _has_begun_work(server) and time.monotonic() < patience:
        _turn(server)
    server.task_dispatcher.shutdown()


def _turn(server: Any) -> None:
    wasyncore.loop(timeout=TURN, use_poll=True, map=server._map, count=1)


def _has_begun_work(server: Any) -> bool:
    """Whether a request is being read, worked on, or its answer written."""
    return any(
        channel.requests or channel.request is not None or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )

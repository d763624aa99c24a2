"""huey as a clock and a pool: it says when a chore is due, and runs it beside the others.

Nothing depends on its queue: what must not be lost is a row (outbox, drafts, audit), so a task
that dies with its process is done a minute later. On SQLite its queue is the file ``jobs.db``
in the instance folder; on Postgres it keeps four tables of its own, ``huey_*``, in the database.
"""

import json
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.engine import make_url

from ehcportal.jobs.chores import Chore
from ehcportal.settings import Settings

NAME = "ehcportal"


class AsJson(Serializer):  # type: ignore[misc]
    """Tasks as JSON: names, ids and numbers only, and nothing that could be run when read."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


def queue(settings: Settings) -> Huey:
    """Return the queue of this portal, in its database or in the file beside it."""
    common: dict[str, Any] = {"name": NAME, "results": False, "serializer": AsJson()}
    if settings.database_url.startswith("sqlite"):
        return SqliteHuey(filename=str(settings.inside("jobs.db")), **common)
    address = make_url(settings.sqlalchemy_url).set(drivername="postgresql")
    return PostgresHuey(dsn=address.render_as_string(hide_password=False), blocking=False, **common)


def enter(found: Huey, chore: Chore, run: Any) -> None:
    """Have ``run`` called every so many minutes with the chore's name."""

    def task() -> None:
        run(chore)

    minute = f"*/{chore.minutes}" if chore.minutes < 60 else "0"
    found.periodic_task(crontab(minute=minute), name=chore.name)(task)


class Clockwork(Consumer):  # type: ignore[misc]
    """huey's consumer, without its own hold on the signals: those belong to whoever embeds it."""

    def _set_signal_handlers(self) -> None:
        """Leave SIGTERM and SIGINT alone."""

"""A portal that is killed right after it has answered a save; run as a program of its own."""

import os
import signal
import sys
from pathlib import Path

from ehcportal import create_app
from ehcportal.settings import load
from tests import paper
from tests.cast import Player


def main(instance: str, database_url: str) -> None:
    """Begin a form, save an answer, say where it is, and die."""
    settings = load(
        instance=Path(instance), database_url=database_url, testing=True, log_level="ERROR"
    )
    player = Player("nobody", None, create_app(settings).test_client())
    sheet = paper.begin(player)
    path = paper.path(sheet, "child")
    fields = {name: sheet.fields[name] for name in ("csrf_token",)}
    answer = player.client.post(path, data={**fields, "child_name-first": "Tobi", "then": "save"})
    print(paper.draft_id(sheet), answer.status_code, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

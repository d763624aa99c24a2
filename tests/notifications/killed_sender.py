"""A worker that is killed with a message in its hand; run as a program of its own."""

import os
import signal
import sys
from email.message import EmailMessage
from pathlib import Path

from ehcportal import settings
from ehcportal.models.outbox import Channel
from ehcportal.notifications import channels, delivery
from ehcportal.portal import Portal


class Killed:
    """The moment at which the power goes: before the message was handed over, or right after."""

    def __init__(self, after: channels.Post | None) -> None:
        self.after = after

    def send(self, message: EmailMessage) -> None:
        """Die."""
        if self.after is not None:
            self.after.send(message)
        os.kill(os.getpid(), signal.SIGKILL)

    def check(self) -> None:
        """Never asked."""

    def close(self) -> None:
        """Never reached."""


def main(instance: str, database_url: str, when: str) -> None:
    """Claim what is due, and die ``before`` or ``after`` it is handed over."""
    portal = Portal.open(settings.load(instance=Path(instance), database_url=database_url))
    real = channels.post_for(portal.settings, Channel.EMAIL)
    posts = delivery.Posts(portal.settings)
    posts.use(Channel.EMAIL, Killed(real if when == "after" else None))
    delivery.deliver(portal, posts)


if __name__ == "__main__":
    main(*sys.argv[1:])

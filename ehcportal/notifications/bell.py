"""The bell between a commit that leaves mail behind and the worker that carries it away.

It is heard within this process only; workers of other processes look each second.
"""

import threading
import weakref

import sqlalchemy as sa
from sqlmodel import Session

WAITING = "mail_waits"
_listening: "weakref.WeakSet[threading.Event]" = weakref.WeakSet()


def listen() -> threading.Event:
    """Return an event that is set whenever mail may be waiting. Whoever waits on it clears it."""
    event = threading.Event()
    _listening.add(event)
    return event


def ring() -> None:
    """Wake everybody who listens."""
    for event in list(_listening):
        event.set()


def ring_after_commit(session: Session) -> None:
    """Ring once the transaction of ``session`` has been committed, and not before."""
    session.info[WAITING] = True


@sa.event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    """Ring for what a whole transaction left behind; a savepoint alone is no commit."""
    if session.in_nested_transaction():
        return
    if session.info.pop(WAITING, False):
        ring()

"""The audit: ids only, written in the transaction of the change, sealed later in hashed blocks."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.audit import ChangeRecord, ReadRecord


@dataclass(frozen=True, slots=True)
class Trace:
    """Who acts, in which session and request, and from which network: columns of every record."""

    account_id: str | None = None
    session_id: str | None = None
    network: str = ""
    request_id: str = ""


INSERT_READINGS = sa.insert(ReadRecord)

SYSTEM = Trace()
"""The portal itself: the worker, a command, the demo."""


def change(
    session: Session,
    trace: Trace,
    action: str,
    *,
    of: tuple[str, str],
    case_id: str | None = None,
) -> None:
    """Record a change ``of`` an object, given as its type and id."""
    session.add(
        ChangeRecord(
            **asdict(trace),
            action=action,
            object_type=of[0],
            object_id=of[1],
            case_id=case_id,
        )
    )


def read(
    session: Session, trace: Trace, readings: Iterable[tuple[str, str, str, str | None]]
) -> None:
    """Record readings, each given as action, object type, object id and case id; in one go."""
    now = clock.now()
    rows = [
        asdict(trace)
        | {
            "at": now,
            "action": action,
            "object_type": object_type,
            "object_id": object_id,
            "case_id": case_id,
        }
        for action, object_type, object_id, case_id in readings
    ]
    if rows:
        session.connection().execute(INSERT_READINGS, rows)

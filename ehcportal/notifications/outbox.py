"""The outbox: a message is a row first, written with the change that it tells of.

Nothing that must be told is lost: the row is committed with the change or not at all, a worker
claims it with a lease, and a killed worker leaves a lease that runs out (principle 11).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import bell
from ehcportal.notifications.silence import is_silent
from ehcportal.security.keyring import KeyRing

RECEIVER = "to"
"""The sealed value that holds a telephone number: the row itself shows its last three digits."""


def put(
    session: Session,
    ring: KeyRing,
    *,
    template: str,
    recipient: str,
    account_id: str | None = None,
    case_id: str | None = None,
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
    dedupe_key: str | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    language: str = "en",
    channel: Channel = Channel.EMAIL,
) -> OutboxMessage | None:
    """Write a message into the transaction of the caller; it leaves after the commit.

    ``template`` is a folder of ``templates/email``. ``facts`` are values for its words that
    anybody may read: dates as ``2026-11-22``, paths as ``/cases/…``. ``sealed`` holds codes and
    links, which wait encrypted and are blanked once sent or expired (security note 8). After
    ``expires_at`` the message is dropped instead of sent. With a ``dedupe_key`` that was used
    before, or about the case of a child who has died, nothing is written, and None is returned.
    """
    if is_silent(session, case_id):
        return None
    now = clock.now()
    message = OutboxMessage(
        channel=channel,
        template=template,
        recipient=recipient,
        account_id=account_id,
        case_id=case_id,
        language=language,
        facts=dict(facts or {}),
        sealed_facts=ring.seal_text(json.dumps(dict(sealed))) if sealed else None,
        dedupe_key=dedupe_key,
        created_at=now,
        not_before=not_before or now,
        expires_at=expires_at,
    )
    if not _written(session, message):
        return None
    bell.ring_after_commit(session)
    return message


def put_for_nobody(session: Session, ring: KeyRing, template: str) -> None:
    """Do the work of a message that there is nobody to send to: the row is done as it is written.

    Else the time of an answer would tell whether an address is known (security note 10).
    """
    ring.seal_text(json.dumps({"nobody": template}))
    now = clock.now()
    session.add(
        OutboxMessage(
            template=template,
            recipient="",
            created_at=now,
            not_before=now,
            expires_at=now,
            done_at=now,
            outcome="expired",
        )
    )
    bell.ring_after_commit(session)


def _written(session: Session, message: OutboxMessage) -> bool:
    """Add the row, unless its key is taken, also by a transaction that runs beside this one."""
    if message.dedupe_key is None:
        session.add(message)
        return True
    if _is_taken(session, message.dedupe_key):
        return False
    session.flush()
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        if not _is_taken(session, message.dedupe_key):
            raise
        return False
    return True


def _is_taken(session: Session, dedupe_key: str) -> bool:
    query = select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key)
    return session.exec(query).first() is not None


def sealed_values(ring: KeyRing, message: OutboxMessage) -> dict[str, Any]:
    """Return what was sealed into ``message``. Raises ``Unreadable`` when its key is gone."""
    if message.sealed_facts is None:
        return {}
    values: dict[str, Any] = json.loads(ring.open_text(message.sealed_facts))
    return values

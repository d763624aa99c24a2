"""Nothing is sent about a child who has died (row C11); and what was stopped for it by mistake."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.posting import IS_UNHEARD, IS_WAITING, PostItem, ServiceMail

EXPIRED = "expired"
CLOSED = "The record was closed"
PLAIN_MAIL = ("alerts",)
"""Templates of mail that holds nothing secret, so that it can still be sent."""


def stop(session: Session, case_id: str, now: datetime) -> None:
    """Let no message leave that waits, no alert be told and nothing be posted."""
    run = session.connection().execute
    run(
        sa.update(OutboxMessage)
        .where(col(OutboxMessage.case_id) == case_id, col(OutboxMessage.done_at).is_(None))
        .values(done_at=now, outcome=EXPIRED, sealed_facts=None)
    )
    run(
        sa.update(Alert)
        .where(col(Alert.case_id) == case_id, col(Alert.sent_at).is_(None))
        .values(seen_at=now, sent_at=now)
    )
    run(
        sa.update(PostItem)
        .where(col(PostItem.case_id) == case_id, IS_WAITING)
        .values(closed_at=now, closed_reason=CLOSED)
    )
    run(
        sa.update(ServiceMail)
        .where(col(ServiceMail.case_id) == case_id, IS_UNHEARD)
        .values(settled_at=now, settled_how=CLOSED)
    )


def let_go(session: Session, case_id: str, since: set[datetime]) -> None:
    """Send what was stopped then; codes and links were blanked, and are asked for anew."""
    run: Any = session.connection().execute
    run(
        sa.update(OutboxMessage)
        .where(
            col(OutboxMessage.case_id) == case_id,
            col(OutboxMessage.done_at).in_(since),
            col(OutboxMessage.outcome) == EXPIRED,
            col(OutboxMessage.template).in_(PLAIN_MAIL),
        )
        .values(done_at=None, outcome=None, not_before=clock.now())
    )
    run(
        sa.update(Alert)
        .where(
            col(Alert.case_id) == case_id,
            col(Alert.sent_at).in_(since),
            col(Alert.seen_at) == Alert.sent_at,
        )
        .values(seen_at=None, sent_at=None)
    )
    run(
        sa.update(PostItem)
        .where(col(PostItem.case_id) == case_id, col(PostItem.closed_at).in_(since))
        .values(closed_at=None, closed_reason=None)
    )
    run(
        sa.update(ServiceMail)
        .where(col(ServiceMail.case_id) == case_id, col(ServiceMail.settled_at).in_(since))
        .values(settled_at=None, settled_how=None)
    )

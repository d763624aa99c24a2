"""Tells an event to everybody who hears of it, in the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from ehcportal.notifications import outbox
from ehcportal.notifications.recipients import Circle, News, who_hears
from ehcportal.security.keyring import KeyRing


def tell(
    session: Session,
    ring: KeyRing,
    news: News,
    circle: Circle,
    *,
    of: str,
    facts: Mapping[str, Any],
    case_id: str | None = None,
) -> int:
    """Put a message for each reader into the outbox; return how many were new.

    ``of`` is the id of what the news is about: the same news of the same thing is told once.
    """
    told = [
        outbox.put(
            session,
            ring,
            template=news.value,
            recipient=reader.email,
            account_id=reader.account_id,
            case_id=case_id,
            facts=facts,
            language=reader.language,
            dedupe_key=f"{news}:{of}:{reader.account_id or 'team'}",
        )
        for reader in who_hears(news, circle)
    ]
    return sum(message is not None for message in told)

"""One e-mail to each of those who hear of something at work: people with a login, or an inbox.

It names no child: it says where to look, and by when.
"""

from collections.abc import Iterable

from sqlmodel import Session

from ehcportal.notifications import outbox
from ehcportal.queries.advice_people import Hearer
from ehcportal.security.keyring import KeyRing


def write(
    session: Session,
    ring: KeyRing,
    hearers: Iterable[Hearer],
    *,
    template: str,
    about: str,
    case_id: str,
    facts: dict[str, str],
) -> None:
    """Put the same message for each of them into the outbox, once for what it is ``about``."""
    for each in hearers:
        outbox.put(
            session,
            ring,
            template=template,
            recipient=each.email,
            account_id=each.account_id,
            case_id=case_id,
            facts=facts,
            dedupe_key=f"{template}:{about}:{each.account_id or 'inbox'}",
            language=each.language,
        )

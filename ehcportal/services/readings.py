"""What a person of the family has opened: messages read, documents opened, once each."""

from collections.abc import Iterable

from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.document import DocumentOpening
from ehcportal.models.message import MessageReading


def messages(session: Session, account_id: str, message_ids: Iterable[str]) -> None:
    """Note that messages were read. Of two tabs at the same moment the first counts."""
    for message_id in message_ids:
        session.add(MessageReading(message_id=message_id, account_id=account_id))
    session.flush()


def document(session: Session, account_id: str, publication_id: str) -> None:
    """Note that a document was opened: each opening is a row, the proof of when."""
    session.add(
        DocumentOpening(publication_id=publication_id, account_id=account_id, opened_at=clock.now())
    )

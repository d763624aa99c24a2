"""A portal without a browser, and a real mail server on this machine."""

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import select

from ehcportal.models.outbox import OutboxMessage
from ehcportal.notifications import outbox
from ehcportal.portal import Portal
from ehcportal.settings import Settings


class MailServer:
    """Takes mail for everybody but those who are ``refused`` or told to come back ``later``."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.later: set[str] = set()
        self.port = free_port()
        self._controller: Controller | None = None

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Answer one recipient."""
        if address in self.refused:
            return "550 nobody here"
        if address in self.later:
            return "450 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one message."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def start(self) -> None:
        """Open the door."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Close the door."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def portal(settings: Settings) -> Iterator[Portal]:
    """The portal as the worker sees it; its mail goes to a Maildir."""
    found = Portal.open(settings)
    yield found
    found.database.engine.dispose()


Put = Callable[..., str]


@pytest.fixture
def put(portal: Portal) -> Put:
    """Put a message into the outbox and return its id."""

    def _put(recipient: str = "grace@mail.example", **more: Any) -> str:
        facts = {"reference": "R-1", "path": "/forms/sent/abc"}
        given = {"template": "form_sent", "facts": facts, **more}
        with portal.database.unit() as session:
            message = outbox.put(session, portal.keyring, recipient=recipient, **given)
            assert message is not None
            return message.id

    return _put


@pytest.fixture
def row(portal: Portal) -> Callable[[str], OutboxMessage]:
    """Read one row of the outbox."""

    def _row(message_id: str) -> OutboxMessage:
        with portal.database.reading() as session:
            found = session.exec(select(OutboxMessage).where(OutboxMessage.id == message_id)).one()
            session.expunge(found)
            return found

    return _row

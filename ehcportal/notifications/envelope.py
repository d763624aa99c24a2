"""A message as it travels (RFC 5322), from its words and its row."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ehcportal import clock
from ehcportal import profile as profiles
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications.channels.protocol import Refused
from ehcportal.notifications.wording import Words
from ehcportal.profile import Council
from ehcportal.settings import Settings

LONGEST_LINE = 990
"""Characters that a line of a message may have without being folded."""


def seal_up(
    row: OutboxMessage,
    words: Words,
    council: Council,
    settings: Settings,
    *,
    receiver: str | None = None,
) -> EmailMessage:
    """Return the message of ``row``. Raises ``Refused`` when its address cannot be one.

    ``receiver`` stands for the recipient of the row where that is sealed in it. The Message-ID
    comes from the row, so a repeat after a crash is recognisable as one.
    """
    message = EmailMessage()
    try:
        message["To"] = _receiver(row.channel, receiver or row.recipient)
        message["From"] = _sender(council, row.language)
        message["Subject"] = words.subject
    except (ValueError, IndexError, MessageError):
        raise Refused("not an address") from None
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id(row, settings)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = row.language
    message.set_content(words.text, cte=_encoding(words.text))
    if words.html is not None:
        message.add_alternative(words.html, subtype="html", cte=_encoding(words.html))
    if words.calendar is not None:
        message.add_attachment(words.calendar, subtype="calendar", filename="meeting.ics")
    return message


def message_id(row: OutboxMessage, settings: Settings) -> str:
    """Return the same id for the same row, however often it is sent."""
    return f"<{row.id}@{host(settings)}>"


def host(settings: Settings) -> str:
    """Return the portal's name in the ids of its mails."""
    return settings.host.rsplit(":", 1)[0].strip("[]")


def _receiver(channel: Channel, written: str) -> Address | str:
    """Return exactly one address; a text message goes to a number without gaps."""
    if channel is Channel.TEXT:
        return "".join(written.split())
    return Address(addr_spec=written)


def _sender(council: Council, language: str) -> Address:
    name = profiles.text(council.name, language)
    return Address(display_name=name, addr_spec=council.contacts.email)


def _encoding(body: str) -> str:
    """Leave a body as it is where every server takes it so (RFC 5321, 4.5.3.1.6)."""
    plain = body.isascii() and all(len(line) <= LONGEST_LINE for line in body.splitlines())
    return "7bit" if plain else "quoted-printable"

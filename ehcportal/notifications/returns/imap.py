"""Returned mail in a mailbox of a mail server, over TLS that is checked (RFC 9051)."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from ehcportal.notifications.channels.protocol import Unreachable
from ehcportal.notifications.returns.protocol import AT_ONCE, ENOUGH
from ehcportal.settings import SettingsError

TIMEOUT = 15.0
"""Seconds that any one answer of the mail server may take."""

FAULTS = (imaplib.IMAP4.error, OSError)
DEFAULT_PORT = {"imaps": 993, "imap": 143}
SETTING = "EHCPORTAL_BOUNCES"


@dataclass
class ImapBox:
    """Reads the unread mails of one folder; connects when the first one is asked for."""

    host: str
    port: int
    is_tls: bool
    folder: str
    user: str
    password: str = field(repr=False)
    _connection: imaplib.IMAP4 | None = field(default=None, init=False, repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read ``imaps://user:password@host:993/folder``. Raises ``SettingsError``."""
        parts = urlsplit(url)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if not parts.hostname or not parts.username or not parts.password:
            raise SettingsError(f"{SETTING}: needs user, password and host")
        if not folder.isascii() or not folder.isprintable() or set('"\\') & set(folder):
            raise SettingsError(f"{SETTING}: the folder needs a name in plain letters")
        try:
            port = parts.port or DEFAULT_PORT[parts.scheme]
        except ValueError:
            raise SettingsError(f"{SETTING}: the port is not a number") from None
        user, password = unquote(parts.username), unquote(parts.password)
        return cls(parts.hostname, port, parts.scheme == "imaps", folder, user, password)

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Return each unread mail under its number in the box. Raises ``Unreachable``."""
        found = self._ask("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split() if found else []
        for number in numbers[:AT_ONCE]:
            key = number.decode("ascii", "replace")
            answer = self._ask("FETCH", key, f"(BODY.PEEK[]<0.{ENOUGH}>)")
            parts = [part[1] for part in answer if isinstance(part, tuple)]
            if parts:
                yield key, parts[0]

    def mark(self, key: str, *, for_a_person: bool) -> None:
        """Set the flags that mail programs show. Raises ``Unreachable``."""
        flags = r"(\Seen \Flagged)" if for_a_person else r"(\Seen)"
        self._ask("STORE", key, "+FLAGS.SILENT", flags)

    def check(self) -> None:
        """Sign in and open the folder. Raises ``Unreachable``."""
        self._connected()

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.logout()
        except FAULTS:
            connection.shutdown()

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        try:
            kind, found = self._connected().uid(command, *arguments)
        except FAULTS as error:
            raise Unreachable(f"imap: {type(error).__name__}") from None
        if kind != "OK":
            raise Unreachable(f"imap: {command} was refused")
        return found

    def _connected(self) -> imaplib.IMAP4:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except FAULTS as error:
                raise Unreachable(f"imap: {type(error).__name__}") from None
        return self._connection

    def _connect(self) -> imaplib.IMAP4:
        if self.is_tls:
            context = ssl.create_default_context()
            made: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=context, timeout=TIMEOUT
            )
        else:
            made = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        try:
            made.login(self.user, self.password)
            kind, _found = made.select(f'"{self.folder}"')
            if kind != "OK":
                raise imaplib.IMAP4.error("no such folder")
        except BaseException:
            made.shutdown()
            raise
        return made

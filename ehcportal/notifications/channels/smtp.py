"""Messages to a mail server, over a connection that is checked before a password crosses it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from typing import NoReturn, Self
from urllib.parse import parse_qs, unquote, urlsplit

from ehcportal.notifications.channels.protocol import NotNow, Refused, Unreachable
from ehcportal.settings import SettingsError, is_loopback

TIMEOUT = 15.0
"""Seconds that any one answer of the mail server may take."""

PERMANENT = 500
"""SMTP codes from here on mean: do not try again (RFC 5321, 4.2.1)."""

SETTING = "EHCPORTAL_MAIL_URL"


class Tls(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


DEFAULT_PORT = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}


@dataclass
class SmtpPost:
    """Connects to one server at the first message, and stays connected until ``close``."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)
    returns_to: str | None = None
    """To whom a mail comes back that cannot be delivered; else to the address it is from."""
    _connection: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    @classmethod
    def from_url(cls, url: str, returns_to: str | None = None) -> Self:
        """Read ``smtp://user:password@host:port?tls=starttls``. Raises ``SettingsError``.

        Without ``tls`` the connection is protected by STARTTLS.
        """
        parts = urlsplit(url)
        tls = _tls(parse_qs(parts.query).get("tls", ["starttls"])[0])
        if not parts.hostname:
            raise SettingsError(f"{SETTING}: names no host")
        if parts.password and tls is Tls.NONE and not is_loopback(parts.hostname):
            raise SettingsError(f"{SETTING}: would send the password in clear; use tls=starttls")
        try:
            port = parts.port or DEFAULT_PORT[tls]
        except ValueError:
            raise SettingsError(f"{SETTING}: the port is not a number") from None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, tls, user, password, returns_to)

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` to the server. Raises ``Refused``, ``NotNow`` or ``Unreachable``."""
        connection = self._connected()
        try:
            connection.send_message(
                message, from_addr=self.returns_to, mail_options=_asked(connection, message)
            )
        except smtplib.SMTPRecipientsRefused as error:
            _refused(next(iter(error.recipients.values()))[0])
        except smtplib.SMTPDataError as error:
            _refused(error.smtp_code)
        except smtplib.SMTPNotSupportedError:
            raise Refused("the server cannot write to this address") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unreachable(_named(error)) from None

    def check(self) -> None:
        """Connect and sign in as for a message. Raises ``Unreachable``."""
        self._connected()

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(_named(error)) from None
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls is Tls.IMPLICIT:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.tls is Tls.STARTTLS:
                connection.starttls(context=context)
            if self.user:
                connection.login(self.user, self.password)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection


def _asked(connection: smtplib.SMTP, message: EmailMessage) -> list[str]:
    """Ask that a notice repeats the id of the mail, and not what stood in it (RFC 3461)."""
    if not connection.has_extn("dsn"):
        return []
    own = str(message["Message-ID"] or "").strip("<>").partition("@")[0]
    return ["RET=HDRS", f"ENVID={own}"] if own.isalnum() else ["RET=HDRS"]


def _tls(value: str) -> Tls:
    try:
        return Tls(value)
    except ValueError:
        raise SettingsError(f"{SETTING}: tls must be starttls, implicit or none") from None


def _refused(code: int) -> NoReturn:
    """Tell a message that will never be taken from one that may be taken later."""
    if code >= PERMANENT:
        raise Refused(f"smtp {code}")
    raise NotNow(f"smtp {code}")


def _named(error: Exception) -> str:
    """Return the kind of a fault; its message could hold an address."""
    code = getattr(error, "smtp_code", None)
    return f"smtp {code}" if code else type(error).__name__

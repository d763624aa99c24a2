"""Messages through GOV.UK Notify, by its own client (extra ``notify``).

Notify sends nothing without a template of its own. Two are enough: one for e-mail with the subject
``((subject))`` and the body ``((body))``, one for text messages with the body ``((body))``.
"""

import logging
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

from ehcportal.models.outbox import Channel
from ehcportal.notifications.channels.protocol import NotNow, Refused, Unreachable
from ehcportal.settings import Settings, SettingsError, is_loopback

ADDRESS = "https://api.notifications.service.gov.uk"
TIMEOUT = 15
"""Seconds that an answer of Notify may take."""

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KEY = re.compile(rf".*{UUID}-{UUID}")
"""A key is its name, the id of the service, and the secret."""

SCHEME = "notify:"


@dataclass
class NotifyPost:
    """Hands each message to Notify with one request."""

    channel: Channel
    address: str
    template: str
    key: str = field(repr=False)
    _client: Any = field(default=None, init=False, repr=False)

    @classmethod
    def from_settings(cls, settings: Settings, channel: Channel) -> Self:
        """Read ``notify:``, its key and its template. Raises ``SettingsError``.

        ``notify:https://…`` names another address than that of GOV.UK.
        """
        by_text = channel is Channel.TEXT
        url = settings.sms_url if by_text else settings.mail_url
        template = settings.notify_text_template if by_text else settings.notify_email_template
        name = "TEXT" if by_text else "EMAIL"
        if not template:
            raise SettingsError(f"EHCPORTAL_NOTIFY_{name}_TEMPLATE: is missing")
        if not KEY.fullmatch(settings.notify_api_key or ""):
            raise SettingsError("EHCPORTAL_NOTIFY_API_KEY: is no API key of GOV.UK Notify")
        address = _address(url.removeprefix(SCHEME) or ADDRESS)
        return cls(channel, address, template, settings.notify_api_key or "")

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` to Notify. Raises ``Refused``, ``NotNow`` or ``Unreachable``."""
        client, to = self._opened(), str(message["To"])
        body = message.get_body(("plain",))
        values = {"body": str(body.get_content()).strip() if body is not None else ""}
        reference = str(message["Message-ID"])
        if self.channel is Channel.TEXT:
            self._ask(client.send_sms_notification, to, self.template, values, reference)
        else:
            values["subject"] = str(message["Subject"])
            self._ask(client.send_email_notification, to, self.template, values, reference)

    def check(self) -> None:
        """Ask Notify for the template. Raises ``Unreachable``."""
        try:
            self._ask(self._opened().get_template, self.template)
        except (Refused, NotNow) as fault:
            raise Unreachable(str(fault)) from None

    def _ask(self, request: Any, *arguments: Any) -> None:
        from notifications_python_client.errors import APIError

        try:
            request(*arguments)
        except APIError as error:
            _failed(error.status_code)

    def _opened(self) -> Any:
        if self._client is None:
            try:
                from notifications_python_client import notifications
            except ImportError:
                raise SettingsError(
                    "EHCPORTAL_MAIL_URL: notify: needs ehcportal[notify] to be installed"
                ) from None
            # Its log would repeat Notify's answer, in which a number or address may stand.
            logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
            opened: Any = notifications.NotificationsAPIClient
            self._client = opened(self.key, self.address, TIMEOUT)
        return self._client

    def close(self) -> None:
        """Let go of the connection."""
        client, self._client = self._client, None
        if client is not None:
            client.request_session.close()


def _failed(status: int) -> NoReturn:
    """Tell what will never be taken from what may be taken later, and from a portal shut out.

    400 is about this message, as a number that cannot be one. 403 is about the key. 429 is the rate
    of a minute or the number of a day, for this channel only.
    """
    if status == HTTPStatus.BAD_REQUEST:
        raise Refused(f"notify {status}")
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR}:
        raise NotNow(f"notify {status}")
    raise Unreachable(f"notify {status}")


def _address(value: str) -> str:
    parts = urlsplit(value)
    is_here = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise SettingsError("EHCPORTAL_MAIL_URL: notify: is followed by nothing, or by https://")
    return value

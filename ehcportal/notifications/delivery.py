"""Carries the outbox away: claim, send, write down; no transaction is open while sending."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import structlog

from ehcportal import clock
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import claims, envelope, outbox, wording
from ehcportal.notifications.channels import NotNow, Post, Refused, Unreachable, post_for
from ehcportal.portal import Portal
from ehcportal.settings import Settings

log = structlog.get_logger("ehcportal.mail")


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round."""

    sent: int
    reachable: bool = True
    """False when a server did not answer: what goes by it was left for a later round."""


class Posts:
    """The ways of sending, each opened when its first message is there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: dict[Channel, Post] = {}

    def of(self, channel: Channel) -> Post:
        """Return the way in which messages of ``channel`` travel."""
        if channel not in self._open:
            self._open[channel] = post_for(self._settings, channel)
        return self._open[channel]

    def use(self, channel: Channel, post: Post) -> None:
        """Send messages of ``channel`` by ``post``, whatever the settings say."""
        self._open[channel] = post

    def close(self) -> None:
        """Close whatever was opened."""
        for post in self._open.values():
            post.close()


def deliver(
    portal: Portal, posts: Posts | None = None, *, enough: Callable[[], bool] = lambda: False
) -> Round:
    """Send all that is due, one message after another, until there is none or it is ``enough``.

    A channel that does not answer is left for a later round; the other one goes on.
    """
    sent = 0
    silent: frozenset[Channel] = frozenset()
    with closing(posts or Posts(portal.settings)) as ways:
        while not enough() and (message := _next(portal, silent)) is not None:
            try:
                sent += _carry(portal, ways, message)
            except Unreachable as fault:
                _put_off(portal, message, str(fault))
                silent |= {message.channel}
    return Round(sent, reachable=not silent)


def _next(portal: Portal, silent: frozenset[Channel]) -> OutboxMessage | None:
    now = clock.now()
    with portal.database.reading() as session:
        if not claims.is_waiting(session, now, silent):
            return None
    with portal.database.unit() as session:
        return claims.claim(session, now, silent)


def _carry(portal: Portal, posts: Posts, message: OutboxMessage) -> bool:
    """Send one message and say whether it left. Raises ``Unreachable``."""
    try:
        posts.of(message.channel).send(_written(portal, message))
    except Refused as fault:
        _give_up(portal, message, str(fault))
        return False
    except NotNow as fault:
        _put_off(portal, message, str(fault))
        return False
    except Unreachable:
        raise
    except Exception as fault:  # a fault in one message must not hold up the others
        log.error("mail_fault", id=message.id, template=message.template, exc_info=fault)
        _put_off(portal, message, type(fault).__name__)
        return False
    _mark_sent(portal, message, clock.now())
    return True


def _written(portal: Portal, message: OutboxMessage) -> EmailMessage:
    sealed = outbox.sealed_values(portal.keyring, message)
    receiver = sealed.pop(outbox.RECEIVER, message.recipient)
    words = wording.write(
        message.template,
        {**message.facts, **sealed},
        profile=portal.profile,
        base_url=portal.settings.base_url,
        language=message.language,
        channel=message.channel,
    )
    council, settings = portal.profile.council, portal.settings
    return envelope.seal_up(message, words, council, settings, receiver=receiver)


def _mark_sent(portal: Portal, message: OutboxMessage, now: datetime) -> None:
    with portal.database.unit() as session:
        claims.mark_sent(session, message, now)
    log.info("mail_sent", id=message.id, template=message.template)


def _give_up(portal: Portal, message: OutboxMessage, fault: str) -> None:
    with portal.database.unit() as session:
        claims.mark_failed(session, message, clock.now(), fault)
    log.warning("mail_refused", id=message.id, template=message.template, fault=fault)


def _put_off(portal: Portal, message: OutboxMessage, fault: str) -> None:
    with portal.database.unit() as session:
        claims.put_off(session, message, clock.now(), fault)
    log.warning("mail_put_off", id=message.id, template=message.template, fault=fault)

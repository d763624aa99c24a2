"""The mail server is down for an hour while thousands are told: none is lost, none comes twice."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from time_machine import travel

from ehcportal.jobs import chores
from ehcportal.models.account import Account, AccountState
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.outbox import OutboxMessage
from ehcportal.notifications import delivery
from ehcportal.portal import Portal
from ehcportal.services import alerts
from ehcportal.settings import load
from tests.notifications.conftest import MailServer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def people(portal: Portal, number: int) -> list[str]:
    """Make so many accounts; return their ids."""
    addresses = [f"reader{each}@mail.example" for each in range(number)]
    made = [
        Account(
            email=each,
            email_folded=each,
            forename="A",
            surname="Reader",
            state=AccountState.ACTIVE,
        )
        for each in addresses
    ]
    with portal.database.unit() as session:
        session.add_all(made)
        session.flush()
        return [each.id for each in made]


def tell(portal: Portal, ids: list[str], times: int) -> None:
    """Tell each of them so many things, one transaction a person."""
    for account_id in ids:
        with portal.database.unit() as session:
            for number in range(times):
                path = f"/cases/abc/messages/{number}"
                key = f"message:{number}:{account_id}"
                kind = AlertKind.MESSAGE
                alerts.tell(session, portal.keyring, account_id, kind, path, dedupe_key=key)


def minute(portal: Portal) -> delivery.Round:
    """Do what the worker does each minute."""
    chores.send_alerts(portal)
    return delivery.deliver(portal)


def waiting(portal: Portal) -> int:
    """Return how much has not left yet."""
    with portal.database.reading() as session:
        unsent = select(Alert.id).where(Alert.sent_at == None)  # noqa: E711 - SQL
        undone = select(OutboxMessage.id).where(OutboxMessage.done_at == None)  # noqa: E711 - SQL
        return len(session.exec(unsent).all()) + len(session.exec(undone).all())


@pytest.mark.parametrize(
    ("readers", "things"),
    [(8, 3), pytest.param(5000, 1, marks=pytest.mark.full)],
)
def test_none_is_lost_and_none_comes_twice(
    portal: Portal, mail_server: MailServer, readers: int, things: int
) -> None:
    url = f"smtp://127.0.0.1:{mail_server.port}?tls=none"
    settings = load(**{**portal.settings.model_dump(), "mail_url": url})
    mailing = replace(portal, settings=settings)
    ids = people(portal, readers)
    mail_server.stop()
    with travel(NOON, tick=False) as time:
        tell(portal, ids, things)
        for _ in range(12):
            time.shift(timedelta(minutes=5))
            assert minute(mailing).sent == 0
        mail_server.start()
        tell(portal, ids, things)
        for _ in range(30):
            time.shift(timedelta(minutes=5))
            minute(mailing)
            if not waiting(portal):
                break
    received = Counter(str(mail["To"]) for mail in mail_server.received)
    assert received == {f"reader{number}@mail.example": 1 for number in range(readers)}
    assert len({mail["Message-ID"] for mail in mail_server.received}) == readers

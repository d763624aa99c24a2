"""Alerts: nothing is told twice or lost, no name travels, and a busy day is one e-mail."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.jobs import chores
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.models.alert import Alert, AlertBy, AlertKind
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import claims
from ehcportal.portal import Portal
from ehcportal.services import alerts
from tests.cast import Cast
from tests.letterbox import Letterbox

PATH = "/cases/abc/messages/def"


@pytest.fixture
def ring(app: Flask) -> Any:
    return app.extensions["keyring"]


@pytest.fixture
def parent(cast: Cast) -> Account:
    return cast.accounts["parent"]


def later(session: Session, ring: Any) -> int:
    return alerts.send_due(session, ring, clock.now() + alerts.TOGETHER)


def letters(session: Session) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.template == "alerts")
    return list(session.exec(wanted.order_by(col(OutboxMessage.channel))).all())


def test_several_at_once_are_one_email(
    app: Flask, parent: Account, session: Session, ring: Any
) -> None:
    for number in range(3):
        alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, f"{PATH}{number}")
    alerts.tell(session, ring, parent.id, AlertKind.TO_COMPLETE, "/f", act_by="2026-12-04")
    assert alerts.send_due(session, ring, clock.now()) == 0, "they wait for each other"
    assert later(session, ring) == 1
    session.commit()
    words = Letterbox(app).words(parent.email, "alerts")
    assert "You have 3 new messages." in words.text
    assert "There is a form for you to fill in. Please act by Friday 4 December 2026." in words.text
    assert "/home" in words.text
    assert "01632 960 100" in words.text, "how to reach the council"
    for name in ("Grace", "Okafor", "Maya"):
        assert name not in words.text + words.subject + (words.html or "")


def test_a_single_alert_leads_to_its_place(
    app: Flask, parent: Account, session: Session, ring: Any
) -> None:
    alerts.tell(session, ring, parent.id, AlertKind.DOCUMENT, PATH)
    later(session, ring)
    session.commit()
    words = Letterbox(app).words(parent.email, "alerts")
    assert PATH in words.text
    assert words.subject == "New document for you on the EHC Portal"


def test_the_same_thing_is_told_once(parent: Account, session: Session, ring: Any) -> None:
    told = [
        alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH, dedupe_key="message:1")
        for _ in range(2)
    ]
    assert told == [True, False]


def test_a_second_round_finds_nothing_left(parent: Account, session: Session, ring: Any) -> None:
    alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH)
    assert [later(session, ring), later(session, ring)] == [1, 0]
    assert len(letters(session)) == 1


def test_what_was_looked_at_in_time_is_not_told(
    parent: Account, session: Session, ring: Any
) -> None:
    alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH)
    alerts.seen(session, parent.id, PATH)
    later(session, ring)
    assert letters(session) == []


def test_a_decision_goes_at_once_and_by_email_whatever_was_chosen(
    parent: Account, session: Session, ring: Any
) -> None:
    alerts.choose(session, parent.id, dict.fromkeys(AlertKind, AlertBy.NONE))
    alerts.tell(session, ring, parent.id, AlertKind.STAGE, PATH, act_by="2026-12-04")
    (letter,) = letters(session)
    assert letter.channel is Channel.EMAIL
    assert later(session, ring) == 0, "and only once"


def test_who_wants_nothing_hears_nothing(parent: Account, session: Session, ring: Any) -> None:
    alerts.choose(session, parent.id, {AlertKind.MESSAGE: AlertBy.NONE})
    alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH)
    later(session, ring)
    assert letters(session) == []


def test_a_text_goes_to_a_proved_number_and_else_an_email(
    parent: Account, session: Session, ring: Any
) -> None:
    alerts.choose(session, parent.id, {AlertKind.MESSAGE: AlertBy.TEXT})
    alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH)
    later(session, ring)
    assert [each.channel for each in letters(session)] == [Channel.EMAIL]
    session.add(
        Factor(
            account_id=parent.id,
            kind=FactorKind.TEXT,
            sealed_secret=ring.seal_text("07700 900123"),
            last_digits="123",
            confirmed_at=clock.now(),
        )
    )
    alerts.tell(session, ring, parent.id, AlertKind.MESSAGE, PATH)
    later(session, ring)
    text = letters(session)[-1]
    assert (text.channel, text.recipient) == (Channel.TEXT, "123")
    assert "07700" not in str(text.facts)


def test_an_hour_without_mail_server_loses_none_and_sends_none_twice(
    app: Flask, cast: Cast
) -> None:
    portal = Portal.of(app.extensions)
    with portal.database.unit() as session:
        for account in cast.accounts.values():
            for number in range(20):
                key = f"{account.id}:{number}"
                alerts.tell(
                    session,
                    portal.keyring,
                    account.id,
                    AlertKind.MESSAGE,
                    f"{PATH}{number}",
                    dedupe_key=key,
                )
        for alert in session.exec(select(Alert)).all():
            alert.sendable_at = clock.now()
    for _ in range(3):
        chores.send_alerts(portal)
    with portal.database.unit() as session:
        now = clock.now()
        for _ in cast.accounts:
            row = claims.claim(session, now)
            assert row
            assert claims.put_off(session, row, now, "no answer")
        waiting = letters(session)
        assert len(waiting) == len(cast.accounts)
        assert all(each.done_at is None for each in waiting)
        assert not claims.is_waiting(session, now)
        assert claims.is_waiting(session, now + timedelta(hours=1))

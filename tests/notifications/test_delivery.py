"""Mail goes out, once: when the server is down, when two carry at once, when a worker is killed."""

import mailbox
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from time_machine import travel

from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import channels, claims, delivery, envelope
from ehcportal.notifications.wording import Words
from ehcportal.portal import Portal
from ehcportal.settings import load
from tests.notifications.conftest import MailServer, Put

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Row = Callable[[str], OutboxMessage]


def captured(portal: Portal, folder: str = "mail") -> list[EmailMessage]:
    """Read the Maildir as any mail program would."""
    box = mailbox.Maildir(portal.settings.inside(folder), create=True)
    parser = BytesParser(policy=policy.default)
    return [parser.parsebytes(box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118


def over_smtp(portal: Portal, port: int) -> Portal:
    """Return the same portal with its mail going to a server."""
    url = f"smtp://127.0.0.1:{port}?tls=none"
    changed = load(**{**portal.settings.model_dump(), "mail_url": url})
    return replace(portal, settings=changed)


def test_a_thank_you_reaches_the_maildir_in_two_forms(portal: Portal, put: Put) -> None:
    message_id = put()
    assert delivery.deliver(portal).sent == 1
    (mail,) = captured(portal)
    assert mail["To"] == "grace@mail.example"
    assert mail["From"] == "Brookshire County Council <ehc@brookshire.example>"
    assert mail["Subject"] == "We have your form"
    assert mail["Message-ID"] == f"<{message_id}@127.0.0.1>"
    assert mail["Date"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text, html):
        assert "http://127.0.0.1:8000/forms/sent/abc" in part.get_content()
        assert "01632 960 100" in part.get_content(), "the council's number at the foot"


def test_a_text_message_is_one_file_with_the_number(portal: Portal) -> None:
    text = OutboxMessage(template="code", recipient="07700 900123", channel=Channel.TEXT)
    words = Words("Your code is 1234 5678\n")
    message = envelope.seal_up(text, words, portal.profile.council, portal.settings)
    channels.post_for(portal.settings, Channel.TEXT).send(message)
    (found,) = captured(portal, "sms")
    assert found["To"] == "07700900123"
    assert "Your code is 1234 5678" in found.get_content()


def test_what_was_sent_is_not_sent_again_and_its_code_is_gone(
    portal: Portal, put: Put, row: Row
) -> None:
    message_id = put(sealed={"code": "12345678"})
    delivery.deliver(portal)
    assert delivery.deliver(portal).sent == 0
    assert len(captured(portal)) == 1
    found = row(message_id)
    assert found.outcome == claims.SENT
    assert found.sealed_facts is None


def test_a_real_server_gets_the_message(portal: Portal, put: Put, mail_server: MailServer) -> None:
    put()
    put("daniel@mail.example")
    assert delivery.deliver(over_smtp(portal, mail_server.port)).sent == 2
    assert {mail["To"] for mail in mail_server.received} == {
        "grace@mail.example",
        "daniel@mail.example",
    }


def test_an_address_that_is_refused_does_not_hold_up_the_next(
    portal: Portal, put: Put, row: Row, mail_server: MailServer
) -> None:
    wrong, broken = put("gone@mail.example"), put("two@a.example, three@b.example")
    put()
    mail_server.refused.add("gone@mail.example")
    assert delivery.deliver(over_smtp(portal, mail_server.port)).sent == 1
    assert [mail["To"] for mail in mail_server.received] == ["grace@mail.example"]
    assert row(wrong).outcome == claims.FAILED
    assert row(wrong).last_fault == "smtp 550"
    assert row(broken).outcome == claims.FAILED


def test_a_server_that_says_later_is_asked_later(
    portal: Portal, put: Put, mail_server: MailServer
) -> None:
    mailing = over_smtp(portal, mail_server.port)
    with travel(NOON, tick=False) as time:
        put()
        put("daniel@mail.example")
        mail_server.later.add("grace@mail.example")
        assert delivery.deliver(mailing).sent == 1
        mail_server.later.clear()
        assert delivery.deliver(mailing).sent == 0, "asked again too soon"
        time.shift(timedelta(minutes=1))
        assert delivery.deliver(mailing).sent == 1
    assert len(mail_server.received) == 2


def test_mail_waits_while_the_server_is_down_and_then_goes_out_once(
    portal: Portal, put: Put, row: Row, mail_server: MailServer
) -> None:
    mailing = over_smtp(portal, mail_server.port)
    mail_server.stop()
    with travel(NOON, tick=False) as time:
        message_id = put()
        assert delivery.deliver(mailing) == delivery.Round(0, reachable=False)
        assert row(message_id).outcome is None
        mail_server.start()
        time.shift(timedelta(minutes=1))
        assert delivery.deliver(mailing).sent == 1
        time.shift(timedelta(days=1))
        assert delivery.deliver(mailing).sent == 0
    assert len(mail_server.received) == 1


def test_after_three_days_of_trying_a_message_has_failed(
    portal: Portal, put: Put, row: Row, mail_server: MailServer
) -> None:
    mailing = over_smtp(portal, mail_server.port)
    mail_server.later.add("grace@mail.example")
    with travel(NOON, tick=False) as time:
        message_id = put()
        hours = 0
        while row(message_id).outcome is None:
            delivery.deliver(mailing)
            time.shift(timedelta(hours=1))
            hours += 1
    assert 70 <= hours <= 76
    assert row(message_id).outcome == claims.FAILED


def test_an_old_code_is_dropped_and_never_sent(portal: Portal, put: Put, row: Row) -> None:
    with travel(NOON, tick=False) as time:
        message_id = put(sealed={"code": "1"}, expires_at=NOON + timedelta(minutes=10))
        time.shift(timedelta(minutes=11))
        assert delivery.deliver(portal).sent == 0
        with portal.database.unit() as session:
            assert claims.expire(session, NOON + timedelta(minutes=11)) == 1
    found = row(message_id)
    assert (found.outcome, found.sealed_facts) == (claims.EXPIRED, None)


def test_a_message_without_words_does_not_hold_up_the_next(
    portal: Portal, put: Put, row: Row
) -> None:
    broken = put(template="no_such_words")
    put()
    assert delivery.deliver(portal).sent == 1
    assert row(broken).outcome is None
    assert row(broken).last_fault == "TemplateNotFound"


def test_two_workers_at_once_send_each_message_once(portal: Portal, put: Put) -> None:
    sent = {put(f"reader{number}@mail.example") for number in range(12)}
    together = threading.Barrier(2)
    rounds: list[delivery.Round] = []

    def work() -> None:
        together.wait(10)
        rounds.append(delivery.deliver(portal))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(found.sent for found in rounds) == 12
    ids = [mail["Message-ID"] for mail in captured(portal)]
    assert sorted(ids) == sorted(f"<{message_id}@127.0.0.1>" for message_id in sent)


def test_a_worker_that_was_too_slow_does_not_undo_the_next_one(portal: Portal, put: Put) -> None:
    put()
    with portal.database.unit() as session:
        slow = claims.claim(session, datetime.now(UTC))
    assert slow is not None
    later = datetime.now(UTC) + claims.LEASE
    with portal.database.unit() as session:
        second = claims.claim(session, later)
    assert second is not None
    with portal.database.unit() as session:
        assert not claims.put_off(session, slow, later, "slow")
        assert claims.mark_sent(session, second, later)


@pytest.mark.parametrize(("when", "copies"), [("before", 1), ("after", 2)])
def test_a_killed_worker_loses_nothing(portal: Portal, put: Put, when: str, copies: int) -> None:
    """Killed after handing over, the same message goes twice, recognisable by its Message-ID."""
    message_id = put()
    program = [sys.executable, "-m", "tests.notifications.killed_sender"]
    settings = portal.settings
    ended = subprocess.run(
        [*program, str(settings.instance), settings.database_url, when], timeout=120, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert delivery.deliver(portal).sent == 0, "the lease of the killed worker still holds"
    with travel(datetime.now(UTC) + claims.LEASE, tick=False):
        assert delivery.deliver(portal).sent == 1
    ids = [mail["Message-ID"] for mail in captured(portal)]
    assert ids == [f"<{message_id}@127.0.0.1>"] * copies

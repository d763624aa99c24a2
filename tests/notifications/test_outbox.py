"""What is to be told is written down with the change, once, and sealed where it is a secret."""

import threading

import pytest
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.outbox import OutboxMessage
from ehcportal.notifications import bell, outbox
from ehcportal.security.keyring import KeyRing, new_key

RING = KeyRing((new_key(),))


def form_sent(session: Session, dedupe_key: str | None = None) -> OutboxMessage | None:
    """Put a thank-you into the outbox."""
    return outbox.put(
        session,
        RING,
        template="form_sent",
        recipient="grace@mail.example",
        facts={"reference": "R-1", "path": "/forms/sent/abc"},
        dedupe_key=dedupe_key,
    )


def rows(database: Database) -> list[OutboxMessage]:
    """Read the whole outbox."""
    with database.reading() as session:
        found = list(session.exec(select(OutboxMessage)))
        session.expunge_all()
        return found


def test_the_same_news_twice_is_one_message(database: Database) -> None:
    with database.unit() as session:
        assert form_sent(session, "form_sent:1") is not None
        assert form_sent(session, "form_sent:1") is None
    with database.unit() as session:
        assert form_sent(session, "form_sent:1") is None
    assert len(rows(database)) == 1


def test_the_same_news_from_two_requests_at_once_is_one_message(database: Database) -> None:
    together = threading.Barrier(2)

    def tell() -> None:
        together.wait(10)
        with database.unit() as session:
            form_sent(session, "form_sent:1")

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(rows(database)) == 1


def test_a_change_that_is_undone_tells_nobody(database: Database) -> None:
    def fail() -> None:
        with database.unit() as session:
            form_sent(session)
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert rows(database) == []


def test_a_code_is_unreadable_in_the_database(database: Database) -> None:
    with database.unit() as session:
        outbox.put(
            session,
            RING,
            template="sign_in_code",
            recipient="grace@mail.example",
            sealed={"code": "12345678"},
            expires_at=clock.now(),
        )
    (row,) = rows(database)
    assert "12345678" not in str(row.model_dump())
    assert outbox.sealed_values(RING, row) == {"code": "12345678"}


@pytest.mark.parametrize("keyed", [None, "form_sent:1"])
def test_the_worker_is_woken_by_the_commit_and_not_before(
    database: Database, keyed: str | None
) -> None:
    event = bell.listen()
    with database.unit() as session:
        form_sent(session, keyed)
        assert not event.is_set(), "the worker would look before there is anything to see"
    assert event.is_set()


def test_a_change_without_news_wakes_nobody(database: Database) -> None:
    event = bell.listen()
    with database.unit() as session:
        session.exec(select(OutboxMessage)).all()
    assert not event.is_set()

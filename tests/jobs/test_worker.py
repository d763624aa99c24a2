"""The worker sends at once, does its chores in turn, and ends cleanly when it is told to."""

import mailbox
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlmodel import select

from ehcportal.jobs import leases, timetable
from ehcportal.jobs.chores import Chore
from ehcportal.jobs.worker import Worker
from ehcportal.models.audit import AuditBlock, ReadRecord
from ehcportal.models.outbox import Lease
from ehcportal.notifications import outbox
from ehcportal.portal import Portal
from ehcportal.settings import load

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def worker(portal: Portal) -> Iterator[Worker]:
    """A worker in threads beside the test, as ``serve`` runs it."""
    found = Worker(portal)
    found.start()
    yield found
    found.stop()


def put(portal: Portal) -> None:
    """Leave a message behind, as a request does."""
    with portal.database.unit() as session:
        outbox.put(
            session,
            portal.keyring,
            template="form_sent",
            recipient="grace@mail.example",
            facts={"reference": "R-1", "path": "/forms/sent/abc"},
        )


def mail(portal: Portal) -> int:
    """Count the messages in the Maildir."""
    return len(mailbox.Maildir(portal.settings.inside("mail"), create=True))


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Look again and again whether something has become true, for so many seconds."""
    pause = threading.Event()
    end = monotonic() + seconds
    while monotonic() < end:
        if true():
            return True
        pause.wait(0.02)
    return true()


@pytest.mark.usefixtures("worker")
def test_a_code_leaves_within_two_seconds_of_its_commit(portal: Portal) -> None:
    put(portal)
    assert until(lambda: mail(portal) == 1, seconds=2)


@pytest.mark.usefixtures("worker")
def test_mail_of_another_process_leaves_within_two_seconds(portal: Portal) -> None:
    program = (
        "import sys; from tests.jobs.test_worker import put_elsewhere; put_elsewhere(*sys.argv[1:])"
    )
    settings = portal.settings
    arguments = [sys.executable, "-c", program, str(settings.instance), settings.database_url]
    subprocess.run(arguments, timeout=120, check=True)
    assert until(lambda: mail(portal) == 1, seconds=2)


def put_elsewhere(instance: str, database_url: str) -> None:
    """Leave a message behind in a process of its own."""
    put(Portal.open(load(instance=Path(instance), database_url=database_url)))


def test_a_stopped_worker_gives_its_turn_back(portal: Portal) -> None:
    worker = Worker(portal)
    worker.start()
    try:
        assert worker.takes_turn()
    finally:
        worker.stop()
    with portal.database.reading() as session:
        assert session.exec(select(Lease)).all() == []


def test_of_two_units_only_one_has_the_turn_until_it_falls_silent(portal: Portal) -> None:
    with portal.database.unit() as session:
        assert leases.hold(session, "first", NOON)
        assert not leases.hold(session, "second", NOON)
        assert leases.hold(session, "first", NOON + timedelta(minutes=2))
        assert not leases.hold(session, "second", NOON + timedelta(minutes=4))
        assert leases.hold(session, "second", NOON + timedelta(minutes=5))
        assert not leases.hold(session, "first", NOON + timedelta(minutes=6))


def test_once_does_what_is_due_and_ends(portal: Portal) -> None:
    put(portal)
    with portal.database.unit() as session:
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        session.add(ReadRecord(at=long_ago, action="x", object_type="case", object_id="1"))
    Worker(portal).run_once()
    assert mail(portal) == 1
    with portal.database.reading() as session:
        assert len(session.exec(select(AuditBlock)).all()) == 1


def test_a_chore_that_fails_does_not_stop_the_others(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail(_portal: Portal) -> None:
        raise LookupError("grace@mail.example")

    chores = (Chore("fails", 1, fail), Chore("works", 1, lambda _portal: done.append("works")))
    monkeypatch.setattr("ehcportal.jobs.worker.ALL", chores)
    Worker(portal).run_once()
    assert done == ["works"]


def test_a_chore_is_called_when_its_minute_has_come(portal: Portal) -> None:
    """The clock and the pool are huey's; the queue is a file, or tables on Postgres."""
    called = threading.Event()
    found = timetable.queue(portal.settings)
    timetable.enter(found, Chore("seal", 1, print), lambda _chore: called.set())
    (task,) = found.read_periodic(datetime(2026, 11, 23, 12, 7))
    found.enqueue(task)
    clockwork = timetable.Clockwork(found, periodic=False)
    clockwork.start()
    assert called.wait(10)
    clockwork.stop(graceful=True)
    found.storage.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_cleanly_when_it_is_told_to(portal: Portal, number: int) -> None:
    environment = {
        **os.environ,
        "EHCPORTAL_INSTANCE": str(portal.settings.instance),
        "EHCPORTAL_DATABASE_URL": portal.settings.database_url,
    }
    program = [sys.executable, "-m", "ehcportal", "worker"]
    running = subprocess.Popen(program, env=environment)
    put(portal)
    assert until(lambda: mail(portal) == 1, seconds=120)
    running.send_signal(number)
    assert running.wait(60) == 0

"""The background worker: a thread that carries mail, and a pool that does the chores."""

import os
import secrets
import signal
import socket
import threading
from types import FrameType

import structlog

from ehcportal import clock
from ehcportal.jobs import leases, timetable
from ehcportal.jobs.chores import ALL, Chore
from ehcportal.notifications import bell, delivery
from ehcportal.portal import Portal

log = structlog.get_logger("ehcportal.worker")

LOOK_EVERY = 1.0
"""Seconds between two looks for mail that another process put into the outbox."""

AFTER_A_FAULT = 10.0
"""Seconds of rest when the mail server or the database did not answer."""

PATIENCE = 20.0
"""Seconds that a clean end waits for a message or a chore that has begun."""


class Worker:
    """Works in threads of its own, inside the web server's process or alone."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._stopping = threading.Event()
        self._bell = bell.listen()
        self._threads: list[threading.Thread] = []
        self._clockwork: timetable.Clockwork | None = None

    def start(self) -> None:
        """Begin to work; returns at once."""
        found = timetable.queue(self.portal.settings)
        for chore in ALL:
            timetable.enter(found, chore, self._in_turn)
        self._clockwork = timetable.Clockwork(found, shutdown_timeout=PATIENCE)
        self._threads = [
            threading.Thread(target=self._carry_mail, name="mail", daemon=True),
            threading.Thread(target=self._clockwork.run, name="chores", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        log.info("worker_started", holder=self.holder)

    def stop(self) -> None:
        """Finish what has begun, give the lease back, and end."""
        self._stopping.set()
        self._bell.set()
        if self._clockwork is not None:
            self._clockwork.stop(graceful=True)
        for thread in self._threads:
            thread.join(PATIENCE)
        if self._clockwork is not None:
            self._clockwork.huey.storage.close()
        self._release()
        log.info("worker_stopped", holder=self.holder)

    def run_forever(self) -> None:
        """Work until SIGTERM or SIGINT. Call it in the main thread."""

        def told(_number: int, _frame: FrameType | None) -> None:
            self._stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, told)
        self.start()
        self._stopping.wait()
        self.stop()

    def run_once(self) -> None:
        """Do all chores and send what is due, then return; another worker may run meanwhile."""
        for chore in ALL:
            self._do(chore)
        self._mail_round()

    def _carry_mail(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            went_well = self._mail_round()
            self._bell.wait(LOOK_EVERY if went_well else AFTER_A_FAULT)

    def _mail_round(self) -> bool:
        try:
            return delivery.deliver(self.portal, enough=self._stopping.is_set).reachable
        except Exception as fault:  # whatever it was, the next round may be better
            log.error("mail_round", exc_info=fault)
            return False

    def _in_turn(self, chore: Chore) -> None:
        """Do a chore if it is this unit's turn."""
        if not self._stopping.is_set() and self.takes_turn():
            self._do(chore)

    def takes_turn(self) -> bool:
        """Take or keep the turn at the periodic tasks, if no other unit has it."""
        try:
            with self.portal.database.unit() as session:
                return leases.hold(session, self.holder, clock.now())
        except Exception as fault:  # no database, no turn
            log.error("lease", exc_info=fault)
            return False

    def _do(self, chore: Chore) -> None:
        """Do a chore. A fault is logged without its text, which could hold personal data."""
        try:
            chore.do(self.portal)
        except Exception as fault:  # one chore must not stop the others
            log.error("chore", name=chore.name, exc_info=fault)

    def _release(self) -> None:
        try:
            with self.portal.database.unit() as session:
                leases.release(session, self.holder)
        except Exception as fault:  # the lease runs out by itself
            log.error("lease", exc_info=fault)

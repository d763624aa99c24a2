"""The chores of archives: one is made at a time, on the disk; what had its day is removed."""

from datetime import timedelta
from typing import BinaryIO, cast

from ehcportal import clock, storage
from ehcportal.content.voices import voices_of
from ehcportal.portal import Portal
from ehcportal.services.archives import asking
from ehcportal.services.archives.asking import Claim
from ehcportal.services.archives.packing import Packing
from ehcportal.services.archives.papers import Maker
from ehcportal.services.archives.zipping import ZipStream
from ehcportal.storage import Storage, StoredObject

ABANDONED = timedelta(days=1)
"""After this long a half-written file in the store is nobody's any more."""

NOTED_EVERY = timedelta(seconds=1)
"""How exactly the page knows how far an archive is."""

SHARE = timedelta(seconds=30)
"""After this long the next archive waits, so that alerts and other chores get their turn."""


class OvertakenError(Exception):
    """The lease ran out and another worker makes this archive, or it is no longer wanted."""


def make_archives(portal: Portal) -> None:
    """Make the archives that wait, one after the other, as long as its share of time lasts."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    until = clock.now() + SHARE
    while clock.now() < until and (mine := _claimed(portal)) is not None:
        try:
            _make(portal, kept, mine)
        except OvertakenError:
            continue


def remove_archives(portal: Portal) -> None:
    """Remove archives whose day is over or whose reader's access has ended."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    now = clock.now()
    with portal.database.unit() as session:
        asking.remove_what_is_over(session, now, kept.delete)
    kept.clear_abandoned(before=now - ABANDONED)


def _claimed(portal: Portal) -> Claim | None:
    with portal.database.unit() as session:
        return asking.claim(session, clock.now())


def _make(portal: Portal, kept: Storage, mine: Claim) -> None:
    progress = _Progress(portal, mine)
    with portal.database.reading() as session:
        topics = voices_of(portal.settings.instance)
        maker = Maker(session, mine.archive, portal.profile, topics)
        packing = Packing(maker, kept, progress.note)
        made = kept.put(cast(BinaryIO, ZipStream(packing.entries())))
    if not _finished(portal, progress.mine, made):
        kept.delete(made.key)


def _finished(portal: Portal, mine: Claim, made: StoredObject) -> bool:
    with portal.database.unit() as session:
        return asking.finish(session, portal.keyring, mine, made)


class _Progress:
    """Writes down how far an archive is, and holds the lease meanwhile."""

    def __init__(self, portal: Portal, mine: Claim) -> None:
        self.portal = portal
        self.mine = mine
        self._noted = clock.now() - NOTED_EVERY

    def note(self, done: int, total: int) -> None:
        """Note it, at most once a second and at the end. Raises ``OvertakenError``."""
        now = clock.now()
        if done < total and now - self._noted < NOTED_EVERY:
            return
        with self.portal.database.unit() as session:
            mine = asking.go_on(session, self.mine, done, total)
        if mine is None:
            raise OvertakenError
        self.mine, self._noted = mine, now

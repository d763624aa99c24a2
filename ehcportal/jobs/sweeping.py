"""The chore of stored files that no row knows: they go in the night, when they are a day old."""

import structlog

from ehcportal import clock, storage
from ehcportal.portal import Portal
from ehcportal.queries import stray_files

log = structlog.get_logger("ehcportal.storage")

HOUR = 3
"""In London: once a day is enough, and nobody waits for the disk then."""


def sweep_at_night(portal: Portal) -> None:
    """Sweep when it is the hour for it."""
    if clock.london(clock.now()).hour == HOUR:
        sweep(portal)


def sweep(portal: Portal) -> int:
    """Remove files without a row; return how many. Where most have none, nothing is touched.

    Then the files rather belong to another database, and somebody has to look (``doctor``).
    """
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    with portal.database.reading() as session:
        found = stray_files.find(session, kept, clock.now())
    if found.are_too_many:
        log.error("stray_files", strays=len(found.keys), known=found.known)
        return 0
    removed = sum(kept.delete(key) for key in found.keys)
    if removed:
        log.info("stray_files_removed", removed=removed)
    return removed

"""The chore of mail that came back: what failed for good becomes a task for a person.

Statute.md 11. A notice never moves a date by itself: a person notes how the family was reached.
"""

from collections import Counter
from contextlib import closing

import structlog

from ehcportal import clock
from ehcportal.notifications import claims, envelope, returns
from ehcportal.notifications.returns import Box, Fate
from ehcportal.portal import Portal

log = structlog.get_logger("ehcportal.mail")


def read_returned_mail(portal: Portal) -> None:
    """Read what has come back since the last time, if the council named where it comes back to."""
    box = returns.box_for(portal.settings)
    if box is None:
        return
    counted: Counter[str] = Counter()
    try:
        with closing(box):
            for key, raw in box.unread():
                fate = _deal_with(portal, box, key, raw)
                counted[fate.value] += 1
    except returns.Unreachable as fault:
        log.warning("returned_mail_unreachable", fault=str(fault))
    if counted:
        log.info("returned_mail", **counted)


def _deal_with(portal: Portal, box: Box, key: str, raw: bytes) -> Fate:
    """Write down what one mail says, then mark it as read; a person looks at the others."""
    found = returns.read(raw, envelope.host(portal.settings))
    fate = found.fate
    if fate is not Fate.UNKNOWN:
        with portal.database.unit() as session:
            if not claims.was_ours(session, found.message_id):
                fate = Fate.UNKNOWN
            elif fate is Fate.RETURNED:
                fault = f"returned {found.code}"
                claims.mark_returned(session, found.message_id, clock.now(), fault)
    box.mark(key, for_a_person=fate is Fate.UNKNOWN)
    return fate

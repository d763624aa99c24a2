"""Key dates as a calendar file (RFC 5545), and the private address that gives it (guide row S11).

A feed is opened by whoever knows its address, without a login, so it names nobody: it says what
kind of day it is and the reference of the case. Only a hash of the address is stored.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.alert import CalendarFeed
from ehcportal.queries.calendar_dates import CalendarDate
from ehcportal.queries.people import token_hash
from ehcportal.security import audit, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.security.throttle import Bucket, Limit

QUARTER = timedelta(minutes=15)
OF_FEED = Limit("calendar-feed", 30, QUARTER)
FROM_NETWORK = Limit("calendar-network", 600, QUARTER)
"""Programs of many families may come from one network; nobody guesses 256 bits anyway."""

REFRESH = timedelta(hours=12)
PRODUCT = "-//ehcportal//Key dates//EN"
UID = 32


def count_fetch(session: Session, ring: KeyRing, token: str, network: str) -> int | None:
    """Count a fetch before it is answered; return the seconds to wait when there were many."""
    of_feed = Bucket(OF_FEED, token_hash(token))
    return throttle.count(session, ring, of_feed, Bucket(FROM_NETWORK, network))


def make(session: Session, trace: Trace, account_id: str) -> str:
    """Give an account a new address in place of the one before; return its secret part, once."""
    revoke(session, trace, account_id)
    token = new_token()
    feed = CalendarFeed(account_id=account_id, token_hash=token_hash(token))
    session.add(feed)
    session.flush()
    audit.change(session, trace, "calendar.made", of=("calendar_feed", feed.id))
    return token


def revoke(session: Session, trace: Trace, account_id: str) -> None:
    """End every address of an account, from the next fetch on."""
    for feed in session.exec(_open().where(CalendarFeed.account_id == account_id)).all():
        feed.revoked_at = clock.now()
        audit.change(session, trace, "calendar.revoked", of=("calendar_feed", feed.id))
    session.flush()


def of_account(session: Session, account_id: str) -> CalendarFeed | None:
    """Return the address that an account has now, which nobody can read back."""
    return session.exec(_open().where(CalendarFeed.account_id == account_id)).first()


def find(session: Session, token: str) -> CalendarFeed | None:
    """Return the feed behind an address; nothing if it was revoked or its owner has no access."""
    return session.exec(
        _open()
        .join(Account, col(Account.id) == CalendarFeed.account_id)
        .where(CalendarFeed.token_hash == token_hash(token), Account.state == AccountState.ACTIVE)
    ).first()


def note_fetch(feed: CalendarFeed) -> None:
    """Note that a program has read the feed, which its owner can see."""
    feed.last_read_at = clock.now()


def _open() -> SelectOfScalar[CalendarFeed]:
    return select(CalendarFeed).where(col(CalendarFeed.revoked_at).is_(None))


def file(days: Iterable[CalendarDate], base_url: str) -> bytes:
    """Return the calendar: dates by law are whole days, and moments are UTC."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "EHC dates")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    now = clock.now().replace(microsecond=0)
    for each in days:
        event = Event()
        event.add("uid", _uid(each))
        event.add("dtstamp", now)
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("summary", f"EHC: {each.name}")
        event.add("description", f"{each.rule} ({each.reference})".strip())
        event.add("url", f"{base_url}/cases/{each.case_id}/dates")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


class Meeting(Protocol):
    """What a calendar needs of a meeting: of a review, or about a proposed plan."""

    on: Any
    minutes: int
    set_at: datetime


def meeting_file(
    about: str,
    meeting: Meeting,
    starts_at: datetime | None,
    place: str,
    url: str,
    *,
    summary: str = "EHC: Review meeting",
    called_off: bool = False,
) -> bytes:
    """Return one meeting; it keeps its uid when the day moves, so that programs move it too.

    One that was called off says so, and programs take it out (RFC 5546, 3.2.5).

    It names nobody: a calendar is often shared. Without an hour it takes the whole day.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    event = Event()
    if called_off:
        event.add("status", "CANCELLED")
    event.add("uid", f"{hashlib.sha256(about.encode()).hexdigest()[:UID]}@ehcportal")
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("last-modified", meeting.set_at.replace(microsecond=0))
    event.add("sequence", int(meeting.set_at.timestamp()) + called_off)
    event.add("dtstart", starts_at or meeting.on)
    event.add(
        "dtend",
        starts_at + timedelta(minutes=meeting.minutes)
        if starts_at
        else meeting.on + timedelta(days=1),
    )
    event.add("summary", summary)
    if place:
        event.add("location", place)
    event.add("url", url)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(each: CalendarDate) -> str:
    """Return what stays the same when the day moves, so that programs move it too."""
    named = f"{each.case_id}:{each.name}:{each.number}"
    return f"{hashlib.sha256(named.encode()).hexdigest()[:UID]}@ehcportal"

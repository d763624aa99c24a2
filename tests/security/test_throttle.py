"""Counters of attempts: none is missed, none names anybody, a stranger fills only his own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.sign_in import Throttle
from ehcportal.security import throttle
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import tidying

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(minutes=15))
WIDE = Limit("wide", 5, timedelta(minutes=15))


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    found: KeyRing = app.extensions["keyring"]
    return found


def _count(database: Database, ring: KeyRing, *buckets: Bucket) -> int | None:
    with database.unit() as session:
        return throttle.count(session, ring, *buckets)


def test_the_fourth_of_three_waits_for_the_rest_of_the_window(
    database: Database, ring: KeyRing
) -> None:
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False) as time:
        said = [_count(database, ring, Bucket(THREE, "her")) for _ in range(4)]
        assert said == [None, None, None, 600]
        assert _count(database, ring, Bucket(THREE, "him")) is None
        time.shift(timedelta(minutes=10))
        assert _count(database, ring, Bucket(THREE, "her")) is None


def test_every_one_of_many_at_the_same_moment_is_counted(database: Database, ring: KeyRing) -> None:
    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(lambda _n: _count(database, ring, Bucket(THREE, "her")), range(40)))
    assert said.count(None) == 3


def test_what_a_narrow_bucket_stops_does_not_fill_the_wide_one(
    database: Database, ring: KeyRing
) -> None:
    """Else one account under attack would lock out everybody behind the same network."""
    for _ in range(50):
        _count(database, ring, Bucket(THREE, "victim"), Bucket(WIDE, "network"))
    assert _count(database, ring, Bucket(WIDE, "network")) is None


def test_a_person_who_proves_themself_gets_the_tries_back(
    database: Database, ring: KeyRing
) -> None:
    for _ in range(4):
        _count(database, ring, Bucket(THREE, "her"))
    with database.unit() as session:
        throttle.forgive(session, ring, Bucket(THREE, "her"))
    assert _count(database, ring, Bucket(THREE, "her")) is None


def test_the_table_names_nobody(database: Database, ring: KeyRing) -> None:
    _count(database, ring, Bucket(THREE, "grace.okafor@mail.example"))
    with database.reading() as session:
        key = session.exec(select(Throttle.key)).one()
    assert "grace" not in key
    assert len(key) == 64


def test_counters_that_are_over_are_removed(database: Database, ring: KeyRing) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        _count(database, ring, Bucket(THREE, "her"))
        time.shift(timedelta(hours=1))
        with database.unit() as session:
            tidying.end_what_expired(session, NOON + timedelta(hours=1))
    with database.reading() as session:
        assert session.exec(select(Throttle)).all() == []

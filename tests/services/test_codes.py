"""One-time codes under pressure: what fifty people at the same moment can do with one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.sign_in import CodePurpose, OneTimeCode
from ehcportal.security.codes import Target
from ehcportal.security.keyring import KeyRing
from ehcportal.services import codes
from ehcportal.services.codes import Outcome

AT_ONCE = 50
TARGET = Target(CodePurpose.REGISTER, "an-attempt", None)


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    found: KeyRing = app.extensions["keyring"]
    return found


def _sent(database: Database, ring: KeyRing, target: Target = TARGET) -> str:
    with database.unit() as session:
        return codes.issue(session, ring, target).code


def _try(database: Database, ring: KeyRing, typed: str, target: Target = TARGET) -> bool:
    """Post a code as the pages do: count and compare, then spend."""
    with database.unit() as session:
        tried = codes.attempt(session, ring, target, typed)
    if tried.outcome is not Outcome.RIGHT:
        return False
    with database.unit() as session:
        return codes.spend(session, tried.code_id)


def _all_at_once(
    database: Database, ring: KeyRing, typed: str, target: Target = TARGET
) -> list[bool]:
    ready = Barrier(AT_ONCE)

    def post(_number: int) -> bool:
        ready.wait()
        return _try(database, ring, typed, target)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(post, range(AT_ONCE)))


def _wrong(right: str) -> str:
    return "00000000" if right != "00000000" else "11111111"


def test_of_fifty_right_posts_at_once_one_wins(database: Database, ring: KeyRing) -> None:
    """Of every kind: to register, to sign in, to reset, for another address or number."""
    for purpose in CodePurpose:
        target = Target(purpose, f"to {purpose}", None)
        right = _sent(database, ring, target)
        assert sum(_all_at_once(database, ring, right, target)) == 1, purpose


def test_of_fifty_wrong_posts_at_once_five_are_judged(database: Database, ring: KeyRing) -> None:
    for purpose in CodePurpose:
        target = Target(purpose, f"to {purpose}", None)
        right = _sent(database, ring, target)
        assert not any(_all_at_once(database, ring, _wrong(right), target)), purpose
        with database.reading() as session:
            tries = session.exec(
                select(OneTimeCode.tries).where(OneTimeCode.attempt == target.attempt)
            ).one()
        assert tries == 5, purpose
        assert not _try(database, ring, right, target), "the code is dead"


def test_a_code_that_was_spent_is_worth_nothing(database: Database, ring: KeyRing) -> None:
    right = _sent(database, ring)
    assert _try(database, ring, right)
    assert not _try(database, ring, right)


@pytest.mark.parametrize(
    "other",
    [
        Target(CodePurpose.RESET, "an-attempt", None),
        Target(CodePurpose.REGISTER, "another-attempt", None),
    ],
)
def test_a_code_is_good_for_one_purpose_and_one_attempt(
    database: Database, ring: KeyRing, other: Target
) -> None:
    right = _sent(database, ring)
    _sent(database, ring, other)
    assert not _try(database, ring, right, other)
    assert _try(database, ring, right)


def test_a_code_that_was_replaced_between_compare_and_spend_is_not_spent(
    database: Database, ring: KeyRing
) -> None:
    """Else somebody could prove their own address and slip in another one at the same moment."""
    right = _sent(database, ring)
    with database.unit() as session:
        tried = codes.attempt(session, ring, TARGET, right)
    assert tried.outcome is Outcome.RIGHT
    _sent(database, ring)
    with database.unit() as session:
        assert not codes.spend(session, tried.code_id)


def test_codes_are_stored_as_keyed_hashes_only(database: Database, ring: KeyRing) -> None:
    right = _sent(database, ring)
    with database.reading() as session:
        stored = session.exec(select(OneTimeCode.code_hash)).one()
    assert right not in stored
    assert stored.startswith(ring.keys[0].id)

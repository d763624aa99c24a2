"""Codes by text message and of the app under pressure: fifty posts at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.models.sign_in import CodePurpose, OneTimeCode
from ehcportal.security.audit import SYSTEM
from ehcportal.security.codes import Target
from ehcportal.security.keyring import KeyRing
from ehcportal.services import codes
from ehcportal.services.codes import Outcome
from ehcportal.services.factors import apps, choosing, recovery, texts
from tests.cast import Cast
from tests.web.factor_steps import texts as sent_texts

AT_ONCE = 50
NUMBER = "+447700900982"


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    found: KeyRing = app.extensions["keyring"]
    return found


@pytest.fixture
def grace(cast: Cast) -> str:
    return cast.accounts["parent"].id


def all_at_once(post: Callable[[], bool]) -> int:
    """Post fifty times at the same moment; return how many were taken."""
    ready = Barrier(AT_ONCE)

    def one(_number: int) -> bool:
        ready.wait()
        return post()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(AT_ONCE)))


def a_number_waits(database: Database, ring: KeyRing, account_id: str) -> Target:
    with database.unit() as session:
        texts.begin(session, ring, session.get_one(Account, account_id), NUMBER)
        row = texts.pending(session, account_id)
        assert row is not None
        return texts.target(row)


def proves(database: Database, ring: KeyRing, target: Target, typed: str) -> bool:
    """Post a code as the page does: count and compare, then spend."""
    with database.unit() as session:
        tried = codes.attempt(session, ring, target, typed)
    if tried.outcome is not Outcome.RIGHT:
        return False
    with database.unit() as session:
        return codes.spend(session, tried.code_id)


def test_of_fifty_right_text_codes_one_wins(
    app: Flask, database: Database, ring: KeyRing, grace: str
) -> None:
    target = a_number_waits(database, ring, grace)
    right = sent_texts(app)[-1]["code"]
    assert all_at_once(lambda: proves(database, ring, target, right)) == 1


def test_of_fifty_wrong_text_codes_five_are_judged(
    app: Flask, database: Database, ring: KeyRing, grace: str
) -> None:
    target = a_number_waits(database, ring, grace)
    right = sent_texts(app)[-1]["code"]
    wrong = "000000" if right != "000000" else "111111"
    assert all_at_once(lambda: proves(database, ring, target, wrong)) == 0
    with database.reading() as session:
        assert session.exec(select(OneTimeCode.tries)).one() == 5
    assert not proves(database, ring, target, right), "the code is dead"


def test_a_code_for_one_number_proves_no_other_and_signs_nobody_in(
    app: Flask, database: Database, ring: KeyRing, grace: str
) -> None:
    first = a_number_waits(database, ring, grace)
    code = sent_texts(app)[-1]["code"]
    second = a_number_waits(database, ring, grace)
    login = Target(CodePurpose.SIGN_IN, first.attempt, grace, first.length)
    assert not proves(database, ring, second, code)
    assert not proves(database, ring, login, code)


def test_of_fifty_posts_of_one_app_code_one_wins(
    database: Database, ring: KeyRing, grace: str
) -> None:
    with database.unit() as session:
        apps.begin(session, ring, grace)
        secret = apps.pending_key(session, ring, grace) or ""
        row = session.exec(select(Factor).where(Factor.kind == FactorKind.APP)).all()[-1]
        choosing.settle(session, SYSTEM, session.get_one(Factor, row.id), keep="")
    waiting = choosing_app(database, grace)
    assert waiting is not None
    code = pyotp.TOTP(secret).now()

    def post() -> bool:
        with database.unit() as session:
            return apps.accept(session, ring, grace, code)

    assert all_at_once(post) == 1


def choosing_app(database: Database, account_id: str) -> str | None:
    with database.reading() as session:
        held = choosing.app_of(session, account_id)
        return held.id if held is not None else None


def test_of_fifty_posts_of_one_recovery_code_one_wins(
    database: Database, ring: KeyRing, grace: str
) -> None:
    with database.unit() as session:
        code = recovery.renew(session, ring, grace)[0]

    def post() -> bool:
        with database.unit() as session:
            return recovery.accept(session, ring, session.get_one(Account, grace), code)

    assert all_at_once(post) == 1


def test_of_two_factors_proved_at_once_one_is_left(
    database: Database, ring: KeyRing, grace: str
) -> None:
    made = []
    with database.unit() as session:
        for _ in range(2):
            row = Factor(account_id=grace, kind=FactorKind.TEXT, sealed_secret="a number")
            session.add(row)
            made.append(row.id)
    ready = Barrier(2)

    def settle(factor_id: str) -> None:
        ready.wait()
        with database.unit() as session:
            choosing.settle(session, SYSTEM, session.get_one(Factor, factor_id), keep="")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(settle, made))
    with database.reading() as session:
        held = session.exec(
            select(Factor).where(Factor.account_id == grace, Factor.removed_at == None)  # noqa: E711
        ).all()
        assert [row.sealed_secret for row in held] == ["a number"]


@pytest.mark.parametrize(
    ("typed", "is_local", "stored"),
    [
        ("07700 900982", True, NUMBER),
        ("+44 (0)7700 900982", True, NUMBER),
        ("07700 900982", False, None),
        ("07911 123456", False, "+447911123456"),
        ("01632 960001", True, None),
        ("+33 6 12 34 56 78", True, None),
        ("0770090098", True, None),
    ],
)
def test_which_numbers_can_get_a_code(typed: str, is_local: bool, stored: str | None) -> None:
    """Numbers for drama belong to nobody: only a portal on one machine takes them."""
    from ehcportal.services.factors.numbers import mobile

    assert mobile(typed, with_drama=is_local) == stored

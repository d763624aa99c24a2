"""What has run its time is ended and forgotten; what is still of use stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.models.outbox import IdempotencyKey, OutboxMessage
from ehcportal.models.sign_in import (
    Audience,
    LoginSession,
    Registration,
    SealedPost,
    SessionState,
    Throttle,
)
from ehcportal.services import tidying

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAST, FUTURE = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
EACH = pytest.mark.parametrize(("expires_at", "is_kept"), [(PAST, False), (FUTURE, True)])


@pytest.fixture
def account(session: Session) -> Account:
    """Somebody with an account."""
    address = "grace@mail.example"
    found = Account(email=address, email_folded=address, forename="Grace", surname="Okafor")
    session.add(found)
    session.flush()
    return found


@pytest.mark.parametrize(
    ("audience", "rested", "runs"),
    [
        (Audience.FAMILY, timedelta(minutes=59), True),
        (Audience.FAMILY, timedelta(minutes=60), False),
        (Audience.STAFF, timedelta(minutes=21), False),
    ],
)
def test_a_session_ends_when_nobody_uses_it(
    session: Session, account: Account, audience: Audience, rested: timedelta, *, runs: bool
) -> None:
    login = LoginSession(
        token_hash="x", account_id=account.id, state=SessionState.FULL, audience=audience,
        last_active_at=NOON - rested, expires_at=NOON + timedelta(hours=1),
    )  # fmt: skip
    session.add(login)
    session.flush()
    tidying.end_what_expired(session, NOON)
    session.refresh(login)
    assert (login.ended_at is None) is runs


@pytest.mark.parametrize(("begun", "is_kept"), [(PAST, False), (FUTURE, True)])
def test_a_number_that_was_never_proved_is_forgotten_after_a_day(
    session: Session, account: Account, begun: datetime, *, is_kept: bool
) -> None:
    number = Factor(
        account_id=account.id, kind=FactorKind.TEXT, sealed_secret="x",
        created_at=begun - timedelta(days=1),
    )  # fmt: skip
    session.add(number)
    session.flush()
    tidying.end_what_expired(session, NOON)
    session.refresh(number)
    assert (number.sealed_secret is not None) is is_kept


@EACH
def test_a_form_that_nobody_took_up_is_blanked(
    session: Session, account: Account, expires_at: datetime, *, is_kept: bool
) -> None:
    post = SealedPost(account_id=account.id, path="/x", sealed_body="s", expires_at=expires_at)
    session.add(post)
    session.flush()
    tidying.end_what_expired(session, NOON)
    session.refresh(post)
    assert bool(post.sealed_body) is is_kept


@EACH
def test_who_never_proved_an_address_is_forgotten(
    session: Session, expires_at: datetime, *, is_kept: bool
) -> None:
    row = Registration(
        token_hash="x", sealed_details="s", email_folded="a@b.example", password_hash="p",
        expires_at=expires_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    tidying.end_what_expired(session, NOON)
    session.refresh(row)
    held = (row.sealed_details, row.email_folded, row.password_hash)
    assert held == (("s", "a@b.example", "p") if is_kept else ("", None, None))


@EACH
def test_counters_and_keys_of_forms_go_when_they_expire(
    session: Session, expires_at: datetime, *, is_kept: bool
) -> None:
    session.add(IdempotencyKey(key="k", scope="s", location="/", expires_at=expires_at))
    session.add(Throttle(key="k", window_start=PAST, expires_at=expires_at))
    session.flush()
    tidying.end_what_expired(session, NOON)
    for table in (IdempotencyKey, Throttle):
        assert (session.exec(select(table)).first() is not None) is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_sent_mail_is_removed_after_thirty_days(
    session: Session, days: int, *, is_kept: bool
) -> None:
    done_at = NOON - timedelta(days=days)
    session.add(OutboxMessage(template="x", recipient="a@b.example", done_at=done_at))
    session.flush()
    tidying.remove_what_is_old(session, NOON)
    assert (session.exec(select(OutboxMessage)).first() is not None) is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(395, True), (397, False)])
def test_old_sessions_are_removed_after_thirteen_months(
    session: Session, account: Account, days: int, *, is_kept: bool
) -> None:
    expires_at = NOON - timedelta(days=days)
    session.add(
        LoginSession(
            token_hash="x", account_id=account.id, state=SessionState.FULL, expires_at=expires_at
        )
    )
    session.flush()
    tidying.remove_what_is_old(session, NOON)
    assert (session.exec(select(LoginSession)).first() is not None) is is_kept

"""Forms that wait: reminded of once, thrown away in the end, handed to one account."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.forms.sent import Move, Sent, Then
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Draft, DraftFile
from ehcportal.models.outbox import OutboxMessage
from ehcportal.queries.drafts import Owner, open_drafts
from ehcportal.security.keyring import KeyRing
from ehcportal.services import draft_endings, drafts
from tests.cast import Cast


@pytest.fixture
def session(cast: Cast, database: Database) -> Iterator[Session]:
    """A write transaction that begins when the cast is on stage."""
    with database.unit() as found:
        yield found


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    found: KeyRing = app.extensions["keyring"]
    return found


@pytest.fixture
def saved(app: Flask, cast: Cast, session: Session) -> Draft:
    form = app.extensions["forms"].get("access-request")
    owner = Owner(account_id=cast.accounts["parent"].id)
    draft = drafts.begin(session, form, owner, days=90, now=clock.now())
    draft.answers = {"child_name": {"first": "Tobi", "last": "Okafor"}}
    session.flush()
    return draft


class Work:
    """The worker's turn on a day."""

    def __init__(self, session: Session, ring: KeyRing) -> None:
        self.session = session
        self.ring = ring
        self.removed: list[str] = []

    def on(self, now: datetime) -> tuple[int, int]:
        done = draft_endings.remind_and_expire(
            self.session, self.ring, now, reminder_days=14, remove=self.removed.append
        )
        self.session.flush()
        return done


def test_the_owner_is_reminded_once_before_the_end(
    session: Session, saved: Draft, ring: KeyRing
) -> None:
    work = Work(session, ring)
    assert work.on(saved.expires_at - timedelta(days=15)) == (0, 0)
    assert work.on(saved.expires_at - timedelta(days=14)) == (1, 0)
    assert work.on(saved.expires_at - timedelta(days=13)) == (0, 0)
    mail = session.exec(select(OutboxMessage)).one()
    assert mail.template == "form_reminder"
    assert mail.facts["path"] == "/forms/saved"
    assert "Tobi" not in str(mail.facts)


def test_an_old_form_ends_with_its_answers_and_files(
    session: Session, saved: Draft, ring: KeyRing
) -> None:
    stored = StoredFile(
        storage_key="a" * 26,
        sealed_original_key="b" * 26,
        sha256="0" * 64,
        size=3,
        mime="image/jpeg",
        kind="jpg",
        state=FileState.CLEAN,
    )
    session.add(stored)
    session.flush()
    session.add(
        DraftFile(draft_id=saved.id, question_id="documents", file_id=stored.id, name="x.jpg")
    )
    session.flush()
    work = Work(session, ring)
    assert work.on(saved.expires_at) == (0, 1)
    assert saved.answers == {}
    assert session.exec(select(StoredFile)).all() == []
    assert work.removed == [], "not before the rows are gone for good"
    session.commit()
    assert sorted(work.removed) == ["a" * 26, "b" * 26]
    assert work.on(saved.expires_at + timedelta(days=1)) == (0, 0)


def test_a_form_that_is_saved_again_lives_on_and_is_reminded_of_again(
    session: Session, saved: Draft, ring: KeyRing
) -> None:
    work = Work(session, ring)
    later = saved.expires_at - timedelta(days=10)
    work.on(later)
    sent = Sent({}, Move(Then.SAVE), {}, frozenset())
    drafts.keep(saved, sent, drafts.Saved(saved.answers), days=90, now=later)
    assert work.on(later + timedelta(days=20)) == (0, 0)
    assert work.on(later + timedelta(days=80)) == (1, 0)


def test_a_form_without_an_account_just_ends(app: Flask, session: Session, ring: KeyRing) -> None:
    form = app.extensions["forms"].get("access-request")
    owner = Owner(browser_hash="c" * 64)
    draft = drafts.begin(session, form, owner, days=90, now=clock.now())
    session.flush()
    work = Work(session, ring)
    assert work.on(draft.expires_at - timedelta(days=3)) == (0, 0)
    assert work.on(draft.expires_at) == (0, 1)
    assert open_drafts(session, owner, clock.now()) == []


def test_nobody_owns_nothing(cast: Cast, session: Session, saved: Draft) -> None:
    assert open_drafts(session, Owner(), clock.now()) == []
    assert open_drafts(session, Owner(browser_hash="d" * 64), clock.now()) == []

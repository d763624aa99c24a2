"""A file that came while the scanner was away is judged later, and its owner hears of a bad one."""

import pytest
from flask import Flask
from sqlmodel import Session, select

from ehcportal.db import Database
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.outbox import OutboxMessage
from ehcportal.services import scans
from ehcportal.storage.scan import Clean, Infected, Unavailable, Verdict
from tests.cast import Cast


@pytest.mark.parametrize(
    ("verdict", "state", "letters"),
    [
        (Clean(), FileState.CLEAN, 0),
        (Infected("Eicar-Test-Signature"), FileState.BLOCKED, 1),
        (Unavailable("down"), FileState.SCANNING, 0),
    ],
)
def test_each_verdict_is_written_down(
    app: Flask, cast: Cast, database: Database, *, verdict: Verdict, state: FileState, letters: int
) -> None:
    with database.unit() as session:
        file_id = _waiting(session, cast)
    with database.unit() as session:
        assert scans.waiting(session) == [(file_id, "a" * 26)]
        scans.settle(session, app.extensions["keyring"], file_id, verdict)
    with database.reading() as session:
        assert session.get_one(StoredFile, file_id).state is state
        mail = session.exec(select(OutboxMessage)).all()
        assert [each.template for each in mail] == ["file_blocked"] * letters
        assert "Eicar" not in str([each.facts for each in mail])


def test_a_file_that_was_removed_meanwhile_is_no_fault(app: Flask, database: Database) -> None:
    with database.unit() as session:
        scans.settle(session, app.extensions["keyring"], "b" * 26, Clean())


def _waiting(session: Session, cast: Cast) -> str:
    stored = StoredFile(
        storage_key="a" * 26,
        sha256="0" * 64,
        size=3,
        mime="application/pdf",
        kind="pdf",
        state=FileState.SCANNING,
        account_id=cast.accounts["parent"].id,
    )
    session.add(stored)
    session.flush()
    return stored.id

"""Whoever alters the record of who did what is found out, even past the database's own guard."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ehcportal.db import Database
from ehcportal.migrations import triggers
from ehcportal.models.audit import AuditBlock, ChangeRecord, ReadRecord
from ehcportal.models.case import Counter
from ehcportal.security import audit_chain, audit_hashes

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Forgery = Callable[[Session], object]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database without a portal around it."""
    found = Database(database_url)
    yield found
    found.engine.dispose()


def write(database: Database, *numbers: int, at: datetime = NOON) -> None:
    """Record a change and a reading for each number."""
    with database.unit() as session:
        for number in numbers:
            for table in (ChangeRecord, ReadRecord):
                session.add(
                    table(
                        seq=number,
                        at=at,
                        action="case.opened",
                        object_type="case",
                        object_id=f"case{number}",
                    )
                )


def seal(database: Database, now: datetime = NOON + timedelta(minutes=1)) -> int:
    """Seal as the worker does."""
    with database.unit() as session:
        return audit_chain.seal(session, now)


def verified(database: Database) -> list[str]:
    """Verify as the command does."""
    with database.reading() as session:
        return audit_chain.verify(session)


def forge(database: Database, change: Forgery) -> None:
    """Change something as the database's owner can, with the triggers out of the way."""
    with database.unit() as session:
        triggers.drop(session.connection())
        change(session)


def three_blocks(database: Database) -> None:
    """Seal rows 1 to 6 in three blocks."""
    for number in (1, 3, 5):
        write(database, number, number + 1)
        seal(database)


def test_an_untouched_record_is_whole(database: Database) -> None:
    three_blocks(database)
    assert verified(database) == []
    assert seal(database) == 0, "nothing is sealed twice"
    with database.reading() as session:
        blocks = session.exec(select(AuditBlock.of_table, AuditBlock.number)).all()
    assert sorted(blocks) == [
        (table, number) for table in ("change_record", "read_record") for number in (1, 2, 3)
    ]


def test_the_newest_rows_rest_before_they_are_sealed(database: Database) -> None:
    write(database, 1)
    write(database, 2, at=NOON + timedelta(seconds=55))
    assert seal(database) == 2, "one change and one reading"
    assert seal(database, NOON + timedelta(minutes=2)) == 2


def test_a_row_that_was_committed_late_is_sealed_late(database: Database) -> None:
    write(database, 1, 2, 4)
    seal(database)
    write(database, 3)
    assert verified(database) == [
        "change_record 3: was added among sealed rows",
        "read_record 3: was added among sealed rows",
    ]
    assert seal(database, NOON + timedelta(minutes=2)) == 2
    assert verified(database) == []


def test_a_row_slipped_in_among_old_ones_is_named(database: Database) -> None:
    write(database, 1, 2, 4)
    seal(database)
    write(database, 3)
    assert seal(database, NOON + timedelta(hours=1)) == 0
    assert "change_record 3: was added among sealed rows" in verified(database)


def test_a_row_slipped_in_between_two_blocks_is_named(database: Database) -> None:
    write(database, 1)
    seal(database)
    write(database, 3)
    seal(database)
    write(database, 2)
    assert seal(database, NOON + timedelta(hours=1)) == 0
    assert "change_record 2: was added among sealed rows" in verified(database)


@pytest.mark.parametrize("table", [ChangeRecord, ReadRecord])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_alter_or_remove_a_row(
    database: Database, table: type[ChangeRecord], verb: str
) -> None:
    write(database, 1)
    statement = sa.delete(table) if verb == "delete" else sa.update(table).values(action="x")

    def alter() -> None:
        with database.unit() as session:
            session.connection().execute(statement)

    with pytest.raises(DBAPIError, match="append-only"):
        alter()


def test_retention_may_remove_whole_sealed_blocks_and_the_chain_stays_whole(
    database: Database,
) -> None:
    three_blocks(database)
    with database.unit() as session:
        for name in ("change_record", "read_record"):
            session.add(Counter(name=triggers.ALLOWANCE.format(table=name), last=2))
    with database.unit() as session:
        for table in (ChangeRecord, ReadRecord):
            session.connection().execute(sa.delete(table).where(col(table.seq) <= 2))
    assert verified(database) == []


def alter_row(session: Session) -> None:
    """Put somebody else's name to a reading."""
    found = session.get_one(ReadRecord, 3)
    found.account_id = "somebodyelse"
    session.add(found)


def remove_row(session: Session) -> None:
    """Make a change disappear."""
    session.delete(session.get_one(ChangeRecord, 4))


def alter_row_and_mark(session: Session) -> None:
    """Alter a row, and the block's own note of it."""
    alter_row(session)
    block = session.exec(
        select(AuditBlock).where(AuditBlock.of_table == "read_record", AuditBlock.number == 2)
    ).one()
    block.row_marks = {**block.row_marks, "3": "0" * 16}
    session.add(block)


def remove_block(session: Session) -> None:
    """Take a block out of the chain."""
    session.connection().execute(
        sa.delete(AuditBlock).where(
            col(AuditBlock.of_table) == "change_record", col(AuditBlock.number) == 2
        )
    )


def replace_block(session: Session) -> None:
    """Make a block anew that is whole by itself but is not the one that was sealed."""
    block = session.exec(
        select(AuditBlock).where(AuditBlock.of_table == "change_record", AuditBlock.number == 2)
    ).one()
    block.sealed_at = NOON
    block.block_hash = audit_hashes.block_hash(block)
    session.add(block)


@pytest.mark.parametrize(
    ("forgery", "line"),
    [
        (alter_row, "read_record 3: was altered"),
        (remove_row, "change_record 4: is missing"),
        (alter_row_and_mark, "audit_block 2 of read_record: was altered"),
        (remove_block, "audit_block 3 of change_record: the block before it is missing"),
        (replace_block, "audit_block 3 of change_record: does not hold on to the block before it"),
    ],
)
def test_what_was_forged_past_the_triggers_is_named(
    database: Database, forgery: Forgery, line: str
) -> None:
    three_blocks(database)
    forge(database, forgery)
    assert line in verified(database)


def test_workers_that_seal_at_once_make_one_chain(database: Database) -> None:
    together = threading.Barrier(3)
    counts: list[int] = []

    def work() -> None:
        together.wait(10)
        counts.append(seal(database))

    for number in range(1, 9, 2):
        write(database, number, number + 1)
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sum(counts) + seal(database) == 16, "each row is sealed once"
    assert verified(database) == []


def test_more_rows_than_one_block_holds_are_sealed_one_block_after_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_chain, "BATCH", 2)
    write(database, 1, 2, 3)
    assert [seal(database), seal(database), seal(database)] == [4, 2, 0]
    assert verified(database) == []

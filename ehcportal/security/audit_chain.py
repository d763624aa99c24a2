"""The chain of the audit: new rows are sealed into hashed blocks, each holding on to the last.

Whoever alters, adds or removes a sealed row behind the portal's back breaks the chain from there
on (security note 22). The newest hash goes to the log at each sealing, so that somebody who also
rewrites the whole chain is found out by a log that is kept elsewhere.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from ehcportal.models.audit import AuditBlock
from ehcportal.security import audit_hashes, audit_walk
from ehcportal.security.audit_hashes import START, TABLES, Row, Table, block_hash, mark, rows_hash

log = structlog.get_logger("ehcportal.audit")

GRACE = timedelta(seconds=10)
"""Rows rest this long before they are sealed: Postgres commits them out of order."""

LATE = timedelta(minutes=15)
"""How long after a sealing a row may still turn up that was numbered before the block's end."""

BATCH = 1000
"""Rows of one block at most."""


def seal(session: Session, now: datetime) -> int:
    """Seal up to one block of each table and return the number of rows; 0 when all is sealed.

    Of two workers at once only one appends its block, and the other one seals nothing.
    """
    return sum(_seal_table(session, table, now) for table in TABLES)


def _seal_table(session: Session, table: Table, now: datetime) -> int:
    return sum(_seal_rows(session, table, now, found) for found in (_late_rows, _fresh_rows))


def _seal_rows(
    session: Session,
    table: Table,
    now: datetime,
    rows_of: Callable[[Session, Table, datetime], list[Row]],
) -> int:
    """Append a block of the rows found; 0 when there are none or another worker was quicker.

    The end of the chain is read before the rows: what another worker seals meanwhile takes the
    number that this block would have, and so cannot be sealed twice.
    """
    last = session.exec(
        select(AuditBlock)
        .where(AuditBlock.of_table == table.__tablename__)
        .order_by(col(AuditBlock.number).desc())
        .limit(1)
    ).first()
    rows = rows_of(session, table, now)
    return len(rows) if rows and _append(session, _block(table, rows, last, now)) else 0


def _fresh_rows(session: Session, table: Table, now: datetime) -> list[Row]:
    """Return the rows after the last sealed one, up to the first that is too young."""
    seq = col(table.seq)
    after = reached(session, table)
    young = session.exec(
        select(func.min(seq)).where(seq > after, col(table.at) > now - GRACE)
    ).one()
    before = seq > after if young is None else seq < young
    return audit_hashes.rows(session, table, seq > after, before, limit=BATCH)


def reached(session: Session, table: Table) -> int:
    """Return the highest number that has been sealed."""
    of_table = AuditBlock.of_table == table.__tablename__
    return session.exec(select(func.max(AuditBlock.last_seq)).where(of_table)).one() or 0


def _late_rows(session: Session, table: Table, now: datetime) -> list[Row]:
    """Return rows that a slow transaction committed after their neighbours were sealed."""
    of_table = AuditBlock.of_table == table.__tablename__
    first = session.exec(
        select(func.min(AuditBlock.first_seq)).where(of_table, AuditBlock.sealed_at > now - LATE)
    ).one()
    if first is None:
        return []
    marks = session.exec(
        select(AuditBlock.row_marks).where(of_table, AuditBlock.last_seq >= first)
    ).all()
    sealed = {int(number) for found in marks for number in found}
    seq = col(table.seq)
    present = session.exec(select(seq).where(seq >= first, seq <= max(sealed))).all()
    missed = set(present) - sealed
    return audit_hashes.rows(session, table, seq.in_(missed), limit=BATCH) if missed else []


def _append(session: Session, block: AuditBlock) -> bool:
    """Add a block to the chain, if its number is still free."""
    try:
        with session.begin_nested():
            session.add(block)
    except IntegrityError:
        return False
    log.info("audit_sealed", of=block.of_table, number=block.number, hash=block.block_hash)
    return True


def _block(table: Table, rows: Sequence[Row], last: AuditBlock | None, now: datetime) -> AuditBlock:
    block = AuditBlock(
        of_table=str(table.__tablename__),
        number=last.number + 1 if last else 1,
        first_seq=rows[0].seq or 0,
        last_seq=rows[-1].seq or 0,
        row_count=len(rows),
        row_marks={str(row.seq): mark(row) for row in rows},
        rows_hash=rows_hash(rows),
        previous_hash=last.block_hash if last else START,
        block_hash="",
        sealed_at=now,
    )
    block.block_hash = block_hash(block)
    return block


def verify(session: Session) -> list[str]:
    """Walk the chain; return a line for each row or block that is not as it was sealed."""
    return audit_walk.faults(session)

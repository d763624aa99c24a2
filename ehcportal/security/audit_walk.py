"""Walks the audit's chain and names what is not as it was sealed."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from ehcportal.migrations.triggers import ALLOWANCE
from ehcportal.models.audit import AuditBlock
from ehcportal.models.case import Counter
from ehcportal.security import audit_hashes
from ehcportal.security.audit_hashes import START, TABLES, Row, Table, block_hash, mark, rows_hash


def faults(session: Session) -> list[str]:
    """Return a line for each row or block of any table that is not as it was sealed."""
    return [fault for table in TABLES for fault in _Walk(session, table).faults()]


class _Walk:
    """One walk along the blocks of one table, from the oldest on."""

    def __init__(self, session: Session, table: Table) -> None:
        self.session = session
        self.table = table
        self.name = str(table.__tablename__)
        self.reached = 0
        self.strays: set[int] = set()
        """Rows that stand among sealed ones and that no block so far has named."""
        removed = session.get(Counter, ALLOWANCE.format(table=self.name))
        self.removed_to = removed.last if removed else 0

    def faults(self) -> Iterator[str]:
        """Yield a line for each fault, in the order of the blocks."""
        previous, number = START, 0
        for block in self._blocks():
            number += 1
            yield from self._link_faults(block, number, previous)
            yield from self._row_faults(block)
            previous, number = block.block_hash, block.number
        for seq in sorted(self.strays):
            yield f"{self.name} {seq}: was added among sealed rows"

    def _blocks(self) -> Iterator[AuditBlock]:
        of_table = col(AuditBlock.of_table) == self.name
        yield from self.session.exec(
            select(AuditBlock).where(of_table).order_by(col(AuditBlock.number))
        ).yield_per(20)

    def _link_faults(self, block: AuditBlock, number: int, previous: str) -> Iterator[str]:
        name = f"audit_block {block.number} of {self.name}"
        if block.number != number:
            yield f"{name}: the block before it is missing"
        elif block.previous_hash != previous:
            yield f"{name}: does not hold on to the block before it"
        if block.block_hash != block_hash(block):
            yield f"{name}: was altered"

    def _row_faults(self, block: AuditBlock) -> Iterator[str]:
        rows = self._rows(block)
        if not rows and block.last_seq <= self.removed_to:
            return
        found = {str(row.seq): mark(row) for row in rows}
        altered = [seq for seq, was in block.row_marks.items() if found.get(seq, was) != was]
        missing = [seq for seq in block.row_marks if seq not in found]
        yield from (f"{self.name} {seq}: was altered" for seq in altered)
        yield from (f"{self.name} {seq}: is missing" for seq in missing)
        if not altered and not missing and rows_hash(rows) != block.rows_hash:
            yield f"audit_block {block.number} of {self.name}: its rows are not those it sealed"

    def _rows(self, block: AuditBlock) -> list[Row]:
        """Return the rows that ``block`` names; note those beside them that it does not."""
        seq = col(self.table.seq)
        if block.first_seq <= self.reached:
            named = [int(number) for number in block.row_marks]
            self.strays.difference_update(named)
            return audit_hashes.rows(self.session, self.table, seq.in_(named))
        span = audit_hashes.rows(
            self.session, self.table, seq > self.reached, seq <= block.last_seq
        )
        self.reached = block.last_seq
        self.strays.update(row.seq or 0 for row in span if str(row.seq) not in block.row_marks)
        return [row for row in span if str(row.seq) in block.row_marks]

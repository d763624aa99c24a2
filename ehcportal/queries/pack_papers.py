"""The papers of a case that can go along when a child moves: the newest version of each."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.models.document import Document, DocumentVersion, StoredFile

MOST = 200
GO_ALONG = frozenset({"final_plan", "advice", "report"})
"""Kinds that a new council needs: the plan itself and the advice behind it (Reg 12(4))."""


@dataclass(frozen=True, slots=True)
class Packable:
    """A paper with the file of its newest version."""

    document_id: str
    title: str
    kind: str
    document_on: date
    name: str
    file: StoredFile

    @property
    def goes_along(self) -> bool:
        """Whether it is ticked before anybody has chosen."""
        return self.kind in GO_ALONG


def packable(session: Session, case_id: str) -> list[Packable]:
    """Return the papers that stand, by their day, in one statement."""
    newest = (
        sa.select(sa.func.max(DocumentVersion.number))
        .where(col(DocumentVersion.document_id) == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Document, DocumentVersion, StoredFile)
        .join(
            DocumentVersion,
            and_(DocumentVersion.document_id == Document.id, DocumentVersion.number == newest),
        )
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .where(
            col(Document.case_id) == case_id,
            col(Document.withdrawn_at).is_(None),
            col(StoredFile.kind) != "zip",
        )
        .order_by(col(Document.document_on).desc(), col(Document.id))
        .limit(MOST)
    )
    return [
        Packable(row.id, row.title, row.kind, row.document_on, version.name, file)
        for row, version, file in rows
    ]

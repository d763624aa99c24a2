"""The letters of a case as they went out."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.desk import Letter

MOST = 200


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that went out; it stays as it went."""

    id: str
    version: int
    title: str
    template: str
    issued_on: date
    posted_on: date | None
    document_id: str | None
    by: str


def sent(session: Session, case_id: str) -> list[SentLetter]:
    """Return the letters of a case, the newest first, in one statement."""
    rows = session.exec(
        select(Letter, Account)
        .join(Account, and_(Account.id == Letter.made_by_id), isouter=True)
        .where(Letter.case_id == case_id, col(Letter.issued_on).is_not(None))
        .order_by(col(Letter.made_at).desc(), col(Letter.id))
        .limit(MOST)
    )
    return [
        SentLetter(
            id=row.id,
            version=row.version,
            title=str(row.fields.get("title", row.template)),
            template=row.template,
            issued_on=row.issued_on,
            posted_on=row.posted_on,
            document_id=row.document_id,
            by=who.name if who else "",
        )
        for row, who in rows
        if row.issued_on
    ]

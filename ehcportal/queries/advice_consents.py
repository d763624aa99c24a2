"""What adviser, council and family said about using advice again (Regulation 6(4))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, func, select

from ehcportal.domain.advicelaw import Agreeing
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceConsent, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.document import Document, DocumentVersion, StoredFile
from ehcportal.models.person import Person

ON_PAPER = "on paper"


@dataclass(frozen=True, slots=True)
class Consented:
    """What somebody said, with their name; ``by`` is of staff where it came on paper."""

    who: Agreeing
    agrees: bool
    on: date
    by_id: str | None
    by: str
    on_paper: bool

    @property
    def voice(self) -> str:
        """Whose word it is: staff put down one voice, each account has its own."""
        return ON_PAPER if self.on_paper or self.by_id is None else self.by_id


@dataclass(frozen=True, slots=True)
class Consents:
    """All that was said about one paper for one ask, the newest first."""

    said: Sequence[Consented]

    def newest(self, who: Agreeing) -> Sequence[Consented]:
        """Return the newest word of each voice; for the council, one alone."""
        found: dict[str, Consented] = {}
        for each in self.said:
            if each.who is who:
                found.setdefault("" if who is Agreeing.COUNCIL else each.voice, each)
        return list(found.values())

    def agreed_on(self, who: Agreeing) -> date | None:
        """Return since when one of the three agrees: nobody of theirs says no."""
        voices = self.newest(who)
        if not voices or not all(each.agrees for each in voices):
            return None
        return max(each.on for each in voices)

    def refused(self) -> list[Agreeing]:
        """Return who of the three says no now."""
        return [who for who in Agreeing if any(not each.agrees for each in self.newest(who))]

    def of(self, account_id: str) -> Consented | None:
        """Return the newest word of an account."""
        return next((each for each in self.said if each.by_id == account_id), None)


def of_ask(session: Session, ask_id: str, document_id: str) -> Consents:
    """Return what was said about a paper for an ask, in one statement."""
    return Consents(
        _read(session, AdviceConsent.advice_request_id == ask_id, document_id=document_id)
    )


def _read(session: Session, *conditions: Any, document_id: str) -> list[Consented]:
    rows = session.exec(
        select(AdviceConsent, Account)
        .join(Account, and_(Account.id == AdviceConsent.by_id), isouter=True)
        .where(*conditions, AdviceConsent.document_id == document_id)
        .order_by(col(AdviceConsent.at).desc(), col(AdviceConsent.id).desc())
    )
    return [_consented(row, who) for row, who in rows]


def _consented(row: AdviceConsent, who: Account | None) -> Consented:
    by = who.name if who else ""
    return Consented(Agreeing(row.who), row.agrees, row.on, row.by_id, by, row.on_paper)


@dataclass(frozen=True, slots=True)
class Question:
    """A paper that is proposed to be used again for an ask that waits, and one's own word."""

    ask_id: str
    role: str
    title: str
    document_on: date
    own: Consented | None


def waiting(session: Session, case_id: str, account_id: str) -> list[Question]:
    """Return what the family is asked about advice that is there, in one statement.

    Nothing about a protected child: a report can tell where they are, so staff ask on paper.
    """
    return _questions(session, account_id, AdviceRequest.case_id == case_id, _is_open_to_family())


def _is_open_to_family() -> Any:
    return sa.exists().where(
        col(Case.id) == AdviceRequest.case_id,
        col(Person.id) == Case.person_id,
        col(Person.protected).is_(False),
    )


def of_adviser(session: Session, ask_id: str, account_id: str) -> Question | None:
    """Return what an adviser is asked about advice that is there."""
    found = _questions(session, account_id, AdviceRequest.id == ask_id)
    return found[0] if found else None


def _questions(session: Session, account_id: str, *conditions: Any) -> list[Question]:
    """Return the papers that are proposed, with what an account said of each last."""
    said: Any = AdviceConsent
    rows = session.execute(
        sa.select(AdviceRequest, Document, said)
        .join(Document, and_(Document.id == AdviceRequest.reused_document_id))
        .join(
            said,
            and_(
                said.advice_request_id == AdviceRequest.id,
                said.document_id == Document.id,
                said.by_id == account_id,
                said.on_paper.is_(False),
            ),
            isouter=True,
        )
        .where(
            *conditions,
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.withdrawn_on).is_(None),
            col(Document.withdrawn_at).is_(None),
        )
        .order_by(col(AdviceRequest.asked_on), col(AdviceRequest.id), said.at, said.id)
    )
    return list({asked.id: _question(asked, paper, own) for asked, paper, own in rows}.values())


def _question(asked: AdviceRequest, paper: Document, own: AdviceConsent | None) -> Question:
    said = _consented(own, None) if own else None
    return Question(asked.id, asked.role, paper.title, paper.document_on, said)


def paper(session: Session, case_id: str, ask_id: str) -> tuple[StoredFile, str] | None:
    """Return the newest file of the paper that is proposed for an ask that waits, and its name."""
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    row = session.exec(
        select(StoredFile, DocumentVersion.name)
        .join(DocumentVersion, and_(DocumentVersion.file_id == StoredFile.id))
        .join(Document, and_(Document.id == DocumentVersion.document_id))
        .join(AdviceRequest, and_(AdviceRequest.reused_document_id == Document.id))
        .where(
            AdviceRequest.id == ask_id,
            AdviceRequest.case_id == case_id,
            DocumentVersion.number == newest,
            col(AdviceRequest.withdrawn_on).is_(None),
            col(Document.withdrawn_at).is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None

"""The decisions of a case as staff see them, those in the making, and what there is to read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.dates import date_words
from ehcportal.models.account import Account
from ehcportal.models.assessment import (
    AdviceAnswer,
    AdviceRequest,
    Decision,
    DecisionEvidence,
    PreparedDecision,
)
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document, DocumentAudience, Publication
from ehcportal.models.form import Submission
from ehcportal.models.request import Request

MOST = 200
FORMS = "The forms that were sent to us"


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision with the names of who made it; ``corrected_on`` once a further row replaced it."""

    row: Decision
    by: str
    signed_by: str
    document_id: str | None
    posted_on: date | None
    evidence: tuple[str, ...]
    corrected_on: datetime | None


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """A decision that is being prepared."""

    row: PreparedDecision
    by: str
    returned_by: str


@dataclass(frozen=True, slots=True)
class Readable:
    """Something that can be read before deciding; ``value`` is its kind and its id.

    ``shown`` is how a letter names it: empty for what not all of the family may know of.
    """

    value: str
    label: str
    shown: str = ""


def made(session: Session, case_id: str) -> list[MadeDecision]:
    """Return every decision of a case, the newest first, in two statements."""
    signer, later = aliased(Account), aliased(Decision)
    corrected = (
        sa.select(sa.func.max(later.created_at))
        .where(col(later.corrects_id) == Decision.id, col(later.case_id) == Decision.case_id)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Decision, Account, signer, Letter, corrected)
        .join(Account, and_(Account.id == Decision.decided_by_id), isouter=True)
        .join(signer, and_(signer.id == Decision.signed_off_by_id), isouter=True)
        .join(Letter, and_(Letter.id == Decision.letter_id), isouter=True)
        .where(col(Decision.case_id) == case_id)
        .order_by(col(Decision.created_at).desc(), col(Decision.id))
        .limit(MOST)
    ).all()
    read = _evidence(session, [each[0].id for each in rows])
    return [
        MadeDecision(
            row=row,
            by=who.name if who else "",
            signed_by=second.name if second else "",
            document_id=letter.document_id if letter else None,
            posted_on=letter.posted_on if letter else None,
            evidence=tuple(read[row.id]),
            corrected_on=at,
        )
        for row, who, second, letter, at in rows
    ]


def _evidence(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    rows = session.execute(
        sa.select(
            DecisionEvidence, col(Document.title), col(Submission.title), col(AdviceRequest.role)
        )
        .join(Document, and_(Document.id == DecisionEvidence.document_id), isouter=True)
        .join(Submission, and_(Submission.id == DecisionEvidence.submission_id), isouter=True)
        .join(
            AdviceRequest,
            and_(AdviceRequest.id == DecisionEvidence.advice_request_id),
            isouter=True,
        )
        .where(col(DecisionEvidence.decision_id).in_(ids))
        .order_by(col(DecisionEvidence.id))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row, document, submission, role in rows:
        found[row.decision_id].append(document or submission or role or row.noted_as)
    return found


def read_for(session: Session, decision_id: str) -> tuple[list[str], list[str]]:
    """Return what was ticked for a decision, as the form has it, and what was named besides."""
    rows = session.exec(
        select(DecisionEvidence)
        .where(DecisionEvidence.decision_id == decision_id)
        .order_by(col(DecisionEvidence.id))
    ).all()
    ticked = [
        f"{kind}:{held}"
        for each in rows
        for kind, held in (
            ("document", each.document_id),
            ("submission", each.submission_id),
            ("advice", each.advice_request_id),
        )
        if held
    ]
    return ticked, [each.noted_as for each in rows if each.noted_as]


def in_the_making(session: Session, case_id: str) -> list[InTheMaking]:
    """Return what is being prepared, in one statement."""
    back = aliased(Account)
    rows = session.execute(
        sa.select(PreparedDecision, Account, back)
        .join(Account, and_(Account.id == PreparedDecision.prepared_by_id))
        .join(back, and_(back.id == PreparedDecision.returned_by_id), isouter=True)
        .where(col(PreparedDecision.case_id) == case_id, col(PreparedDecision.closed_at).is_(None))
    )
    return [InTheMaking(row, who.name, other.name if other else "") for row, who, other in rows]


def standing(session: Session, case_id: str, decision_id: str) -> Decision | None:
    """Return a decision of this case that no further row has corrected."""
    later = aliased(Decision)
    return session.exec(
        select(Decision).where(
            Decision.id == decision_id,
            Decision.case_id == case_id,
            ~sa.exists().where(
                col(later.corrects_id) == Decision.id, col(later.case_id) == Decision.case_id
            ),
        )
    ).first()


def readable(session: Session, case_id: str) -> list[Readable]:
    """Return what the case holds that can be read before deciding, in one statement.

    What one adult sent is not the other's to know of, so a letter names no form; it names those
    papers that the whole family can open.
    """
    every = sa.union_all(_advice(case_id), _forms(case_id), _papers(case_id)).subquery()
    ordered = sa.select(every).order_by(every.c.kind, every.c.on_day.desc(), every.c.id)
    rows = session.connection().execute(ordered.limit(MOST))
    found = []
    for kind, held, title, on, is_shown in rows:
        told = _of(title, on)
        shown = FORMS if kind == "submission" else told if is_shown else ""
        found.append(Readable(f"{kind}:{held}", told, shown))
    return found


def _thing(kind: str, held: Any, title: Any, on: Any, is_shown: Any) -> sa.Select[Any]:
    return sa.select(
        sa.cast(sa.literal(kind), sa.String(20)).label("kind"),
        held.label("id"),
        sa.cast(title, sa.String(200)).label("title"),
        on.label("on_day"),
        is_shown.label("is_shown"),
    )


def _advice(case_id: str) -> sa.Select[Any]:
    asked = AdviceRequest
    return _thing(
        "advice", col(asked.id), col(asked.role), col(asked.received_on), sa.true()
    ).where(col(asked.case_id) == case_id, col(asked.received_on).is_not(None))


def _forms(case_id: str) -> sa.Select[Any]:
    """What was sent for this case, and the requests from which it came; advice stands by itself."""
    sent = Submission
    told = sa.select(col(sent.id)).where(col(sent.case_id) == case_id)
    asked = sa.select(col(Request.submission_id)).where(col(Request.case_id) == case_id)
    return _thing(
        "submission", col(sent.id), col(sent.title), col(sent.received_on), sa.false()
    ).where(
        col(sent.id).in_(sa.union(told, asked)),
        ~sa.exists().where(col(AdviceAnswer.submission_id) == sent.id),
    )


def _papers(case_id: str) -> sa.Select[Any]:
    shown = sa.exists().where(
        col(Publication.document_id) == Document.id,
        col(Publication.audience) == DocumentAudience.FAMILY,
        col(Publication.only_account_id).is_(None),
        col(Publication.withdrawn_at).is_(None),
    )
    return _thing(
        "document", col(Document.id), col(Document.title), col(Document.document_on), shown
    ).where(col(Document.case_id) == case_id, col(Document.withdrawn_at).is_(None))


def _of(title: str, on: date | None) -> str:
    return f"{title}, {date_words(on)}" if on else title

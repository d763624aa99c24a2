"""What a family reads about one stage of its case: why it was decided so, and the papers of it."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ehcportal.domain.facts import DecisionKind
from ehcportal.domain.stages import Stage, StageState, StageView
from ehcportal.models.assessment import Decision
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document, DocumentVersion, FileState, Publication, StoredFile
from ehcportal.queries.panels import published

MOST = 50
DECIDED = MappingProxyType(
    {
        Stage.DECISION_TO_ASSESS: DecisionKind.ASSESS,
        Stage.DECISION_TO_ISSUE: DecisionKind.ISSUE,
        Stage.REVIEW: DecisionKind.REVIEW,
        Stage.ENDED: DecisionKind.CEASE,
    }
)
"""The stages that end with a decision of the council."""

PAPERS = MappingProxyType(
    {
        Stage.DECISION_TO_ASSESS: ("decision",),
        Stage.ASSESSMENT: ("advice", "report", "information_requested"),
        Stage.DECISION_TO_ISSUE: ("decision",),
        Stage.DRAFT_PLAN: ("draft_plan",),
        Stage.FINAL_PLAN: ("final_plan",),
        Stage.REVIEW: ("decision",),
        Stage.ENDED: ("decision",),
    }
)
"""The kinds of documents that belong to a stage, where no letter of ours says which one it is."""

LETTERS = MappingProxyType(
    {
        Stage.REQUEST: ("request_acknowledged", "request_by_school", "request_taken_up"),
        Stage.DECISION_TO_ASSESS: ("decision_to_assess_yes", "decision_to_assess_no"),
        Stage.DECISION_TO_ISSUE: ("decision_to_issue_yes", "decision_to_issue_no"),
        Stage.DRAFT_PLAN: ("draft_plan",),
        Stage.FINAL_PLAN: ("final_plan",),
        Stage.REVIEW: (
            "review_maintain",
            "review_amend",
            "review_kept",
            "review_cease",
            "amendment_notice",
        ),
        Stage.ENDED: ("ceasing",),
    }
)
"""The letters that belong to a stage, by template: a final plan's tells of the right to appeal."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands; the family was told of it."""

    kind: DecisionKind
    reason: str
    decided_on: date
    told_on: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a stage that was published to the reader; ``id`` is the publication's."""

    id: str
    title: str
    document_on: date
    is_ready: bool
    is_letter: bool = False


def is_reached(view: StageView) -> bool:
    """Whether a stage has begun, so that it can be opened (guide row D11)."""
    if view.state is StageState.STOPPED:
        return view.done_on is not None
    return view.state in {StageState.DONE, StageState.NOW, StageState.REFUSED}


def decided(session: Session, case_id: str) -> list[Decided]:
    """Return the decisions that the family was told of, the latest first, in one statement.

    What a further row has corrected is left out.
    """
    later = aliased(Decision)
    rows = session.exec(
        select(Decision)
        .where(
            Decision.case_id == case_id,
            col(Decision.notified_on).is_not(None),
            ~sa.exists().where(
                col(later.corrects_id) == Decision.id, col(later.case_id) == Decision.case_id
            ),
        )
        .order_by(col(Decision.decided_on).desc(), col(Decision.created_at).desc())
    )
    return [
        Decided(each.kind, each.reason, each.decided_on, each.notified_on)
        for each in rows
        if each.notified_on
    ]


def decision_of(view: StageView, all_decided: list[Decided]) -> Decided | None:
    """Return the decision that ended a stage."""
    kind = DECIDED.get(view.stage)
    fitting = (each for each in all_decided if each.kind is kind and each.told_on == view.done_on)
    return next(fitting, None)


def papers(
    session: Session, case_id: str, account_id: str, stage: Stage, all_decided: list[Decided]
) -> list[Paper]:
    """Return the documents of a stage that this account may see, in one statement.

    A letter belongs where its template says. One that was no letter of ours, but tells of a
    decision, belongs to the last one that was made by its day.
    """
    kinds, letters = PAPERS.get(stage, ()), LETTERS.get(stage, ())
    template = col(Letter.template)
    rows = session.connection().execute(
        published(case_id, account_id)
        .join(
            DocumentVersion,
            sa.and_(
                col(DocumentVersion.document_id) == Publication.document_id,
                col(DocumentVersion.number) == Publication.version_number,
            ),
        )
        .join(StoredFile, col(StoredFile.id) == DocumentVersion.file_id)
        .outerjoin(
            Letter,
            sa.and_(col(Letter.document_id) == Document.id, col(Letter.case_id) == case_id),
        )
        .where(
            sa.or_(
                template.in_(letters), sa.and_(template.is_(None), col(Document.kind).in_(kinds))
            )
        )
        .with_only_columns(
            col(Publication.id),
            col(Document.title),
            col(Document.document_on),
            col(StoredFile.state) == FileState.CLEAN,
            template.is_not(None),
        )
        .order_by(col(Document.document_on).desc(), col(Publication.id))
        .limit(MOST)
    )
    found = [Paper(*row) for row in rows]
    kind = DECIDED.get(stage)
    if kind is None:
        return found
    return [
        each
        for each in found
        if each.is_letter or _decision_by(each.document_on, all_decided) is kind
    ]


def _decision_by(day: date, all_decided: list[Decided]) -> DecisionKind | None:
    return next((each.kind for each in all_decided if each.decided_on <= day), None)

"""The appendices of a plan: the advice that its section K lists, as it was sent (Reg 12(4))."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain.dates import date_words
from ehcportal.domain.names import fold
from ehcportal.forms.fields import group
from ehcportal.forms.fields.base import text
from ehcportal.models.document import Document, DocumentVersion, FileState, StoredFile
from ehcportal.models.form import Submission
from ehcportal.models.plan import Section
from ehcportal.models.setting import Setting
from ehcportal.queries import plan_passages
from ehcportal.queries.plan_passages import Received
from ehcportal.queries.plans import Whole
from ehcportal.queries.representations import PREFERENCE

ASKED = "advice_request_id"
"""The detail of a line of section K that says which piece of advice it lists."""

PLACES, NAME, NUMBER, WHY = "places", "name", "urn", "why"
"""The questions of form 8 about each place that the family would like."""


@dataclass(frozen=True, slots=True)
class Appendix:
    """A line of section K that lists a piece of advice, with its number."""

    number: str
    asked: str
    """The id of the ask for the advice."""
    role: str
    author: str
    on: str
    """The day in words."""


def of_whole(whole: Whole) -> list[Appendix]:
    """Return the advice that a version lists, in its order, without a further statement."""
    return [
        Appendix(
            number=whole.number(line.key),
            asked=line.detail(ASKED),
            role=line.detail("role") or line.text,
            author=line.detail("author"),
            on=_day(line.detail("on")),
        )
        for line in whole.section(Section.K)
        if line.detail(ASKED)
    ]


def _day(typed: str) -> str:
    try:
        return date_words(date.fromisoformat(typed))
    except ValueError:
        return typed


def advice_of(session: Session, case_id: str, asked: str) -> Received | None:
    """Return the advice that answers an ask, the answer that counts now."""
    came = plan_passages.received(session, case_id)
    return next((each for each in came if each.advice_request_id == asked), None)


def file_of(session: Session, document_id: str) -> tuple[StoredFile, str] | None:
    """Return the newest file of a report that stands and is clean, with its name."""
    return session.exec(
        select(StoredFile, DocumentVersion.name)
        .join(DocumentVersion, and_(col(DocumentVersion.file_id) == StoredFile.id))
        .join(Document, and_(Document.id == DocumentVersion.document_id))
        .where(
            Document.id == document_id,
            col(Document.withdrawn_at).is_(None),
            col(StoredFile.state) == FileState.CLEAN,
        )
        .order_by(col(DocumentVersion.number).desc())
    ).first()


def why_wanted(session: Session, case_id: str, setting: Setting) -> str:
    """Return why the family wants this setting, in the words of their newest form about it.

    Nothing else of that form is the setting's business: other places, travel, home.
    """
    rows = session.exec(
        select(Submission.answers)
        .where(Submission.case_id == case_id, Submission.form_id == PREFERENCE)
        .order_by(sa.desc(col(Submission.submitted_at)))
    )
    for answers in rows:
        for place in group.entries(answers.get(PLACES, "")):
            named = fold(text(place.get(NAME)))
            is_meant = text(place.get(NUMBER)) == setting.urn or setting.name_folded in named
            if is_meant and text(place.get(WHY)):
                return text(place.get(WHY))
    return ""

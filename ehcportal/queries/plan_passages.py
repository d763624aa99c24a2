"""Advice that came in, as passages that can be picked for a plan, and for its section K."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.forms.conditions import Answer, is_empty
from ehcportal.forms.definition import QuestionType
from ehcportal.forms.fields import group
from ehcportal.forms.summary import Row
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.queries import plan_fitting
from ehcportal.queries.plan_fitting import Fitted, fitted
from ehcportal.queries.sent_answers import sent_answers


@dataclass(frozen=True, slots=True)
class Received:
    """A piece of advice that came in: whose, and the answer that counts, the newest one."""

    advice_request_id: str
    role: str
    author: str
    on: date
    answer_id: str | None
    """None when it came in without form or file of its own: reused, or noted by staff."""
    submission_id: str | None
    document_id: str | None
    plain_summary: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer of form 9, or one row of it. ``number`` names it in a form."""

    number: str
    title: str
    text: str
    fitted: Fitted | None = None
    """The line it makes where the adviser said which need or help it is."""


def received(session: Session, case_id: str) -> list[Received]:
    """Return the advice that came in for a case, by the day it came, in one statement."""
    adviser: Any = Account
    rows = session.execute(
        sa.select(AdviceRequest, AdviceAnswer, adviser)
        .join(
            AdviceAnswer,
            and_(
                AdviceAnswer.advice_request_id == AdviceRequest.id,
                col(AdviceAnswer.set_aside_at).is_(None),
            ),
            isouter=True,
        )
        .join(adviser, adviser.id == AdviceAnswer.sent_by_id, isouter=True)
        .where(
            col(AdviceRequest.case_id) == case_id,
            col(AdviceRequest.received_on).is_not(None),
            col(AdviceRequest.withdrawn_on).is_(None),
        )
        .order_by(col(AdviceRequest.received_on), col(AdviceRequest.id), col(AdviceAnswer.sent_at))
    )
    newest = {asked.id: _received(asked, answer, who) for asked, answer, who in rows}
    return list(newest.values())


ABOUT_THE_ADVICE = frozenset({"based-on", "files"})
"""Pages of form 9 that say how the advice came about, and nothing that stands in a plan."""

TICKED = frozenset({QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.DECLARATION})
"""Answers without words of the adviser's own."""


def passages(session: Session, submission_id: str | None) -> list[Passage]:
    """Return what was written in form 9, answer by answer; nothing for an uploaded report."""
    sent = sent_answers(session, submission_id)
    if sent is None:
        return []
    is_form_9 = sent.submission.form_id == plan_fitting.FORM
    found = [
        (f"{section.title}: {row.label}", text, line)
        for section in sent.sections
        for row in section.rows
        if section.page_id not in ABOUT_THE_ADVICE and row.question.type not in TICKED
        for text, line in _parts(row, sent.submission.answers if is_form_9 else {})
    ]
    return [Passage(str(number), *each) for number, each in enumerate(found)]


def _parts(row: Row, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Fitted | None]]:
    """Return the text of an answer; of rows, each by itself with the line that it makes."""
    rows = group.entries(answers.get(row.question.id, ""))
    kept = [each for each in rows if not is_empty(dict(each))]
    for number, entry in enumerate(row.shown.entries):
        parts = (f"{name}: {' '.join(part.lines)}" for name, part in entry if part.lines)
        line = fitted(row.question.id, kept[number]) if number < len(kept) else None
        yield "\n".join(parts), line
    if row.shown.lines:
        yield "\n".join(row.shown.lines), None


def _received(asked: AdviceRequest, answer: AdviceAnswer | None, who: Account | None) -> Received:
    on = answer.sent_on if answer else asked.received_on
    return Received(
        advice_request_id=asked.id,
        role=asked.role,
        author=asked.adviser_name or (who.name if who else ""),
        on=on or asked.asked_on,
        answer_id=answer.id if answer else None,
        submission_id=answer.submission_id if answer else None,
        document_id=(answer.document_id if answer else None) or asked.reused_document_id,
        plain_summary=answer.plain_summary if answer else "",
    )

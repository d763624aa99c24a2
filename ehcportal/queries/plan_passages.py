"""Advice that came in, as passages that can be picked for a plan, and for its section K."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.forms.conditions import Answer, Given
from ehcportal.forms.definition import Question, QuestionType
from ehcportal.forms.fields import group, planned
from ehcportal.forms.fields.base import text
from ehcportal.forms.summary import Row
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.form import Submission
from ehcportal.queries import plan_fitting
from ehcportal.queries.plan_fitting import Fitted
from ehcportal.queries.sent_answers import SentAnswers, sent_answers

Fit = Callable[[str, Mapping[str, Answer]], Fitted | None]
"""Makes a line of a row of a form."""


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
    is_open: bool = True

    @property
    def id(self) -> str | None:
        """What names it in an address."""
        return self.answer_id


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer of a form, or one row of it. ``number`` names it in a form."""

    number: str
    title: str
    text: str
    fitted: Fitted | None = None
    """The line it makes where the adviser said which need or help it is."""
    line_key: str = ""
    """Of a proposed change: the line that is to say ``words``; without words it is to go."""
    words: str = ""
    why: str = ""


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


ABOUT_THE_ADVICE = frozenset({"based-on", "files", "you", "meeting", "documents"})
"""Pages of a form that say how it came about, and nothing that stands in a plan."""

TICKED = frozenset(
    {QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.DECLARATION, QuestionType.DATE}
)
"""Answers without words of the writer's own."""

PROPOSALS, WORDS, WHY = "proposals", "words", "why"
SECTION_A = "section_a"
"""How the forms of a review call the changes they propose, and the parts of one."""


def passages(session: Session, submission_id: str | None) -> list[Passage]:
    """Return what was written in form 9, answer by answer; nothing for an uploaded report."""
    return _passages(sent_answers(session, submission_id), plan_fitting.fitted)


def of_review(session: Session, submission_id: str) -> list[Passage]:
    """Return what was written for a review; what only the council may read stands in no plan."""
    return _passages(sent_answers(session, submission_id, for_others=True), _proposed)


def _passages(sent: SentAnswers | None, fit: Fit) -> list[Passage]:
    if sent is None:
        return []
    found = (
        replace(each, title=f"{section.title}: {row.label}")
        for section in sent.sections
        for row in section.rows
        if section.page_id not in ABOUT_THE_ADVICE and row.question.type not in TICKED
        for each in _parts(row, sent.submission, fit)
    )
    return [replace(each, number=str(number)) for number, each in enumerate(found)]


def _proposed(question_id: str, entry: Given) -> Fitted | None:
    """Return the line that a row of form 13 or 14 proposes, as those forms were at first."""
    if question_id == SECTION_A:
        return plan_fitting.proposed("A", text(entry.get(WORDS)))
    said = text(entry.get(WORDS) or entry.get("proposed")) if question_id == PROPOSALS else ""
    return plan_fitting.proposed(text(entry.get("section")), said)


def _parts(row: Row, sent: Submission, fit: Fit) -> Iterator[Passage]:
    """Return the text of an answer; of rows, each by itself with the line that it makes."""
    rows = group.entries(sent.answers.get(row.question.id, ""))
    kept = [each for each in rows if planned.says(row.question, each)]
    if row.question.shown_as == planned.CHANGES:
        yield from (_change(row.question, each) for each in kept)
        return
    for number, entry in enumerate(row.shown.entries):
        parts = (f"{name}: {' '.join(part.lines)}" for name, part in entry if part.lines)
        line = fit(row.question.id, kept[number]) if number < len(kept) else None
        yield Passage("", "", "\n".join(parts), line)
    if row.shown.lines:
        said = "\n".join(row.shown.lines)
        yield Passage("", "", said, fit(row.question.id, {WORDS: said}))


def _change(question: Question, entry: Given) -> Passage:
    """Return a proposed change of the plan: other words for a line, or a new line."""
    said = {each.fill_from: planned.answer_of(each, entry) for each in question.questions}
    is_out = planned.is_out(question, entry)
    words = "" if is_out else text(said.get(planned.OF_WORDS))
    return Passage(
        "",
        "",
        text=words or text(entry.get(planned.TEXT)),
        fitted=plan_fitting.proposed(text(said.get(planned.OF_SECTION)), words),
        line_key=text(entry.get(planned.KEY)),
        words=words,
        why=text(entry.get(WHY)),
    )


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

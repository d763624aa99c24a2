"""Answers in the making: putting a sent page into a draft, and what may be sent to the council."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

from ehcportal.forms.asked import asked_answers, questions_on
from ehcportal.forms.conditions import Answer, Answers, Given, is_empty
from ehcportal.forms.definition import FormDefinition, Page, Question, QuestionType
from ehcportal.forms.fields import group, planned
from ehcportal.forms.fields.base import Context
from ehcportal.forms.fields.registry import field_of
from ehcportal.forms.reading import canonical
from ehcportal.forms.sent import Move, Sent, Then

MARK = 10


class Settling(Protocol):
    """A question type that finishes its answer with what is known."""

    def settle(
        self, question: Question, answer: Answer, before: Answer, context: Context
    ) -> Answer:
        """Return the answer to store in place of ``before``."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One question that two windows answered differently: both answers, neither lost."""

    question: Question
    theirs: Answer
    mine: Answer


@dataclass(frozen=True, slots=True)
class Merged:
    """The draft's answers after a page was put in. At a clash the stored answer stays."""

    answers: Answers
    clashes: tuple[Clash, ...] = ()
    changed: bool = True


def merge(page: Page, stored: Given, sent: Sent, context: Context) -> Merged:
    """Put a sent page into the stored answers, question by question.

    What changed here since the page was made is taken; what changed meanwhile in another window
    is kept; what changed in both, to different things, is a clash.
    """
    answers: Answers = dict(stored)
    clashes = []
    for question in page.questions:
        if question.id not in sent.answers:
            continue
        theirs = stored.get(question.id, "")
        mine = settle(question, sent.answers[question.id], theirs, context)
        base = sent.base.get(question.id, mark(theirs))
        if base == mark(theirs):
            answers[question.id] = mine
        elif mark(mine) not in {base, mark(theirs)}:
            clashes.append(Clash(question, theirs, mine))
    _act(page, answers, sent.move)
    return Merged(answers, tuple(clashes), changed=answers != dict(stored))


def settle(question: Question, answer: Answer, before: Answer, context: Context) -> Answer:
    """Let the question type finish an answer with what is known: a setting's name, file rows."""
    field = field_of(question.type)
    if not hasattr(field, "settle"):
        return answer
    return cast(Settling, field).settle(question, answer, before, context)


def current(question: Question, given: Given, context: Context) -> Answer:
    """The answer as it stands; what is said about files follows the files that are there."""
    answer = given.get(question.id, "")
    if question.type is QuestionType.FILES:
        return settle(question, answer, answer, context)
    return answer


def newly_asked(form: FormDefinition, page: Page, sent: Sent, given: Given) -> list[Question]:
    """Questions that this page asks now and did not show when it was sent.

    Without a script they come up only now, so Next stays and shows them.
    """
    return [asked for asked in questions_on(form, page, given) if asked.id not in sent.shown]


def marks(questions: Iterable[Question], given: Given) -> str:
    """The value of ``_base``: the mark of each stored answer when the page is made."""
    return " ".join(f"{each.id}:{mark(given.get(each.id, ''))}" for each in questions)


def mark(answer: Answer) -> str:
    """A short fingerprint of one answer; answers that differ only in emptiness have the same."""
    return hashlib.sha256(canonical(without_empty(answer)).encode()).hexdigest()[:MARK]


def without_empty(answer: Answer) -> Answer:
    """The answer without the parts and entries that say nothing."""
    if isinstance(answer, dict):
        kept = {key: without_empty(part) for key, part in answer.items() if not is_empty(part)}
        return cast(Answer, kept or "")
    if isinstance(answer, list):
        return [without_empty(part) for part in answer if not is_empty(part)] or ""
    return answer


def to_submit(form: FormDefinition, given: Given, context: Context) -> Answers:
    """The answers as they are sent: only what is asked, and only what was answered."""
    kept = {}
    for question_id in asked_answers(form, given):
        question = form.question(question_id)
        answer = current(question, given, context) if question else ""
        if not is_empty(answer):
            kept[question_id] = without_empty(answer)
    return kept


def fingerprint(answers: Given, file_hashes: Iterable[str] = ()) -> str:
    """SHA-256 of the canonical JSON of answers and sorted file hashes, in hex, for the receipt."""
    content = {"answers": dict(answers), "files": sorted(file_hashes)}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _act(page: Page, answers: Answers, move: Move) -> None:
    """Add an entry to a group, or take one out."""
    question = next((asked for asked in page.questions if asked.id == move.question), None)
    if question is None or question.type is not QuestionType.GROUP:
        return
    rows: list[dict[str, Answer]] = [
        dict(row) for row in group.entries(answers.get(question.id, ""))
    ]
    added = [row for row in rows if not planned.is_line(row)]
    if move.then is Then.ADD and len(added) < (question.max or group.LIMIT):
        answers[question.id] = [*(rows or [{}]), {}]
    if move.then is Then.REMOVE and move.entry.isdecimal() and int(move.entry) < len(rows):
        if not planned.is_line(rows[int(move.entry)]):
            del rows[int(move.entry)]
        answers[question.id] = [*rows]

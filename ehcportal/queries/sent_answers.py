"""What somebody sent with a form, as staff read it: the answers, the files, and what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import FormDefinition, QuestionType
from ehcportal.forms.fields.base import Context, FileRow, part, text
from ehcportal.forms.summary import Section, answered, for_family, summary
from ehcportal.forms.wording import named_words
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import FormVersion, Submission, SubmissionFile
from ehcportal.models.person import ParentalResponsibility, RelationshipKind

ADDRESS_PARTS = ("property", "house", "street", "area", "town", "county", "postcode")
MYSELF = "myself"
COUNCIL = "council"
"""The answer to who may see a file: only the council."""

KINDS = {
    "mother": RelationshipKind.PARENT,
    "father": RelationshipKind.PARENT,
    "parent": RelationshipKind.PARENT,
    "step_parent": RelationshipKind.PARENT,
    "foster_carer": RelationshipKind.FOSTER_CARER,
    "social_worker": RelationshipKind.SOCIAL_WORKER,
    "advocate": RelationshipKind.ADVOCATE,
    "grandparent": RelationshipKind.CARER,
    "guardian": RelationshipKind.CARER,
    "carer": RelationshipKind.CARER,
    "relative": RelationshipKind.CARER,
}
"""The words of a form's relationship question as our own kinds; others are left to staff."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the sender stated about the child and about themselves; nobody has checked it yet."""

    is_self: bool = False
    kind: RelationshipKind | None = None
    described_as: str = ""
    parental_responsibility: ParentalResponsibility = ParentalResponsibility.NOT_KNOWN
    birth_date: date | None = None
    birth_date_estimated: bool = False
    address: str = ""
    postcode: str | None = None
    setting_id: str | None = None
    setting_name: str = ""
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent with a form; ``id`` is that of the stored file."""

    id: str
    name: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class SentAnswers:
    """A submission with its questions, answers and files."""

    submission: Submission
    sections: tuple[Section, ...]
    files: tuple[SentFile, ...]
    said: Said


def sent_answers(
    session: Session, submission_id: str | None, *, for_others: bool = False
) -> SentAnswers | None:
    """Return what was sent, in two statements; nothing for what came on paper.

    ``for_others`` leaves out the answers and the files that only the council may read: for anybody
    but staff and who sent it.
    """
    if submission_id is None:
        return None
    found = session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .where(Submission.id == submission_id)
    ).one()
    submission, version = found
    form = from_source(version.source, submission.language)
    held = _files(session, submission_id)
    if for_others:
        withheld = for_council_only(submission.answers)
        held = [each for each in held if each[0].id not in withheld]
    rows = [row for row, _file_id in held]
    words = named_words(submission.about) if submission.case_id else {}
    context = Context(today=clock.today(), signed_in=True, files=tuple(rows), words=words)
    sections = answered(summary(form, submission.answers, context))
    return SentAnswers(
        submission=submission,
        sections=for_family(sections) if for_others else sections,
        files=tuple(SentFile(file_id, row.name, row.size, row.state) for row, file_id in held),
        said=said(form, submission.answers),
    )


def for_council_only(answers: Mapping[str, Any]) -> set[str]:
    """Return the files of a form of which the sender said that only the council may see them."""
    lists = (answer for answer in answers.values() if isinstance(answer, list))
    entries = (each for found in lists for each in found if isinstance(each, Mapping))
    return {
        str(each["file"]) for each in entries if "file" in each and each.get("share") == COUNCIL
    }


def _files(session: Session, submission_id: str) -> list[tuple[FileRow, str]]:
    rows = session.exec(
        select(SubmissionFile, StoredFile.size, StoredFile.state)
        .join(StoredFile, and_(StoredFile.id == SubmissionFile.file_id))
        .where(SubmissionFile.submission_id == submission_id)
        .order_by(col(SubmissionFile.name))
    )
    return [
        (FileRow(file.id, file.question_id, file.name, size, FileState(state).value), file.file_id)
        for file, size, state in rows
    ]


def said(form: FormDefinition, answers: dict[str, Any]) -> Said:
    """Read from the answers what a record of a child needs, by what each question is filled from.

    A form names the meaning of a question with ``fill_from``; its id may be anything.
    """
    known = dict(_by_meaning(form, answers))
    relation = text(known.get("relationship.kind")) or text(known.get("relationship"))
    who = text(answers.get(form.subject.who))
    setting = known.get("person.setting")
    lives_with_sender = text(answers.get("same_address")) == "yes"
    address = known.get("account.address" if lives_with_sender else "person.address")
    return Said(
        is_self=who == MYSELF,
        kind=RelationshipKind.YOUNG_PERSON if who == MYSELF else KINDS.get(relation),
        described_as="Myself" if who == MYSELF else _label(form, answers, relation),
        parental_responsibility=_responsibility(text(known.get("relationship.responsibility"))),
        birth_date=_date(known.get("person.birth_date")),
        birth_date_estimated=text(known.get("person.birth_date_estimated")) == "yes",
        address=", ".join(filter(None, (part(address, each) for each in ADDRESS_PARTS[:-1]))),
        postcode=part(address, "postcode")[:8] or None,
        setting_id=part(setting, "setting_id") or None,
        setting_name=part(setting, "name"),
        sex=_label(form, answers, text(answers.get("sex"))) or None,
    )


def _by_meaning(form: FormDefinition, answers: dict[str, Any]) -> Iterator[tuple[str, Answer]]:
    for _, question in form.questions():
        answer = answers.get(question.id)
        if not answer:
            continue
        if question.fill_from:
            yield question.fill_from, answer
        elif question.type is QuestionType.CHOICE and "relationship" in question.id:
            yield "relationship", answer


def _label(form: FormDefinition, answers: dict[str, Any], value: str) -> str:
    for _, question in form.questions():
        if value and text(answers.get(question.id)) == value:
            return next((each.label for each in question.options if each.value == value), "")
    return ""


def _responsibility(value: str) -> ParentalResponsibility:
    known = {each.value: each for each in ParentalResponsibility}
    return known.get(value, ParentalResponsibility.NOT_KNOWN)


def _date(answer: Answer | None) -> date | None:
    try:
        return date.fromisoformat(text(answer))
    except ValueError:
        return None

"""Sending a form: what was answered becomes a dated, unchanging submission, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.rules import Counting
from ehcportal.forms.answers import fingerprint, to_submit
from ehcportal.forms.conditions import Given
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import Context
from ehcportal.forms.journey import journey
from ehcportal.forms.subject import about
from ehcportal.models.account import Account
from ehcportal.models.document import StoredFile
from ehcportal.models.form import (
    Draft,
    DraftFile,
    FormAssignment,
    FormVersion,
    Submission,
    SubmissionFile,
)
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries.assignments import coordinator_of
from ehcportal.queries.submissions import decision_due
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import references
from ehcportal.services.effects import EFFECTS, REQUESTS, Sending

REFERS = "refer"


class NotComplete(Exception):
    """Something that must be answered is missing, or an answer is wrong."""


@dataclass(frozen=True, slots=True)
class Council:
    """What a submission needs of the council: letters of its references, and how it counts.

    ``email`` is the shared inbox that is told of what has come; without one nobody is. Referrals
    go to ``early_help_email``.
    """

    prefix: str
    counting: Counting
    email: str = ""
    early_help_email: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A draft with its form and all that its answers need to be judged."""

    draft: Draft
    form: FormDefinition
    given: Given
    context: Context


def send(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    filled: Filled,
    *,
    council: Council,
    now: datetime,
) -> Submission:
    """Send a draft that was locked in this transaction; its answers then live here alone.

    Receipt counts from this moment: the London day is the day of receipt. Raises ``NotComplete``.
    """
    draft, form = filled.draft, filled.form
    way = journey(form, filled.given, filled.context)
    if not way.complete or draft.account_id is None:
        raise NotComplete
    account = session.get_one(Account, draft.account_id)
    submission = _submission(session, filled, council, now)
    _move_files(session, draft, submission)
    session.flush()
    sending = Sending(form, submission, submission.answers, account, ring)
    staff_path = EFFECTS[form.on_submission](session, trace, sending)
    audit.change(session, trace, "form.sent", of=("submission", submission.id))
    if submission.entered_by_id is None:
        _tell(session, ring, sending, staff_path, council)
    _close(draft, now)
    session.flush()
    return submission


def _submission(session: Session, filled: Filled, council: Council, now: datetime) -> Submission:
    draft, form = filled.draft, filled.form
    answers = to_submit(form, filled.given, filled.context)
    whom = about(form, answers) or filled.context.words.get("child_name", "")
    received_on = clock.london_day(now)
    keep_version(session, form, now)
    submission = Submission(
        reference=references.take(session, council.prefix, form.reference_prefix, received_on),
        form_id=form.id,
        form_digest=form.digest,
        draft_id=draft.id,
        account_id=draft.account_id or "",
        assignment_id=_unanswered(session, draft.assignment_id),
        case_id=draft.case_id,
        language=draft.language,
        title=form.title,
        about=whom,
        answers=answers,
        fingerprint=fingerprint(answers, _hashes(session, draft)),
        received_on=received_on,
        submitted_at=now,
    )
    session.add(submission)
    session.flush()
    return submission


def _unanswered(session: Session, assignment_id: str | None) -> str | None:
    """Return the ask that a form answers, unless another window answered it a moment ago."""
    if assignment_id is None:
        return None
    locked = select(FormAssignment.id).where(FormAssignment.id == assignment_id).with_for_update()
    session.exec(locked).first()
    answer = select(Submission.id).where(Submission.assignment_id == assignment_id)
    return None if session.exec(answer).first() else assignment_id


def keep_version(session: Session, form: FormDefinition, now: datetime) -> None:
    """Keep the exact definition at its first use, so that answers stay readable for good."""
    if session.get(FormVersion, form.digest) is not None:
        return
    version = sa.insert(FormVersion).values(
        digest=form.digest,
        form_id=form.id,
        number=form.version,
        source=form.source,
        first_used_at=now,
    )
    try:
        with session.begin_nested():
            session.connection().execute(version)
    except IntegrityError:
        return


def _hashes(session: Session, draft: Draft) -> list[str]:
    return list(
        session.exec(
            select(StoredFile.sha256)
            .join(DraftFile, col(DraftFile.file_id) == StoredFile.id)
            .where(DraftFile.draft_id == draft.id)
        )
    )


def _move_files(session: Session, draft: Draft, submission: Submission) -> None:
    """Make the draft's files files of the submission; the stored bytes stay where they are."""
    for added in session.exec(select(DraftFile).where(DraftFile.draft_id == draft.id)).all():
        session.add(
            SubmissionFile(
                id=added.id,
                submission_id=submission.id,
                question_id=added.question_id,
                file_id=added.file_id,
                name=added.name,
            )
        )
        session.delete(added)


def _tell(
    session: Session, ring: KeyRing, sending: Sending, staff_path: str, council: Council
) -> None:
    """Tell the sender that the form is here, and the council's inbox that something waits."""
    submission, account = sending.submission, sending.account
    circle = Circle(
        sender=Reader.of(account),
        team=_council_reader(session, sending, council),
    )
    facts = {"reference": submission.reference}
    answer = decision_due(session, submission.id, council.counting)
    if answer is not None:
        facts["answer_by"] = answer.due_on.isoformat()
    is_request = sending.form.on_submission in REQUESTS
    for_staff = News.NEW_REQUEST if is_request else News.FORM_FOR_STAFF
    paths = {News.FORM_SENT: f"/forms/sent/{submission.id}", for_staff: staff_path}
    for what, path in paths.items():
        told = {**facts, "path": path}
        news.tell(session, ring, what, circle, of=submission.id, facts=told)


def _council_reader(session: Session, sending: Sending, council: Council) -> Reader | None:
    """Return who hears of a form: the coordinator of its case, the early help team, or all."""
    if sending.submission.case_id:
        account = coordinator_of(session, sending.submission.case_id)
        if account is not None:
            return Reader.of(account)
    refers = sending.form.on_submission == REFERS
    email = (refers and council.early_help_email) or council.email
    return Reader(email) if email else None


def _close(draft: Draft, now: datetime) -> None:
    draft.sent_at = now
    draft.answers = {}
    draft.pages_seen = []
    draft.windows = {}

"""What belongs into one person's archive of a case: what they may see, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.content.labels import label
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.form import Contribution, ContributionFile, Submission, SubmissionFile
from ehcportal.models.message import Message, MessageFile, Thread, ThreadMember
from ehcportal.models.person import Relationship
from ehcportal.models.plan import PlanCommentFile
from ehcportal.models.staff import StaffMember
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.queries.documents import about_case, version_shown
from ehcportal.queries.panels import published
from ehcportal.queries.said import Said as Comments
from ehcportal.queries.voice_sight import Audience, Looking, visible


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A stored file with the name and the moment under which a person knows it."""

    title: str
    at: datetime
    name: str
    storage_key: str
    size: int
    mime: str
    state: FileState


@dataclass(frozen=True, slots=True)
class Headed:
    """A form or a thread: its id, what it is called, and when it was sent or begun."""

    id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One message as this person may keep it."""

    author: str
    is_own: bool
    body: str
    sent_at: datetime


FILE: tuple[Any, ...] = (StoredFile.storage_key, StoredFile.size, StoredFile.mime, StoredFile.state)


def documents(session: Session, case_id: str, account_id: str) -> list[HeldFile]:
    """Return every document published to this account, the oldest first."""
    rows = session.connection().execute(
        published(case_id, account_id)
        .join(DocumentVersion, version_shown())
        .join(StoredFile, col(StoredFile.id) == DocumentVersion.file_id)
        .with_only_columns(
            col(Document.title), col(Publication.published_at), col(DocumentVersion.name), *FILE
        )
        .order_by(col(Publication.published_at), col(Publication.id))
    )
    return [HeldFile(*row) for row in rows]


def taken_back(session: Session, case_id: str, account_id: str) -> list[datetime]:
    """Return when documents were published to this account that were withdrawn since."""
    query = (
        select(Publication.published_at)
        .join(Document, and_(col(Document.id) == Publication.document_id))
        .where(
            Publication.case_id == case_id,
            Publication.audience == DocumentAudience.FAMILY,
            or_(
                col(Publication.only_account_id).is_(None),
                Publication.only_account_id == account_id,
            ),
            or_(
                col(Publication.withdrawn_at).is_not(None), col(Document.withdrawn_at).is_not(None)
            ),
        )
        .order_by(col(Publication.published_at))
    )
    return list(session.exec(query))


def own_forms(session: Session, case_id: str, account_id: str) -> list[Headed]:
    """Return every form that the account sent about the case, the oldest first."""
    rows = session.exec(
        select(Submission.id, Submission.title, Submission.submitted_at)
        .where(Submission.account_id == account_id, about_case(case_id))
        .order_by(col(Submission.submitted_at), col(Submission.id))
    )
    return [Headed(*row) for row in rows]


def files_of_form(session: Session, form: Headed) -> list[HeldFile]:
    """Return the files that were sent with a form, under the form's day."""
    rows = session.connection().execute(
        sa.select(col(SubmissionFile.name), *FILE)
        .join(StoredFile, col(StoredFile.id) == SubmissionFile.file_id)
        .where(col(SubmissionFile.submission_id) == form.id)
        .order_by(col(StoredFile.uploaded_at), col(SubmissionFile.id))
    )
    return [HeldFile(row[0], form.at, *row) for row in rows]


def files_added(session: Session, form: Headed, account_id: str) -> list[HeldFile]:
    """Return the files that this account added to a form after it was sent, the oldest first."""
    added_at = col(Contribution.added_at)
    rows = session.connection().execute(
        sa.select(col(ContributionFile.name), added_at, col(ContributionFile.name), *FILE)
        .join(StoredFile, col(StoredFile.id) == ContributionFile.file_id)
        .join(Contribution, col(Contribution.id) == ContributionFile.contribution_id)
        .where(
            col(Contribution.submission_id) == form.id,
            col(Contribution.account_id) == account_id,
        )
        .order_by(added_at, col(ContributionFile.id))
    )
    return [HeldFile(*row) for row in rows]


def files_of_comments(session: Session, said: Comments) -> list[HeldFile]:
    """Return the files of comments on a plan that this account sent, under the day of sending."""
    rows = session.connection().execute(
        sa.select(col(PlanCommentFile.name), *FILE)
        .join(StoredFile, col(StoredFile.id) == PlanCommentFile.file_id)
        .where(col(PlanCommentFile.comment_id).in_([each.id for each in said.comments]))
        .order_by(col(StoredFile.uploaded_at), col(PlanCommentFile.id))
    )
    sent_at = said.row.sent_at or said.row.began_at
    return [HeldFile(row[0], sent_at, *row) for row in rows]


def threads(session: Session, case_id: str, account_id: str) -> list[Headed]:
    """Return the threads in which the account takes part, the oldest first."""
    rows = session.exec(
        select(Thread.id, Thread.subject, Thread.started_at)
        .join(ThreadMember, and_(col(ThreadMember.thread_id) == Thread.id))
        .where(Thread.case_id == case_id, ThreadMember.account_id == account_id)
        .order_by(col(Thread.started_at), col(Thread.id))
    )
    return [Headed(*row) for row in rows]


def said(session: Session, case_id: str, account_id: str, thread_id: str) -> list[Said]:
    """Return the messages of one of those threads, the oldest first."""
    rows = session.exec(
        select(Message, Account)
        .join(Account, and_(col(Account.id) == Message.author_id))
        .where(Message.thread_id == thread_id, _may_be_kept(case_id, account_id))
        .order_by(col(Message.sent_at), col(Message.id))
    )
    return [
        Said(author.name, message.author_id == account_id, message.body, message.sent_at)
        for message, author in rows
    ]


def files_of_messages(session: Session, case_id: str, account_id: str) -> list[HeldFile]:
    """Return the files that came with those messages, the oldest first."""
    rows = session.connection().execute(
        sa.select(col(MessageFile.name), col(Message.sent_at), col(MessageFile.name), *FILE)
        .join(StoredFile, col(StoredFile.id) == MessageFile.file_id)
        .join(Message, col(Message.id) == MessageFile.message_id)
        .join(Thread, col(Thread.id) == Message.thread_id)
        .join(ThreadMember, col(ThreadMember.thread_id) == Thread.id)
        .where(
            col(Thread.case_id) == case_id,
            col(ThreadMember.account_id) == account_id,
            _may_be_kept(case_id, account_id),
        )
        .order_by(col(Message.sent_at), col(MessageFile.id))
    )
    return [HeldFile(*row) for row in rows]


def looking(session: Session, case_id: str, account_id: str) -> Looking:
    """Return as whom this person looks at About Me and the parents' views (guide row S03)."""
    person_id = session.get_one(Case, case_id).person_id
    return Looking(case_id, person_id, account_id, Audience.FAMILY)


def files_of_voices(session: Session, case_id: str, account_id: str) -> list[HeldFile]:
    """Return the pictures, sound and film that this person sees there, the oldest first."""
    rows = session.connection().execute(
        sa.select(col(VoicePiece.voice), col(VoicePiece.kind), col(VoicePiece.made_at), *FILE)
        .join(StoredFile, col(StoredFile.id) == VoicePiece.file_id)
        .where(*visible(looking(session, case_id, account_id)))
        .order_by(col(VoicePiece.made_at), col(VoicePiece.id))
    )
    return [_of_voice(*row) for row in rows]


def _of_voice(
    voice: VoiceOf, kind: PieceKind, at: datetime, key: str, size: int, mime: str, state: FileState
) -> HeldFile:
    title = f"{label('voice', voice)}, {label('piece', kind)}"
    return HeldFile(title, at, f"piece.{mime.rpartition('/')[2]}", key, size, mime, state)


def _may_be_kept(case_id: str, account_id: str) -> Any:
    """Whether a message is one's own, or was written by nobody else of the family.

    What another adult said is not taken away, even from a thread in which both take part (nouns:
    who can be hidden from whom).
    """
    person_id = select(Case.person_id).where(Case.id == case_id).scalar_subquery()
    of_family = sa.exists().where(
        col(Relationship.account_id) == Message.author_id, col(Relationship.person_id) == person_id
    )
    of_staff = sa.exists().where(col(StaffMember.account_id) == Message.author_id)
    return or_(
        col(Message.author_id) == account_id,
        col(Message.from_council).is_(True),
        of_staff,
        ~of_family,
    )

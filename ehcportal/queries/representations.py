"""What families and settings say of a served version, and what the council answered (form 10)."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Submission
from ehcportal.models.plan import (
    CommentAnswer,
    Plan,
    PlanComment,
    PlanCommentFile,
    PlanVersion,
    Representation,
)
from ehcportal.models.setting import Setting
from ehcportal.queries.said import Answered, Comment, CommentFile, Said, Speaker

PREFERENCE = "parental-preference"
"""The id of form 8."""


def own(session: Session, version_id: str, speaker: Speaker) -> Said | None:
    """Return what this speaker said last of a version, sent or not, in one or two statements."""
    found = all_own(session, version_id, speaker)
    return found[-1] if found else None


def all_own(session: Session, version_id: str, speaker: Speaker) -> list[Said]:
    """Return all that this speaker says of a version: they may add to what they sent."""
    found = _said(session, _of(speaker), col(Representation.plan_version_id) == version_id)
    return sorted(found, key=lambda each: (each.row.began_at, each.row.id))


def _of(speaker: Speaker) -> Any:
    if speaker.setting_id is not None:
        return col(Representation.setting_id) == speaker.setting_id
    is_own = col(Representation.account_id) == speaker.account_id
    return and_(is_own, col(Representation.setting_id).is_(None))


def sent(session: Session, version_id: str) -> list[Said]:
    """Return all that was sent about a version, in the order in which it came."""
    is_sent = col(Representation.sent_at).is_not(None)
    return _said(session, is_sent, col(Representation.plan_version_id) == version_id)


def sent_by(session: Session, case_id: str, account_id: str) -> list[Said]:
    """Return all that somebody of the family sent about any version of the case's plan."""
    of_case = select(PlanVersion.id).join(Plan, and_(Plan.id == PlanVersion.plan_id))
    versions = col(Representation.plan_version_id).in_(of_case.where(Plan.case_id == case_id))
    is_sent = col(Representation.sent_at).is_not(None)
    return _said(session, _of(Speaker(account_id)), is_sent, versions)


def on_paper(session: Session, version_id: str, representation_id: str) -> Said | None:
    """Return what staff are writing down from paper, while it is not finished."""
    found = _said(
        session,
        col(Representation.id) == representation_id,
        col(Representation.plan_version_id) == version_id,
        col(Representation.entered_by_id).is_not(None),
    )
    return found[0] if found else None


def unfinished(session: Session, version_id: str) -> list[Said]:
    """Return what staff began to write down from paper and did not finish."""
    return _said(
        session,
        col(Representation.plan_version_id) == version_id,
        col(Representation.entered_by_id).is_not(None),
        col(Representation.sent_at).is_(None),
    )


def _said(session: Session, *conditions: Any) -> list[Said]:
    """Return each with its comments, their files and their answers, in one statement."""
    of_comment, of_whole = aliased(CommentAnswer), aliased(CommentAnswer)
    who, whose = aliased(Account), aliased(Account)
    rows = session.execute(
        sa.select(Representation, Account, Setting, PlanComment, PlanCommentFile, StoredFile)
        .add_columns(of_comment, who, of_whole, whose)
        .join(Account, and_(Account.id == Representation.account_id), isouter=True)
        .join(Setting, and_(Setting.id == Representation.setting_id), isouter=True)
        .join(PlanComment, and_(PlanComment.representation_id == Representation.id), isouter=True)
        .join(PlanCommentFile, and_(PlanCommentFile.comment_id == PlanComment.id), isouter=True)
        .join(StoredFile, and_(StoredFile.id == PlanCommentFile.file_id), isouter=True)
        .join(of_comment, and_(of_comment.comment_id == PlanComment.id), isouter=True)
        .join(who, and_(who.id == of_comment.answered_by_id), isouter=True)
        .join(of_whole, and_(of_whole.representation_id == Representation.id), isouter=True)
        .join(whose, and_(whose.id == of_whole.answered_by_id), isouter=True)
        .where(*conditions)
        .order_by(
            col(Representation.sent_on),
            col(Representation.began_at),
            col(PlanComment.written_at),
            col(PlanComment.id),
            col(PlanCommentFile.name),
            col(PlanCommentFile.id),
        )
    ).all()
    heads = {row.id: (row, _by(who, where)) for row, who, where, *_rest in rows}
    said = {each.id: each for _row, _who, _where, each, *_rest in rows if each is not None}
    files = _files(row[4:6] for row in rows if row[4])
    answers = _answers(pair for row in rows for pair in (row[6:8], row[8:10]))
    found: dict[str, list[Comment]] = {each: [] for each in heads}
    for each in said.values():
        found[each.representation_id].append(_comment(each, answers.get(each.id), files))
    return [Said(row, by, tuple(found[row.id]), answers.get(row.id)) for row, by in heads.values()]


def _by(who: Account | None, where: Setting | None) -> str:
    return ", ".join(each.name for each in (who, where) if each is not None)


def _files(rows: Iterable[Any]) -> dict[str, list[CommentFile]]:
    found: dict[str, list[CommentFile]] = {}
    for row, file in {row.id: (row, file) for row, file in rows}.values():
        is_clean = file.state is FileState.CLEAN
        made = CommentFile(row.id, row.name, file.size, is_clean)
        found.setdefault(row.comment_id, []).append(made)
    return found


def file_of(
    session: Session, case_id: str, comment_file_id: str, speaker: Speaker | None = None
) -> tuple[StoredFile, str] | None:
    """Return a clean file of a comment about the case's plan, with its name.

    Its ``speaker`` reads it always; the council, without one, once the comment was sent.
    """
    mine = _of(speaker) if speaker else col(Representation.sent_at).is_not(None)
    return session.exec(
        select(StoredFile, PlanCommentFile.name)
        .join(PlanCommentFile, and_(PlanCommentFile.file_id == StoredFile.id))
        .join(PlanComment, and_(PlanComment.id == PlanCommentFile.comment_id))
        .join(Representation, and_(Representation.id == PlanComment.representation_id))
        .join(PlanVersion, and_(PlanVersion.id == Representation.plan_version_id))
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(
            Plan.case_id == case_id,
            PlanCommentFile.id == comment_file_id,
            StoredFile.state == FileState.CLEAN,
            mine,
        )
    ).first()


def _comment(
    row: PlanComment, answer: Answered | None, files: dict[str, list[CommentFile]]
) -> Comment:
    return Comment(
        id=row.id,
        version=row.version,
        representation_id=row.representation_id,
        line_key=row.line_key,
        section=row.section,
        verdict=row.verdict,
        text=row.text,
        proposed=row.proposed,
        answer=answer,
        evidence=row.evidence,
        files=tuple(files.get(row.id, ())),
    )


def _answers(pairs: Iterable[Any]) -> dict[str, Answered]:
    """Return the newest answer to each comment and whole: a change of it is a further row."""
    rows = {row.id: (row, by) for row, by in pairs if row is not None}
    return {
        row.comment_id or row.representation_id: Answered(
            row.outcome, row.reason, row.line_key, row.answered_at, by.name if by else ""
        )
        for row, by in sorted(rows.values(), key=lambda each: (each[0].answered_at, each[0].id))
    }


def preference_of(session: Session, case_id: str, account_id: str) -> Submission | None:
    """Return the newest preference of setting that this person sent for the case (form 8)."""
    return session.exec(
        select(Submission)
        .where(
            Submission.case_id == case_id,
            Submission.account_id == account_id,
            Submission.form_id == PREFERENCE,
        )
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
    ).first()

"""Files that show what a comment on a plan says (form 10): given to it, or taken away again."""

from collections.abc import Callable, Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.models.document import StoredFile
from ehcportal.models.plan import PlanComment, PlanCommentFile
from ehcportal.profile import Profile
from ehcportal.services import uploads
from ehcportal.services.draft_endings import remove_after_commit
from ehcportal.services.message_files import Named
from ehcportal.services.uploads import MEGABYTE, Kept, Unwanted


def check_room(
    session: Session, representation_id: str | None, kept: Sequence[Kept], profile: Profile
) -> None:
    """Raise ``Unwanted`` when all comments of one hold as many bytes as the council allows."""
    there = session.exec(
        select(sa.func.coalesce(sa.func.sum(StoredFile.size), 0))
        .join(PlanCommentFile, col(PlanCommentFile.file_id) == StoredFile.id)
        .join(PlanComment, col(PlanComment.id) == PlanCommentFile.comment_id)
        .where(PlanComment.representation_id == representation_id)
    ).one()
    if there + sum(each.size for each in kept) > profile.limits.case_mb * MEGABYTE:
        raise Unwanted("The files of your comments are too large together. Send us the paper.")


def attach(session: Session, comment_id: str, files: Iterable[Named]) -> None:
    """Name the files in a comment."""
    for file_id, name in files:
        session.add(PlanCommentFile(comment_id=comment_id, file_id=file_id, name=name))
    session.flush()


def leave_out(
    session: Session, comment_id: str, staying: Collection[str], remove: Callable[[str], object]
) -> None:
    """Take files away from a comment that was not sent, but for those that stay."""
    rows = session.exec(
        select(PlanCommentFile, StoredFile)
        .join(StoredFile, col(StoredFile.id) == PlanCommentFile.file_id)
        .where(
            PlanCommentFile.comment_id == comment_id, col(PlanCommentFile.id).not_in(list(staying))
        )
    ).all()
    keys = [key for _row, file in rows for key in uploads.keys_of(file)]
    for row, _file in rows:
        session.delete(row)
    session.flush()
    for _row, file in rows:
        session.delete(file)
    session.flush()
    remove_after_commit(session, keys, remove)

"""Forms that are being filled in: whose they are, what is in them, which can be continued."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_

from ehcportal.forms.fields.base import FileRow
from ehcportal.models.document import StoredFile
from ehcportal.models.form import Draft, DraftFile
from ehcportal.queries.fixed import fixed

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a draft: an account, and before any login the browser it was begun in."""

    account_id: str | None = None
    browser_hash: str | None = None

    def holds(self) -> Any:
        """Return the condition that a draft is this owner's; never true for nobody."""
        by_browser = and_(
            col(Draft.account_id).is_(None),
            col(Draft.browser_hash).is_not(None),
            Draft.browser_hash == self.browser_hash,
        )
        if self.account_id is None:
            return by_browser
        return or_(col(Draft.account_id) == self.account_id, by_browser)


ANYBODY: Any = Owner(sa.bindparam("account"), sa.bindparam("browser"))  # type: ignore[arg-type]
NOW: Any = sa.bindparam("now")
"""Stand for the owner and the moment in statements that are built once."""


def browser_hash(token: str) -> str:
    """Return what is stored of a browser's random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_open(now: datetime) -> Any:
    """Return the condition that a draft was neither sent nor thrown away, and is still kept."""
    return and_(
        col(Draft.sent_at).is_(None), col(Draft.discarded_at).is_(None), Draft.expires_at > now
    )


def open_draft(session: Session, draft_id: str, owner: Owner, now: datetime) -> Draft | None:
    """Return the draft if it is ``owner``'s and can still be changed."""
    found: Draft | None = session.execute(_open(), _values(draft_id, owner, now)).scalars().first()
    return found


def locked(session: Session, draft_id: str, owner: Owner, now: datetime) -> Draft | None:
    """Return the draft as it is now, and let nobody else change it until the commit."""
    statement = _one_open().with_for_update().execution_options(populate_existing=True)
    found: Draft | None = (
        session.execute(statement, _values(draft_id, owner, now)).scalars().first()
    )
    return found


def _values(draft_id: str, owner: Owner, now: datetime) -> dict[str, Any]:
    return {
        "draft": draft_id,
        "account": owner.account_id,
        "browser": owner.browser_hash,
        "now": now,
    }


@fixed
def _open() -> Any:
    """Return the statement of every step of a form."""
    return _one_open()


@cache
def _one_open() -> Any:
    """Return the statement of every step of a form, built once; who is NULL holds nothing."""
    return sa.select(Draft).where(
        col(Draft.id) == sa.bindparam("draft"), ANYBODY.holds(), is_open(NOW)
    )


def open_drafts(
    session: Session, owner: Owner, now: datetime, form_id: str | None = None
) -> list[Draft]:
    """Return what ``owner`` can continue, the latest first."""
    if owner.account_id is None and owner.browser_hash is None:
        return []
    values = {"account": owner.account_id, "browser": owner.browser_hash, "now": now}
    of_form = {} if form_id is None else {"form": form_id}
    rows = session.execute(_continued(of_one_form=bool(of_form)), values | of_form)
    return list(rows.scalars())


@cache
def _continued(*, of_one_form: bool) -> Any:
    statement = sa.select(Draft).where(ANYBODY.holds(), is_open(NOW))
    if of_one_form:
        statement = statement.where(col(Draft.form_id) == sa.bindparam("form"))
    return statement.order_by(col(Draft.saved_at).desc()).limit(MOST_LISTED)


def belongs_to(session: Session, draft_id: str, account_id: str, now: datetime) -> bool:
    """Whether an open draft is this account's, for keeping a post that came too late."""
    return open_draft(session, draft_id, Owner(account_id), now) is not None


def files(session: Session, draft_id: str) -> tuple[FileRow, ...]:
    """Return the files of a draft in the order in which they were added."""
    rows = session.connection().execute(_files(), {"draft": draft_id})
    return tuple(
        FileRow(id=row.id, question=row.question_id, name=row.name, size=row.size, state=row.state)
        for row in rows
    )


@fixed
def _files() -> Any:
    """Return the statement; a form asks it at every step, so it is built once."""
    return (
        sa.select(
            col(DraftFile.id),
            col(DraftFile.question_id),
            col(DraftFile.name),
            col(StoredFile.size),
            col(StoredFile.state),
        )
        .join(StoredFile, and_(StoredFile.id == DraftFile.file_id))
        .where(col(DraftFile.draft_id) == sa.bindparam("draft"))
        .order_by(col(DraftFile.added_at), col(DraftFile.id))
    )

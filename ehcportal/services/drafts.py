"""Filling in a form: begun, saved on every move, handed to the account at login, thrown away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.forms.answers import Clash, mark, merge
from ehcportal.forms.conditions import Answers, Given
from ehcportal.forms.definition import FormDefinition, Page
from ehcportal.forms.fields.base import Context
from ehcportal.forms.journey import PageState, journey
from ehcportal.forms.known import Known, prefill, refill
from ehcportal.forms.sent import Sent
from ehcportal.models.account import Account
from ehcportal.models.document import StoredFile
from ehcportal.models.form import Draft, DraftFile
from ehcportal.notifications import outbox
from ehcportal.queries.drafts import Owner
from ehcportal.security.keyring import KeyRing

MOST_EXPIRED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft's answers after a page was put in, and what two windows answered differently."""

    given: Answers
    clashes: tuple[Clash, ...] = ()


def begin(
    session: Session, form: FormDefinition, owner: Owner, *, days: int, now: datetime
) -> Draft:
    """Begin a form. It is kept for ``days`` after it was last saved."""
    draft = Draft(
        form_id=form.id,
        form_digest=form.digest,
        account_id=owner.account_id,
        browser_hash=None if owner.account_id else owner.browser_hash,
        language=form.language,
        created_at=now,
        saved_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(draft)
    return draft


def adopt(session: Session, browser_hash: str, account_id: str) -> int:
    """Give the account what was begun in its browser before the login; say how many drafts.

    Called when somebody has signed in fully. What the account knows is filled in when the draft is
    opened next.
    """
    adopted = session.connection().execute(
        sa.update(Draft)
        .where(col(Draft.browser_hash) == browser_hash, col(Draft.account_id).is_(None))
        .values(account_id=account_id, browser_hash=None, version=Draft.version + 1)
    )
    return adopted.rowcount


def is_filled(draft: Draft) -> bool:
    """Whether what the account knows was filled in before: once, so that what is cleared stays."""
    return draft.account_id is None or draft.filled_for_id == draft.account_id


def filled(form: FormDefinition, draft: Draft, known: Known) -> Answers:
    """Return the answers, with what the account knows if that is not in them yet."""
    return dict(draft.answers) if is_filled(draft) else prefill(form, known, draft.answers)


def from_same_window(windows: Mapping[str, str], given: Given, sent: Sent) -> Sent:
    """Let a window replace what it wrote last itself, whatever marks its page carries.

    After Back, or when a button is pressed while an autosave is still on its way, the marks are
    old although no other window is involved.
    """
    own = {
        question: mark(given.get(question, ""))
        for question, window in windows.items()
        if window == sent.window and sent.window
    }
    return replace(sent, base={**sent.base, **own})


def put_in(
    form: FormDefinition,
    page: Page,
    sent: Sent,
    context: Context,
    *,
    before: Given,
    known: Known,
) -> Saved:
    """Work out the answers with one sent page in them; nothing is stored yet.

    ``known`` is needed only when the form is now about somebody else than before.
    """
    merged = merge(page, before, sent, context)
    who = form.subject.who
    if before.get(who) == merged.answers.get(who):
        return Saved(merged.answers, merged.clashes)
    return Saved(refill(form, before, merged.answers, known), merged.clashes)


def keep(draft: Draft, sent: Sent, saved: Saved, *, days: int, now: datetime) -> None:
    """Store what ``put_in`` worked out, in the transaction in which the draft was locked."""
    contested = {clash.question.id for clash in saved.clashes}
    written = {
        question: sent.window
        for question in sent.answers
        if question not in contested and saved.given.get(question) != draft.answers.get(question)
    }
    draft.windows = {**draft.windows, **written}
    draft.answers = saved.given
    draft.filled_for_id = draft.account_id
    draft.saved_at = now
    draft.expires_at = now + timedelta(days=days)
    draft.reminded_at = None


def note_seen(draft: Draft, form: FormDefinition, page: Page, sent: Sent, context: Context) -> None:
    """Remember that a page was finished: Next was pressed on it, or nothing is wrong with it."""
    if page.id in draft.pages_seen:
        return
    looked_at = replace(context, seen=frozenset({page.id}))
    step = journey(form, draft.answers, looked_at).step(page.id)
    if sent.move.then.checks or (step is not None and step.state is PageState.DONE):
        draft.pages_seen = [*draft.pages_seen, page.id]


def discard(session: Session, draft: Draft, now: datetime) -> list[str]:
    """Throw a draft away with its answers and files; return the keys to remove from the store."""
    keys = _without_files(session, [draft.id])
    draft.discarded_at = now
    _empty(draft)
    return keys


def _empty(draft: Draft) -> None:
    draft.answers = {}
    draft.pages_seen = []
    draft.windows = {}


def _without_files(session: Session, draft_ids: Iterable[str]) -> list[str]:
    """Remove the files of drafts, rows first; what was sent meanwhile is no draft's file."""
    rows = session.exec(
        select(DraftFile, StoredFile)
        .join(StoredFile, col(StoredFile.id) == DraftFile.file_id)
        .where(col(DraftFile.draft_id).in_(list(draft_ids)))
    ).all()
    for added, _stored in rows:
        session.delete(added)
    session.flush()
    keys = []
    for _added, stored in rows:
        keys += [key for key in (stored.storage_key, stored.sealed_original_key) if key]
        session.delete(stored)
    return keys


def remind_and_expire(
    session: Session,
    ring: KeyRing,
    now: datetime,
    *,
    reminder_days: int,
    remove: Callable[[str], object],
) -> tuple[int, int]:
    """Remind of forms that end within ``reminder_days``, once, and throw away those that ended.

    ``remove`` takes a stored file away by its key. Returns how many people were reminded and how
    many drafts have ended. A draft of a browser without an account just ends.
    """
    return _remind(session, ring, now, reminder_days), _expire(session, now, remove)


def _remind(session: Session, ring: KeyRing, now: datetime, days: int) -> int:
    due = session.exec(
        select(Draft, Account)
        .join(Account, col(Account.id) == Draft.account_id)
        .where(
            col(Draft.sent_at).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.reminded_at).is_(None),
            Draft.expires_at > now,
            Draft.expires_at <= now + timedelta(days=days),
        )
        .limit(MOST_EXPIRED_AT_ONCE)
    ).all()
    for draft, account in due:
        draft.reminded_at = now
        outbox.put(
            session,
            ring,
            template="form_reminder",
            recipient=account.email,
            account_id=account.id,
            facts={
                "kept_until": clock.london_day(draft.expires_at).isoformat(),
                "path": "/forms/saved",
            },
            dedupe_key=f"form_reminder:{draft.id}:{draft.expires_at:%Y-%m-%d}",
            language=account.language,
        )
    return len(due)


def _expire(session: Session, now: datetime, remove: Callable[[str], object]) -> int:
    ended = session.exec(
        select(Draft)
        .where(
            col(Draft.sent_at).is_(None),
            col(Draft.discarded_at).is_(None),
            Draft.expires_at <= now,
        )
        .limit(MOST_EXPIRED_AT_ONCE)
    ).all()
    keys = [key for draft in ended for key in discard(session, draft, now)]
    session.flush()
    for key in keys:
        remove(key)
    return len(ended)

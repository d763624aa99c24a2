"""Filling in a form: begun, saved on every move, handed to the account at login, thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.forms.answers import Clash, mark, merge
from ehcportal.forms.conditions import Answers, Given
from ehcportal.forms.definition import FormDefinition, Page
from ehcportal.forms.fields.base import Context
from ehcportal.forms.journey import PageState, journey
from ehcportal.forms.known import Known, prefill, refill
from ehcportal.forms.sent import Sent
from ehcportal.models.form import Draft
from ehcportal.queries.drafts import Owner


@dataclass(frozen=True, slots=True)
class About:
    """What a form is begun for: a case and the ask it answers, or the setting that sends it.

    ``for_request_id`` is a request on paper that staff write down in the form.

    ``answers`` are those that are there already: of an answer that is corrected, or known facts.
    """

    case_id: str | None = None
    assignment_id: str | None = None
    advice_request_id: str | None = None
    setting_id: str | None = None
    for_request_id: str | None = None
    answers: Given = field(default_factory=dict)


OF_NO_CASE = About()


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft's answers after a page was put in, and what two windows answered differently."""

    given: Answers
    clashes: tuple[Clash, ...] = ()


def begin(
    session: Session,
    form: FormDefinition,
    owner: Owner,
    *,
    days: int,
    now: datetime,
    about: About = OF_NO_CASE,
) -> Draft:
    """Begin a form. It is kept for ``days`` after it was last saved."""
    draft = Draft(
        form_id=form.id,
        form_digest=form.digest,
        account_id=owner.account_id,
        browser_hash=None if owner.account_id else owner.browser_hash,
        case_id=about.case_id,
        assignment_id=about.assignment_id,
        advice_request_id=about.advice_request_id,
        setting_id=about.setting_id,
        for_request_id=about.for_request_id,
        filled_for_id=owner.account_id if about.for_request_id else None,
        answers=dict(about.answers),
        language=form.language,
        created_at=now,
        saved_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(draft)
    return draft


def is_about(draft: Draft, about: About) -> bool:
    """Whether a draft was begun for the very same thing."""
    return (
        draft.case_id,
        draft.assignment_id,
        draft.advice_request_id,
        draft.setting_id,
        draft.for_request_id,
    ) == (
        about.case_id,
        about.assignment_id,
        about.advice_request_id,
        about.setting_id,
        about.for_request_id,
    )


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

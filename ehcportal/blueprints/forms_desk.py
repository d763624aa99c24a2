"""A form lying open before its owner: the definition, the answers so far, and what is known."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from ehcportal import clock, db
from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import FormDefinition, Page
from ehcportal.forms.fields import planned
from ehcportal.forms.fields.base import Context, Refused
from ehcportal.forms.journey import Journey, journey
from ehcportal.forms.known import Known
from ehcportal.forms.sent import Sent, read_page
from ehcportal.forms.wording import child_words
from ehcportal.models.form import Draft
from ehcportal.queries import (
    advice_forms,
    assignments,
    known,
    known_plan,
    settings_search,
    standing,
    submissions,
)
from ehcportal.queries import drafts as found
from ehcportal.queries.drafts import Owner
from ehcportal.services import drafts, late_answers, late_posts, papers
from ehcportal.services.late_answers import Late
from ehcportal.web import current_profile, full_person_or_none, see_other
from ehcportal.web import late_posts as late_here

NOBODY = Known()


class NoLongerOpenError(Exception):
    """Another request sent the draft, or threw it away, between opening and locking it."""


@dataclass(frozen=True)
class Desk:
    """One draft, set out: ``given`` are its answers with all that belongs to them."""

    form: FormDefinition
    draft: Draft
    owner: Owner
    context: Context
    known: Known
    late: Late
    given: Answers

    @cached_property
    def way(self) -> Journey:
        """The pages that are asked, with their states."""
        return journey(self.form, self.given, self.context)

    def page(self, page_id: str) -> Page:
        """Return a page of the form, asked or not; 404 when there is none."""
        return self.form.page(page_id) or abort(404)

    def url(self, page_id: str) -> str:
        """Return the address of one of its pages."""
        return f"{self._start}/{page_id}"

    @cached_property
    def _start(self) -> str:
        return url_for("forms.resume", draft_id=self.draft.id)


def owner_now() -> Owner:
    """Return who asks, as an owner of drafts; nothing is written for a browser without a token."""
    person = full_person_or_none()
    token = session.get("browser")
    return Owner(
        account_id=person.account_id if person else None,
        browser_hash=found.browser_hash(token) if token else None,
    )


def form_or_404(form_id: str) -> FormDefinition:
    """Return a form of the catalogue."""
    form: FormDefinition | None = current_app.extensions["forms"].get(form_id)
    return form or abort(404)


def council_words() -> Mapping[str, str]:
    """Return the council's words for the texts of forms."""
    return papers.council_words(current_profile())


def case_words(owner: Owner, case_id: str | None) -> Mapping[str, str]:
    """Return the child's words for a form that was begun for a case; nothing for any other."""
    if case_id is None or owner.account_id is None:
        return {}
    child = assignments.child_of(db.session(), case_id, owner.account_id)
    words = child_words(child.forename, is_self=child.is_self)
    return {**words, "child_name": f"{child.forename} {child.surname}".strip()}


def context_for(owner: Owner, case_id: str | None = None) -> Context:
    """Return what is known besides the answers of a draft."""
    today = clock.today()
    people = known.people(db.session(), owner.account_id, today) if owner.account_id else ()
    return Context(
        today=today,
        signed_in=owner.account_id is not None,
        people=people,
        search_settings=lambda typed: settings_search.search(db.session(), typed, today),
        words={**council_words(), **case_words(owner, case_id)},
    )


def for_owner(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Give ``view`` the open draft in place of its id; nobody but the owner gets that far.

    Somebody else's draft and one that never was answer alike: with the login before it, with 404
    after it. One's own that was sent leads to its receipt.
    """

    @wraps(view)
    def opened(draft_id: str, **values: Any) -> ResponseReturnValue:
        owner = owner_now()
        draft = found.open_draft(db.session(), draft_id, owner, clock.now())
        if draft is None:
            return _not_open(owner, draft_id, values.get("page_id"))
        try:
            return view(draft, **values)
        except NoLongerOpenError:
            db.forget()
            return _not_open(owner, draft_id, values.get("page_id"))

    return opened


def _not_open(owner: Owner, draft_id: str, page_id: str | None) -> ResponseReturnValue:
    if owner.account_id is None:
        return _sign_in_first(draft_id, page_id)
    sent = submissions.of_draft(db.session(), draft_id, owner.account_id)
    if sent is None:
        abort(404)
    return see_other(url_for("sent_forms.thank_you", submission_id=sent))


def _sign_in_first(draft_id: str, page_id: str | None) -> ResponseReturnValue:
    """Send to the login and back; a page that was sent too late is kept for its sender."""
    back = request.path
    if page_id:
        back = url_for("forms.page", draft_id=draft_id, page_id=page_id)
    account_id = late_here.whose_session_ended() if request.method == "POST" else None
    if account_id and found.belongs_to(db.session(), draft_id, account_id, clock.now()):
        late_here.keep_for(account_id, back)
    target = sign_in_url(back)
    if request.headers.get("HX-Request") == "true":
        return Response(status=200, headers={"HX-Redirect": target})
    return see_other(target)


def sign_in_url(back: str) -> str:
    """Return the address of the login that leads back here."""
    return f"/sign-in?{urlencode({'next': back})}"


def read_sent(page: Page) -> Sent:
    """Read the page that was sent; a post that no page of ours can have made is refused (400)."""
    try:
        return read_page(page, request.form)
    except Refused:
        abort(400)


def set_out(draft: Draft) -> Desk:
    """Put the form before its owner, without changing anything."""
    form = form_or_404(draft.form_id)
    owner = owner_now()
    here = db.session()
    context = replace(
        context_for(owner, draft.case_id),
        files=found.files(here, draft.id),
        seen=frozenset(draft.pages_seen),
        settled=_settled(here, draft),
    )
    who = NOBODY if drafts.is_filled(draft) else _known(here, owner)
    if who is not NOBODY and any(each.fill_from in planned.SOURCES for _, each in form.questions()):
        who = replace(who, plan=_plan(here, draft.case_id))
    late = _late(draft, form, context, drafts.filled(form, draft, who))
    return Desk(form, draft, owner, context, who, late, late.given)


def _settled(here: Session, draft: Draft) -> Mapping[str, tuple[str, str]]:
    """From year 9 on advice must speak of adult life, whatever is ticked (Regulation 6(1)(g))."""
    ask_id = draft.advice_request_id
    if ask_id is None or not advice_forms.is_in_year_nine(here, ask_id):
        return {}
    words = _("By the date of birth it is year 9 or above, so the law asks for this. Choose yes")
    return {"year_nine": ("yes", words)}


def _known(here: Session, owner: Owner) -> Known:
    return known.known(here, owner.account_id, clock.today()) if owner.account_id else NOBODY


def _plan(here: Session, case_id: str | None) -> Answers:
    """Return the lines of the plan of a case to somebody who may read it; else nothing."""
    person = full_person_or_none()
    if case_id is None or person is None:
        return {}
    found = standing.standing(here, person.actor, case_id)
    if found is None or not known_plan.may_read(here, person.actor, found):
        return {}
    return known_plan.rows(here, case_id)


def _late(draft: Draft, form: FormDefinition, context: Context, given: Answers) -> Late:
    account_id = owner_now().account_id
    if account_id is None:
        return Late(given)
    path = f"/forms/draft/{draft.id}/"
    posts = late_posts.unread_under(db.session(), account_id, path, clock.now())
    ring = current_app.extensions["keyring"]
    return late_answers.put_in(form, given, context, posts, ring=ring, windows=draft.windows)


def set_out_to_write(draft: Draft) -> Desk:
    """Begin the write transaction, lock the draft and set it out as it is now.

    Raises ``NoLongerOpenError`` when it was sent or thrown away a moment ago.
    """
    locked = found.locked(db.writing(), draft.id, owner_now(), clock.now())
    if locked is None:
        raise NoLongerOpenError
    return set_out(locked)


def save(desk: Desk, page: Page, sent: Sent) -> tuple[Desk, drafts.Saved]:
    """Put the sent page into the draft; return it set out anew, and what clashed."""
    now = clock.now()
    who = desk.form.subject.who
    is_about_another = sent.answers.get(who) not in {None, desk.given.get(who)}
    people = _known(db.session(), desk.owner) if is_about_another else NOBODY
    saved = drafts.put_in(desk.form, page, sent, desk.context, before=desk.given, known=people)
    late_answers.take_up(db.session(), desk.late, page.id)
    days = current_profile().limits.draft_days
    drafts.keep(desk.draft, sent, saved, days=days, now=now)
    desk = replace(desk, given=saved.given)
    drafts.note_seen(desk.draft, desk.form, page, sent, desk.context)
    seen = replace(desk.context, seen=frozenset(desk.draft.pages_seen))
    return replace(desk, context=seen), saved


def new_window() -> str:
    """Return a random name for a page that is being made."""
    return secrets.token_urlsafe(9)

"""Beginning a form: looking at its first page costs nothing, the first button makes a draft."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.forms_about import about_case, address_of
from ehcportal.blueprints.forms_desk import (
    Desk,
    context_for,
    form_or_404,
    new_window,
    owner_now,
    read_sent,
    save,
    set_out,
    sign_in_url,
)
from ehcportal.blueprints.forms_doors import AS_SETTING
from ehcportal.blueprints.forms_moves import go_on, way_back
from ehcportal.forms.definition import FormDefinition, Starter
from ehcportal.forms.journey import journey
from ehcportal.forms.sent import Then
from ehcportal.forms.view import Links, page_view
from ehcportal.models.form import Draft
from ehcportal.queries import drafts as found
from ehcportal.queries import startable
from ehcportal.queries.drafts import Owner
from ehcportal.services import allowances, drafts
from ehcportal.services.drafts import About
from ehcportal.web import (
    browser_token,
    current_profile,
    full_person_or_none,
    logins,
    network,
    once,
    public,
    render,
    see_other,
)

bp = Blueprint("form_start", __name__, url_prefix="/forms/<form_id>")


@bp.get("")
@public
def show(form_id: str) -> ResponseReturnValue:
    """Show the first page, or ask whether to go on with a form that was saved (row H01)."""
    form = form_or_404(form_id)
    if not may_start(form):
        return _not_for_everybody()
    about = about_case(form)
    if about is None:
        return see_other("/home")
    owner = owner_now()
    kept = [
        draft
        for draft in found.open_drafts(db.session(), owner, clock.now(), form.id)
        if drafts.is_about(draft, about)
    ]
    wanted = request.args.get("page", "")
    if kept or form.page(wanted):
        query = address_of(about)
        return render("forms/start.html", form=form, kept=kept[:1], wanted=wanted, query=query)
    return _first_page(form, owner, about)


@bp.post("")
@public
def begin(form_id: str) -> ResponseReturnValue:
    """Begin the form, or leave it alone when the button only prints, closes or cancels."""
    form = form_or_404(form_id)
    if not may_start(form):
        return _not_for_everybody()
    about = about_case(form)
    if about is None:
        return see_other("/home")
    sent = read_sent(form.pages[0])
    if sent.move.then in {Then.CLOSE, Then.CANCEL}:
        signed_in = full_person_or_none() is not None
        effect = form.on_submission
        return see_other(way_back(about.case_id, signed_in=signed_in, on_submission=effect))
    if sent.move.then in {Then.PRINT, Then.PDF}:
        return see_other(_empty_paper(form, sent.move.then))
    return _begin(form_id=form_id)


@once
def _begin(form_id: str) -> ResponseReturnValue:
    """Make the draft with what the first page says, and go on as its button asks."""
    form = form_or_404(form_id)
    first = form.pages[0]
    sent = read_sent(first)
    desk = _begun(form)
    if wanted := form.page(request.args.get("page", "")):
        return see_other(desk.url(wanted.id))
    desk, saved = save(desk, first, sent)
    return go_on(desk, first, sent, saved)


def may_start(form: FormDefinition) -> bool:
    """Whether the person who asks may begin this form; some are for those who signed in."""
    person = full_person_or_none()
    if startable.is_for_a_case(form) or form.on_submission == AS_SETTING:
        return person is not None
    if Starter.ANYONE in form.who_may_start:
        return True
    if person is None:
        return False
    if Starter.SIGNED_IN in form.who_may_start:
        return True
    return Starter.STAFF in form.who_may_start and person.is_staff


def _not_for_everybody() -> ResponseReturnValue:
    if full_person_or_none() is not None:
        abort(404)
    return see_other(sign_in_url(request.path))


def _first_page(form: FormDefinition, owner: Owner, about: About) -> ResponseReturnValue:
    """Show the first page of a form that nobody has begun: nothing is written."""
    context = context_for(owner, about.case_id)
    way = journey(form, {}, context)
    first = form.pages[0].id
    query: dict[str, Any] = {"form_id": form.id, **address_of(about)}

    def address(page: str) -> str:
        return url_for("form_start.show", page=None if page == first else page, **query)

    links = Links(page=address)
    return render(
        "forms/page.html",
        partial="forms/_page.html",
        view=page_view(way, way.steps[0], links),
        links=links,
        sections=(),
        window=new_window(),
        first=True,
    )


def _begun(form: FormDefinition) -> Desk:
    """Begin the draft, for the account or for this browser, and set it out."""
    person = full_person_or_none()
    owner = Owner(
        account_id=person.account_id if person else None,
        browser_hash=None if person else found.browser_hash(browser_token()),
    )
    if person is None:
        _count_stranger()
    about = about_case(form) or abort(404)
    here = db.writing()
    days = current_profile().limits.draft_days
    draft: Draft = drafts.begin(here, form, owner, days=days, now=clock.now(), about=about)
    here.flush()
    return set_out(draft)


def _count_stranger() -> None:
    """Count a form begun without an account: a stranger must not fill the database with them."""
    with db.unit() as counting:
        wait = allowances.count_begun(counting, logins.key_ring(), network())
    logins.stop_when_too_many(wait)


def _empty_paper(form: FormDefinition, then: Then) -> str:
    endpoint = "form_papers.empty_sheet" if then is Then.PRINT else "form_papers.empty_pdf"
    return url_for(endpoint, form_id=form.id)

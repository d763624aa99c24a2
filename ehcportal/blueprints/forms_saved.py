"""Continue a Saved Form: the list, and throwing one away, which asks first (guide row H15)."""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.forms_desk import (
    for_owner,
    form_or_404,
    owner_now,
    set_out_to_write,
)
from ehcportal.filters import date_words, time_words
from ehcportal.forms.subject import about
from ehcportal.models.form import Draft
from ehcportal.queries import drafts as found
from ehcportal.services import draft_endings
from ehcportal.web import once, public, render, see_other

bp = Blueprint("saved_forms", __name__, url_prefix="/forms")


@bp.get("/saved")
@public
def index() -> ResponseReturnValue:
    """List the forms that wait to be continued, of the account or of this browser."""
    rows = found.open_drafts(db.session(), owner_now(), clock.now())
    catalogue = current_app.extensions["forms"]
    listed = [_row(draft) for draft in rows if catalogue.get(draft.form_id)]
    kept = next((row for row in listed if row["id"] == request.args.get("kept")), None)
    return render("forms/saved.html", drafts=listed, kept=kept, start_url="/")


def _row(draft: Draft) -> dict[str, Any]:
    form = form_or_404(draft.form_id)
    return {
        "id": draft.id,
        "title": form.title,
        "about": about(form, draft.answers),
        "saved": f"{date_words(draft.saved_at)}, {time_words(draft.saved_at)}",
        "at": time_words(draft.saved_at),
        "kept_until": date_words(draft.expires_at),
        "href": url_for("forms.resume", draft_id=draft.id),
        "cancel": url_for("saved_forms.ask_to_cancel", draft_id=draft.id),
    }


@bp.get("/draft/<draft_id>/cancel")
@public
@for_owner
def ask_to_cancel(draft: Draft) -> ResponseReturnValue:
    """Ask before anything is thrown away."""
    form = form_or_404(draft.form_id)
    page = form.page(request.args.get("back", ""))
    back = url_for("forms.resume", draft_id=draft.id)
    if page is not None:
        back = url_for("forms.page", draft_id=draft.id, page_id=page.id)
    return render(
        "forms/cancel.html",
        form_title=form.title,
        cancel_url=url_for("saved_forms.cancel", draft_id=draft.id),
        back_url=back,
    )


@bp.post("/draft/<draft_id>/cancel")
@public
@once
@for_owner
def cancel(draft: Draft) -> ResponseReturnValue:
    """Throw the form away, its files with it."""
    desk = set_out_to_write(draft)
    keys = draft_endings.discard(db.session(), desk.draft, clock.now())
    remove = current_app.extensions["storage"].delete
    draft_endings.remove_after_commit(db.session(), keys, remove)
    return see_other(url_for("saved_forms.index", cancelled=1))

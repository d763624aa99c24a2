"""Everything of a case in one archive: asked for, watched, downloaded (guide row S10)."""

from datetime import datetime

from flask import Blueprint, abort, current_app, request, send_file, session, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.models.voice import CaseArchive
from ehcportal.policy import Action
from ehcportal.queries import archives
from ehcportal.services import accounts, allowances
from ehcportal.services.archives import asking
from ehcportal.storage import MissingObjectError
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.downloads import SEALED_OFF
from ehcportal.web.logins import key_ring
from ehcportal.web.people import is_confirmed
from ehcportal.web.reads import leave_out_polls, note_reading

bp = Blueprint("family_archive", __name__, url_prefix="/cases/<case_id>/archive")

BEGUN = "archive"
"""In the cookie: the download that began while the password was fresh, and in which login."""


@bp.get("")
@policy(Action.DOWNLOAD_ALL)
def show(case_id: str) -> ResponseReturnValue:
    """Offer the archive, say how far it is, or hand it out."""
    return _page(open_page(case_id, to=Action.DOWNLOAD_ALL))


@bp.get("/progress")
@policy(Action.DOWNLOAD_ALL)
def progress(case_id: str) -> ResponseReturnValue:
    """Answer with how far it is, which refreshes by itself."""
    page = open_page(case_id, to=Action.DOWNLOAD_ALL)
    leave_out_polls()
    return _page(page)


@bp.post("")
@policy(Action.DOWNLOAD_ALL, confirmed=True)
@once
def ask(case_id: str) -> ResponseReturnValue:
    """Ask for an archive; the worker makes it (security notes 4 and 11)."""
    page = open_page(case_id, to=Action.DOWNLOAD_ALL)
    posted.read()
    if _waits_until() is not None:
        return _page(page, 422)
    who = current_person().account_id
    with db.unit() as counting:
        wait = allowances.count_archive(counting, key_ring(), who)
    logins.stop_when_too_many(wait)
    asking.ask(db.writing(), actor_trace(), case_id, who)
    return see_other(url_for(".show", case_id=case_id))


@bp.get("/<archive_id>/file")
@policy(Action.DOWNLOAD_ALL)
def file(case_id: str, archive_id: str) -> ResponseReturnValue:
    """Hand it out: to whom it belongs, while their access runs and their password is fresh.

    A download that broke off may go on later in the same login without the password.
    """
    open_case(case_id, to=Action.DOWNLOAD_ALL)
    here, person = db.session(), current_person()
    found = archives.ready(here, case_id, person.account_id, archive_id, clock.now())
    if found is None or _waits_until() is not None:
        abort(404)
    begun = [found.id, person.session_id]
    if not (is_confirmed(person) or (request.range and session.get(BEGUN) == begun)):
        back = url_for(".show", case_id=case_id)
        return see_other(url_for("confirmation.ask", next=back))
    session[BEGUN] = begun
    note_reading("download_all", "case_archive", found.id, case_id=case_id)
    return _hand_out(found)


def _hand_out(found: CaseArchive) -> ResponseReturnValue:
    try:
        stream = current_app.extensions["storage"].open(found.storage_key)
    except MissingObjectError:
        abort(404)
    ready_at = found.ready_at or found.asked_at
    answer = send_file(
        stream,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"case-{clock.london_day(ready_at).isoformat()}.zip",
        etag=found.id,
        last_modified=ready_at,
        max_age=0,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SEALED_OFF
    answer.content_length = found.size or 0
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=found.size)
    return answer


def _page(page: CasePage, status: int = 200) -> ResponseReturnValue:
    who = current_person().account_id
    return render(
        "family/archive.html",
        partial="family/_archive.html",
        target="archive",
        status=status,
        here=page,
        asked=archives.latest(db.session(), page.case_id, who, clock.now()),
        waits_until=_waits_until(),
    )


def _waits_until() -> datetime | None:
    """Return until when nothing may be taken away after a reset of the password."""
    account = accounts.fresh(db.session(), current_person().account_id)
    until = account.sensitive_after
    return until if until is not None and until > clock.now() else None

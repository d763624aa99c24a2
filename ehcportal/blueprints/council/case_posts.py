"""The post of one case: what is to be printed, when it was posted, and what did not arrive."""

from contextlib import ExitStack
from datetime import date
from io import BytesIO

from flask import Blueprint, abort, current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.models.posting import PostReason
from ehcportal.pdf import PdfError
from ehcportal.pdf.bundle import bundle
from ehcportal.policy import Action, allows
from ehcportal.queries import case_documents, cases, document_readers, posts
from ehcportal.queries.counting import counting
from ehcportal.queries.posts import LostMail, PostLine
from ehcportal.queries.standing import Standing
from ehcportal.services import posting, service_posts
from ehcportal.services.posting import CannotPostError, Wanted
from ehcportal.storage import MissingObjectError
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    days,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.downloads import READABLE
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("case_posts", __name__, url_prefix="/council/cases/<case_id>/post")

REASON = 2000


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show what goes by post, what went, and mails that did not arrive with what to do."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    return render(
        "council/post/case.html",
        head=cases.head(session, case_id),
        lines=posts.of_case(session, case_id),
        lost=posts.lost(session, case_id),
        address=posts.address(session, standing.case.person_id),
        apart=request.args.get("apart") == "1",
        may_run=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


@bp.post("/papers/<document_id>")
@policy(Action.RUN_CASE)
@once
def put(case_id: str, document_id: str) -> ResponseReturnValue:
    """Put a paper of the case with what waits for the post."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    session = db.session()
    document = case_documents.one(session, case_id, document_id)
    if document is None or document.withdrawn_at is not None:
        abort(404)
    online = document_readers.readers(session, standing.case).family
    reason = PostReason.CHOSEN if online else PostReason.ON_PAPER
    wanted = Wanted(case_id, document_id, reason, serves=not online)
    made = posting.put(db.writing(), actor_trace(), wanted)
    return see_other(url_for(".ask", case_id=case_id, item_id=made.id))


@bp.get("/print")
@policy(Action.WORK_CASE)
def bundled(case_id: str) -> ResponseReturnValue:
    """Give all PDFs that wait for the post as one, each on a sheet of its own."""
    open_case(case_id, to=Action.WORK_CASE)
    storage, found = current_app.extensions["storage"], posts.files(db.session(), case_id)
    if not found:
        return see_other(url_for(".index", case_id=case_id))
    for each in found:
        note_reading("open_document", "stored_file", each.id, case_id=case_id)
    with ExitStack() as opened:
        try:
            papers = [opened.enter_context(storage.open(each.storage_key)) for each in found]
            content = bundle(papers)
        except (PdfError, MissingObjectError):
            return see_other(url_for(".index", case_id=case_id, apart=1))
    answer = send_file(BytesIO(content), mimetype=posts.PDF, download_name="post.pdf", max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = READABLE
    return answer


@bp.get("/<item_id>")
@policy(Action.RUN_CASE)
def ask(case_id: str, item_id: str) -> ResponseReturnValue:
    """Show the paper to print, and ask for the day on which it was posted."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    line = _line(case_id, item_id)
    filled = days.filled("on", line.posted_on or clock.today())
    return _page(standing, line, posted.empty(**filled))


@bp.post("/<item_id>")
@policy(Action.RUN_CASE)
@once
def note(case_id: str, item_id: str) -> ResponseReturnValue:
    """Note the day, put it right with a reason, or say that it does not go by post."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("do", "_version", *days.boxes("on"), long=("reason",))
    line = _line(case_id, item_id)
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    off = form["do"] == "off"
    on = None if off else days.read_day(form, "on", _("Enter the day on which it was posted"))
    if off:
        form.require("reason", _("Say why it does not go by post"))
    if form.errors:
        return _page(standing, line, form, 422)
    if not form["_version"].isdecimal():
        abort(400)
    try:
        _write((case_id, item_id, int(form["_version"])), on, form["reason"])
    except CannotPostError as why_not:
        db.forget()
        form.errors["reason" if line.posted_on and on else "on-day"] = str(why_not)
        return _page(standing, line, form, 422)
    except StaleDataError:
        db.forget()
        return _page(standing, _line(case_id, item_id), form, 409)
    return see_other(url_for(".index", case_id=case_id))


def _write(item: tuple[str, str, int], on: date | None, reason: str) -> None:
    session, trace = db.writing(), actor_trace()
    if on is None:
        posting.take_off(session, trace, item, reason)
    else:
        service_posts.note(session, trace, item, on, counting(current_profile()), reason)


@bp.get("/mail/<mail_id>")
@policy(Action.RUN_CASE)
def ask_mail(case_id: str, mail_id: str) -> ResponseReturnValue:
    """Ask how somebody was reached whom a mail did not reach."""
    open_case(case_id, to=Action.RUN_CASE)
    return _mail_page(case_id, mail_id, posted.empty())


@bp.post("/mail/<mail_id>")
@policy(Action.RUN_CASE)
@once
def settle(case_id: str, mail_id: str) -> ResponseReturnValue:
    """Keep it beside the mail that failed."""
    open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(long=("how",))
    form.require("how", _("Write how you reached them, and on which day"))
    form.at_most("how", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    if form.errors:
        return _mail_page(case_id, mail_id, form, 422)
    try:
        posting.settle(db.writing(), actor_trace(), case_id, mail_id, form["how"])
    except LookupError:
        abort(404)
    except StaleDataError:
        db.forget()
        return _mail_page(case_id, mail_id, form, 409)
    return see_other(url_for(".index", case_id=case_id))


def _line(case_id: str, item_id: str) -> PostLine:
    known = {each.id: each for each in posts.of_case(db.session(), case_id)}
    return known.get(item_id) or abort(404)


def _mail(case_id: str, mail_id: str) -> LostMail:
    known = {each.id: each for each in posts.lost(db.session(), case_id)}
    return known.get(mail_id) or abort(404)


def _page(
    standing: Standing, line: PostLine, form: Posted, status: int = 200
) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/post/item.html",
        status=status,
        head=cases.head(session, line.case_id),
        line=line,
        form=form,
        records=posts.records(session, line.id),
        address=posts.address(session, standing.case.person_id),
        postal_days=counting(current_profile()).postal_days,
        too_late=status == 409,
    )


def _mail_page(case_id: str, mail_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/post/mail.html",
        status=status,
        head=cases.head(db.session(), case_id),
        mail=_mail(case_id, mail_id),
        form=form,
        too_late=status == 409,
    )

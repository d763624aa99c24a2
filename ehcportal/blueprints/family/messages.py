"""Messages of a case: inbox, sent items, threads, a new message, a reply (U12, W08, W09)."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.domain.dates import weekday_words
from ehcportal.forms.fields.base import line
from ehcportal.policy import Action
from ehcportal.profile import MessageDirection
from ehcportal.queries import messages, threads
from ehcportal.queries.answerers import answerer
from ehcportal.queries.counting import reply_by
from ehcportal.queries.messages import Box, By, Order
from ehcportal.queries.paging import Cursor
from ehcportal.queries.threads import OpenThread
from ehcportal.services import alerts, readings
from ehcportal.services import messages as letters
from ehcportal.services.messages import Sender
from ehcportal.web import (
    actor_trace,
    counts,
    current_person,
    current_profile,
    logins,
    once,
    open_case,
    policy,
    render,
    see_other,
)
from ehcportal.web import letters as written_letters
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.reads import leave_out_polls, note_reading

bp = Blueprint("family_messages", __name__, url_prefix="/cases/<case_id>/messages")


@bp.get("")
@policy(Action.SEE_MESSAGES)
def index(case_id: str) -> ResponseReturnValue:
    """List what came or what was sent, by any column, and look for words in it."""
    if counts.is_asked():
        return _count(case_id)
    page = open_page(case_id, to=Action.SEE_MESSAGES)
    box = Box.SENT if request.args.get("box") == Box.SENT else Box.INBOX
    order = Order.read(request.args.get("by"), request.args.get("way"))
    words, after = line(request.args.get("q", "")[:100]), Cursor.read(request.args.get("after"))
    who = current_person().account_id
    found = messages.letters(db.session(), case_id, who, box, order, words=words, after=after)
    return render(
        "family/messages.html",
        here=page,
        box=box,
        columns=list(By),
        order=order,
        words=words,
        found=found,
        is_first_page=after is None,
        may_write=_takes_messages(),
        new_words=_new_words(page.panels.new_messages),
        news=logins.take_news(),
    )


def _count(case_id: str) -> ResponseReturnValue:
    """Answer with how many messages are new (guide row U06): nobody looked anew."""
    open_case(case_id, to=Action.SEE_MESSAGES)
    leave_out_polls()
    count = messages.new_count(db.session(), case_id, current_person().account_id)
    return counts.answer(count, _new_words(count), url_for(".index", case_id=case_id))


def _new_words(count: int) -> str:
    if not count:
        return str(_("No new messages."))
    return str(ngettext("%(num)s new message.", "%(num)s new messages.", count))


@bp.get("/new")
@policy(Action.WRITE_MESSAGES)
def new(case_id: str) -> ResponseReturnValue:
    """Ask what the message is about; it goes to the caseworker, or to who stands in."""
    return _form(_open_to_write(case_id), written_letters.empty())


@bp.post("/new")
@policy(Action.WRITE_MESSAGES)
@once
def create(case_id: str) -> ResponseReturnValue:
    """Send a new message."""
    page = _open_to_write(case_id)
    form = written_letters.read("kind", "subject")
    written = written_letters.written(form)
    if written is None:
        return _form(page, form, 422)
    opening = written_letters.opening(form)
    try:
        made = letters.start(db.writing(), _sender(), current_profile(), case_id, opening, written)
    except StaleDataError:
        written_letters.start_over(form, written)
        return _form(page, form, 409)
    return _sent(case_id, made.id)


@bp.get("/<thread_id>")
@policy(Action.SEE_MESSAGES)
def show(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Show a thread; what was not read before counts as read from now on."""
    page = open_page(case_id, to=Action.SEE_MESSAGES)
    found, who = _thread(case_id, thread_id), current_person().account_id
    if found.unread:
        session = db.writing()
        readings.messages(session, who, found.unread)
        alerts.seen(session, who, url_for(".show", case_id=case_id, thread_id=thread_id))
    return _thread_page(page, found, written_letters.empty())


@bp.post("/<thread_id>")
@policy(Action.WRITE_MESSAGES)
@once
def reply(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Write again in a thread, and go back to the inbox."""
    page, found = _open_to_write(case_id), _thread(case_id, thread_id)
    form = written_letters.read()
    written = written_letters.written(form)
    if written is None:
        return _thread_page(page, found, form, 422)
    try:
        letters.reply(db.writing(), _sender(), current_profile(), thread_id, written)
    except StaleDataError:
        written_letters.start_over(form, written)
        return _thread_page(page, _thread(case_id, thread_id), form, 409)
    return _sent(case_id, thread_id)


@bp.get("/<thread_id>/files/<message_file_id>")
@policy(Action.SEE_MESSAGES)
def file(case_id: str, thread_id: str, message_file_id: str) -> ResponseReturnValue:
    """Open a file that came with a message of one's own threads."""
    open_case(case_id, to=Action.SEE_MESSAGES)
    _thread(case_id, thread_id)
    found = threads.file(db.session(), thread_id, message_file_id) or abort(404)
    answer = hand_out(*found, to_read=True)
    note_reading("read_file", "message_file", message_file_id, case_id=case_id)
    return answer


def _takes_messages() -> bool:
    """Whether this council lets families write (guide row U12)."""
    return current_profile().messages.direction is MessageDirection.BOTH


def _open_to_write(case_id: str) -> CasePage:
    page = open_page(case_id, to=Action.WRITE_MESSAGES)
    return page if _takes_messages() else abort(404)


def _thread(case_id: str, thread_id: str) -> OpenThread:
    who = current_person().account_id
    return threads.thread(db.session(), case_id, who, thread_id) or abort(404)


def _sender() -> Sender:
    return Sender(actor_trace(), key_ring())


def _sent(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Go back to the inbox, which says that the message is sent and by when it is answered."""
    due = _thread(case_id, thread_id).reply_due_on
    news = [_("Your message is sent.")]
    if due is not None:
        news.append(_("We answer by %(day)s.", day=weekday_words(due)))
    logins.leave_news(" ".join(news))
    return see_other(url_for(".index", case_id=case_id))


def _form(page: CasePage, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "family/message_new.html",
        status=status,
        here=page,
        form=form,
        kinds=written_letters.kinds(),
        **_promise(page.case_id),
    )


def _thread_page(
    page: CasePage, found: OpenThread, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render(
        "family/thread.html",
        status=status,
        here=page,
        thread=found,
        form=form,
        may_write=_takes_messages(),
        today=clock.today(),
        **_promise(page.case_id, found.handled_by_id),
    )


def _promise(case_id: str, handled_by_id: str | None = None) -> dict[str, Any]:
    """Return who answers, and by when the council promises to."""
    if not _takes_messages():
        return {"to": None, "by": None}
    return {
        "to": answerer(db.session(), case_id, clock.today(), handled_by_id),
        "by": reply_by(current_profile(), clock.now()),
    }

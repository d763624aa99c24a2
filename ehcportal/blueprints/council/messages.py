"""Messages as the council reads and writes them: of one case, and over all of one's cases."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.forms.fields.base import line
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, council_messages, message_readers, staff, threads
from ehcportal.queries.answerers import answerer
from ehcportal.queries.council_messages import Show
from ehcportal.queries.paging import Cursor
from ehcportal.queries.standing import Standing
from ehcportal.queries.threads import OpenThread
from ehcportal.services import alerts, messages, readings
from ehcportal.services.messages import Sender
from ehcportal.web import (
    actor_trace,
    counts,
    current_person,
    letters,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("case_messages", __name__, url_prefix="/council")

OF_CASE = "/cases/<case_id>/messages"
THREAD = f"{OF_CASE}/<thread_id>"


@bp.get("/messages")
@policy(Action.LIST_CASES)
def inbox() -> ResponseReturnValue:
    """List the threads of one's cases: first what waits for an answer, by the promised day."""
    who = current_person().account_id
    if counts.is_asked():
        waiting = council_messages.waiting_count(db.session(), who)
        return counts.answer(waiting, _waiting_words(waiting), url_for(".inbox"))
    show = Show.ALL if request.args.get("show") == Show.ALL else Show.WAITING
    after = Cursor.read(request.args.get("after"))
    words = line(request.args.get("q", "")[:100])
    found = council_messages.of_staff(db.session(), who, show, after, words)
    waiting = council_messages.waiting_count(db.session(), who)
    for case_id in {each.case_id for each in found.rows}:
        note_reading("see_messages", "case", case_id, case_id=case_id)
    return render(
        "messages/inbox.html",
        found=found,
        show=show,
        words=words,
        waiting=waiting,
        waiting_words=_waiting_words(waiting),
        is_first_page=after is None,
        today=clock.today(),
    )


def _waiting_words(count: int) -> str:
    if not count:
        return str(_("No message waits for an answer."))
    return str(ngettext("%(num)s waits for an answer.", "%(num)s wait for an answer.", count))


@bp.get(OF_CASE)
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List all threads of a case, whoever they are with."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    after = Cursor.read(request.args.get("after"))
    return render(
        "messages/case.html",
        head=cases.head(db.session(), case_id),
        found=council_messages.of_case(db.session(), case_id, current_person().account_id, after),
        today=clock.today(),
        is_first_page=after is None,
        may_write=_may_write(standing),
        news=logins.take_news(),
    )


@bp.get(f"{OF_CASE}/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask to whom of the family to write, and what."""
    return _form(open_case(case_id, to=Action.RUN_CASE), letters.empty(), [])


@bp.post(f"{OF_CASE}/new")
@policy(Action.RUN_CASE)
@once
def create(case_id: str) -> ResponseReturnValue:
    """Write to each of the chosen people, in a thread of their own."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    chosen = request.form.getlist("to")
    known = {each["value"] for each in _readers(standing)}
    form = letters.read("kind", "subject", many=("to",))
    if not chosen or not set(chosen) <= known:
        form.errors["to"] = _("Choose who gets the message")
    written = letters.written(form)
    if written is None:
        return _form(standing, form, chosen, 422)
    opening = letters.opening(form)
    try:
        messages.start_by_council(db.writing(), _sender(), case_id, chosen, opening, written)
    except StaleDataError:
        letters.start_over(form, written)
        return _form(standing, form, chosen, 409)
    logins.leave_news(_("The message is sent."))
    return see_other(url_for(".index", case_id=case_id))


@bp.get(THREAD)
@policy(Action.WORK_CASE)
def show(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Show a thread of the case; what was not read before counts as read from now on."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    found, who = _thread(case_id, thread_id), current_person().account_id
    if found.unread:
        session = db.writing()
        readings.messages(session, who, found.unread)
        alerts.seen(session, who, url_for(".show", case_id=case_id, thread_id=thread_id))
    return _page(standing, found, letters.empty())


@bp.post(THREAD)
@policy(Action.RUN_CASE)
@once
def reply(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Answer; whoever comes second sees the other's answer first, with their own words kept."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    found = _thread(case_id, thread_id)
    form = letters.read("_version")
    version = version_of(form)
    if found.version != version:
        letters.put_aside(form)
        return _page(standing, found, form, 409)
    written = letters.written(form)
    if written is None:
        return _page(standing, found, form, 422)
    try:
        messages.reply_by_council(db.writing(), _sender(), thread_id, version, written)
    except StaleDataError:
        letters.start_over(form, written)
        return _page(standing, _thread(case_id, thread_id), form, 409)
    logins.leave_news(_("Your answer is sent."))
    return see_other(url_for(".index", case_id=case_id))


@bp.post(f"{THREAD}/hand-over")
@policy(Action.RUN_CASE)
@once
def hand_over(case_id: str, thread_id: str) -> ResponseReturnValue:
    """Let a colleague answer from now on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    found = _thread(case_id, thread_id)
    form = posted.read("colleague", "_version")
    if form["colleague"] not in {each.account_id for each in staff.case_staff(db.session())}:
        form.errors["colleague"] = _("Choose a colleague")
        return _page(standing, found, form, 422)
    try:
        messages.hand_over(
            db.writing(), actor_trace(), thread_id, version_of(form), form["colleague"]
        )
    except StaleDataError:
        db.forget()
        return _page(standing, _thread(case_id, thread_id), form, 409)
    logins.leave_news(_("It is handed over."))
    return see_other(url_for(".index", case_id=case_id))


@bp.get(f"{THREAD}/files/<message_file_id>")
@policy(Action.WORK_CASE)
def file(case_id: str, thread_id: str, message_file_id: str) -> ResponseReturnValue:
    """Open a file that came with a message of the case."""
    open_case(case_id, to=Action.WORK_CASE)
    _thread(case_id, thread_id)
    found = threads.file(db.session(), thread_id, message_file_id) or abort(404)
    answer = hand_out(*found, to_read=True)
    note_reading("read_file", "message_file", message_file_id, case_id=case_id)
    return answer


def _may_write(standing: Standing) -> bool:
    return allows(current_person().actor, Action.RUN_CASE, standing.relations)


def _sender() -> Sender:
    return Sender(actor_trace(), key_ring())


def _thread(case_id: str, thread_id: str) -> OpenThread:
    who = current_person().account_id
    return threads.for_council(db.session(), case_id, who, thread_id) or abort(404)


def _readers(standing: Standing) -> list[dict[str, str]]:
    """Return the people of the family who read messages of the case, each by name."""
    return [
        {"value": each.account_id, "label": each.name, "hint": each.described_as}
        for each in message_readers.readers(db.session(), standing.case.person_id)
    ]


def _form(
    standing: Standing, form: Posted, chosen: list[str], status: int = 200
) -> ResponseReturnValue:
    return render(
        "messages/new.html",
        status=status,
        head=cases.head(db.session(), standing.case.id),
        form=form,
        chosen=chosen,
        kinds=letters.kinds(),
        readers=_readers(standing),
    )


def _page(
    standing: Standing, found: OpenThread, form: Posted, status: int = 200
) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    return render(
        "messages/thread.html",
        status=status,
        head=cases.head(session, case_id),
        thread=found,
        form=form,
        too_late=status == 409,
        may_write=_may_write(standing),
        today=clock.today(),
        answers=answerer(session, case_id, clock.today(), found.handled_by_id),
        colleagues=staff.case_staff(session),
    )

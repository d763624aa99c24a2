"""Looking a decision over with its letter, having it signed off, and sending it out."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council import notice_fields
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.decision_desk import (
    KINDS,
    DecisionDesk,
    desk,
    find,
    letter_of,
)
from ehcportal.blueprints.council.notice_fields import NO_PLAN
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.content.letter_words import LetterWords
from ehcportal.content.texts import ContentError
from ehcportal.domain import rights
from ehcportal.domain.facts import Outcome
from ehcportal.models.case import Case
from ehcportal.pdf import PdfError
from ehcportal.policy import Action
from ehcportal.queries import decisions as told
from ehcportal.queries import document_readers
from ehcportal.queries.counting import bank_holidays
from ehcportal.queries.document_readers import Readers
from ehcportal.services import decisions, letters, prepared_decisions
from ehcportal.services.decisions import Acting, Deciding, SecondPersonError
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.notices import give
from ehcportal.web import (
    actor_trace,
    addressee_fields,
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "decision_letters", __name__, url_prefix="/council/cases/<case_id>/decisions/<matter>"
)

REASON = 2000


@bp.get("/letter")
@policy(Action.DECIDE_CASE)
def show(case_id: str, matter: str) -> ResponseReturnValue:
    """Show the letter as it would go out, what it lacks, and who would read it."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    found = desk(case_id, matter)
    if _decided(found) is None:
        return see_other(url_for("decisions.edit", case_id=case_id, matter=matter))
    form = posted.empty(setting=addressee_fields.YES, **notice_fields.known(standing.case))
    return _page(found, standing.case, form)


@bp.get("/letter.pdf")
@policy(Action.DECIDE_CASE)
def preview(case_id: str, matter: str) -> ResponseReturnValue:
    """Make the PDF as it would go out; nothing is kept."""
    open_case(case_id, to=Action.DECIDE_CASE)
    found = desk(case_id, matter)
    deciding = _decided(found) or abort(404)
    try:
        words = letter_of(found, deciding)
    except ContentError:
        return see_other(url_for(".show", case_id=case_id, matter=matter))
    answer: Response = pdf_answer(  # type: ignore[assignment]
        "letter", letters.paper, words, found.head, current_profile(), clock.today()
    )
    return answer


def _decided(found: DecisionDesk) -> Deciding | None:
    return found.checked(found.form()) if found.prepared else None


@bp.post("/letter")
@policy(Action.DECIDE_CASE)
@once
def issue(case_id: str, matter: str) -> ResponseReturnValue:
    """Decide and send: all of it at once, or nothing and every word kept."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("_version", *addressee_fields.FIELDS, long=notice_fields.FIELDS)
    version, found = version_of(form), find(case_id, KINDS.get(matter) or abort(404))
    deciding = _decided(found) if found else None
    if found is None or deciding is None or not _is_as_seen(found, version):
        return _too_late(case_id, matter)
    readers = document_readers.readers(db.session(), standing.case)
    words = _words(found, deciding, form)
    _check(form, readers, found)
    if notice_fields.are_needed(deciding):
        notice_fields.check(form, standing.case, readers)
    if words is None or form.errors:
        return _page(found, standing.case, form, 422)
    return _send(found, deciding, words, readers, form, standing.case)


def _is_as_seen(found: DecisionDesk, version: int) -> bool:
    return found.prepared is not None and found.prepared.version == version


def _words(found: DecisionDesk, deciding: Deciding, form: Posted) -> LetterWords | None:
    try:
        words = letter_of(found, deciding)
    except ContentError:
        form.errors["letter"] = _("The letter cannot be made: its template has a fault")
        return None
    if not words.is_whole:
        form.errors["letter"] = _("The letter cannot go out: something is missing in it")
    return words


def _check(form: Posted, readers: Readers, found: DecisionDesk) -> None:
    addressee_fields.check(form, readers)
    if _waits_for_second(found):
        form.errors["letter"] = _("A colleague must sign this off: not who prepared it")


def _waits_for_second(found: DecisionDesk) -> bool:
    row, two = found.prepared, current_profile().law.second_sign_off
    if not two or row is None:
        return False
    return row.asked_sign_off_at is None or found.is_of(current_person().account_id)


def _send(
    found: DecisionDesk,
    deciding: Deciding,
    words: LetterWords,
    readers: Readers,
    form: Posted,
    case: Case,
) -> ResponseReturnValue:
    """Make the PDFs before any transaction; if a colleague was first, they go away again."""
    row, profile, today = found.prepared, current_profile(), clock.today()
    if row is None:
        abort(404)
    storage = current_app.extensions["storage"]
    try:
        pdf = letters.paper(words, found.head, profile, today)
        is_told = notice_fields.are_needed(deciding)
        about = (found.head, found.dates, deciding.decided_on)
        notices = notice_fields.ready(NO_PLAN, about, readers, form) if is_told else []
    except (PdfError, ContentError, letters.NotWholeError):
        form.errors["letter"] = _("The PDF could not be made. Nothing was sent. Try again later")
        return _page(found, case, form, 503)
    made = letters.keep(storage, words, pdf)
    closed = bank_holidays(profile, today)
    is_no = deciding.outcome is Outcome.NO
    act_by = rights.appeal_by(today, bank_holidays=closed).due_on if is_no else None
    acting = Acting(actor_trace(), key_ring(), two_people=profile.law.second_sign_off)
    seen = (row.case_id, row.id, row.version)
    to = addressee_fields.addressees(form, readers, alerted=True)
    try:
        decisions.issue(db.writing(), acting, seen, deciding, made, to, act_by=act_by)
    except (StaleDataError, SecondPersonError, NotLawfulError):
        db.forget()
        for each in (made, *(notice.made for notice in notices)):
            storage.delete(each.kept.key)
        return _too_late(row.case_id, found.kind.value)
    give(db.writing(), acting.trace, row.case_id, notices, "notice.no_plan")
    return see_other(url_for("decisions.index", case_id=row.case_id))


def _too_late(case_id: str, matter: str) -> ResponseReturnValue:
    """A colleague changed, issued or dropped it: nothing was sent by this person."""
    session = db.session()
    making = [each for each in told.in_the_making(session, case_id) if each.row.kind == matter]
    made = [each for each in told.made(session, case_id) if each.row.kind == matter]
    return render(
        "council/decisions/overtaken.html",
        status=409,
        case_id=case_id,
        matter=matter,
        theirs=making[0] if making else None,
        made=made[0] if made else None,
    )


@bp.post("/sign-off")
@policy(Action.DECIDE_CASE)
@once
def ask_sign_off(case_id: str, matter: str) -> ResponseReturnValue:
    """Ask for a second member of staff."""
    open_case(case_id, to=Action.DECIDE_CASE)
    version, row = version_of(posted.read("_version")), _prepared(case_id, matter)
    try:
        prepared_decisions.ask_sign_off(
            db.writing(), actor_trace(), key_ring(), case_id, row, version
        )
    except StaleDataError:
        db.forget()
        return _too_late(case_id, matter)
    return see_other(url_for(".show", case_id=case_id, matter=matter))


@bp.post("/back")
@policy(Action.DECIDE_CASE)
@once
def send_back(case_id: str, matter: str) -> ResponseReturnValue:
    """Give it back to who prepared it, with the reason."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("_version", long=("reason",))
    version, row = version_of(form), _prepared(case_id, matter)
    form.require("reason", _("Write what is to be put right"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    if form.errors:
        return _page(desk(case_id, matter), standing.case, form, 422)
    try:
        prepared_decisions.send_back(
            db.writing(), actor_trace(), case_id, row, version, form["reason"]
        )
    except StaleDataError:
        db.forget()
        return _too_late(case_id, matter)
    return see_other(url_for("decisions.index", case_id=case_id))


def _prepared(case_id: str, matter: str) -> str:
    found = desk(case_id, matter)
    return found.prepared.id if found.prepared else abort(404)


def _page(
    found: DecisionDesk, case: Case, form: Posted, status: int = 200, **more: Any
) -> ResponseReturnValue:
    deciding = _decided(found)
    if deciding is None:
        case_id, matter = found.head.case_id, found.kind.value
        return see_other(url_for("decisions.edit", case_id=case_id, matter=matter))
    words: LetterWords | None = None
    faults: tuple[str, ...] = ()
    try:
        words = letter_of(found, deciding)
    except ContentError as wrong:
        faults = wrong.faults
    return render(
        "council/decisions/letter.html",
        status=status,
        head=found.head,
        kind=found.kind,
        prepared=found.prepared,
        deciding=deciding,
        words=words,
        faults=faults,
        readers=document_readers.readers(db.session(), case),
        form=form,
        notices=notice_fields.are_needed(deciding),
        two_people=current_profile().law.second_sign_off,
        waits=_waits_for_second(found),
        is_mine=found.is_of(current_person().account_id),
        **more,
    )

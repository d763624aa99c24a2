"""The letters of a case: sent ones, one to write, a preview of each template (guide row C04)."""

from flask import Blueprint, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.decision_desk import dates_of, letters_now
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.letters import LetterTemplate
from ehcportal.content.texts import ContentError
from ehcportal.pdf import PdfError
from ehcportal.policy import Action, allows
from ehcportal.queries import case_letters, cases, document_readers, letter_values
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.standing import Standing
from ehcportal.services import letters
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

bp = Blueprint("case_letters", __name__, url_prefix="/council/cases/<case_id>/letters")

WORDS = 8000


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List the letters that went out, and the templates with what is wrong in them."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    return render(
        "council/letters/index.html",
        head=cases.head(session, case_id),
        sent=case_letters.sent(session, case_id),
        book=letters_now(),
        may_change=_may(standing),
    )


def _may(standing: Standing) -> bool:
    return allows(current_person().actor, Action.RUN_CASE, standing.relations)


@bp.get("/templates/<letter_key>")
@policy(Action.WORK_CASE)
def preview(case_id: str, letter_key: str) -> ResponseReturnValue:
    """Show a template with what is known of this case; what is not known yet is named."""
    open_case(case_id, to=Action.WORK_CASE)
    head = cases.head(db.session(), case_id)
    words, faults = _words(head, letter_key, "")
    return render(
        "council/letters/preview.html", head=head, words=words, faults=faults, key=letter_key
    )


@bp.get("/templates/<letter_key>/pdf")
@policy(Action.WORK_CASE)
def preview_pdf(case_id: str, letter_key: str) -> ResponseReturnValue:
    """Make the PDF of a template with what is known of this case; nothing is kept."""
    open_case(case_id, to=Action.WORK_CASE)
    head = cases.head(db.session(), case_id)
    words, _faults = _words(head, letter_key, "")
    if words is None:
        return see_other(url_for(".preview", case_id=case_id, letter_key=letter_key))
    answer: Response = pdf_answer(  # type: ignore[assignment]
        "letter", letters.paper, words, head, current_profile(), clock.today()
    )
    return answer


def _words(head: CaseHead, key: str, said: str) -> tuple[LetterWords | None, tuple[str, ...]]:
    """Return a letter of the case, or the faults of its template; 404 for no such letter."""
    book = letters_now()
    try:
        template = book.letter(key)
    except KeyError:
        abort(404)
    except ContentError as wrong:
        return None, wrong.faults
    values = letter_values.of_case(head, dates_of(head.case_id), current_profile())
    return fill_in(book, template, {**values, "words": said}), ()


@bp.get("/new/<letter_key>")
@policy(Action.RUN_CASE)
def new(case_id: str, letter_key: str) -> ResponseReturnValue:
    """Ask for the words of a letter that staff write by hand."""
    return _page(open_case(case_id, to=Action.RUN_CASE), letter_key, posted.empty())


@bp.post("/new/<letter_key>")
@policy(Action.RUN_CASE)
@once
def send(case_id: str, letter_key: str) -> ResponseReturnValue:
    """Show the letter as it would go out or, when it was looked over, send it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("do", *addressee_fields.FIELDS, long=("words",))
    _template(letter_key)
    form.require("words", _("Write what the letter says"))
    form.at_most("words", WORDS, _("Use %(limit)s characters or fewer", limit=f"{WORDS:,}"))
    if form.errors:
        return _page(standing, letter_key, form, 422)
    if form["do"] != "send":
        return _page(standing, letter_key, form, looked=True)
    return _sent(standing, letter_key, form)


def _sent(standing: Standing, letter_key: str, form: Posted) -> ResponseReturnValue:
    session, case = db.session(), standing.case
    head = cases.head(session, case.id)
    readers = document_readers.readers(session, case)
    addressee_fields.check(form, readers)
    words, faults = _words(head, letter_key, form["words"])
    if words is None or words.gaps or faults:
        form.errors["letter"] = _("The letter cannot go out yet: see below")
    if form.errors or words is None:
        return _page(standing, letter_key, form, 422, looked=True)
    storage = current_app.extensions["storage"]
    try:
        pdf = letters.paper(words, head, current_profile(), clock.today())
    except PdfError:
        form.errors["letter"] = _("The PDF could not be made. Nothing was sent. Try again later")
        return _page(standing, letter_key, form, 503, looked=True)
    made = letters.keep(storage, words, pdf)
    to = addressee_fields.addressees(form, readers)
    letters.issue(db.writing(), actor_trace(), key_ring(), case.id, made, to)
    return see_other(url_for(".index", case_id=case.id))


def _template(letter_key: str) -> LetterTemplate | None:
    """Return a letter that staff write by hand, nothing for a faulty one, or answer 404."""
    book = letters_now()
    if letter_key in book.faults:
        return None
    template = book.letters.get(letter_key)
    if template is None or not template.by_hand:
        abort(404)
    return template


def _page(
    standing: Standing, letter_key: str, form: Posted, status: int = 200, *, looked: bool = False
) -> ResponseReturnValue:
    _template(letter_key)
    session = db.session()
    head = cases.head(session, standing.case.id)
    words, faults = _words(head, letter_key, form["words"])
    return render(
        "council/letters/write.html",
        status=status,
        head=head,
        key=letter_key,
        words=words,
        faults=faults,
        readers=document_readers.readers(session, standing.case),
        form=form,
        looked=looked,
    )

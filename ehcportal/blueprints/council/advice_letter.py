"""The letter that asks for advice by post: a body may have no account and no e-mail (Reg 8(1))."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council import advice_fields
from ehcportal.blueprints.council.advice_changes import open_ask
from ehcportal.blueprints.council.decision_desk import dates_of, letters_now
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.content.labels import label
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.texts import ContentError
from ehcportal.domain.casedates import advice_clock
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.facts import AdviceFact
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case
from ehcportal.policy import Action
from ehcportal.queries import advice_people, cases, letter_values
from ehcportal.queries.advice import Asked
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import counting
from ehcportal.services import letters
from ehcportal.services.advice import changes, posting
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.web import (
    actor_trace,
    case_letters,
    current_profile,
    logins,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint(
    "case_advice_letter",
    __name__,
    url_prefix="/council/cases/<case_id>/advice/<advice_request_id>/letter",
)

LETTER = "advice_request"
DAY = ("on-day", "on-month", "on-year")


@bp.get("")
@policy(Action.RUN_CASE)
def show(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show the letter as it goes out today, to print, and ask for the day of the post."""
    return _page(open_ask(case_id, advice_request_id), advice_fields.today())


@bp.get("/print")
@policy(Action.RUN_CASE)
def pdf(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Make the letter as a PDF; nothing is kept until it is posted."""
    asked = open_ask(case_id, advice_request_id)
    head = cases.head(db.session(), case_id)
    words, _faults = _words(head, values(head, asked, _day_of_asking(asked, clock.today())))
    if words is None or words.gaps:
        return see_other(url_for(".show", case_id=case_id, advice_request_id=asked.id))
    return pdf_answer("letter", letters.paper, words, head, current_profile(), clock.today())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def post(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Keep the letter with the day of the post: for who had not heard, the weeks begin then."""
    asked = open_ask(case_id, advice_request_id)
    form = posted.read(*DAY)
    on = advice_fields.day(form, earliest=asked.clock.asked_on)
    if on is None or form.errors:
        return _page(asked, form, 422)
    head = cases.head(db.session(), case_id)
    more = values(head, asked, _day_of_asking(asked, on))
    made = case_letters.letter(db.session().get_one(Case, case_id), LETTER, more, form)
    if made is None:
        return _page(asked, form, 422)
    session = db.writing()
    try:
        row = changes.standing(session, case_id, asked.id, None)
        reason = _("Nobody had heard of it before. The letter was posted on this day")
        posting.post(session, actor_trace(), row, made, on=on, reason=reason)
        logins.leave_news(_("We noted the day of the post: %(role)s", role=asked.role))
    except AdviceClosedError:
        db.forget()
        logins.leave_news(_("This advice is not asked for any more"))
    return see_other(url_for("case_advice.index", case_id=case_id))


def _day_of_asking(asked: Asked, on: date) -> date:
    """Return the day on which a body is asked by a letter that is posted on a day."""
    session = db.session()
    row = session.get_one(AdviceRequest, asked.id)
    heard = asked.posted_on is not None or bool(advice_people.hearers(session, row))
    return asked.clock.asked_on if heard else on


def values(head: CaseHead, asked: Asked, on: date) -> Mapping[str, str]:
    """Return what the letter says of this ask."""
    due = advice_clock(AdviceFact(asked.role, on), counting(current_profile())).due
    who = dict.fromkeys(filter(None, (asked.adviser, asked.role, asked.service)))
    paragraph = label("advice_paragraph", asked.paragraph)
    return {
        "asked_adviser": ", ".join(who),
        "asked_on": date_words(on),
        "advice_due": weekday_words(due.due_on),
        "advice_paragraph": f"regulation 6(1)({asked.paragraph}), {paragraph}",
        "birth_date": date_words(head.birth_date) if head.birth_date else "",
    }


def _words(head: CaseHead, more: Mapping[str, str]) -> tuple[LetterWords | None, tuple[str, ...]]:
    book = letters_now()
    try:
        template = book.letter(LETTER)
    except ContentError as wrong:
        return None, wrong.faults
    known = letter_values.of_case(head, dates_of(head.case_id), current_profile())
    return fill_in(book, template, {**known, **more}), ()


def _page(asked: Asked, form: Posted, status: int = 200) -> ResponseReturnValue:
    head = cases.head(db.session(), asked.case_id)
    words, faults = _words(head, values(head, asked, _day_of_asking(asked, clock.today())))
    return render(
        "council/advice/letter.html",
        status=status,
        head=head,
        asked=asked,
        words=words,
        faults=faults,
        form=form,
    )

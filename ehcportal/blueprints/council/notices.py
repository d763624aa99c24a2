"""Who was told of the request of a case, and the letters to those who have no e-mail (Reg 4)."""

from collections.abc import Mapping

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.decision_desk import dates_of
from ehcportal.content.labels import label
from ehcportal.domain.advicelaw import Told
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.case import Case
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, notices
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.notices import Notice
from ehcportal.services import acceptance
from ehcportal.services.letters import Made
from ehcportal.web import (
    actor_trace,
    case_letters,
    current_person,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("case_notices", __name__, url_prefix="/council/cases/<case_id>/told")

TO_FAMILY, TO_BODY = "request_by_school", "request_taken_up"


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List whom the law has us tell, when they were told, and for whom a letter is to be made."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    may_run = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return _page(case_id, posted.empty(), may_run=may_run and standing.case.ended_on is None)


@bp.post("")
@policy(Action.RUN_CASE)
@once
def write(case_id: str) -> ResponseReturnValue:
    """Make each letter that is still to be made and put it on the list for the post."""
    case = open_case(case_id, to=Action.RUN_CASE).case
    form = posted.read()
    waiting = [each for each in notices.of_case(db.session(), case_id) if each.is_waiting]
    made = _letters(case, waiting, form)
    if form.errors:
        return _page(case_id, form, 422, may_run=True)
    session, trace = db.writing(), actor_trace()
    for notice_id, letter in made.items():
        acceptance.write_by_post(session, trace, notice_id, letter)
    if made:
        logins.leave_news(_("The letters wait for the post"))
        return see_other(url_for("case_posts.index", case_id=case_id))
    return see_other(url_for(".index", case_id=case_id))


def _letters(case: Case, waiting: list[Notice], form: Posted) -> Mapping[str, Made]:
    head = cases.head(db.session(), case.id)
    found: dict[str, Made] = {}
    for each in waiting:
        key = TO_FAMILY if each.who is Told.FAMILY else TO_BODY
        made = case_letters.letter(case, key, _values(head, each), form)
        if made is not None:
            found[each.id] = made
    return found


def _values(head: CaseHead, notice: Notice) -> dict[str, str]:
    clocks = dates_of(head.case_id).clocks
    return {
        "asked_adviser": notice.name or label("told", notice.who),
        "birth_date": date_words(head.birth_date) if head.birth_date else _("a day we do not know"),
        "answer_due": weekday_words(clocks.decision_to_assess.due_on) if clocks else "",
    }


def _page(case_id: str, form: Posted, status: int = 200, *, may_run: bool) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/notices.html",
        status=status,
        head=cases.head(session, case_id),
        notices=notices.of_case(session, case_id),
        may_run=may_run,
        form=form,
    )

"""My cases in progress: the cases of a setting's own pupils, for its SENCo (guide row S01)."""

from dataclasses import dataclass

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints import asked_of_me
from ehcportal.content.stage_words import stage_words
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import CaseFacts, Source
from ehcportal.domain.stages import Stage
from ehcportal.policy import Action
from ehcportal.queries import (
    advice,
    advice_ledger,
    asks,
    case_facts,
    cases,
    pupil_documents,
    pupils,
    school_requests,
)
from ehcportal.queries import involvements as involved
from ehcportal.queries.asks import Ask
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import case_journey, counting
from ehcportal.queries.pupils import Order, Place
from ehcportal.queries.school_requests import Waiting
from ehcportal.queries.standing import Standing
from ehcportal.services import readings
from ehcportal.web import (
    current_person,
    current_profile,
    logins,
    open_case,
    open_setting,
    policy,
    render,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("pupils", __name__, url_prefix="/settings")


@bp.get("/<setting_id>/pupils")
@policy(Action.SEE_PUPILS)
def index(setting_id: str) -> ResponseReturnValue:
    """List the pupils who learn here today and have an open case; each card is a reading."""
    setting = open_setting(setting_id, to=Action.SEE_PUPILS).setting
    words = request.args.get("q", "")[:100]
    order = Order.DATE if request.args.get("order") == Order.DATE else Order.NAME
    found = pupils.pupils(
        db.session(),
        setting_id,
        current_profile(),
        account_id=current_person().account_id,
        words=words,
        order=order,
    )
    tasks = asked_of_me.of_setting(setting_id)
    sent = school_requests.waiting(
        db.session(), setting_id, current_person().account_id, counting(current_profile())
    )
    read = {*(each.case_id for each in found), *(each.case_id for each in tasks)}
    for case_id in read | {each.case_id for each in sent if each.case_id}:
        note_reading(Action.SEE_PUPILS.value, "case", case_id, case_id=case_id)
    return render(
        "setting/pupils.html",
        setting=setting,
        pupils=found,
        words=words,
        order=order,
        tasks=tasks,
        sent=sent,
    )


@bp.get("/pupils/<case_id>")
@policy(Action.SEE_PUPIL)
def show(case_id: str) -> ResponseReturnValue:
    """Show where a pupil's case stands, its dates, who coordinates it and who is involved."""
    pupil, session = open_pupil(case_id), db.session()
    facts = case_facts.for_case(session, case_id)
    journey = case_journey(facts, current_profile(), clock.today())
    return render(
        "setting/pupil.html",
        head=pupil.head,
        place=pupil.place,
        journey=journey,
        stages=stage_words(journey.tracker, clock.today()),
        next_date=pupils.next_date(journey),
        lines=pupils.lines_for_setting(journey),
        involved=involved.involved(session, case_id),
        asked=advice.of_case(session, case_id, current_profile()),
        reminders=advice_ledger.reminders(session, case_id),
        tasks=asked_of_me.of_pupil(facts, pupil.place.setting_id, case_id),
        may_ask_again=any(each.kind.is_final for each in facts.plans),
        asked_again=_asked_again(pupil) if facts.asks else [],
        requests=_requests(pupil, facts),
        is_decided=journey.stage(Stage.DECISION_TO_ASSESS).done_on is not None,
        news=logins.take_news(),
        documents=pupil_documents.items(
            session, case_id, current_person().account_id, pupil.place.since_moment
        ),
    )


def _requests(pupil: "Pupil", facts: CaseFacts) -> list[Waiting]:
    """Return the setting's own requests for an assessment that were joined to the case."""
    if Source.SETTING not in {each.source for each in facts.requests}:
        return []
    own = (pupil.place.setting_id, pupil.head.case_id)
    return school_requests.of_case(db.session(), *own, counting(current_profile()))


def _asked_again(pupil: "Pupil") -> list[tuple[Ask, DueDate | None]]:
    """Return what the setting asked for between reviews, each with the day of the answer."""
    found = asks.of_setting(db.session(), pupil.head.case_id, pupil.place.setting_id)
    return [(each, each.answer_by(counting(current_profile()))) for each in found]


@bp.get("/pupils/<case_id>/documents/<publication_id>")
@policy(Action.SEE_PUPIL)
def document(case_id: str, publication_id: str) -> ResponseReturnValue:
    """Open a document that was published to the setting; each opening is noted."""
    pupil, who = open_pupil(case_id), current_person().account_id
    asked = (db.session(), case_id, who, pupil.place.since_moment, publication_id)
    found = pupil_documents.openable(*asked)
    if found is None and pupil_documents.was_withdrawn(*asked):
        back = url_for(".show", case_id=case_id)
        return render("family/withdrawn.html", status=410, back=back)
    if found is None:
        abort(404)
    answer = hand_out(found.file, found.name, to_read=request.args.get("keep") != "1")
    readings.document(db.writing(), who, publication_id)
    note_reading("open_document", "publication", publication_id, case_id=case_id)
    return answer


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil's case that was opened, and the setting by which."""

    standing: Standing
    head: CaseHead
    place: Place


def open_pupil(case_id: str) -> Pupil:
    """Open a pupil's case, or answer 404; one that has ended is no case in progress."""
    standing = open_case(case_id, to=Action.SEE_PUPIL)
    case = standing.case
    session = db.session()
    place = pupils.place(session, case.person_id, current_person().account_id)
    if place is None or case.ended_on is not None:
        abort(404)
    return Pupil(standing, cases.head(session, case_id), place)

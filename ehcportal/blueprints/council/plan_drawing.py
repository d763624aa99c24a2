"""The plan is drawn from advice, passage by passage, and from the family's own words and media."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council import plan_proposals
from ehcportal.blueprints.council.plan_desk import Opened, opened, opened_or_none
from ehcportal.blueprints.council.plan_line_pages import too_late
from ehcportal.blueprints.council.plan_lines import TOO_LATE, seen_version, to_line
from ehcportal.blueprints.council.plan_proposals import Proposed
from ehcportal.content import plan_words
from ehcportal.domain.plan_lines import sections_for
from ehcportal.models.plan import Section
from ehcportal.models.voice import VoiceOf
from ehcportal.policy import Action
from ehcportal.queries import plan_passages, review_passages, voices
from ehcportal.queries.plan_fitting import Fitted
from ehcportal.queries.plan_passages import Passage, Received
from ehcportal.queries.review_passages import Written
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.queries.voices import Piece
from ehcportal.services.plans import drawing, writing
from ehcportal.services.plans.drawing import Drawn
from ehcportal.services.plans.joining import From
from ehcportal.services.plans.versions import NotOpen
from ehcportal.services.plans.writing import Words
from ehcportal.web import current_person, once, policy, render, see_other
from ehcportal.web.posted import Posted, empty, read
from ehcportal.web.voices import own_words, told

bp = Blueprint("plan_drawing", __name__, url_prefix="/council/cases/<case_id>/plan")

NOT_DRAWN = (Section.A, Section.I, Section.J, Section.K)
"""Sections that are not drawn from advice; what was written for a review may stand in A."""

EXCERPT = 8_000
SORTED = "sorted"
"""Each passage into the section that its adviser chose."""

Drawable = Received | Written
Picked = tuple[From, Fitted | None]


@bp.get("/advice")
@policy(Action.RUN_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List the advice that came in, to draw from."""
    place = opened(case_id)
    return render(
        "council/plan/advice.html",
        head=place.head,
        received=plan_passages.received(db.session(), case_id),
        written=review_passages.written(db.session(), case_id),
        into=request.args.get("into", "")[:40],
    )


@bp.get("/advice/<answer_id>")
@policy(Action.RUN_CASE)
def choose(case_id: str, answer_id: str) -> ResponseReturnValue:
    """Show one piece of advice, answer by answer, to pick from."""
    into = request.args.get("into", "")[:40]
    return _draw_page(opened(case_id), _answer(case_id, answer_id), empty(into=into or SORTED))


@bp.post("/advice/<answer_id>")
@policy(Action.RUN_CASE)
@once
def draw(case_id: str, answer_id: str) -> ResponseReturnValue:
    """Put what was picked into a line, or a line of its own each; each keeps its source."""
    place, advice = opened_or_none(case_id), _answer(case_id, answer_id)
    form = read("into", "of", "pick", long=("excerpt",), many=("pick",))
    picked = _picked(form, advice)
    if place is None:
        words = "\n\n".join(source.passage for source, _fitted in picked)
        return too_late(case_id, empty(text=words), Section.B)
    targets = {*_targets(advice), SORTED}
    if place.whole.line(form["into"]) is None and form["into"] not in targets:
        form.errors["into"] = _("Choose where it goes")
    elif form["into"] == SORTED and not all(fitted for _source, fitted in picked):
        form.errors["into"] = _("Not all that you picked was sorted. Choose where it goes")
    if not picked:
        form.errors["excerpt"] = _("Pick a passage, or copy one from the report")
    form.at_most("excerpt", EXCERPT, _("Use %(limit)s characters or fewer", limit=EXCERPT))
    if form.errors:
        return _draw_page(place, advice, form, 422)
    try:
        return _drawn(place, form["into"], picked)
    except TOO_LATE:
        db.forget()
        form.errors["into"] = _("Somebody removed this line meanwhile. Choose another place")
        return _draw_page(opened(case_id), advice, form, 409)


@bp.post("/advice/<answer_id>/change")
@policy(Action.RUN_CASE)
@once
def take_change(case_id: str, answer_id: str) -> ResponseReturnValue:
    """Put the words that a report proposes in place of those of a line, in one press."""
    place, advice = opened_or_none(case_id), _answer(case_id, answer_id)
    form = read("pick", "_version")
    picked = [each for each in _passages(advice) if each.number == form["pick"]]
    if place is None:
        return too_late(case_id, empty(text="".join(each.words for each in picked)), Section.B)
    change = next(iter(plan_proposals.proposed(place.whole, picked)), None)
    if change is None:
        said = _("This line is not there any more, so nothing was taken over.")
        return _draw_page(place, advice, empty(into=SORTED), 422, late=said)
    return _changed(place, advice, change, seen_version(form))


def _changed(place: Opened, advice: Drawable, change: Proposed, seen: int) -> ResponseReturnValue:
    """Take a change over into the line as it was seen, or show what it says by now."""
    case_id, words = place.head.case_id, plan_proposals.words(change)
    source = _source(change.passage.words, advice)
    try:
        drawing.take_change(db.writing(), place.desk, change.line.key, seen, words, source)
    except (writing.Clash, *TOO_LATE):
        db.forget()
        said = _(
            "Somebody changed line %(number)s meanwhile, so nothing was taken over. "
            "The changes below are those to what it says now.",
            number=change.number,
        )
        return _draw_page(opened(case_id), advice, empty(into=SORTED), 409, late=said)
    return to_line(case_id, change.line.section, change.line.key)


@bp.get("/voices")
@policy(Action.RUN_CASE)
def choose_pieces(case_id: str) -> ResponseReturnValue:
    """Show what the child and the parents say in their own ways, to take over into section A."""
    return _pieces_page(opened(case_id), empty())


@bp.post("/voices")
@policy(Action.RUN_CASE)
@once
def take_pieces(case_id: str) -> ResponseReturnValue:
    """Take the ticked pieces over as they are."""
    place = opened(case_id)
    form = read("pick", many=("pick",))
    wanted = set(request.form.getlist("pick"))
    pieces = [each for each in _pieces(place) if each.id in wanted]
    if not pieces:
        form.errors["pick"] = _("Tick what is to stand in the plan")
        return _pieces_page(place, form, 422)
    try:
        drawing.take_pieces(db.writing(), place.desk, pieces)
    except NotOpen:
        db.forget()
        abort(404)
    return _to_section(case_id, Section.A)


@bp.post("/list-of-advice")
@policy(Action.RUN_CASE)
@once
def list_advice(case_id: str) -> ResponseReturnValue:
    """List in section K what came in and does not stand there yet."""
    place = opened(case_id)
    read()
    session = db.writing()
    try:
        drawing.list_advice(session, place.desk, plan_passages.received(session, case_id))
    except NotOpen:
        db.forget()
        abort(404)
    return _to_section(case_id, Section.K)


def _answer(case_id: str, answer_id: str) -> Drawable:
    """Return the advice, or what was written for the review, that the address names."""
    session = db.session()
    found: list[Drawable] = [
        *plan_passages.received(session, case_id),
        *(each for each in review_passages.written(session, case_id) if each.is_open),
    ]
    return next((each for each in found if each.id == answer_id), None) or abort(404)


def _passages(advice: Drawable) -> list[Passage]:
    if isinstance(advice, Written):
        return plan_passages.of_review(db.session(), advice.submission_id)
    return plan_passages.passages(db.session(), advice.submission_id)


def _source(passage: str, advice: Drawable) -> From:
    if isinstance(advice, Written):
        return From(passage, submission_id=advice.submission_id)
    return From(passage, advice_answer_id=advice.answer_id)


def _picked(form: Posted, advice: Drawable) -> list[Picked]:
    """Return what was ticked, in the order of the advice, and what was copied from the report."""
    ticked = set(request.form.getlist("pick"))
    found = [(each.text, each.fitted) for each in _passages(advice) if each.number in ticked]
    found += [(form["excerpt"], None)] if form["excerpt"] else []
    return [(_source(text, advice), line) for text, line in found]


def _targets(advice: Drawable) -> dict[str, str]:
    """Return the sections into which it can be drawn, with their titles."""
    is_own_words = isinstance(advice, Written)
    return {
        each.value: f"{each.value}: {plan_words.section_title(each)}"
        for each in Section
        if each not in NOT_DRAWN or (is_own_words and each is Section.A)
    }


def _drawn(place: Opened, into: str, picked: list[Picked]) -> ResponseReturnValue:
    session, case_id = db.writing(), place.head.case_id
    if place.whole.line(into) is not None:
        drawing.draw_into(session, place.desk, into, [source for source, _fitted in picked])
        return see_other(url_for("plan_lines.edit", case_id=case_id, line_key=into))
    made = drawing.draw(session, place.desk, [_line(into, *each) for each in picked])
    return to_line(case_id, made[0].section, made[0].key)


def _line(into: str, source: From, fitted: Fitted | None) -> Drawn:
    """Return the line that a passage makes: as the adviser sorted it, where that fits."""
    if fitted is None or (into != SORTED and into not in sections_for(fitted.section)):
        return Drawn(Section(into), Words(source.passage), source)
    section = fitted.section if into == SORTED else Section(into)
    return Drawn(section, Words(fitted.text, fitted.area, fitted.details), source)


def _draw_page(
    place: Opened, advice: Drawable, form: Posted, status: int = 200, *, late: str = ""
) -> ResponseReturnValue:
    found = _passages(advice)
    changes = plan_proposals.proposed(place.whole, found)
    passages = [each for each in found if each not in [one.passage for one in changes]]
    return render(
        "council/plan/draw.html",
        status=status,
        head=place.head,
        plan=place.whole,
        advice=advice,
        passages=passages,
        sorted=SORTED if any(each.fitted for each in passages) else "",
        ticked=set(request.form.getlist("pick")),
        line=place.whole.line(form["into"]),
        targets=_targets(advice),
        changes=changes,
        of_review=isinstance(advice, Written),
        late=late,
        form=form,
    )


def _pieces(place: Opened) -> list[Piece]:
    looking = Looking(
        place.head.case_id, place.head.person_id, current_person().account_id, Audience.COUNCIL
    )
    return [each for each in voices.pieces(db.session(), looking) if each.is_ready]


def _pieces_page(place: Opened, form: Posted, status: int = 200) -> ResponseReturnValue:
    found = _pieces(place)
    return render(
        "council/plan/voices.html",
        status=status,
        head=place.head,
        pages=[(voice, told(found, voice)) for voice in VoiceOf],
        symbols=own_words().symbols(),
        there={each.voice.id for each in place.whole.lines if each.voice},
        ticked=set(request.form.getlist("pick")),
        form=form,
    )


def _to_section(case_id: str, section: Section) -> ResponseReturnValue:
    return see_other(url_for("case_plan.section", case_id=case_id, letter=section.value))

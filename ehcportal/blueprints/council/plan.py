"""The plan of a case as staff write it: its versions, and each section with what it needs."""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.plan_desk import may_write, opened, section_or_404
from ehcportal.content import plan_words
from ehcportal.domain import steps
from ehcportal.domain.facts import CaseFacts, PlanKind
from ehcportal.domain.plan_lines import NEXT, may_follow
from ehcportal.domain.steps import Answer, Step
from ehcportal.policy import Action
from ehcportal.queries import case_facts, cases, plan_findings, plan_history, plans
from ehcportal.queries.counting import bank_holidays, counting
from ehcportal.queries.plans import Whole
from ehcportal.queries.reviews.rows import awaiting_notice
from ehcportal.services.plans import versions
from ehcportal.web import actor_trace, current_profile, once, open_case, policy, render, see_other
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("case_plan", __name__, url_prefix="/council/cases/<case_id>/plan")

MUST_BE_LAWFUL = {
    PlanKind.DRAFT: Step.SERVE_DRAFT,
    PlanKind.FINAL: Step.COMMENT,
    PlanKind.AMENDMENT: Step.PROPOSE_CHANGES,
    PlanKind.AMENDED_FINAL: Step.KEEP_AFTER_ALL,
}
"""What must be lawful before a version is begun. A final or changed plan can be written before its
day: as soon as there is a draft to comment on, or proposed changes that might still be dropped."""

REASON = 500


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show the versions of the plan, and how far the one that is being written has come."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    found = plans.versions(session, case_id)
    being = next((each for each in found if each.is_open), None)
    whole = plans.of_head(session, being) if being else None
    head = cases.head(session, case_id)
    return render(
        "council/plan/index.html",
        head=head,
        versions=found,
        may_change=may_write(standing),
        beginnings=[] if being else _beginnings(case_id, found),
        **(_progress(whole, plan_findings.told(session, whole, head.birth_date)) if whole else {}),
    )


@bp.post("/begin")
@policy(Action.RUN_CASE)
@once
def begin(case_id: str) -> ResponseReturnValue:
    """Begin to write a version. If somebody else has just begun one, it is theirs that opens."""
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    form = read("kind")
    found = _beginnings(case_id, plans.versions(db.session(), case_id))
    lawful = (kind for kind, answer in found if answer)
    kind = next((each for each in lawful if each.value == form["kind"]), None)
    if kind is not None:
        try:
            session = db.writing()
            review_id = awaiting_notice(session, case_id) if kind is PlanKind.AMENDMENT else None
            versions.begin(session, actor_trace(), case_id, kind, review_id=review_id)
        except (versions.AlreadyBegun, versions.OutOfOrder):
            db.forget()
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/drop")
@policy(Action.RUN_CASE)
def ask_drop(case_id: str) -> ResponseReturnValue:
    """Ask why the version that is being written is given up."""
    return _drop_page(case_id, empty())


@bp.post("/drop")
@policy(Action.RUN_CASE)
@once
def drop(case_id: str) -> ResponseReturnValue:
    """Give up the version; its lines are kept, and it is served to nobody."""
    writing = opened(case_id)
    form = read("of", long=("reason",))
    form.require("reason", _("Say why this version is given up"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    if form.errors:
        return _drop_page(case_id, form, 422)
    if form["of"] == writing.whole.head.id:
        try:
            versions.drop(db.writing(), actor_trace(), case_id, form["of"], form["reason"])
        except versions.NotOpen:
            db.forget()
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/sections/<letter>")
@policy(Action.WORK_CASE)
def section(case_id: str, letter: str) -> ResponseReturnValue:
    """Show a section of the version that is being written, line by line."""
    shown = section_or_404(letter)
    writing = opened(case_id, to=Action.WORK_CASE)
    session, version = db.session(), writing.whole.head
    gone = plan_history.removed(session, version.id)
    return render(
        "council/plan/section.html",
        head=writing.head,
        plan=writing.whole,
        section=shown,
        title=plan_words.section_title(shown),
        hint=plan_words.section_hint(shown),
        sections=[each.value for each in type(shown)],
        found=[each for each in writing.found if each.section == shown],
        writers=plan_history.writing_now(session, case_id, version.id),
        removed=[each for each in gone if each.section == shown],
        may_change=writing.may_change,
        words=plan_words,
    )


def _beginnings(case_id: str, found: list[plans.Head]) -> list[tuple[PlanKind, Answer]]:
    """Return which versions can be begun; where none can, the next one with the reason."""
    served = next((each.kind for each in found if each.served_on), None)
    facts = case_facts.for_case(db.session(), case_id)
    following = [NEXT[served], *(kind for kind in PlanKind if kind is not NEXT[served])]
    ways = [(kind, _may_begin(facts, kind)) for kind in following if may_follow(served, kind)]
    return [each for each in ways if each[1]] or ways[:1]


def _may_begin(facts: CaseFacts, kind: PlanKind) -> Answer:
    profile, today = current_profile(), clock.today()
    free_days = bank_holidays(profile, today)
    return steps.may(facts, MUST_BE_LAWFUL[kind], today, counting(profile), bank_holidays=free_days)


def _progress(whole: Whole, found: list[plan_findings.Told]) -> dict[str, Any]:
    """Return how many lines each section has and how much it still needs."""
    blocking = Counter(each.section for each in found if each.blocks)
    advised = Counter(each.section for each in found if not each.blocks)
    return {
        "plan": whole,
        "sections": [
            (each.value, plan_words.section_title(each), len(lines), blocking[each], advised[each])
            for each, lines in whole.sections()
        ],
        "found": found,
        "writers": plan_history.writing_now(db.session(), whole.head.case_id, whole.head.id),
    }


def _drop_page(case_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    writing = opened(case_id)
    return render(
        "council/plan/drop.html",
        status=status,
        head=writing.head,
        plan=writing.whole,
        form=form,
    )

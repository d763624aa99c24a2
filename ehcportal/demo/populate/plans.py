"""The plan of a synthetic case as rows: its versions line by line, settings asked, reviews."""

from ehcportal import clock
from ehcportal.demo.populate.rows import noon
from ehcportal.demo.populate.told import Told
from ehcportal.demo.populate.words import NEEDS, OUTCOMES, OWN_WORDS, PROVISION
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.facts import (
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanFact,
    PlanKind,
    ReviewFact,
)
from ehcportal.models.plan import (
    Consultation,
    Plan,
    PlanLine,
    PlanLink,
    PlanVersion,
    ReplyKind,
    Representation,
    Section,
)
from ehcportal.models.review import Review, ReviewMeeting

GAP = 1000
COMMENT_DUTIES = {PlanKind.DRAFT: law.COMMENTS, PlanKind.AMENDMENT: law.AMENDMENT_COMMENTS}
Line = tuple[str, Section, str | None, str]


def tell(told: Told) -> None:
    """Keep the rows of the plan, if there is one, and of its reviews."""
    held = [each for each in told.facts.reviews if not each.alone]
    reviews = [(each, _review(told, each)) for each in held]
    if not told.facts.plans:
        return
    plan_id = told.rows.add(Plan, told.facts.plans[0].served_on, case_id=told.case_id)
    lines = _lines(told)
    for served in told.facts.plans:
        version_id = _version(told, plan_id, served, reviews)
        _content(told, version_id, served, lines)
        _said(told, version_id, served)
        if served is told.facts.plans[0]:
            _consulted(told, version_id)


def _version(
    told: Told, plan_id: str, served: PlanFact, reviews: list[tuple[ReviewFact, str]]
) -> str:
    on = served.served_on
    changes = served.kind is PlanKind.AMENDMENT
    noticed = [made for fact, made in reviews if changes and fact.notice_on == on]
    duty = COMMENT_DUTIES.get(served.kind)
    by_law = due(duty, on).due_on if duty else None
    told.event(f"plan.{served.kind.value}", on, key=True)
    return told.rows.add(
        PlanVersion,
        on,
        plan_id=plan_id,
        number=served.number,
        kind=served.kind,
        review_id=noticed[-1] if noticed else None,
        begun_by_id=told.worker_id,
        served_on=on,
        served_by_id=told.worker_id,
        comments_until=served.comments_until or by_law,
    )


def _lines(told: Told) -> list[Line]:
    """Return the lines that every version of this plan has, under the same keys."""
    rng = told.rows.rng
    numbers = sorted(rng.sample(range(len(NEEDS)), 2))
    lines: list[Line] = [(told.rows.new_id(), Section.A, None, rng.choice(OWN_WORDS))]
    for number in numbers:
        area, need = NEEDS[number]
        for section, text in (
            (Section.B, need),
            (Section.E, OUTCOMES[number]),
            (Section.F, PROVISION[number]),
        ):
            lines.append((told.rows.new_id(), section, area, text))
    roles = "; ".join(f"{each.role}, {each.received_on}" for each in told.facts.advice)
    lines.append((told.rows.new_id(), Section.K, None, roles))
    return lines


def _content(told: Told, version_id: str, served: PlanFact, lines: list[Line]) -> None:
    for number, (key, section, area, text) in enumerate(lines, start=1):
        told.rows.add(
            PlanLine,
            served.served_on,
            plan_version_id=version_id,
            key=key,
            section=section,
            place=number * GAP,
            area=area,
            text=text,
            details=PROVIDED if section is Section.F else {},
            changed_by_id=told.worker_id,
        )
    if served.kind is not PlanKind.DRAFT:
        told.rows.add(
            PlanLine,
            served.served_on,
            plan_version_id=version_id,
            key=f"place-{told.case_id}"[:26],
            section=Section.I,
            place=GAP,
            details={"setting_id": told.setting_id},
            changed_by_id=told.worker_id,
        )
    _links(told, version_id, served, lines)


PROVIDED = {
    "who": "Teaching assistant trained by the service",
    "how_much": "30 minutes",
    "how_often": "Three times a week",
    "how_long": "One year",
    "reviewed": "Every term",
}


def _links(told: Told, version_id: str, served: PlanFact, lines: list[Line]) -> None:
    """Tie each need to its outcome and provision, which stand behind it in order."""
    keys = [key for key, section, _, _ in lines if section in {Section.B, Section.E, Section.F}]
    for first in range(0, len(keys), 3):
        need, outcome, provision = keys[first : first + 3]
        for one, other in ((need, outcome), (need, provision), (outcome, provision)):
            told.rows.add(
                PlanLink,
                served.served_on,
                plan_version_id=version_id,
                from_key=one,
                to_key=other,
            )


def _consulted(told: Told, version_id: str) -> None:
    places = [setting_id for setting_id, _ in told.council.settings]
    own = places.index(told.setting_id)
    for number, asked in enumerate(told.facts.consultations):
        setting_id = places[(own + number) % len(places)]
        told.rows.add(
            Consultation,
            asked.sent_on,
            plan_version_id=version_id,
            case_id=told.case_id,
            setting_id=setting_id,
            sent_on=asked.sent_on,
            sent_by_id=told.worker_id,
            reply=ReplyKind.YES if asked.answered_on else None,
            replied_on=asked.answered_on,
        )


def _said(told: Told, version_id: str, served: PlanFact) -> None:
    for comment in told.facts.comments:
        if comment.version_number != served.number:
            continue
        told.rows.add(
            Representation,
            comment.sent_on,
            plan_version_id=version_id,
            account_id=told.parents.get(comment.by, told.parent_id),
            overall="We agree with most of it.",
            accepts_as_it_is=comment.accepts,
            sent_at=noon(comment.sent_on),
            sent_on=comment.sent_on,
        )


def _review(told: Told, held: ReviewFact) -> str:
    on = held.meeting_on or held.decided_on or told.facts.plans[0].served_on
    review_id = told.rows.add(
        Review,
        min(on, clock.today()),
        case_id=told.case_id,
        setting_id=told.setting_id,
        meeting_on=held.meeting_on,
        report_on=held.report_on,
        notice_on=held.notice_on,
    )
    was_held = held.report_on is not None or held.decided_on is not None
    told.rows.add(
        ReviewMeeting,
        min(on, clock.today()),
        review_id=review_id,
        on=on,
        place="At the school",
        held_on=on if was_held else None,
        set_by_id=told.worker_id,
    )
    if was_held:
        told.event("review.held", on, key=True)
    if held.report_on is not None:
        told.event("review.report", held.report_on)
    if held.decided_on is not None and held.outcome is not None:
        decided = DecisionFact(DecisionKind.REVIEW, held.outcome, held.decided_on, held.decided_on)
        told.decision(decided, review_id=review_id)
    if held.kept_on is not None:
        kept = DecisionFact(DecisionKind.REVIEW, Outcome.MAINTAIN, held.kept_on, held.kept_on)
        told.decision(kept, review_id=review_id)
    return review_id

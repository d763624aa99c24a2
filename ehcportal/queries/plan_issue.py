"""What is known when a final plan is about to go out: differences, comments, placement."""

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import Session, col, select

from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_finals import Issue, Named
from ehcportal.domain.rules import Counting
from ehcportal.models.plan import CommentOutcome, PlanSource
from ehcportal.queries import (
    budgets,
    consultations,
    plan_meetings,
    plan_pages,
    plans,
    preferences,
    representations,
)
from ehcportal.queries.consultations import Asked
from ehcportal.queries.plans import Head, Whole
from ehcportal.queries.preferences import Wish
from ehcportal.queries.said import Said

OPEN = (PlanKind.DRAFT, PlanKind.AMENDMENT)


def issue(session: Session, final: Whole, counting: Counting) -> Issue:
    """Gather what decides whether this version can be final."""
    case_id = final.head.case_id
    base = before(session, final.head)
    said = representations.sent(session, base.head.id) if base else []
    asked = consultations.of_case(session, case_id, counting)
    about = [each for each in asked if base and each.row.plan_version_id == base.head.id]
    setting_id = named_setting(final)
    return Issue(
        changes=plan_pages.compared(base, final) if base else (),
        tied=set(_tied_by_answers(said)) | set(_tied_by_staff(session, final.head, said, asked)),
        unanswered=sum(unanswered(session, case_id).values()),
        named=_named(session, about, setting_id, final),
        unnamed_preferences=tuple(dict.fromkeys(_unnamed(session, final, about, setting_id))),
        meetings_owed=sum(each.is_owed for each in plan_meetings.of_case(session, case_id)),
        budget_asked=any(each.row.personal_budget for each in said)
        or budgets.is_paid(session, case_id),
    )


def before(session: Session, final: Head) -> Whole | None:
    """Return the served version with which a final plan is compared."""
    if final.from_version_id is None:
        return None
    return plans.whole(session, final.case_id, final.from_version_id)


def named_setting(final: Whole) -> str | None:
    """Return the id of the setting that section I names, if it names one of the list."""
    found = (each.detail("setting_id") for each in final.section("I"))
    return next((each for each in found if each), None)


def unanswered(session: Session, case_id: str) -> dict[str, int]:
    """Return how many comments wait, by version: all that were proposed since the last final."""
    found: dict[str, int] = {}
    for head in plan_pages.served(session, case_id):
        if head.kind not in OPEN:
            break
        found[head.id] = sum(each.unanswered for each in representations.sent(session, head.id))
    return found


def _named(
    session: Session, asked: Sequence[Asked], setting_id: str | None, final: Whole
) -> Named | None:
    """Return what section I names. ``asked`` are those asked about what was proposed, not before.

    A setting that the plan in force names already is not placed anew when the plan is changed.
    """
    if setting_id is None:
        return None
    of_setting = [each for each in asked if each.setting.id == setting_id and not each.row.council]
    councils = [each for each in asked if each.setting.id == setting_id and each.row.council]
    names = [each.setting.name for each in of_setting] or [each.text for each in final.section("I")]
    stays = final.head.kind is PlanKind.AMENDED_FINAL and _names_now(session, final) == setting_id
    was_asked = stays or any(each.may_be_named for each in of_setting)
    waits = tuple(each.name for each in councils if not each.has_had_its_days)
    return Named(names[0], was_asked, waits)


def _names_now(session: Session, final: Whole) -> str | None:
    now = plans.in_force(session, final.head.case_id)
    return named_setting(plans.with_lines(session, now)) if now else None


def _unnamed(
    session: Session, final: Whole, asked: Sequence[Asked], setting_id: str | None
) -> Iterator[str]:
    """Yield what the family asked for and does not get, without ground and reasons (s39(4)).

    What they ask for in form 8 counts whether or not it was consulted, and so does what staff noted
    as their wish when they consulted it.
    """
    refused = {
        each.setting.id: bool(each.row.outcome_ground and each.row.outcome_reason)
        for each in asked
        if each.row.is_preference and not each.row.council
    }
    wishes = wished(session, final)
    for each in preferences.unmet(wishes, setting_id):
        if not each.is_answered and not (each.setting and refused.get(each.setting.id)):
            yield each.name
    in_forms = {each.setting.id for each in wishes if each.setting}
    for key, is_answered in refused.items():
        if key not in in_forms | {setting_id} and not is_answered:
            yield next(each.setting.name for each in asked if each.setting.id == key)


def wished(session: Session, final: Whole) -> list[Wish]:
    """Return what the family asked for in form 8 since the plan in force was made."""
    now = plans.in_force(session, final.head.case_id)
    return preferences.of_case(session, final.head.case_id, now.served_on if now else None)


def _tied_by_answers(said: Sequence[Said]) -> Iterator[str]:
    """Yield the lines about which a comment was taken up, and those in which it was."""
    taken = {CommentOutcome.TAKEN, CommentOutcome.PARTLY}
    for whole in said:
        if whole.answer and whole.answer.outcome in taken and whole.answer.line_key:
            yield whole.answer.line_key
    for comment in (comment for each in said for comment in each.comments):
        if comment.answer is not None and comment.answer.outcome in taken:
            yield from filter(None, (comment.line_key, comment.answer.line_key))


def _tied_by_staff(
    session: Session, final: Head, said: Sequence[Said], asked: Sequence[Asked]
) -> Iterator[str]:
    """Yield the lines for which staff named the comment, the overall view or the reply."""
    causes: Collection[str] = {
        *(each.row.id for each in said),
        *(comment.id for each in said for comment in each.comments),
        *(each.row.id for each in asked),
    }
    rows = session.exec(select(PlanSource).where(col(PlanSource.plan_version_id) == final.id))
    for row in rows:
        if {row.comment_id, row.representation_id, row.consultation_id} & set(causes):
            yield row.line_key

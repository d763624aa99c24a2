"""The letter that goes with each version of a plan: its words on the page, and as it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ehcportal import clock, db
from ehcportal.content.labels import label
from ehcportal.content.letter_words import LetterWords
from ehcportal.domain import finals
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.facts import CaseFacts, PlanKind
from ehcportal.domain.plan_written import OTHERWISE, OTHERWISE_WHY
from ehcportal.domain.reviews import amended_plan_due
from ehcportal.models.case import Case
from ehcportal.models.document import Document
from ehcportal.models.review import Review
from ehcportal.queries import case_facts, letter_values, plan_evidence, plan_issue, preferences
from ehcportal.queries.counting import counting
from ehcportal.queries.document_readers import Readers
from ehcportal.queries.plans import Whole
from ehcportal.queries.reviews import rows
from ehcportal.services import plan_changes
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.letters import Addressees, Made
from ehcportal.services.plan_serving import Serving
from ehcportal.web import case_letters, plan_copies
from ehcportal.web.case_letters import Known
from ehcportal.web.context import current_profile
from ehcportal.web.posted import Posted

LETTERS = {
    PlanKind.DRAFT: "draft_plan",
    PlanKind.AMENDMENT: "amendment_notice",
    PlanKind.FINAL: "final_plan",
    PlanKind.AMENDED_FINAL: "final_plan",
}
NOTHING_ELSE = "No paper besides the plan itself."


@dataclass(frozen=True, slots=True)
class With:
    """What goes with a version: how it is served, and the papers that support its changes."""

    serving: Serving
    papers: Sequence[Document] = ()


def ready(case: Case, whole: Whole, sent: With, form: Posted, readers: Readers) -> Outgoing | None:
    """Return the letter with its PDF, or note on the form why it cannot go out.

    It goes to those whom the page of the plan has named.
    """
    to = Addressees(
        family=[each.account_id for each in readers.family],
        by_post=not readers.family,
        alerted=True,
    )
    key = LETTERS[PlanKind(whole.head.kind)]
    facts = case_facts.for_case(db.session(), case.id)
    return case_letters.ready(case, key, _values(whole, sent, facts), form, to=to)


def to_named(case: Case, setting: str, form: Posted) -> Made | None:
    """Return the letter to a named setting that does not read the portal; nothing without one."""
    if not setting:
        return None
    return case_letters.letter(case, "named_setting", {"asked_setting": setting}, form)


def preview(case: Case, whole: Whole, sent: With, known: Known) -> LetterWords | None:
    """Return the letter as it would read if the version went out now."""
    key = LETTERS[PlanKind(whole.head.kind)]
    return case_letters.words(case, key, _values(whole, sent, known.facts), known)


def _values(whole: Whole, sent: With, facts: CaseFacts) -> dict[str, str]:
    head = whole.head
    if head.is_final:
        follows = finals.after(facts, PlanKind(head.kind), has_review=head.review_id is not None)
        refused = preferences.refused(db.session(), head, plan_issue.named_setting(whole))
        windows = letter_values.windows(sent.serving.served_on, current_profile())
        not_named = letter_values.not_named(refused)
        otherwise = [
            each.detail(OTHERWISE_WHY) for each in whole.section("I") if each.detail(OTHERWISE)
        ]
        return {
            **windows,
            follows.value: "yes",
            "not_named": not_named,
            "otherwise": "\n\n".join(otherwise),
        }
    until = sent.serving.until or clock.today()
    found = {"comments_until": weekday_words(until)}
    if head.kind is PlanKind.AMENDMENT:
        found["changes"] = plan_changes.as_words(plan_copies.proposed_changes(whole))
        found["supporting_evidence"] = _support(whole, sent.papers)
        found["amended_due"] = weekday_words(_amended_due(whole, sent.serving.served_on))
    return found


def _amended_due(whole: Whole, served_on: date) -> date:
    """Return the last day for the changed plan: 12 weeks from the meeting may end before 8."""
    session, case_id = db.session(), whole.head.case_id
    review_id = whole.head.review_id or rows.awaiting_notice(session, case_id)
    review = session.get_one(Review, review_id) if review_id else None
    meeting_on = review.meeting_on if review else None
    notice_on = (review.notice_on if review else None) or served_on
    return amended_plan_due(meeting_on, notice_on, counting(current_profile())).due_on


def _support(whole: Whole, papers: Sequence[Document]) -> str:
    """List the advice and report of the review, and the papers that staff chose."""
    of_review = plan_evidence.of_review(db.session(), whole.head.review_id)
    told = [f"- {label('review_paper', each.kind)}, {date_words(each.on)}" for each in of_review]
    told += [f"- {each.title}, {date_words(each.document_on)}" for each in papers]
    return "\n".join(told) or NOTHING_ELSE

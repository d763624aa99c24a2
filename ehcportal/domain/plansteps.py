"""When the steps from a draft plan to its reviews are lawful; empty words mean yes."""

from datetime import date

from ehcportal.domain import reassessing
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import CaseFacts, CommentFact, Outcome, ReviewFact
from ehcportal.domain.requeststeps import NOBODY_ASKED, not_assessing, refused_to_issue

NO_PLAN = "There is no final plan yet."
NO_DRAFT = "No draft plan was sent yet."


def serve_draft(dates: CaseDates) -> str:
    """A draft follows an assessment, also a new one; a newer one may follow until it is final."""
    if reassessing.begun(dates.facts) is not None:
        return _serve_draft_again(dates)
    wrong = not_assessing(dates)
    if wrong:
        return wrong
    if refused_to_issue(dates):
        return "The family was told that there will be no plan. Tell them of a yes first."
    return "" if dates.advice else NOBODY_ASKED


def _serve_draft_again(dates: CaseDates) -> str:
    """After a new assessment the plan in force is replaced by way of a draft (Reg 27)."""
    if dates.amendment is not None:
        return "Changes are proposed. Send the changed plan, or say that nothing changes, first."
    return "" if reassessing.asked_for_advice(dates.facts) else NOBODY_ASKED


def comment(dates: CaseDates) -> str:
    """The family may speak until the plan is final, also after the last day for comments."""
    return _nothing_proposed(dates)


def consult(dates: CaseDates) -> str:
    """A setting is asked about a draft or about proposed changes (section 39(2) of the Act)."""
    return _nothing_proposed(dates)


def answer_consultation(dates: CaseDates) -> str:
    """A setting that was asked answers once."""
    if all(each.answered_on for each in dates.consultations):
        return "No school or college still has to answer."
    return ""


def issue_final(dates: CaseDates) -> str:
    """A plan is final after the family's days to comment (Regulation 13(1)(a))."""
    again = reassessing.draft(dates.facts)
    if again is not None and dates.comments_due is not None:
        return _days_to_comment(dates, again.served_on, dates.comments_due)
    wrong = not_assessing(dates)
    if wrong:
        return wrong
    draft = dates.episode.draft
    if draft is None or dates.comments_due is None:
        return NO_DRAFT
    if refused_to_issue(dates):
        return "The family was told that there will be no plan."
    return _days_to_comment(dates, draft.served_on, dates.comments_due)


def arrange_review(dates: CaseDates) -> str:
    """One review runs at a time, and none while changes are proposed: their dates would go."""
    if dates.episode.final is None:
        return NO_PLAN
    if _running(dates) is not None:
        return "A review is running already: change its meeting instead."
    if dates.amendment is not None:
        return "Changes are proposed. Send the changed plan, or say that nothing changes, first."
    if dates.review is not None and _notice_is_owed(dates.review):
        return "The family waits for the changes that were decided after the last review."
    return ""


def report_review(dates: CaseDates) -> str:
    """A report follows the meeting (Regulation 20(8))."""
    review = _running(dates)
    if review is None:
        return "No review is running."
    if review.report_on is not None:
        return "The report is there already."
    return _not_held(review, dates.today)


def decide_review(dates: CaseDates) -> str:
    """A decision follows the meeting and its report, or the two weeks for it (Reg 20(10))."""
    review = _running(dates)
    if review is None:
        return "No review is running."
    wrong = _not_held(review, dates.today)
    if wrong or review.report_on is not None or dates.review_dates is None:
        return wrong
    report = dates.review_dates.report
    if report.is_late(dates.today):
        return ""
    return f"The report can still come until {weekday_words(report.due_on)}."


def propose_changes(dates: CaseDates) -> str:
    """Changes follow a review, or come without one (Regulations 22 and 28), one set at a time."""
    if dates.episode.final is None:
        return NO_PLAN
    if dates.amendment is not None:
        return "Changes are proposed already."
    if reassessing.draft(dates.facts) is not None:
        return "A draft is proposed after the new assessment: finish that first."
    if _running(dates) is not None:
        return "Decide about the review first."
    return ""


def keep_after_all(dates: CaseDates) -> str:
    """After proposing changes the council may leave the plan as it is (Regulation 22(4))."""
    return "" if dates.amendment is not None else "No changes are proposed."


def issue_amended(dates: CaseDates) -> str:
    """A changed plan follows the family's days to comment on the changes (Reg 22(2)(c))."""
    comments = dates.amendment_comments
    if comments is None:
        return "No changes are proposed."
    return _days_to_comment(dates, comments.started_on, comments)


def _nothing_proposed(dates: CaseDates) -> str:
    if dates.amendment is not None or reassessing.draft(dates.facts) is not None:
        return ""
    if dates.episode.final is not None:
        return "No changes are proposed."
    return "" if dates.episode.draft is not None else NO_DRAFT


def _days_to_comment(dates: CaseDates, served_on: date, comments: DueDate) -> str:
    if _is_accepted(dates.facts, served_on) or comments.is_late(dates.today):
        return ""
    until = weekday_words(comments.due_on)
    who = "each of them accepts" if len(dates.facts.speakers) > 1 else "they accept"
    return f"The family has until {until} to comment, unless {who} it as it is before."


def _is_accepted(facts: CaseFacts, served_on: date) -> bool:
    """Say whether everybody whose days they are accepts it as it is, and nobody spoke after that.

    Nobody's word ends the days of another one who is silent, or who asks for something on a later
    day. Who has no account counts as soon as staff wrote down what they said.
    """
    said = _said_of(facts, served_on)
    whose = facts.speakers | {each.by for each in said if not each.by} or {""}
    accepted: dict[str, date] = {}
    for each in said:
        if each.accepts and each.by in whose:
            accepted[each.by] = max(each.sent_on, accepted.get(each.by, each.sent_on))
    if accepted.keys() != whose:
        return False
    last = max(accepted.values())
    return all(each.accepts or each.sent_on <= accepted.get(each.by, last) for each in said)


def _said_of(facts: CaseFacts, served_on: date) -> list[CommentFact]:
    """Return what was said of the version of that day; of an earlier one of the day no more."""
    numbers = (each.number for each in facts.plans if each.served_on == served_on)
    number = max(numbers, default=0)
    return [
        each
        for each in facts.comments
        if each.sent_on >= served_on and (each.version_number or number) >= number
    ]


def _running(dates: CaseDates) -> ReviewFact | None:
    review = dates.review
    return review if review is not None and review.decided_on is None else None


def _notice_is_owed(review: ReviewFact) -> bool:
    return review.outcome is Outcome.AMEND and review.notice_on is None


def _not_held(review: ReviewFact, today: date) -> str:
    if review.meeting_on is None:
        return "The review has no meeting yet."
    if review.meeting_on > today:
        return f"The meeting is on {weekday_words(review.meeting_on)}."
    return ""

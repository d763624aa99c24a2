"""Comments on a served version: written bit by bit, sent once, and each of them answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, or_, select

from ehcportal import clock
from ehcportal.domain.steps import Step
from ehcportal.models.alert import AlertKind
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import (
    CommentAnswer,
    CommentOutcome,
    PlanComment,
    PlanVersion,
    Representation,
    Section,
    Verdict,
)
from ehcportal.queries import assignments, representations
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Comment, Said, Speaker
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, comment_files, lawful, timeline
from ehcportal.services.endings import budgets

COUNCIL_PATH = "/council/cases/{}/plan/comments"
FAMILY_PATH, SETTING_PATH = "/cases/{}/plan/comments", "/settings/pupils/{}/plan/comments"


class AlreadySent(Exception):
    """What was sent is not changed any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of one line, or of a section when ``line_key`` is empty."""

    line_key: str | None
    section: Section
    verdict: Verdict
    text: str
    proposed: str
    evidence: str = ""
    """Where what shows it stands: a report that was sent, or an address (form 10)."""


@dataclass(frozen=True, slots=True)
class View:
    """What somebody says of the version as a whole, and asks for."""

    overall: str = ""
    accepts_as_it_is: bool = False
    meeting: str = ""
    meeting_when: str = ""
    more_time_until: date | None = None
    personal_budget: bool = False


def begun(session: Session, head: Head, speaker: Speaker) -> Said:
    """Return what this speaker says so far, beginning it if they have said nothing yet.

    Raises ``AlreadySent``, also when a newer version was served meanwhile. The row of the version
    is held, so that nobody begins twice at once and no final plan overtakes what is being said.
    """
    hold(session, head.id)
    if _is_overtaken(session, head):
        raise AlreadySent
    found = representations.own(session, head.id, speaker)
    if found is not None and found.is_sent:
        raise AlreadySent
    return found or _new(session, head, speaker)


def add_more(session: Session, head: Head, speaker: Speaker) -> None:
    """Begin something more beside what was sent: nobody's 15 days end with what they sent first.

    What was sent stands as it was (Regulations 13(1)(a) and 22(2)(c)). Raises ``AlreadySent`` when
    a newer version was served meanwhile.
    """
    hold(session, head.id)
    if _is_overtaken(session, head):
        raise AlreadySent
    found = representations.own(session, head.id, speaker)
    if found is not None and found.is_sent:
        _new(session, head, speaker)


def _new(session: Session, head: Head, speaker: Speaker) -> Said:
    row = Representation(
        plan_version_id=head.id, account_id=speaker.account_id, setting_id=speaker.setting_id
    )
    session.add(row)
    session.flush()
    return Said(row, "", ())


def hold(session: Session, version_id: str) -> None:
    """Hold the row of a version until the commit: nothing is said of it meanwhile."""
    session.exec(select(PlanVersion.id).where(PlanVersion.id == version_id).with_for_update()).one()


def _is_overtaken(session: Session, head: Head) -> bool:
    newer = select(PlanVersion.id).where(
        PlanVersion.plan_id == head.plan_id,
        PlanVersion.number > head.number,
        col(PlanVersion.served_on).is_not(None),
    )
    return session.exec(newer).first() is not None


def write(session: Session, said: Said, told: Told, version: int) -> PlanComment:
    """Keep a comment, in place of an earlier one on the same line, and return it.

    ``version`` is what the page had shown, 0 for none. Raises ``StaleDataError``.
    """
    key = told.line_key or f"section-{told.section}"
    earlier = said.about(key)
    if (earlier.version if earlier else 0) != version:
        raise StaleDataError("the comment has changed")
    row = (
        session.get_one(PlanComment, earlier.id)
        if earlier
        else PlanComment(
            representation_id=said.row.id,
            line_key=told.line_key,
            section=told.section,
            verdict=told.verdict,
        )
    )
    row.verdict, row.text, row.proposed = told.verdict, told.text, told.proposed
    row.evidence = told.evidence
    row.written_at = clock.now()
    session.add(row)
    session.flush()
    return row


def remove(session: Session, said: Said, about: str, drop: Callable[[str], object]) -> None:
    """Take a comment away that was not sent, with its files; ``drop`` takes one by its key."""
    found = said.about(about)
    if found is not None:
        comment_files.leave_out(session, found.id, (), drop)
        session.delete(session.get_one(PlanComment, found.id))
        session.flush()


def keep_view(session: Session, said: Said, view: View) -> None:
    """Keep what is said of the version as a whole."""
    row = said.row
    row.overall, row.accepts_as_it_is = view.overall, view.accepts_as_it_is
    row.meeting, row.meeting_when = view.meeting, view.meeting_when
    row.more_time_until, row.personal_budget = view.more_time_until, view.personal_budget
    session.add(row)
    session.flush()


def send(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    head: Head,
    said: Said,
    *,
    came_on: date | None = None,
) -> None:
    """Send it to the council, once. ``came_on`` is the day on which it came on paper.

    Raises ``lawful.NotLawfulError`` when nothing is proposed any more.
    """
    lawful.check(session, head.case_id, Step.COMMENT)
    row = said.row
    row.sent_at, row.sent_on = clock.now(), came_on or clock.today()
    if row.account_id and row.setting_id is None:
        preference = representations.preference_of(session, head.case_id, row.account_id)
        row.preference_submission_id = preference.id if preference else None
    session.add(row)
    session.flush()
    of_family = row.setting_id is None
    if of_family and row.personal_budget:
        budgets.receive_with_comments(session, row, head.case_id)
    one_reads = of_family and row.account_id is not None
    timeline.record(
        session,
        trace,
        "plan.comments" if of_family else "plan.comments_of_setting",
        of=("representation", row.id),
        case_id=head.case_id,
        audience=EventAudience.FAMILY if one_reads else EventAudience.STAFF,
        only_account_id=row.account_id if one_reads else None,
        on=row.sent_on,
    )
    _tell_coordinator(session, trace, ring, head.case_id, row)


def _tell_coordinator(
    session: Session, trace: Trace, ring: KeyRing, case_id: str, row: Representation
) -> None:
    coordinator = assignments.coordinator_of(session, case_id)
    if coordinator is None or coordinator.id == trace.account_id:
        return
    alerts.tell(
        session,
        ring,
        coordinator.id,
        AlertKind.DOCUMENT,
        COUNCIL_PATH.format(case_id),
        case_id=case_id,
        dedupe_key=f"comments:{row.id}",
    )


def write_from_paper(
    session: Session, trace: Trace, head: Head, setting_id: str | None, account_id: str | None
) -> Representation:
    """Begin what came on paper or by telephone; it counts once it is finished."""
    row = Representation(
        plan_version_id=head.id,
        account_id=account_id,
        setting_id=setting_id,
        entered_by_id=trace.account_id,
    )
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True, slots=True)
class Reply:
    """The council's answer to a comment; ``line_key`` is where it was taken up."""

    outcome: CommentOutcome
    reason: str
    line_key: str | None = None


def answer(
    session: Session, trace: Trace, ring: KeyRing, case_id: str, to: Comment | Said, reply: Reply
) -> None:
    """Answer a comment, or the whole, with the reason. A change of mind is a further row."""
    of_whole = isinstance(to, Said)
    said = to.row if isinstance(to, Said) else session.get_one(Representation, to.representation_id)
    row = CommentAnswer(
        comment_id=None if isinstance(to, Said) else to.id,
        representation_id=said.id if of_whole else None,
        outcome=reply.outcome,
        reason=reply.reason,
        line_key=reply.line_key,
        answered_by_id=trace.account_id,
    )
    session.add(row)
    session.flush()
    of_family = said.setting_id is None
    timeline.record(
        session,
        trace,
        "plan.comment_answered",
        of=("comment_answer", row.id),
        case_id=case_id,
        audience=EventAudience.FAMILY if of_family and said.account_id else EventAudience.STAFF,
        only_account_id=said.account_id if of_family else None,
    )
    if said.account_id and said.entered_by_id is None:
        path = FAMILY_PATH if of_family else SETTING_PATH
        alerts.tell(
            session,
            ring,
            said.account_id,
            AlertKind.DOCUMENT,
            path.format(case_id),
            case_id=case_id,
            dedupe_key=f"comment-answers:{said.id}:{clock.today()}",
        )


def answers_given(session: Session, about_id: str) -> int:
    """Return how often a comment, or the whole of a representation, was answered."""
    is_about = or_(
        col(CommentAnswer.comment_id) == about_id,
        col(CommentAnswer.representation_id) == about_id,
    )
    return len(session.exec(select(CommentAnswer.id).where(is_about)).all())

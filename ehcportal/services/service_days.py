"""The day of service of decisions and plans: later when a mail or the post was later.

Statute.md 11: it is the later of publication and the mail server's acceptance or, where somebody
is served by post, the day the letter counts as come. Windows follow it, and never get shorter.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from ehcportal import clock
from ehcportal.domain import plan_service
from ehcportal.domain.dates import date_words
from ehcportal.domain.rules import Counting
from ehcportal.models.assessment import Decision
from ehcportal.models.desk import Letter
from ehcportal.models.ending import AskAgain
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.posting import PostReason, ServiceMail
from ehcportal.models.review import Review
from ehcportal.notifications.silence import is_silent
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.services import posting, timeline
from ehcportal.services.posting import Wanted

AT_ONCE = 100
"""How many mails are followed in one transaction."""

FAMILY = "/cases/"
"""How the path begins where the family reads; the mails to a school move no day of theirs."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a mail or a posted paper was about: a decision, a version of the plan, or neither."""

    decision: Decision | None = None
    version: PlanVersion | None = None

    def document_id(self, session: Session) -> str | None:
        """Return the paper that says it."""
        if self.version is not None:
            return self.version.document_id
        made = self.decision
        letter = session.get(Letter, made.letter_id) if made and made.letter_id else None
        return letter.document_id if letter else None


def follow(session: Session, counting: Counting) -> int:
    """Let the days follow the mails that left or failed; return how many were looked at."""
    rows = session.exec(
        select(ServiceMail)
        .where(
            or_(col(ServiceMail.accepted_at).is_not(None), col(ServiceMail.failed_at).is_not(None)),
            col(ServiceMail.followed_at).is_(None),
        )
        .order_by(col(ServiceMail.made_at), col(ServiceMail.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.followed_at = clock.now()
        session.add(row)
        if row.path.startswith(FAMILY) and not is_silent(session, row.case_id):
            _follow(session, row, counting)
    session.flush()
    return len(rows)


def _follow(session: Session, row: ServiceMail, counting: Counting) -> None:
    served = of_mail(session, row.about)
    if row.accepted_at is not None and row.failed_at is None:
        later(session, SYSTEM, served, clock.london_day(row.accepted_at), counting)
        return
    document_id = served.document_id(session)
    if document_id is not None:
        reason = PostReason.MAIL_FAILED
        posting.put(session, SYSTEM, Wanted(row.case_id, document_id, reason, serves=True))


def of_mail(session: Session, about: str) -> Served:
    """Return what a mail told of, by the key under which it was sent once."""
    kind, _, key = about.partition(":")
    if kind == "plan":
        return Served(version=session.get(PlanVersion, key))
    if kind in {"decision", "ending.decided"}:
        return Served(decision=session.get(Decision, key))
    if kind == "ask_again":
        asked = session.get(AskAgain, key)
        return of_document(session, asked.document_id if asked else None)
    return Served()


def of_document(session: Session, document_id: str | None) -> Served:
    """Return what a paper says: a version of the plan, or the decision that its letter gives."""
    if document_id is None:
        return Served()
    by_paper = select(PlanVersion).where(PlanVersion.document_id == document_id)
    version = session.exec(by_paper).first()
    if version is not None:
        return Served(version=version)
    by_letter = (
        select(Decision)
        .join(Letter, col(Letter.id) == Decision.letter_id)
        .where(Letter.document_id == document_id)
    )
    return Served(decision=session.exec(by_letter).first())


def later(session: Session, trace: Trace, served: Served, on: date, counting: Counting) -> None:
    """Let something count as served on a later day; an earlier one changes nothing."""
    if served.decision is not None:
        _decision_later(session, trace, served.decision.id, on)
    if served.version is not None:
        _version_later(session, trace, served.version.id, on, counting)


def _decision_later(session: Session, trace: Trace, decision_id: str, on: date) -> None:
    row = session.get_one(Decision, decision_id, populate_existing=True, with_for_update=True)
    told = row.letter_on or row.notified_on
    if told is None or on <= told:
        return
    if row.letter_on is not None:
        row.letter_on = on
    else:
        row.notified_on = on
    session.add(row)
    session.flush()
    _record(session, trace, row.case_id, ("decision", row.id), told, on)


def _version_later(
    session: Session, trace: Trace, version_id: str, on: date, counting: Counting
) -> None:
    row = session.get_one(PlanVersion, version_id, populate_existing=True, with_for_update=True)
    was = row.served_on
    if was is None or on <= was:
        return
    row.served_on = on
    by_law = plan_service.comments_due(row.kind, on, counting)
    if by_law is not None:
        row.comments_until = max(row.comments_until or by_law.due_on, by_law.due_on)
    session.add(row)
    _notice_later(session, row, was, on)
    session.flush()
    plan = session.get_one(Plan, row.plan_id)
    _record(session, trace, plan.case_id, ("plan_version", row.id), was, on)


def _notice_later(session: Session, row: PlanVersion, was: date, on: date) -> None:
    """Proposed changes are the notice of their review: its eight weeks begin on the same day."""
    review = session.get(Review, row.review_id) if row.review_id else None
    if review is not None and review.notice_on == was:
        review.notice_on = on
        session.add(review)


def _record(
    session: Session, trace: Trace, case_id: str, of: tuple[str, str], was: date, on: date
) -> None:
    timeline.record(
        session,
        trace,
        f"{of[0]}.served_later",
        of=of,
        case_id=case_id,
        key=True,
        facts={"was": date_words(was), "now": date_words(on)},
    )

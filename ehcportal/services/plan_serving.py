"""Serving a version of the plan: from that moment on it never changes, and its days run."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.steps import Step
from ehcportal.models.alert import AlertKind
from ehcportal.models.document import DocumentAudience
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import PlanVersion
from ehcportal.models.posting import PostReason
from ehcportal.models.review import Review
from ehcportal.profile import Profile
from ehcportal.queries import plan_seals, plans
from ehcportal.queries.document_readers import DocumentReader, Readers
from ehcportal.queries.plans import Head, Whole
from ehcportal.queries.reviews.rows import awaiting_notice
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, documents, lawful, posting, timeline
from ehcportal.services.documents import Hearers, Paper
from ehcportal.services.endings import reassessments
from ehcportal.services.plans import versions
from ehcportal.services.posting import Wanted
from ehcportal.services.uploads import Kept, file_row

STEPS = {
    PlanKind.DRAFT: Step.SERVE_DRAFT,
    PlanKind.AMENDMENT: Step.PROPOSE_CHANGES,
    PlanKind.FINAL: Step.ISSUE_FINAL,
    PlanKind.AMENDED_FINAL: Step.ISSUE_AMENDED,
}
"""The step of the process that each kind of version is."""

FAMILY_PATH, SETTING_PATH = "/cases/{}/plan", "/settings/pupils/{}/plan"


@dataclass(frozen=True, slots=True)
class Serving:
    """How a version is served. ``until`` is the last day to comment; none for a final plan."""

    served_on: date
    until: date | None
    posted_on: date | None = None
    health_told: str = ""
    named_told: str = ""
    """How a named setting that does not read the portal gets the final plan (Reg 13(2))."""


@dataclass(frozen=True, slots=True)
class Copies:
    """A version as it went out: its paper, and the same as a file to write in."""

    paper: Kept
    to_edit: Kept


def mark(whole: Whole) -> str:
    """Return a mark of all that a version says: what was checked and printed is what is served."""
    told = [
        whole.head.id,
        [(each.key, each.version, each.place) for each in whole.lines],
        sorted(whole.links),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def serve(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    whole: Whole,
    copies: Copies,
    serving: Serving,
    readers: Readers,
    profile: Profile,
) -> PlanVersion:
    """Publish a version with its paper, tell who must be told, and start its days; all or nothing.

    ``whole`` is what was printed. Raises ``StaleDataError`` if it says something else meanwhile,
    ``NotOpen`` or ``LookupError`` if it cannot be served any more, ``lawful.NotLawfulError`` if
    the law does not let it go out now.
    """
    head = whole.head
    lawful.check(session, head.case_id, STEPS[PlanKind(head.kind)], profile)
    before = plans.newest_served(session, head.case_id)
    if before and before.served_on and before.served_on > serving.served_on:
        raise StaleDataError("a version that was sent meanwhile counts as served later")
    row = versions.open_version(session, head.case_id, head.id, alone=True)
    now = plans.whole(session, head.case_id, head.id)
    if now is None or mark(now) != mark(whole):
        raise StaleDataError("the plan has changed")
    row.document_id = _published(session, trace, ring, head, copies.paper, readers)
    row.editable_file_id = file_row(session, copies.to_edit, trace.account_id, clock.now()).id
    row.served_on, row.comments_until = serving.served_on, serving.until
    row.served_by_id, row.posted_on = trace.account_id, serving.posted_on
    row.health_told = serving.health_told
    row.words_sha256 = plan_seals.seal(session, row.id)
    session.add(row)
    _note_of_review(session, row, head.case_id)
    if row.kind is PlanKind.FINAL:
        reassessments.end(session, head.case_id, serving.served_on)
    session.flush()
    _put_into_the_post(session, trace, row, serving, readers, head.case_id)
    _record(session, trace, head, serving)
    tell = partial(_tell, session, ring, head, serving)
    tell(readers.family, FAMILY_PATH)
    tell(readers.setting, SETTING_PATH)
    return row


def _put_into_the_post(
    session: Session,
    trace: Trace,
    row: PlanVersion,
    serving: Serving,
    readers: Readers,
    case_id: str,
) -> None:
    """Keep the day it went by post as a record of its own, which can be corrected."""
    if serving.posted_on is None or row.document_id is None:
        return
    reason = PostReason.CHOSEN if readers.family else PostReason.ON_PAPER
    item = posting.put(session, trace, Wanted(case_id, row.document_id, reason, serves=True))
    posting.note(session, trace, (case_id, item.id, item.version), serving.posted_on)


def lengthen(
    session: Session, trace: Trace, ring: KeyRing, head: Head, until: date, told: Sequence[str]
) -> None:
    """Give more days to comment. The caller has checked that none are taken away.

    Raises ``StaleDataError`` when the version has changed, and ``lawful.NotLawfulError`` when its
    comments are not waited for any more: a plan that was issued never comes to lie within them.
    """
    lawful.check(session, head.case_id, Step.COMMENT)
    newest = plans.newest_served(session, head.case_id)
    if newest is None or newest.id != head.id:
        raise lawful.NotLawfulError("A newer version was sent: give more time for that one.")
    row = session.exec(
        select(PlanVersion)
        .where(PlanVersion.id == head.id, PlanVersion.version == head.version)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise StaleDataError("the version has changed")
    row.comments_until = until
    session.add(row)
    session.flush()
    timeline.record(
        session,
        trace,
        "plan.more_time",
        of=("plan_version", head.id),
        case_id=head.case_id,
        facts={"until": f"{until.day} {until:%B %Y}"},
    )
    for account_id in told:
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.DOCUMENT,
            FAMILY_PATH.format(head.case_id),
            case_id=head.case_id,
            act_by=until.isoformat(),
            dedupe_key=f"plan-window:{head.id}:{until}:{account_id}",
        )


def _published(
    session: Session, trace: Trace, ring: KeyRing, head: Head, kept: Kept, readers: Readers
) -> str:
    """File the paper and show it to the family and the setting; they are told of the plan alone."""
    kind = "final_plan" if head.is_final else "draft_plan"
    paper = Paper(label("plan_version", head.kind), kind, clock.today())
    document = documents.add(session, trace, head.case_id, paper, kept)
    documents.publish(session, trace, ring, document, Hearers(DocumentAudience.FAMILY, ()))
    if readers.setting:
        documents.publish(session, trace, ring, document, Hearers(DocumentAudience.SETTING, ()))
    return document.id


def _note_of_review(session: Session, row: PlanVersion, case_id: str) -> None:
    """Proposed changes are the notice that starts the eight weeks (Regulation 22(2) and (3)).

    Changes that were begun before the review was decided belong to it too.
    """
    if row.kind is not PlanKind.AMENDMENT:
        return
    row.review_id = row.review_id or awaiting_notice(session, case_id)
    if row.review_id is not None:
        review = session.get_one(Review, row.review_id)
        review.notice_on = review.notice_on or row.served_on
        session.add(review)


def _record(session: Session, trace: Trace, head: Head, serving: Serving) -> None:
    timeline.record(
        session,
        trace,
        f"plan.{head.kind}",
        of=("plan_version", head.id),
        case_id=head.case_id,
        audience=EventAudience.FAMILY,
        key=True,
        on=serving.served_on,
        facts={"number": head.number},
    )


def _tell(
    session: Session,
    ring: KeyRing,
    head: Head,
    serving: Serving,
    readers: Sequence[DocumentReader],
    path: str,
) -> None:
    """Tell each of them at once: mail about service is never bundled (statute.md 11)."""
    for each in readers:
        alerts.tell(
            session,
            ring,
            each.account_id,
            AlertKind.STAGE,
            path.format(head.case_id),
            case_id=head.case_id,
            act_by=serving.until.isoformat() if serving.until else None,
            dedupe_key=f"plan:{head.id}:{each.account_id}",
        )

"""What goes by post: put on a list, printed, and noted with the day it was posted (row C09)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.dates import date_words
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import PlanVersion
from ehcportal.models.posting import PostItem, PostReason, PostRecord, ServiceMail
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


class CannotPostError(Exception):
    """The day cannot be noted; the message says why, as staff read it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is to go by post, and why. ``serves``: the day of service follows the post."""

    case_id: str
    document_id: str
    reason: PostReason
    serves: bool = False


def put(session: Session, trace: Trace, wanted: Wanted) -> PostItem:
    """Put a paper on the list of what waits for the post; one that waits there already is it."""
    waiting = session.exec(
        select(PostItem).where(
            PostItem.document_id == wanted.document_id,
            col(PostItem.posted_on).is_(None),
            col(PostItem.closed_at).is_(None),
        )
    ).first()
    if waiting is not None:
        waiting.serves = waiting.serves or wanted.serves
        session.add(waiting)
        return waiting
    by_paper = select(Letter.id).where(Letter.document_id == wanted.document_id)
    made = PostItem(
        case_id=wanted.case_id,
        document_id=wanted.document_id,
        letter_id=session.exec(by_paper).first(),
        reason=wanted.reason,
        serves=wanted.serves,
        made_by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    _line(session, trace, made, "post.asked")
    return made


def note(
    session: Session, trace: Trace, item: tuple[str, str, int], on: date, reason: str = ""
) -> PostItem:
    """Note the day on which a paper was posted; a further row corrects it and says why.

    ``item`` is case, id and version as they were seen. Raises ``LookupError``, ``StaleDataError``
    and ``CannotPostError``. What counts from that day is moved by ``service_posts.note``.
    """
    row = _held(session, item)
    first = row.posted_on is None
    if on > clock.today():
        raise CannotPostError("It cannot have been posted later than today.")
    if not first and not reason:
        raise CannotPostError("Say why the day that was noted is not right.")
    made = PostRecord(post_item_id=row.id, posted_on=on, reason=reason, by_id=trace.account_id)
    row.posted_on = on
    session.add_all([row, made])
    session.flush()
    _keep_beside(session, row, on)
    kind = "post.posted" if first else "post.corrected"
    _line(session, trace, row, kind, day=date_words(on), reason=reason)
    return row


def _keep_beside(session: Session, row: PostItem, on: date) -> None:
    """Keep the day on the letter and the plan too, where it is shown with them."""
    letter = session.get(Letter, row.letter_id) if row.letter_id else None
    if letter is not None:
        letter.posted_on = on
        session.add(letter)
    by_paper = select(PlanVersion).where(PlanVersion.document_id == row.document_id)
    version = session.exec(by_paper).first()
    if version is not None:
        version.posted_on = on
        session.add(version)
    session.flush()


def take_off(session: Session, trace: Trace, item: tuple[str, str, int], reason: str) -> PostItem:
    """Note that a paper does not go by post after all, and why."""
    row = _held(session, item)
    if row.posted_on is not None:
        raise CannotPostError("It was posted already.")
    row.closed_at, row.closed_reason = clock.now(), reason
    session.add(row)
    session.flush()
    _line(session, trace, row, "post.taken_off", reason=reason)
    return row


def settle(session: Session, trace: Trace, case_id: str, mail_id: str, how: str) -> None:
    """Note how somebody was reached whom a mail did not reach. ``LookupError``, ``StaleDataError``.

    The mail stays as it failed; this is written beside it, once.
    """
    row = session.get(ServiceMail, mail_id, populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case_id or row.failed_at is None:
        raise LookupError(mail_id)
    if row.settled_at is not None:
        raise StaleDataError("a colleague has noted it")
    row.settled_at, row.settled_by_id, row.settled_how = clock.now(), trace.account_id, how
    session.add(row)
    session.flush()
    timeline.record(
        session,
        trace,
        "mail.settled",
        of=("service_mail", row.id),
        case_id=case_id,
        audience=EventAudience.STAFF,
        facts={"how": how},
    )


def _held(session: Session, item: tuple[str, str, int]) -> PostItem:
    case_id, item_id, version = item
    row = session.get(PostItem, item_id, populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case_id:
        raise LookupError(item_id)
    if row.version != version or row.closed_at is not None:
        raise StaleDataError("a colleague has changed it")
    return row


def _line(session: Session, trace: Trace, row: PostItem, kind: str, **facts: str) -> None:
    title = session.get_one(Document, row.document_id).title
    timeline.record(
        session,
        trace,
        kind,
        of=("post_item", row.id),
        case_id=row.case_id,
        audience=EventAudience.STAFF,
        facts={"title": title, **facts},
    )

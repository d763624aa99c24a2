"""A paper was posted: what it serves counts from the day on which it is taken to have come."""

from datetime import date

from sqlmodel import Session, col, select

from ehcportal.domain.clocks import served_by_post
from ehcportal.domain.dates import date_words
from ehcportal.domain.rules import Counting
from ehcportal.models.posting import ServiceMail
from ehcportal.security.audit import Trace
from ehcportal.services import posting, service_days


def note(
    session: Session,
    trace: Trace,
    item: tuple[str, str, int],
    on: date,
    counting: Counting,
    reason: str = "",
) -> None:
    """Note the day of the post; days by law follow, and mails that failed about it are settled."""
    row = posting.note(session, trace, item, on, reason)
    served = service_days.of_document(session, row.document_id)
    if row.serves:
        service_days.later(session, trace, served, served_by_post(on, counting), counting)
    how = f"It was posted on {date_words(on)}."
    failed = select(ServiceMail).where(
        ServiceMail.case_id == row.case_id,
        col(ServiceMail.failed_at).is_not(None),
        col(ServiceMail.settled_at).is_(None),
    )
    for mail in session.exec(failed).all():
        about = service_days.of_mail(session, mail.about)
        if about.document_id(session) == row.document_id:
            posting.settle(session, trace, row.case_id, mail.id, how)

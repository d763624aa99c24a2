"""Being away from work: meanwhile the cover of each case answers its family."""

from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal.models.staff import StaffMember
from ehcportal.security import audit
from ehcportal.security.audit import Trace


def say(
    session: Session,
    trace: Trace,
    post_id: str,
    version: int,
    first: date | None,
    last: date | None,
) -> None:
    """Keep the first and last day away. Raises ``StaleDataError`` if the post was changed."""
    post = session.get_one(StaffMember, post_id, populate_existing=True, with_for_update=True)
    if post.version != version:
        raise StaleDataError("the post has changed")
    post.away_from, post.away_to = first, last
    audit.change(session, trace, "staff_away_set", of=("staff_member", post.id))
    session.flush()

"""The link by which somebody without an account answers an invitation to a review (row S07).

The link opens the day, the hour and the place, and nobody's name. Only its hash is stored.
"""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.review import Review, ReviewGuest, ReviewMeeting
from ehcportal.queries.people import token_hash
from ehcportal.security.links import new_token

PATH = "/review-invitation/"


def make(guest: ReviewGuest, meeting: ReviewMeeting) -> str:
    """Give a guest a new link in place of the earlier one, until the day of the meeting is over."""
    token = new_token()
    guest.link_hash = token_hash(token)
    after = datetime.combine(meeting.on + timedelta(days=1), time(), tzinfo=clock.LONDON)
    guest.link_until = after.astimezone(UTC)
    return token


def find(session: Session, token: str) -> tuple[ReviewGuest, Review] | None:
    """Return the invitation behind a link that still counts, in a case that has not ended."""
    return session.exec(
        select(ReviewGuest, Review)
        .join(Review, and_(Review.id == ReviewGuest.review_id))
        .join(Case, and_(Case.id == Review.case_id))
        .where(
            ReviewGuest.link_hash == token_hash(token),
            col(ReviewGuest.link_until) > clock.now(),
            col(ReviewGuest.account_id).is_(None),
            col(ReviewGuest.uninvited_on).is_(None),
            col(Case.ended_on).is_(None),
        )
    ).first()

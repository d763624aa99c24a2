"""Telling each setting before a term which reviews are due (Code 9.173 to 9.175)."""

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.alert import AlertKind
from ehcportal.models.review import ReviewList
from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.services import alerts
from ehcportal.services.reviews.standing import Desk

PATH = "/settings/{}/reviews"


def tell(desk: Desk, setting_id: str, term_on: date) -> bool:
    """Tell the SENCos of a setting that the list of a term is ready; False if it was done before.

    The list itself is a page of theirs, as true as the rows: nothing about a child is mailed.
    """
    session = desk.session
    row = ReviewList(setting_id=setting_id, term_on=term_on, sent_by_id=desk.trace.account_id)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    audit.change(session, desk.trace, "review.list", of=("review_list", row.id))
    for account_id in _sencos(desk, setting_id):
        alerts.tell(
            session,
            desk.ring,
            account_id,
            AlertKind.DOCUMENT,
            PATH.format(setting_id),
            dedupe_key=f"review-list:{row.id}:{account_id}",
        )
    return True


def tell_health(desk: Desk, term_on: date) -> bool:
    """Note that the health body was sent the list of a term; False if that was noted before."""
    session = desk.session
    noted = select(ReviewList.id).where(
        col(ReviewList.setting_id).is_(None), col(ReviewList.term_on) == term_on
    )
    if session.exec(noted).first() is not None:
        return False
    row = ReviewList(term_on=term_on, sent_by_id=desk.trace.account_id)
    session.add(row)
    session.flush()
    audit.change(session, desk.trace, "review.list", of=("review_list", row.id))
    return True


def _sencos(desk: Desk, setting_id: str) -> list[str]:
    return list(
        desk.session.exec(
            select(Account.id)
            .join(SettingMembership, and_(SettingMembership.account_id == Account.id))
            .where(
                SettingMembership.setting_id == setting_id,
                SettingMembership.role == SettingRole.SENCO,
                in_force(SettingMembership, clock.today()),
                col(Account.state) == AccountState.ACTIVE,
            )
        )
    )

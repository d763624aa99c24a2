"""Who works at a setting or for a service, now and before, and who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation
from ehcportal.models.person import Placement
from ehcportal.models.setting import ServiceMembership, SettingMembership
from ehcportal.queries.in_force import placed

MOST = 200
"""Posts that a page shows, the newest first; no setting has had as many people."""


@dataclass(frozen=True, slots=True)
class Post:
    """One dated post: ``what`` is a setting's role or a service's job title."""

    id: str
    account_id: str
    name: str
    email: str
    what: str
    from_on: date
    to_on: date | None

    @property
    def stands(self) -> bool:
        """Whether it opens something today."""
        today = clock.today()
        return self.from_on <= today and (self.to_on is None or self.to_on >= today)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a place."""

    now: Sequence[Post]
    before: Sequence[Post]


def of_setting(session: Session, setting_id: str) -> People:
    """Return the people of a setting, in one statement."""
    rows = session.execute(
        sa.select(SettingMembership, Account)
        .join(Account, and_(Account.id == SettingMembership.account_id))
        .where(col(SettingMembership.setting_id) == setting_id)
        .order_by(
            col(Account.surname), col(Account.forename), col(SettingMembership.from_on).desc()
        )
        .limit(MOST)
    )
    return _parted([_post(held, who, held.role.value) for held, who in rows])


def of_service(session: Session, service_id: str) -> People:
    """Return the people of a service, in one statement."""
    rows = session.execute(
        sa.select(ServiceMembership, Account)
        .join(Account, and_(Account.id == ServiceMembership.account_id))
        .where(col(ServiceMembership.service_id) == service_id)
        .order_by(
            col(Account.surname), col(Account.forename), col(ServiceMembership.from_on).desc()
        )
        .limit(MOST)
    )
    return _parted([_post(held, who, held.job_title or "") for held, who in rows])


def _post(held: SettingMembership | ServiceMembership, who: Account, what: str) -> Post:
    return Post(held.id, who.id, who.name, who.email, what, held.from_on, held.to_on)


def _parted(posts: Sequence[Post]) -> People:
    return People(
        now=[each for each in posts if each.stands],
        before=sorted(
            (each for each in posts if not each.stands),
            key=lambda each: each.to_on or each.from_on,
            reverse=True,
        ),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that nobody has taken yet."""

    id: str
    email: str
    what: str
    advice_request_id: str | None
    created_by_id: str | None
    sent_at: datetime | None
    expires_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether its link opens nothing any more; it can be sent again."""
        return self.expires_at <= clock.now()


def invited_to_setting(session: Session, setting_id: str) -> list[Waiting]:
    """Return who is invited to a setting and has not answered, in one statement."""
    return _waiting(session, col(Invitation.setting_id) == setting_id)


def invited_to_service(session: Session, service_id: str) -> list[Waiting]:
    """Return who is invited to a service or, for it, to a case; in one statement."""
    return _waiting(session, col(Invitation.service_id) == service_id)


def invited_to_advice(session: Session, case_id: str) -> list[Waiting]:
    """Return who is invited for a piece of advice of a case, in one statement."""
    for_advice = col(Invitation.advice_request_id).is_not(None)
    return _waiting(session, and_(Invitation.case_id == case_id, for_advice))


def _waiting(session: Session, about: Any) -> list[Waiting]:
    rows = session.exec(
        select(Invitation)
        .where(
            about,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
            col(Invitation.refused_at).is_(None),
        )
        .order_by(col(Invitation.created_at).desc())
        .limit(MOST)
    )
    return [
        Waiting(
            id=each.id,
            email=each.email,
            what=each.role,
            advice_request_id=each.advice_request_id,
            created_by_id=each.created_by_id,
            sent_at=each.link_sent_at,
            expires_at=each.expires_at,
        )
        for each in rows
    ]


def pupil_count(session: Session, setting_id: str) -> int:
    """Return how many children of the council's records learn at this setting today."""
    query = sa.select(sa.func.count()).where(
        col(Placement.setting_id) == setting_id, placed(clock.today())
    )
    return int(session.connection().execute(query).scalar_one())

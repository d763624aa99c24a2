"""Who is signed in, from the token in their cookie: one statement."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.case import CaseContributor
from ehcportal.models.setting import ServiceMembership, SettingMembership, SettingRole
from ehcportal.models.sign_in import Audience, LoginSession, SessionState
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.policy import Action, Actor, allows
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force

IDLE = {
    Audience.FAMILY: timedelta(minutes=60),
    Audience.STAFF: timedelta(minutes=20),
    Audience.ADMINISTRATOR: timedelta(minutes=15),
}
"""How long a session may rest (security note 6)."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request, as pages and policy need them."""

    account_id: str
    session_id: str
    token: str
    name: str
    forename: str
    surname: str
    email: str
    state: SessionState
    audience: Audience
    staff_role: StaffRole | None
    last_active_at: datetime
    confirmed_at: datetime | None
    expires_at: datetime
    posts: frozenset[SettingRole] = frozenset()
    """What they do at a setting today, for the menus; the policy asks for itself."""
    advises: bool = False
    """Whether they belong to a service, or are asked for advice in a case."""

    is_active = True
    is_anonymous = False

    @property
    def is_authenticated(self) -> bool:
        """Whether the second factor has been given as well."""
        return self.state is SessionState.FULL

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the council."""
        return self.staff_role is not None

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside a name."""
        return f"{self.forename[:1]}{self.surname[:1]}".upper()

    @property
    def actor(self) -> Actor:
        """The person as the policy sees them."""
        return Actor(account_id=self.account_id, staff_role=self.staff_role)

    @property
    def keeps_settings(self) -> bool:
        """Whether the council's settings and services are theirs to keep, for the menu."""
        return allows(self.actor, Action.KEEP_SETTINGS)

    def get_id(self) -> str:
        """Return the token that Flask-Login keeps in the cookie."""
        return self.token


def audience_of(role: StaffRole | None) -> Audience:
    """Return which limits hold for somebody in this role."""
    if role is None:
        return Audience.FAMILY
    is_administrator = role is StaffRole.ADMINISTRATOR
    return Audience.ADMINISTRATOR if is_administrator else Audience.STAFF


def token_hash(token: str) -> str:
    """Return what is stored of a random token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Return who holds ``token``, unless the session has ended, rested too long or expired.

    A session that was begun in another role counts no longer: other limits hold for that, and
    staff owe an authenticator app (security notes 3, 5 and 6).
    """
    now = clock.now()
    values = {"hash": token_hash(token), "today": clock.today()}
    row = session.connection().execute(_holder(), values).first()
    if row is None or not is_live(row, now) or row.account_state is not AccountState.ACTIVE:
        return None
    if row.audience is not audience_of(row.role):
        return None
    return SignedIn(
        account_id=row.account_id,
        session_id=row.session_id,
        token=token,
        name=f"{row.forename} {row.surname}".strip(),
        forename=row.forename,
        surname=row.surname,
        email=row.email,
        state=row.state,
        audience=row.audience,
        staff_role=row.role,
        last_active_at=row.last_active_at,
        confirmed_at=row.confirmed_at,
        expires_at=row.expires_at,
        posts=frozenset(each for each in SettingRole if getattr(row, each.value)),
        advises=row.advises,
    )


@fixed
def _holder() -> Any:
    """Return the statement that every request begins with; built once, it is many times quicker."""
    today: Any = sa.bindparam("today")
    works_here = and_(
        StaffMember.account_id == Account.id,
        in_force(StaffMember, today),
    )
    return (
        sa.select(
            col(LoginSession.account_id),
            col(LoginSession.id).label("session_id"),
            col(LoginSession.state),
            col(LoginSession.audience),
            col(LoginSession.last_active_at),
            col(LoginSession.confirmed_at),
            col(LoginSession.expires_at),
            col(LoginSession.ended_at),
            col(Account.state).label("account_state"),
            col(Account.forename),
            col(Account.surname),
            col(Account.email),
            col(StaffMember.role),
            *(_holds(role, today).label(role.value) for role in SettingRole),
            sa.or_(_belongs_to_service(today), _is_asked()).label("advises"),
        )
        .join(Account, and_(Account.id == LoginSession.account_id))
        .join(StaffMember, works_here, isouter=True)
        .where(col(LoginSession.token_hash) == sa.bindparam("hash"))
    )


def _holds(role: SettingRole, today: Any) -> Any:
    return sa.exists().where(
        col(SettingMembership.account_id) == Account.id,
        col(SettingMembership.role) == role,
        in_force(SettingMembership, today),
    )


def _belongs_to_service(today: Any) -> Any:
    return sa.exists().where(
        col(ServiceMembership.account_id) == Account.id, in_force(ServiceMembership, today)
    )


def _is_asked() -> Any:
    return sa.exists().where(
        col(CaseContributor.account_id) == Account.id, col(CaseContributor.to_at).is_(None)
    )


def is_live(login: Any, now: datetime) -> bool:
    """Whether a login session, or a row with its columns, still counts at ``now``."""
    rested = now - login.last_active_at
    live: bool = login.ended_at is None and now < login.expires_at and rested < IDLE[login.audience]
    return live


def whose_session_ended(session: Session, token: str) -> str | None:
    """Return the account of a session that rested too long, so that a late post can be kept.

    A session that somebody ended on purpose (logout, revoke, new password) keeps nothing.
    """
    login = session.exec(
        select(LoginSession).where(LoginSession.token_hash == token_hash(token))
    ).first()
    if login is None or login.state is not SessionState.FULL:
        return None
    return None if login.ended_at is not None else login.account_id

"""One of the council's people, with the roles they had, and the invitations that are open."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain.names import fold
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.queries.in_force import in_force
from ehcportal.queries.staff_list import has_app, has_sign_on, team_names

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here, or did."""

    account: Account
    post: StaffMember | None
    """Their role of today; empty once they have left."""
    earlier: tuple[StaffMember, ...]
    teams: tuple[str, ...]
    has_app: bool
    by_sign_on: bool

    @property
    def last(self) -> StaffMember:
        """The role of today, or the last one."""
        return self.post or self.earlier[0]


def member(session: Session, account_id: str) -> Member | None:
    """Return somebody who has or had a role here; nothing for everybody else."""
    posts = session.exec(
        select(StaffMember)
        .where(StaffMember.account_id == account_id)
        .order_by(col(StaffMember.from_on).desc(), col(StaffMember.created_at).desc())
    ).all()
    account = session.get(Account, account_id)
    if not posts or account is None:
        return None
    today = clock.today()
    post = next((each for each in posts if is_in_force(each, today)), None)
    return Member(
        account=account,
        post=post,
        earlier=tuple(each for each in posts if each is not post),
        teams=team_names(session, [account_id]).get(account_id, ()),
        has_app=bool(_asked(session, account_id, has_app())),
        by_sign_on=bool(_asked(session, account_id, has_sign_on())),
    )


def is_in_force(post: StaffMember, today: date) -> bool:
    """Whether a role stands on this day; the condition of ``queries.in_force`` for one row."""
    return post.from_on <= today and (post.to_on is None or post.to_on >= today)


def _asked(session: Session, account_id: str, what: sa.Exists) -> bool:
    found = session.execute(sa.select(what).where(col(Account.id) == account_id)).scalar_one()
    return bool(found)


def works_here(session: Session, email_folded: str) -> str | None:
    """Return the account of somebody with this address who has a role here today."""
    return session.exec(
        select(Account.id)
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .where(Account.email_folded == email_folded, in_force(StaffMember, clock.today()))
    ).first()


def administrators(session: Session) -> int:
    """Return how many administrators there are today."""
    found: int = session.execute(
        sa.select(sa.func.count())
        .select_from(StaffMember)
        .where(
            col(StaffMember.role) == StaffRole.ADMINISTRATOR, in_force(StaffMember, clock.today())
        )
    ).scalar_one()
    return found


def coordinated(session: Session, account_id: str) -> list[str]:
    """Return the references of the open cases that somebody coordinates now."""
    return list(
        session.exec(
            select(Case.reference)
            .join(CaseAssignment, and_(CaseAssignment.case_id == Case.id))
            .where(
                CaseAssignment.account_id == account_id,
                CaseAssignment.part == CasePart.COORDINATOR,
                col(CaseAssignment.to_at).is_(None),
                col(Case.ended_on).is_(None),
            )
            .order_by(Case.reference)
        )
    )


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that nobody has taken yet."""

    id: str
    email: str
    role: StaffRole
    sent_at: datetime | None
    expires_at: datetime
    is_over: bool
    """Whether its 14 days have passed."""


def invitations(session: Session, words: str) -> list[Invited]:
    """Return the open invitations of the council's own people, by address."""
    query = _open_invitations().order_by(col(Invitation.email_folded))
    if words.strip():
        typed = fold(words)
        query = query.where(col(Invitation.email_folded).contains(typed, autoescape=True))
    rows = session.execute(query.limit(MOST_SHOWN)).scalars()
    now = clock.now()
    return [
        Invited(
            id=row.id,
            email=row.email,
            role=StaffRole(row.role),
            sent_at=row.link_sent_at,
            expires_at=row.expires_at,
            is_over=row.expires_at <= now,
        )
        for row in rows
    ]


def open_invitation(session: Session, invitation_id: str) -> Invitation | None:
    """Return an invitation for the council's own people that can still be sent again."""
    query = _open_invitations().where(col(Invitation.id) == invitation_id)
    return session.execute(query).scalars().first()


def invitation_for(session: Session, email_folded: str) -> Invitation | None:
    """Return the invitation of an address that can be taken now."""
    query = _open_invitations().where(
        col(Invitation.email_folded) == email_folded,
        col(Invitation.link_sent_at).is_not(None),
        col(Invitation.expires_at) > clock.now(),
    )
    return session.execute(query).scalars().first()


def _open_invitations() -> sa.Select[Invitation]:
    return sa.select(Invitation).where(
        col(Invitation.kind) == InvitationKind.STAFF,
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.refused_at).is_(None),
    )

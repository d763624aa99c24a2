"""The council's people after they have joined: another role, how to reach them, the end of it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.staff import StaffMember, StaffRole, TeamMembership
from ehcportal.policy.rules import CASE_STAFF
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail, coordinators, outside_logins, sessions, staff_mail
from ehcportal.services.invitations import staff as staff_invitations

WAITING = "/council/cases?show=waiting"
"""The list of cases that need a coordinator."""


class OwnRole(Exception):
    """Nobody changes or ends their own role: another administrator does."""


class LastAdministrator(Exception):
    """Without this administrator nobody could let people in any more."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How families reach somebody, as they read it; empty where there is nothing to say."""

    job_title: str = ""
    phone: str = ""
    available: str = ""


def set_reach(
    session: Session, trace: Trace, account_id: str, reach: Reach, *, version: int
) -> None:
    """Change job title, phone and days. Raises ``StaleDataError`` when it was changed meanwhile."""
    post = _seen(session, account_id, version)
    post.job_title = reach.job_title or None
    post.phone = reach.phone or None
    post.available = reach.available or None
    session.flush()
    audit.change(session, trace, "staff_reach_changed", of=("account", account_id))


def change_role(
    session: Session,
    ring: KeyRing,
    trace: Trace,
    account_id: str,
    role: StaffRole,
    *,
    version: int,
) -> None:
    """Give somebody another role from now on; they are signed out everywhere and told.

    The earlier role keeps its dates. Raises ``OwnRole``, ``LastAdministrator`` or
    ``StaleDataError``.
    """
    post = _to_end(session, trace, account_id, version, new=role)
    if post.role is role:
        return
    _end(session, post)
    account = session.get_one(Account, account_id)
    staff_invitations.withdraw_open(session, account.email_folded)
    session.add(
        StaffMember(
            account_id=account_id,
            role=role,
            job_title=post.job_title,
            phone=post.phone,
            available=post.available,
            from_on=clock.today(),
        )
    )
    if role not in CASE_STAFF:
        _leave_cases(session, ring, trace, account_id)
    sessions.end_all(session, account_id, "role_changed")
    audit.change(session, trace, f"staff_role_changed:{role}", of=("account", account_id))
    account_mail.warn(session, ring, account, template="staff_role_changed")


def end_role(
    session: Session, ring: KeyRing, trace: Trace, account_id: str, *, version: int
) -> None:
    """End somebody's work here at once: role, teams, cases, sessions, sign-on and invitations.

    Their account stays, since a member of staff may also be a parent. Raises as ``change_role``.
    """
    post = _to_end(session, trace, account_id, version, new=None)
    _end(session, post)
    _leave_cases(session, ring, trace, account_id)
    account = session.get_one(Account, account_id)
    staff_invitations.withdraw_open(session, account.email_folded)
    outside_logins.unlink(session, trace, account_id)
    sessions.end_all(session, account_id, "role_ended")
    audit.change(session, trace, "staff_role_ended", of=("account", account_id))


def _to_end(
    session: Session, trace: Trace, account_id: str, version: int, *, new: StaffRole | None
) -> StaffMember:
    """Return the post that may end now, with every administrator's row held until the commit."""
    if trace.account_id == account_id:
        raise OwnRole(account_id)
    administrators = session.exec(
        select(StaffMember)
        .where(StaffMember.role == StaffRole.ADMINISTRATOR, in_force(StaffMember, clock.today()))
        .order_by(col(StaffMember.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    post = _seen(session, account_id, version)
    is_last = post.role is StaffRole.ADMINISTRATOR and len(administrators) == 1
    if is_last and new is not StaffRole.ADMINISTRATOR:
        raise LastAdministrator(account_id)
    asks = trace.account_id
    if asks is not None and asks not in {each.account_id for each in administrators}:
        raise StaleDataError("whoever asks is no administrator any more")
    return post


def _seen(session: Session, account_id: str, version: int) -> StaffMember:
    post = session.exec(
        select(StaffMember)
        .where(StaffMember.account_id == account_id, in_force(StaffMember, clock.today()))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if post is None or post.version != version:
        raise StaleDataError("the post has changed")
    return post


def _end(session: Session, post: StaffMember) -> None:
    """What ends at once is given the day before as its last one (``queries.in_force``)."""
    post.to_on = clock.today() - timedelta(days=1)
    session.flush()


def _leave_cases(session: Session, ring: KeyRing, trace: Trace, account_id: str) -> None:
    """End team memberships; each case they coordinate waits for a new coordinator."""
    yesterday = clock.today() - timedelta(days=1)
    teams = session.exec(
        select(TeamMembership).where(
            TeamMembership.account_id == account_id, in_force(TeamMembership, clock.today())
        )
    )
    for team in teams:
        team.to_on = yesterday
    if coordinators.leave_all(session, trace, account_id):
        staff_mail.tell_managers(session, ring, template="cases_without_coordinator", path=WAITING)

"""Which second step an account may use, which one it has, and how another takes its place.

One account has one confirmed factor (guide rows D05, D08). E-mail needs no row where the profile
allows it and nothing else was ever chosen.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind, RecoveryCode
from ehcportal.models.case import CaseContributor
from ehcportal.models.setting import ServiceMembership, SettingMembership
from ehcportal.models.staff import StaffMember
from ehcportal.profile import Profile
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import accounts, sessions

STAFF = (FactorKind.APP,)
"""Staff hold an authenticator app, whatever the profile says (security note 5)."""

STRONG = (FactorKind.APP, FactorKind.TEXT)
"""Factors that somebody who reads the owner's e-mail does not have."""


def allowed(session: Session, profile: Profile, account_id: str) -> tuple[FactorKind, ...]:
    """Return the second steps that this account may use, as the profile orders them."""
    is_staff, is_professional = session.execute(_posts(account_id)).one()
    if is_staff:
        return STAFF
    choices = profile.sign_in
    kinds = choices.professional_factors if is_professional else choices.family_factors
    return tuple(FactorKind(kind.value) for kind in kinds)


def _posts(account_id: str) -> Any:
    """Ask whether somebody works for the council, and whether for a setting, service or case."""
    return sa.select(
        _holds(StaffMember, account_id),
        sa.or_(
            _holds(SettingMembership, account_id),
            _holds(ServiceMembership, account_id),
            sa.exists().where(
                col(CaseContributor.account_id) == account_id, col(CaseContributor.to_at).is_(None)
            ),
        ),
    )


def _holds(
    post: type[StaffMember] | type[SettingMembership] | type[ServiceMembership], account_id: str
) -> Any:
    return sa.exists().where(col(post.account_id) == account_id, in_force(post, clock.today()))


def asked(session: Session, profile: Profile, account_id: str) -> FactorKind | None:
    """Return what a login asks for, or nothing when the person has to choose first.

    They choose when they have nothing that the profile allows, when the council no longer allows
    what they have, and after staff took a lost factor away.
    """
    kinds = allowed(session, profile, account_id)
    held = current(session, account_id)
    if held is not None and held.kind in kinds:
        return held.kind
    if kinds == (FactorKind.EMAIL,):
        return FactorKind.EMAIL
    never_chose = FactorKind.EMAIL in kinds and not _ever_strong(session, account_id)
    return FactorKind.EMAIL if never_chose else None


def current(session: Session, account_id: str) -> Factor | None:
    """Return the confirmed factor of an account; the newest counts."""
    return session.exec(
        select(Factor)
        .where(
            Factor.account_id == account_id,
            col(Factor.confirmed_at).is_not(None),
            col(Factor.removed_at).is_(None),
        )
        .order_by(col(Factor.confirmed_at).desc(), col(Factor.id))
        .limit(1)
    ).first()


def _ever_strong(session: Session, account_id: str) -> bool:
    proved = sa.exists().where(
        col(Factor.account_id) == account_id,
        col(Factor.kind).in_(STRONG),
        col(Factor.confirmed_at).is_not(None),
    )
    return bool(session.execute(sa.select(proved)).scalar_one())


def app_of(session: Session, account_id: str) -> Factor | None:
    """Return the authenticator app, if that is what the account has confirmed."""
    held = current(session, account_id)
    return held if held is not None and held.kind is FactorKind.APP else None


def waits_until(account: Account) -> datetime | None:
    """Return until when no new factor counts, after a reset by e-mail alone (security note 11).

    An account that never signed in has nothing to guard yet, and does not wait.
    """
    until = account.sensitive_after
    if until is None or until <= clock.now() or account.last_signed_in_at is None:
        return None
    return until


def choose_email(session: Session, trace: Trace, account: Account, *, keep: str) -> bool:
    """Let codes by e-mail be the second step; say whether that changed anything.

    The address was proved when the session began, so nothing is asked again.
    """
    held = current(session, account.id)
    if held is not None and held.kind is FactorKind.EMAIL:
        return False
    row = Factor(account_id=account.id, kind=FactorKind.EMAIL)
    session.add(row)
    session.flush()
    return settle(session, trace, row, keep=keep) and held is not None


def settle(session: Session, trace: Trace, row: Factor, *, keep: str) -> bool:
    """Let a proved factor count: the one before stops, and every session but ``keep`` ends.

    All in the transaction of the caller (security note 6). False when another one was quicker and
    has dropped this one.
    """
    accounts.locked(session, row.account_id)
    confirmed = session.connection().execute(
        sa.update(Factor)
        .where(col(Factor.id) == row.id, col(Factor.removed_at).is_(None))
        .values(confirmed_at=clock.now(), version=Factor.version + 1)
    )
    session.expire(row)
    if confirmed.rowcount != 1:
        return False
    remove(session, row.account_id, but=row.id)
    sessions.end_all(session, row.account_id, "factor_changed", but=keep)
    audit.change(session, trace, f"{row.kind.value}_confirmed", of=("account", row.account_id))
    return True


def remove(session: Session, account_id: str, *, but: str = "") -> None:
    """Take the factors of an account away, with their secrets and recovery codes."""
    now = clock.now()
    session.connection().execute(
        sa.update(Factor)
        .where(
            col(Factor.account_id) == account_id,
            col(Factor.removed_at).is_(None),
            col(Factor.id) != but,
        )
        .values(removed_at=now, sealed_secret=None, version=Factor.version + 1)
    )
    session.connection().execute(
        sa.update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.spent_at).is_(None),
            col(RecoveryCode.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
    )


def drop_unproved(session: Session, account_id: str, kind: FactorKind) -> None:
    """Drop an app or number that was never proved, to start again (rows D06, D07)."""
    session.connection().execute(
        sa.update(Factor)
        .where(
            col(Factor.account_id) == account_id,
            col(Factor.kind) == kind,
            col(Factor.confirmed_at).is_(None),
            col(Factor.removed_at).is_(None),
        )
        .values(removed_at=clock.now(), sealed_secret=None, version=Factor.version + 1)
    )


def unproved(session: Session, account_id: str, kind: FactorKind) -> Factor | None:
    """Return the app or number that waits to be proved."""
    return session.exec(
        select(Factor)
        .where(
            Factor.account_id == account_id,
            Factor.kind == kind,
            col(Factor.confirmed_at).is_(None),
            col(Factor.removed_at).is_(None),
        )
        .order_by(col(Factor.created_at).desc(), col(Factor.id))
        .limit(1)
    ).first()

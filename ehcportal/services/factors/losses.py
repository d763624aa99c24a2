"""A lost second step: two members of staff let its owner back in (guide row D08).

The person gave their password and asks. The owner is told at once and at every step by e-mail, each
time with a link that stops it. One member of staff writes down how they checked who it is, a second
one agrees, and after a wait the lost factor is taken away at the next right password.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, FactorLoss
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.notifications import outbox
from ehcportal.queries.in_force import in_force
from ehcportal.queries.lost_factors import is_open
from ehcportal.queries.people import token_hash
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail, accounts, devices, sessions
from ehcportal.services.factors.choosing import remove

LEADERS = frozenset({StaffRole.MANAGER, StaffRole.ADMINISTRATOR})
"""One of the two must be one of these when a colleague lost their second step."""


class Told(StrEnum):
    """What the owner reads about."""

    ASKED = "asked"
    CHECKED = "checked"
    APPROVED = "approved"
    REFUSED = "refused"
    STOPPED = "stopped"
    DONE = "done"


def open_of(session: Session, account_id: str) -> FactorLoss | None:
    """Return the open ask of an account."""
    return session.exec(
        select(FactorLoss).where(FactorLoss.account_id == account_id, *is_open(clock.now()))
    ).first()


def report(
    session: Session, ring: KeyRing, trace: Trace, account_id: str, *, staff_email: str
) -> None:
    """Write down that somebody lost their second step; a second ask changes nothing.

    The owner is told, and the council's team at ``staff_email``, without a name.
    """
    account = accounts.locked(session, account_id)
    if open_of(session, account.id) is not None:
        return
    row = FactorLoss(account_id=account.id, network=trace.network, stop_token_hash="")
    row.stop_token_hash = token_hash(_tokens(ring, row)[0])
    session.add(row)
    session.flush()
    audit.change(session, trace, "lost_factor_reported", of=("factor_loss", row.id))
    _tell(session, ring, row, Told.ASKED)
    outbox.put(
        session,
        ring,
        template="lost_second_step_for_staff",
        recipient=staff_email,
        facts={"path": f"/council/lost-second-steps/{row.id}"},
    )


def _tokens(ring: KeyRing, row: FactorLoss) -> list[str]:
    """Return the token of the link that stops a loss, under every key of the ring.

    It is made again for each letter, so that only its hash needs to be stored.
    """
    found = ring.keyed_hashes("stop-factor-loss", row.id)
    return [hashed.partition("$")[2] for hashed in found]


def check(session: Session, ring: KeyRing, trace: Trace, row: FactorLoss, how: str) -> bool:
    """Record how a member of staff made sure who it is; of two at once one is told True."""
    noted = {"checked_by_id": trace.account_id, "checked_at": clock.now(), "checked_how": how}
    unchecked = (
        col(FactorLoss.checked_at).is_(None),
        col(FactorLoss.account_id) != trace.account_id,
    )
    if not _change(session, row, unchecked, noted):
        return False
    audit.change(session, trace, "lost_factor_checked", of=("factor_loss", row.id))
    _tell(session, ring, row, Told.CHECKED)
    return True


def approve(session: Session, ring: KeyRing, trace: Trace, row: FactorLoss, hours: int) -> bool:
    """Let a second member of staff agree: nobody is both, and nobody decides for themselves."""
    if not leads_enough(session, row, trace.account_id or ""):
        return False
    now = clock.now()
    by_another = (
        col(FactorLoss.checked_at).is_not(None),
        col(FactorLoss.approved_at).is_(None),
        col(FactorLoss.checked_by_id) != trace.account_id,
        col(FactorLoss.account_id) != trace.account_id,
    )
    until = now + timedelta(hours=hours)
    agreed = {"approved_by_id": trace.account_id, "approved_at": now, "effective_at": until}
    if not _change(session, row, by_another, agreed):
        return False
    audit.change(session, trace, "lost_factor_approved", of=("factor_loss", row.id))
    _tell(session, ring, row, Told.APPROVED, until)
    return True


def leads_enough(session: Session, row: FactorLoss, account_id: str) -> bool:
    """Whether a manager or administrator is one of the two, where a colleague lost theirs."""
    if _role(session, row.account_id) is None:
        return True
    return any(_role(session, who) in LEADERS for who in (row.checked_by_id, account_id) if who)


def _role(session: Session, account_id: str) -> StaffRole | None:
    found: StaffRole | None = session.exec(
        select(col(StaffMember.role)).where(
            StaffMember.account_id == account_id, in_force(StaffMember, clock.today())
        )
    ).first()
    return found


def refuse(session: Session, ring: KeyRing, trace: Trace, row: FactorLoss, reason: str) -> bool:
    """Refuse with a reason that colleagues read; the owner is told to call."""
    said = {
        "refused_by_id": trace.account_id,
        "refused_at": clock.now(),
        "refused_reason": reason,
    }
    not_own = (col(FactorLoss.account_id) != trace.account_id,)
    if not _change(session, row, not_own, said):
        return False
    audit.change(session, trace, "lost_factor_refused", of=("factor_loss", row.id))
    _tell(session, ring, row, Told.REFUSED)
    return True


def by_token(session: Session, token: str) -> FactorLoss | None:
    """Return the open loss that a link stops."""
    return session.exec(
        select(FactorLoss).where(
            FactorLoss.stop_token_hash == token_hash(token), *is_open(clock.now())
        )
    ).first()


def stop(session: Session, ring: KeyRing, trace: Trace, row: FactorLoss) -> bool:
    """Stop everything, by the owner's link or because they used the factor that was not lost."""
    if not _change(session, row, (), {"stopped_at": clock.now()}):
        return False
    audit.change(session, trace, "lost_factor_stopped", of=("factor_loss", row.id))
    _tell(session, ring, row, Told.STOPPED)
    return True


def found(session: Session, ring: KeyRing, trace: Trace, account_id: str) -> None:
    """Stop an open ask, since the factor was used and so is not lost."""
    row = open_of(session, account_id)
    if row is not None:
        stop(session, ring, trace, row)


def take_effect(session: Session, ring: KeyRing, trace: Trace, account: Account) -> None:
    """Take the lost factor away once the wait is over; it goes by e-mail code from here."""
    row = open_of(session, account.id)
    due = (col(FactorLoss.effective_at).is_not(None), col(FactorLoss.effective_at) <= clock.now())
    if row is None or not _change(session, row, due, {"done_at": clock.now()}):
        return
    remove(session, account.id)
    devices.forget_all(session, account.id)
    sessions.end_all(session, account.id, "factor_lost")
    audit.change(session, trace, "lost_factor_removed", of=("account", account.id))
    _tell(session, ring, row, Told.DONE)


def _change(
    session: Session, row: FactorLoss, conditions: tuple[Any, ...], values: dict[str, Any]
) -> bool:
    """Change an open loss in one conditional update; of two at once only one is told True."""
    changed = session.connection().execute(
        sa.update(FactorLoss)
        .where(col(FactorLoss.id) == row.id, *is_open(clock.now()), *conditions)
        .values(**values, version=FactorLoss.version + 1)
    )
    session.expire(row)
    return changed.rowcount == 1


def _tell(
    session: Session, ring: KeyRing, row: FactorLoss, told: Told, when: datetime | None = None
) -> None:
    """Write to the owner, with the link that stops it: whoever asked may have moved the address."""
    token = next(
        (each for each in _tokens(ring, row) if token_hash(each) == row.stop_token_hash), ""
    )
    local = clock.london(when) if when else None
    facts = {
        "told": told.value,
        "day": local.date().isoformat() if local else "",
        "time": f"{local:%H:%M}" if local else "",
    }
    sealed = {"stop": f"/lost-second-step/stop/{token}"}
    account = accounts.fresh(session, row.account_id)
    for to in accounts.told_at(session, account):
        account_mail.warn(
            session, ring, account, template="lost_second_step", facts=facts, sealed=sealed, to=to
        )

"""Who works at a setting: a post is given, changed, and ended at once (guide row S01)."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import contributors
from ehcportal.services.invitations import open_ones


class LastLeadError(Exception):
    """The setting would be left with nobody to look after its people."""


def day_before() -> date:
    """Return the last day of what ends now: yesterday, so that nothing stands from here on."""
    return clock.today() - timedelta(days=1)


def give(
    session: Session, trace: Trace, *, setting_id: str, account_id: str, role: SettingRole
) -> SettingMembership:
    """Give an account a post from today, or return the same one that it holds already."""
    held = session.exec(
        select(SettingMembership).where(
            SettingMembership.setting_id == setting_id,
            SettingMembership.account_id == account_id,
            SettingMembership.role == role,
            in_force(SettingMembership, clock.today()),
        )
    ).first()
    if held is not None:
        return held
    given = SettingMembership(
        setting_id=setting_id, account_id=account_id, role=role, from_on=clock.today()
    )
    session.add(given)
    session.flush()
    audit.change(session, trace, "setting_post_given", of=("setting_membership", given.id))
    return given


def change(
    session: Session,
    trace: Trace,
    membership_id: str,
    role: SettingRole,
    *,
    keep_a_lead: bool = False,
) -> bool:
    """Give somebody another post in the place of the one they hold; False when it had ended.

    With ``keep_a_lead`` this raises ``LastLeadError`` instead of taking the last lead away.
    """
    held = _held(session, membership_id)
    if held is None or held.role is role:
        return held is not None
    _refuse_last_lead(session, held, keep_a_lead=keep_a_lead)
    for each in _same(session, held):
        each.to_on = day_before()
    _withdraw_own_invitations(session, held)
    give(session, trace, setting_id=held.setting_id, account_id=held.account_id, role=role)
    audit.change(session, trace, "setting_post_changed", of=("setting_membership", held.id))
    return True


def end(session: Session, trace: Trace, membership_id: str, *, keep_a_lead: bool = False) -> bool:
    """End a post, so that nothing opens by it any more; False when somebody else ended it before.

    Open invitations of the same person go with it: what they sent, and what was sent to them.
    """
    held = _held(session, membership_id)
    if held is None:
        return False
    _refuse_last_lead(session, held, keep_a_lead=keep_a_lead)
    for each in _same(session, held):
        _end(session, trace, each)
    return True


def end_all(session: Session, trace: Trace, setting_id: str) -> None:
    """End every post at a setting that closes, and every invitation to one."""
    for held in _in_force(session, setting_id):
        _end(session, trace, held)
    open_ones.withdraw(session, setting_id=setting_id)


def _held(session: Session, membership_id: str) -> SettingMembership | None:
    """Return a post that stands, holding its setting so that two changes come one by one."""
    found = session.get_one(SettingMembership, membership_id)
    session.exec(select(Setting.id).where(Setting.id == found.setting_id).with_for_update()).one()
    session.refresh(found)
    today = clock.today()
    stands = found.from_on <= today and (found.to_on is None or found.to_on >= today)
    return found if stands else None


def _in_force(session: Session, setting_id: str) -> list[SettingMembership]:
    return list(
        session.exec(
            select(SettingMembership).where(
                SettingMembership.setting_id == setting_id,
                in_force(SettingMembership, clock.today()),
            )
        )
    )


def _same(session: Session, held: SettingMembership) -> list[SettingMembership]:
    """Return every post that opens the same: two may have been given at one moment."""
    return [
        each
        for each in _in_force(session, held.setting_id)
        if (each.account_id, each.role) == (held.account_id, held.role)
    ]


def _refuse_last_lead(session: Session, held: SettingMembership, *, keep_a_lead: bool) -> None:
    if not keep_a_lead or held.role is not SettingRole.LEAD:
        return
    leads = {
        each.account_id
        for each in _in_force(session, held.setting_id)
        if each.role is SettingRole.LEAD
    }
    if leads == {held.account_id}:
        raise LastLeadError(held.setting_id)


def _end(session: Session, trace: Trace, held: SettingMembership) -> None:
    held.to_on = day_before()
    session.flush()
    _withdraw_own_invitations(session, held)
    open_ones.withdraw_to(session, held.account_id, setting_id=held.setting_id)
    if not _holds_another(session, held):
        contributors.end_of(session, trace, held.account_id, setting_id=held.setting_id)
    audit.change(session, trace, "setting_post_ended", of=("setting_membership", held.id))


def _withdraw_own_invitations(session: Session, held: SettingMembership) -> None:
    """Whom a lead invited is let in by a lead: not by somebody who is none any more."""
    if held.role is SettingRole.LEAD:
        open_ones.withdraw(session, setting_id=held.setting_id, created_by_id=held.account_id)


def _holds_another(session: Session, held: SettingMembership) -> bool:
    others = select(SettingMembership.id).where(
        SettingMembership.setting_id == held.setting_id,
        SettingMembership.account_id == held.account_id,
        col(SettingMembership.id) != held.id,
        in_force(SettingMembership, clock.today()),
    )
    return session.exec(others).first() is not None

"""How an account stands to a setting: the one door to its people and its pupils' cases."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.policy import Action, Actor, SettingRelation, allows
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class SettingStanding:
    """A setting with the posts that the actor holds there today."""

    setting: Setting
    relations: frozenset[SettingRelation]


def setting_for(
    session: Session, actor: Actor, setting_id: str, to: Action
) -> SettingStanding | None:
    """Return the setting if ``actor`` may do ``to`` there, else nothing; in one statement."""
    rows = session.exec(
        select(Setting, SettingMembership.role)
        .join(SettingMembership, and_(SettingMembership.setting_id == Setting.id))
        .where(
            Setting.id == setting_id,
            SettingMembership.account_id == actor.account_id,
            in_force(SettingMembership, clock.today()),
            col(Setting.closed_on).is_(None),
        )
    ).all()
    relations = frozenset(SettingRelation(SettingRole(role).value) for _, role in rows)
    if not rows or not allows(actor, to, relations):
        return None
    return SettingStanding(rows[0][0], relations)


def own_settings(session: Session, actor: Actor) -> list[SettingStanding]:
    """Return every setting where the actor holds a post today, by name, in one statement."""
    rows = session.exec(
        select(Setting, SettingMembership.role)
        .join(SettingMembership, and_(SettingMembership.setting_id == Setting.id))
        .where(
            SettingMembership.account_id == actor.account_id,
            in_force(SettingMembership, clock.today()),
            col(Setting.closed_on).is_(None),
        )
        .order_by(Setting.name_folded)
    ).all()
    found: dict[str, SettingStanding] = {}
    for setting, role in rows:
        known = found.get(setting.id)
        held = {SettingRelation(SettingRole(role).value)} | (known.relations if known else set())
        found[setting.id] = SettingStanding(setting, frozenset(held))
    return list(found.values())

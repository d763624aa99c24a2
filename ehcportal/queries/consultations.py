"""Settings that were consulted about a version of the plan, and what they replied (form 19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.rules import Counting
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.models.person import PersonName
from ehcportal.models.plan import Consultation, PlanVersion
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.representations import PREFERENCE
from ehcportal.queries.ties import is_shut_out

ANSWERERS = (SettingRole.SENCO, SettingRole.LEAD)


@dataclass(frozen=True, slots=True)
class Asked:
    """One setting asked about one version, with the day by which it should answer."""

    row: Consultation
    setting: Setting
    number: int
    replied_by: str
    due: DueDate | None
    """None while its letter waits to be sent."""

    @property
    def name(self) -> str:
        """Who was asked: the setting, or the other council that maintains it."""
        return self.row.council or self.setting.name

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.row.replied_on is None and self.row.withdrawn_on is None

    @property
    def may_be_named(self) -> bool:
        """Whether it was consulted: it answered, or its days are over (Code 9.83)."""
        if self.row.council:
            return False
        return self.has_had_its_days

    @property
    def has_had_its_days(self) -> bool:
        """Whether who was asked answered, or had the days for it."""
        is_late = self.due is not None and self.due.is_late(clock.today())
        return self.row.replied_on is not None or is_late


def of_case(session: Session, case_id: str, counting: Counting) -> list[Asked]:
    """Return every consultation of a case that stands, the newest first, in one statement."""
    rows = session.execute(
        sa.select(Consultation, Setting, col(PlanVersion.number), Account)
        .join(Setting, and_(Setting.id == Consultation.setting_id))
        .join(PlanVersion, and_(PlanVersion.id == Consultation.plan_version_id))
        .join(Account, and_(Account.id == Consultation.replied_by_id), isouter=True)
        .where(col(Consultation.case_id) == case_id, col(Consultation.withdrawn_on).is_(None))
        .order_by(col(PlanVersion.number).desc(), col(Setting.name_folded))
    )
    return [
        Asked(row, setting, number, by.name if by else "", _due(row, counting))
        for row, setting, number, by in rows
    ]


def one(session: Session, case_id: str, consultation_id: str, counting: Counting) -> Asked | None:
    """Return one consultation of this case that stands."""
    found = of_case(session, case_id, counting)
    return next((each for each in found if each.row.id == consultation_id), None)


def _due(row: Consultation, counting: Counting) -> DueDate | None:
    return due(law.CONSULTATION, row.sent_on, counting=counting) if row.sent_on else None


@dataclass(frozen=True, slots=True)
class ForFamily:
    """A setting that the family asked for: when it was asked, and what it answered."""

    name: str
    asked_on: date
    replied_on: date | None
    reply: str
    grounds: tuple[str, ...]


def of_family(session: Session, version_id: str) -> list[ForFamily]:
    """Return what the settings that the family wants were asked, and answered, in one statement.

    The form for it promises that; what a setting writes as evidence can be about other children.
    """
    rows = session.execute(
        sa.select(Consultation, col(Setting.name))
        .join(Setting, and_(Setting.id == Consultation.setting_id))
        .where(
            col(Consultation.plan_version_id) == version_id,
            col(Consultation.is_preference),
            col(Consultation.council) == "",
            col(Consultation.sent_on).is_not(None),
            col(Consultation.withdrawn_on).is_(None),
        )
        .order_by(col(Setting.name_folded))
    )
    return [
        ForFamily(name, row.sent_on, row.replied_on, row.reply or "", grounds_of(row))
        for row, name in rows
    ]


def grounds_of(row: Consultation) -> tuple[str, ...]:
    """Return every ground that a setting gave."""
    several = row.reply_details.get("grounds") or {}
    return tuple(several) or ((row.ground,) if row.ground else ())


@dataclass(frozen=True, slots=True)
class ForSetting:
    """A consultation as the setting sees it that was asked."""

    row: Consultation
    case_id: str
    child: str
    due: DueDate

    @property
    def is_named(self) -> bool:
        """Whether the plan in force names this setting."""
        return self.row.named_on is not None and self.row.named_until is None


def of_setting(
    session: Session, setting_id: str, account_id: str, counting: Counting
) -> list[ForSetting]:
    """Return what a setting was asked and may still read, what waits first, in one statement.

    A child from whom staff shut the account out is not among them, nor one whose plan was made
    final without naming this setting, or names another one by now: then it is no more its business.
    """
    rows = session.execute(
        sa.select(Consultation, PersonName)
        .join(Case, and_(Case.id == Consultation.case_id))
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(Consultation.setting_id) == setting_id,
            col(Consultation.council) == "",
            col(Consultation.sent_on).is_not(None),
            col(Consultation.withdrawn_on).is_(None),
            col(Case.ended_on).is_(None),
            ~is_shut_out(account_id),
            sa.or_(_is_named(), ~is_over()),
        )
        .order_by(col(Consultation.replied_on).is_not(None), col(Consultation.sent_on))
    )
    return [
        ForSetting(row, row.case_id, f"{name.forename} {name.surname}", owed)
        for row, name in rows
        if (owed := _due(row, counting))
    ]


def _is_named() -> Any:
    """Whether the plan in force names the setting: an earlier plan that did is over."""
    return and_(col(Consultation.named_on).is_not(None), col(Consultation.named_until).is_(None))


def is_over() -> Any:
    """Whether a final plan followed the version that the setting was asked about."""
    asked: Any = aliased(PlanVersion)
    later: Any = aliased(PlanVersion)
    return sa.exists(
        sa.select(later.id)
        .join(asked, asked.plan_id == later.plan_id)
        .where(
            asked.id == Consultation.plan_version_id,
            later.number > asked.number,
            later.served_on.is_not(None),
            later.kind.in_(["final", "amended_final"]),
        )
    ).correlate(Consultation)


def people_of(session: Session, setting_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the accounts that can answer for each setting, in one statement."""
    rows = session.exec(
        select(SettingMembership.setting_id, SettingMembership.account_id).where(
            col(SettingMembership.setting_id).in_(setting_ids),
            col(SettingMembership.role).in_(ANSWERERS),
            in_force(SettingMembership, clock.today()),
        )
    )
    found: dict[str, list[str]] = {}
    for setting_id, account_id in rows:
        found.setdefault(setting_id, []).append(account_id)
    return {key: list(dict.fromkeys(held)) for key, held in found.items()}


def settings_of(session: Session, ids: Sequence[str]) -> list[Setting]:
    """Return open settings by their ids."""
    is_open = sa.or_(col(Setting.closed_on).is_(None), col(Setting.closed_on) > clock.today())
    wanted = select(Setting).where(col(Setting.id).in_(ids), is_open)
    return list(session.exec(wanted.order_by(col(Setting.name_folded))))


def preferences_sent(session: Session, case_id: str) -> date | None:
    """Return when somebody of the family last said which setting they want (form 8)."""
    return session.exec(
        select(col(Submission.received_on))
        .where(Submission.case_id == case_id, Submission.form_id == PREFERENCE)
        .order_by(col(Submission.submitted_at).desc())
    ).first()

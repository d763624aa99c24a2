"""Who somebody at work is, as a family reads it: name, role, and where they work."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import CaseContributor
from ehcportal.models.setting import Service, Setting, SettingMembership, SettingRole
from ehcportal.models.staff import StaffMember, StaffRole


class ReaderKind(StrEnum):
    """What a reader is to the family; keys of the labels ``reader``."""

    YOU = "you"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"
    PROFESSIONAL = "professional"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened a child's record."""

    kind: ReaderKind
    name: str = ""
    role: str = ""
    place: str = ""

    @classmethod
    def myself(cls) -> "Reader":
        """Return the reader of the page."""
        return cls(ReaderKind.YOU)

    @classmethod
    def unknown(cls) -> "Reader":
        """Return somebody at work about whom nothing more is known."""
        return cls(ReaderKind.UNKNOWN)


def readers(
    session: Session, case_id: str, account_ids: Collection[str | None]
) -> dict[str, Reader]:
    """Return those of the accounts who work or worked with the case, in two statements."""
    wanted = [each for each in account_ids if each]
    return {**_professionals(session, case_id, wanted), **_staff(session, wanted)}


def _staff(session: Session, wanted: list[str]) -> dict[str, Reader]:
    rows = session.exec(
        select(Account, StaffMember)
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .where(col(Account.id).in_(wanted))
        .order_by(col(StaffMember.from_on))
    )
    return {account.id: _of_council(account, post) for account, post in rows}


def _of_council(account: Account, post: StaffMember) -> Reader:
    """An administrator opens a case for a recorded reason only, and is shown without a name."""
    if post.role is StaffRole.ADMINISTRATOR:
        return Reader(ReaderKind.ADMINISTRATOR)
    return Reader(ReaderKind.STAFF, account.name, post.job_title or post.role.value)


def _professionals(session: Session, case_id: str, wanted: list[str]) -> dict[str, Reader]:
    rows = session.execute(
        sa.select(Account, AdviceRequest, col(Service.name), col(Setting.name), SettingMembership)
        .join(
            CaseContributor,
            and_(CaseContributor.account_id == Account.id, CaseContributor.case_id == case_id),
            isouter=True,
        )
        .join(
            AdviceRequest, and_(AdviceRequest.id == CaseContributor.advice_request_id), isouter=True
        )
        .join(Service, and_(Service.id == AdviceRequest.service_id), isouter=True)
        .join(SettingMembership, _as_senco(), isouter=True)
        .join(Setting, and_(Setting.id == SettingMembership.setting_id), isouter=True)
        .where(col(Account.id).in_(wanted))
    )
    return {
        who.id: Reader(
            ReaderKind.PROFESSIONAL,
            who.name,
            asked.role if asked else "SENCo" if post else "",
            service or setting or who.organisation or "",
        )
        for who, asked, service, setting, post in rows
    }


def _as_senco() -> Any:
    return and_(
        SettingMembership.account_id == Account.id, SettingMembership.role == SettingRole.SENCO
    )

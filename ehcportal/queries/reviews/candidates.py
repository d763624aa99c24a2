"""Whom the law wants at a review, as far as they have an account (Regulation 20(2))."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.person import RelationshipKind
from ehcportal.models.review import GuestRole
from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.queries import assignments
from ehcportal.queries.in_force import in_force

FAMILY = {
    RelationshipKind.YOUNG_PERSON: GuestRole.YOUNG_PERSON,
    RelationshipKind.SOCIAL_WORKER: GuestRole.SOCIAL_CARE,
    RelationshipKind.ADVOCATE: GuestRole.OTHER,
    RelationshipKind.SUPPORTER: GuestRole.OTHER,
}
"""As what somebody of the family's side is invited; everybody else is a parent."""


ADVISERS = {"c": GuestRole.HEALTH, "e": GuestRole.SOCIAL_CARE}
"""As what an adviser is invited, by the letter of Regulation 6(1) for which they advised."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be invited."""

    account_id: str
    name: str
    role: GuestRole
    what: str


def candidates(session: Session, case: Case, setting_id: str | None) -> list[Candidate]:
    """Return the family, the setting's SENCos, the coordinator and the advisers of a case."""
    found = [*_family(session, case), *_setting(session, setting_id)]
    coordinator = assignments.coordinator_of(session, case.id)
    if coordinator is not None:
        found.append(Candidate(coordinator.id, coordinator.name, GuestRole.COUNCIL, ""))
    found += _advisers(session, case.id)
    return list({each.account_id: each for each in reversed(found)}.values())[::-1]


def _family(session: Session, case: Case) -> list[Candidate]:
    return [
        Candidate(
            each.account_id,
            each.name,
            FAMILY.get(each.kind, GuestRole.PARENT),
            each.described_as,
        )
        for each in assignments.askable(session, case.person_id)
    ]


def _setting(session: Session, setting_id: str | None) -> list[Candidate]:
    if setting_id is None:
        return []
    found = session.exec(
        select(Account)
        .join(SettingMembership, and_(SettingMembership.account_id == Account.id))
        .where(
            SettingMembership.setting_id == setting_id,
            SettingMembership.role == SettingRole.SENCO,
            in_force(SettingMembership, clock.today()),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.id))
    )
    return [Candidate(each.id, each.name, GuestRole.SETTING, "SENCo") for each in found]


def _advisers(session: Session, case_id: str) -> list[Candidate]:
    found = session.exec(
        select(Account, AdviceRequest.role, AdviceRequest.paragraph)
        .join(CaseContributor, and_(CaseContributor.account_id == Account.id))
        .join(AdviceRequest, and_(AdviceRequest.id == CaseContributor.advice_request_id))
        .where(
            CaseContributor.case_id == case_id,
            col(CaseContributor.to_at).is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.id))
    )
    return [
        Candidate(each.id, each.name, ADVISERS.get(paragraph, GuestRole.OTHER), role)
        for each, role, paragraph in found
    ]

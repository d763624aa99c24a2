"""What a service is asked for and nobody of it has taken on: no child is named there (Reg 8(1))."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.setting import ServiceMembership
from ehcportal.profile import Profile
from ehcportal.queries import advice
from ehcportal.queries.advice import Asked
from ehcportal.queries.in_force import in_force


def of_own_services(session: Session, account_id: str, profile: Profile) -> list[Asked]:
    """Return what the services of an account are asked for, is missing, and nobody sees yet."""
    return advice.among(session, profile, *_untaken(account_id))


def untaken(session: Session, account_id: str, ask_id: str) -> AdviceRequest | None:
    """Return one of them, held until the commit: two colleagues do not take it at one moment."""
    return session.exec(
        select(AdviceRequest)
        .where(AdviceRequest.id == ask_id, *_untaken(account_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def was_asked(session: Session, account_id: str, ask_id: str) -> bool:
    """Whether a service of the account was asked for this, taken on or not."""
    asked = select(AdviceRequest.id).where(
        AdviceRequest.id == ask_id, col(AdviceRequest.service_id).in_(_services(account_id))
    )
    return session.exec(asked).first() is not None


def _services(account_id: str) -> Any:
    return select(ServiceMembership.service_id).where(
        ServiceMembership.account_id == account_id, in_force(ServiceMembership, clock.today())
    )


def _untaken(account_id: str) -> tuple[Any, ...]:
    let_in = sa.exists().where(
        col(CaseContributor.advice_request_id) == AdviceRequest.id,
        col(CaseContributor.to_at).is_(None),
    )
    is_open = sa.exists().where(col(Case.id) == AdviceRequest.case_id, col(Case.ended_on).is_(None))
    return (
        col(AdviceRequest.service_id).in_(_services(account_id)),
        col(AdviceRequest.received_on).is_(None),
        col(AdviceRequest.withdrawn_on).is_(None),
        is_open,
        ~let_in,
    )

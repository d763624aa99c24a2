"""Who is involved with a child: the coordinator, those asked for advice, those staff have noted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.assessment import AdviceRequest, Involvement
from ehcportal.models.setting import Service, Setting


@dataclass(frozen=True, slots=True)
class Involved:
    """A professional with role and service (guide row U07)."""

    name: str
    role: str
    service: str
    asked_on: date | None
    received_on: date | None


def involved(session: Session, case_id: str) -> list[Involved]:
    """Return everybody who was asked or noted and has not left, in one statement."""
    asked: Any = (
        sa.select(
            sa.func.coalesce(AdviceRequest.adviser_name, "").label("name"),
            col(AdviceRequest.role).label("role"),
            sa.func.coalesce(Service.name, Setting.name, "").label("service"),
            col(AdviceRequest.asked_on).label("asked_on"),
            col(AdviceRequest.received_on).label("received_on"),
        )
        .select_from(AdviceRequest)
        .join(Service, col(Service.id) == AdviceRequest.service_id, isouter=True)
        .join(Setting, col(Setting.id) == AdviceRequest.setting_id, isouter=True)
        .where(col(AdviceRequest.case_id) == case_id, col(AdviceRequest.withdrawn_on).is_(None))
    )
    noted = sa.select(
        col(Involvement.name),
        col(Involvement.role),
        col(Involvement.service),
        sa.cast(sa.null(), sa.Date),
        sa.cast(sa.null(), sa.Date),
    ).where(
        col(Involvement.case_id) == case_id,
        sa.or_(col(Involvement.to_on).is_(None), col(Involvement.to_on) >= clock.today()),
    )
    both = sa.union_all(asked, noted).subquery()
    rows = session.connection().execute(sa.select(both).order_by(both.c.role, both.c.name))
    return [Involved(*row) for row in rows]

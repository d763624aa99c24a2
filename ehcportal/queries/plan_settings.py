"""The settings that a version of the plan went to: where the child learns, and who was asked."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.person import Placement
from ehcportal.models.plan import Consultation
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import placed


def with_a_say(session: Session, case: Case) -> list[Setting]:
    """Return the settings whose comments can come on paper, by name, in one statement."""
    learns_there = select(Placement.setting_id).where(
        Placement.person_id == case.person_id, placed(clock.today())
    )
    was_asked = select(Consultation.setting_id).where(
        Consultation.case_id == case.id, col(Consultation.withdrawn_on).is_(None)
    )
    wanted = select(Setting).where(
        sa.or_(col(Setting.id).in_(learns_there), col(Setting.id).in_(was_asked))
    )
    return list(session.exec(wanted.order_by(col(Setting.name_folded), col(Setting.id))))

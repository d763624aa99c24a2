"""Where a child learns today, as far as it is on the council's list."""

from collections.abc import Sequence

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.person import Placement
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import placed


def of_child(session: Session, person_id: str) -> Sequence[Setting]:
    """Return the settings at which a child learns today, in one statement."""
    return session.exec(
        select(Setting)
        .join(Placement, and_(Placement.setting_id == Setting.id))
        .where(
            Placement.person_id == person_id,
            placed(clock.today()),
            col(Setting.closed_on).is_(None),
        )
        .order_by(col(Setting.name_folded))
        .distinct()
    ).all()

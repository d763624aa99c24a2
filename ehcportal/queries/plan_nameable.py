"""Which settings section I of a final plan can name: those that were asked, and the one it names.

Naming one obliges its head to admit the child (section 43 of the Act), so an id is chosen, never
typed, and a setting can only be named after it was consulted (section 39(2)).
"""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.plan import Consultation
from ehcportal.models.setting import Setting


@dataclass(frozen=True, slots=True)
class Nameable:
    """A setting that can be named, with its type."""

    id: str
    name: str
    kind: str


def nameable(session: Session, case_id: str, named: str = "") -> list[Nameable]:
    """Return the settings asked about this child, and the one that is ``named``, by name."""
    asked = select(Consultation.setting_id).where(
        Consultation.case_id == case_id,
        col(Consultation.withdrawn_on).is_(None),
        Consultation.council == "",
    )
    rows = session.exec(
        select(Setting)
        .where(or_(col(Setting.id).in_(asked), and_(Setting.id == named)))
        .order_by(col(Setting.name_folded), col(Setting.id))
    )
    return [Nameable(each.id, each.name, each.kind) for each in rows]

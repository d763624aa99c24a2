"""Reminding a setting once, some days before its days to answer end (Code 9.83)."""

from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.rules import Counting
from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.plan import Consultation
from ehcportal.queries import consultations
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts
from ehcportal.services.consultations import PATH

BEFORE = timedelta(days=4)
AT_ONCE = 100


def remind_due(session: Session, ring: KeyRing, now: datetime, *, counting: Counting) -> int:
    """Remind those who were asked and whose last day is near; return how many settings."""
    today = clock.london_day(now)
    span = due(law.CONSULTATION, today, counting=counting).due_on - today
    rows = session.exec(
        select(Consultation)
        .join(Case, and_(Case.id == Consultation.case_id))
        .where(
            col(Consultation.sent_on).between(today - span, today - span + BEFORE),
            col(Consultation.replied_on).is_(None),
            col(Consultation.withdrawn_on).is_(None),
            col(Consultation.reminded_on).is_(None),
            Consultation.sent_how == "",
            col(Case.ended_on).is_(None),
            ~consultations.is_over(),
        )
        .order_by(col(Consultation.sent_on), col(Consultation.id))
        .limit(AT_ONCE)
    ).all()
    people = consultations.people_of(session, [each.setting_id for each in rows])
    for row in rows:
        row.reminded_on = today
        session.add(row)
        for account_id in people.get(row.setting_id, ()):
            _tell(session, ring, row, account_id, counting)
    session.flush()
    return len(rows)


def _tell(
    session: Session, ring: KeyRing, row: Consultation, account_id: str, counting: Counting
) -> None:
    by = due(law.CONSULTATION, row.sent_on or clock.today(), counting=counting).due_on
    alerts.tell(
        session,
        ring,
        account_id,
        AlertKind.TO_COMPLETE,
        PATH.format(row.setting_id, row.id),
        case_id=row.case_id,
        act_by=by.isoformat(),
        dedupe_key=f"consultation:{row.id}:{account_id}:reminder",
    )

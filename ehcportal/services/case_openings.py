"""An administrator opens a case for a reason: for an hour, to look, and everybody can see it."""

from datetime import timedelta

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.access import CaseOpening
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.security import throttle
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import staff_mail, timeline

OPEN_FOR = timedelta(hours=1)
TRIES = Limit("open-for-reason", 10, timedelta(minutes=15))
TRIES_DAY = Limit("open-for-reason-day", 40, timedelta(days=1))
TOLD = "case_opened_for_reason"


def count_try(session: Session, ring: KeyRing, account_id: str) -> int | None:
    """Count a reference that is tried; return the seconds to wait when there were too many."""
    return throttle.count(session, ring, Bucket(TRIES, account_id), Bucket(TRIES_DAY, account_id))


def open_for_reason(
    session: Session, ring: KeyRing, trace: Trace, reference: str, reason: str, *, inbox: str
) -> CaseOpening | None:
    """Open the case with this reference to whoever asks; nothing when there is no such case.

    The managers are told, or the council's shared ``inbox`` where there is no manager.

    An earlier opening of theirs ends: there is one at a time for each case, with its reason.
    """
    case = session.exec(select(Case).where(Case.reference == reference)).first()
    account_id = trace.account_id
    if case is None or account_id is None:
        return None
    now = clock.now()
    for earlier in _running(session, account_id, case.id):
        earlier.until = now
    made = CaseOpening(
        case_id=case.id, account_id=account_id, reason=reason, opened_at=now, until=now + OPEN_FOR
    )
    session.add(made)
    session.flush()
    _record(session, trace, "case.opened_for_reason", made, reason=reason)
    staff_mail.tell_managers(
        session, ring, template=TOLD, path=f"/council/cases/{case.id}", otherwise=inbox
    )
    return made


def shut(session: Session, trace: Trace, opening_id: str) -> None:
    """Shut one's own opening now; somebody else's, or one that has run out, is left alone."""
    made = session.get(CaseOpening, opening_id, populate_existing=True, with_for_update=True)
    now = clock.now()
    if made is None or made.account_id != trace.account_id or made.until <= now:
        return
    made.until = now
    _record(session, trace, "case.shut_again", made)


def _running(session: Session, account_id: str, case_id: str) -> list[CaseOpening]:
    return list(
        session.exec(
            select(CaseOpening).where(
                CaseOpening.account_id == account_id,
                CaseOpening.case_id == case_id,
                col(CaseOpening.until) > clock.now(),
            )
        )
    )


def _record(session: Session, trace: Trace, kind: str, opening: CaseOpening, **facts: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("case_opening", opening.id),
        case_id=opening.case_id,
        audience=EventAudience.STAFF,
        facts=facts,
    )

"""Reminding everybody outside the council whom a case waits for, once a day (guide row C02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.rules import Counting
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import AdviceReminder, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, WaitingFor
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Consultation
from ehcportal.queries import consultations, document_readers
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline
from ehcportal.services.advice import reminding
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.advice.reminding import NobodyToRemindError
from ehcportal.services.consultations import PATH as CONSULTATION

FAMILY = "/cases/{}"
REVIEW = "/settings/pupils/{}/reviews"
"""Where each of them sees what waits."""


RIGHTS = (law.APPEAL, law.APPEAL_AFTER_CERTIFICATE)
"""What the family may do and is not asked for: nobody is reminded of it."""


class Chased(StrEnum):
    """What came of it."""

    DONE = "done"
    OURS = "ours"
    """The case waits for nobody but the council."""
    NOBODY = "nobody"
    """Nobody who is waited for can be reached by the portal."""
    TODAY = "today"
    """All of them were reminded today already."""


@dataclass(frozen=True, slots=True)
class Chaser:
    """What every reminder needs."""

    session: Session
    trace: Trace
    ring: KeyRing
    counting: Counting


def chase(chaser: Chaser, case: Case) -> Chased:
    """Remind everybody outside the council who has something to do in a case now."""
    outside = select(CaseClock).where(
        CaseClock.case_id == case.id,
        col(CaseClock.waiting_for) != WaitingFor.COUNCIL,
        col(CaseClock.duty).not_in(RIGHTS),
    )
    clocks = list(chaser.session.exec(outside.order_by(col(CaseClock.due_on))))
    if not clocks:
        return Chased.OURS
    told = [_remind(chaser, case, each) for each in clocks]
    for best in (Chased.DONE, Chased.TODAY):
        if best in told:
            return best
    return Chased.NOBODY


def _remind(chaser: Chaser, case: Case, awaited: CaseClock) -> Chased:
    if awaited.duty == law.ADVICE:
        return _adviser(chaser, awaited.about)
    if awaited.waiting_for is WaitingFor.FAMILY:
        return _family(chaser, case, awaited)
    return _setting(chaser, case, awaited)


def _adviser(chaser: Chaser, request_id: str) -> Chased:
    row = chaser.session.get_one(AdviceRequest, request_id)
    today = select(AdviceReminder.id).where(
        AdviceReminder.advice_request_id == request_id,
        col(AdviceReminder.sent_at) >= clock.london_midnight(clock.today()),
    )
    if chaser.session.exec(today).first() is not None:
        return Chased.TODAY
    try:
        reminding.remind(chaser.session, chaser.trace, chaser.ring, row, counting=chaser.counting)
    except (NobodyToRemindError, AdviceClosedError):
        return Chased.NOBODY
    return Chased.DONE


def _family(chaser: Chaser, case: Case, awaited: CaseClock) -> Chased:
    family = document_readers.readers(chaser.session, case).family
    return _tell(
        chaser, case, awaited, [each.account_id for each in family], FAMILY.format(case.id)
    )


def _setting(chaser: Chaser, case: Case, awaited: CaseClock) -> Chased:
    asked = chaser.session.get(Consultation, awaited.about) if awaited.about else None
    if asked is not None and asked.council:
        return Chased.NOBODY
    if asked is not None:
        people = consultations.people_of(chaser.session, [asked.setting_id])
        path = CONSULTATION.format(asked.setting_id, asked.id)
        return _tell(chaser, case, awaited, people.get(asked.setting_id, ()), path)
    senco = document_readers.readers(chaser.session, case).setting
    return _tell(chaser, case, awaited, [each.account_id for each in senco], REVIEW.format(case.id))


def _tell(
    chaser: Chaser, case: Case, awaited: CaseClock, people: Iterable[str], path: str
) -> Chased:
    """Alert each of them, unless they were today; write down that it was done."""
    today = clock.today()
    by = awaited.due_on.isoformat() if awaited.due_on >= today else None
    about = f"chase:{awaited.duty}:{awaited.about or case.id}:{today.isoformat()}"
    reached = list(people)
    told = [
        each
        for each in reached
        if alerts.tell(
            chaser.session,
            chaser.ring,
            each,
            AlertKind.TO_COMPLETE,
            path,
            case_id=case.id,
            act_by=by,
            dedupe_key=f"{about}:{each}",
        )
    ]
    if told:
        _record(chaser, case, awaited, told)
    return Chased.DONE if told else Chased.TODAY if reached else Chased.NOBODY


def _record(chaser: Chaser, case: Case, awaited: CaseClock, told: list[str]) -> None:
    session, trace, of = chaser.session, chaser.trace, ("case", case.id)
    if awaited.waiting_for is not WaitingFor.FAMILY:
        staff = EventAudience.STAFF
        timeline.record(session, trace, "setting.reminded", of=of, case_id=case.id, audience=staff)
        return
    for each in told:
        timeline.record(
            session, trace, "case.reminded", of=of, case_id=case.id, only_account_id=each
        )

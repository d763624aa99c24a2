"""Advice that is there, used again: adviser, council and family each say whether it is enough.

Only where all three agree does it take the place of new advice (Regulation 6(4)); until then the
ask goes on with its six weeks. What somebody said is a row: the newest of each counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal.domain.advicelaw import Agreeing
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import AdviceAnswer, AdviceConsent, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.queries import advice_consents, advice_people, assignments
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts
from ehcportal.services.advice import changes

INFORMATION, OWN_ADVICE = "/cases/{}/information-requested", "/advice/{}/{}"
"""Where the family and the adviser are asked."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the three says about a paper, and on which day."""

    who: Agreeing
    agrees: bool
    on: date
    on_paper: bool = False


def propose(
    session: Session, trace: Trace, ring: KeyRing, row: AdviceRequest, document_id: str
) -> None:
    """Ask adviser and family whether a paper of the case is enough; raises as ``check_open``."""
    changes.check_open(row)
    if row.reused_document_id == document_id:
        return
    row.reused_document_id = document_id
    _refresh(session, row)
    session.flush()
    changes.record(session, trace, row, "advice.reuse_asked")
    _ask_family(session, ring, row, document_id)
    for each in advice_people.hearers(session, row):
        if each.account_id is not None:
            path = OWN_ADVICE.format(row.case_id, row.id)
            _alert(session, ring, row, each.account_id, path, document_id)


def _ask_family(session: Session, ring: KeyRing, row: AdviceRequest, document_id: str) -> None:
    """Ask the family in the portal; about a protected child staff ask them on paper.

    A report can tell where a child is, and not everybody of the family may know that.
    """
    child = session.get_one(Person, session.get_one(Case, row.case_id).person_id)
    if child.protected:
        return
    path = INFORMATION.format(row.case_id)
    for each in assignments.askable(session, child.id):
        _alert(session, ring, row, each.account_id, path, document_id)


def _alert(
    session: Session, ring: KeyRing, row: AdviceRequest, account_id: str, path: str, about: str
) -> None:
    alerts.tell(
        session,
        ring,
        account_id,
        AlertKind.TO_COMPLETE,
        path,
        case_id=row.case_id,
        dedupe_key=f"reuse:{row.id}:{about}:{account_id}",
    )


def say(session: Session, trace: Trace, row: AdviceRequest, said: Iterable[Said]) -> bool:
    """Keep what was said; return whether all three agree now, which ends the ask.

    Raises ``AdviceClosedError`` when nothing is asked any more, and ``LookupError`` when no paper
    was proposed.
    """
    changes.check_open(row)
    if row.reused_document_id is None:
        raise LookupError("no paper was proposed")
    for each in said:
        session.add(_consent(trace, row, row.reused_document_id, each))
        if not each.agrees:
            changes.record(session, trace, row, "advice.reuse_refused", on=each.on)
    session.flush()
    _refresh(session, row)
    agreed_on = _agreed_on(row)
    if agreed_on is None or row.received_on is not None:
        changes.record(session, trace, row, "advice.reuse_proposed", staff=True)
        return agreed_on is not None
    _use(session, trace, row, agreed_on)
    return True


def _consent(trace: Trace, row: AdviceRequest, document_id: str, said: Said) -> AdviceConsent:
    return AdviceConsent(
        advice_request_id=row.id,
        document_id=document_id,
        who=said.who.value,
        agrees=said.agrees,
        on=said.on,
        by_id=trace.account_id,
        on_paper=said.on_paper,
    )


def _refresh(session: Session, row: AdviceRequest) -> None:
    """Write down since when each of the three agrees to the paper that is proposed now."""
    held = advice_consents.of_ask(session, row.id, row.reused_document_id or "")
    row.adviser_agreed_on = held.agreed_on(Agreeing.ADVISER)
    row.council_agreed_on = held.agreed_on(Agreeing.COUNCIL)
    row.family_agreed_on = held.agreed_on(Agreeing.FAMILY)
    session.flush()


def _agreed_on(row: AdviceRequest) -> date | None:
    days = (row.adviser_agreed_on, row.council_agreed_on, row.family_agreed_on)
    given = [each for each in days if each is not None]
    return max(given) if len(given) == len(days) else None


def _use(session: Session, trace: Trace, row: AdviceRequest, agreed_on: date) -> None:
    """Let the paper stand as the answer, from the day on which the last of the three agreed."""
    row.received_on = max(agreed_on, row.asked_on)
    session.add(
        AdviceAnswer(
            advice_request_id=row.id,
            document_id=row.reused_document_id,
            entered_by_id=trace.account_id,
            sent_on=row.received_on,
        )
    )
    session.flush()
    changes.record(session, trace, row, "advice.reused", on=row.received_on)

"""Asking somebody who does not read the portal: a letter with the plan, and the day it was sent.

A setting without accounts is asked so, and the other council that maintains a setting (s39(2) and
s40(2) of the Act). Their 15 days run from the day on which the letter was sent, not before.
"""

from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.steps import Step
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Consultation
from ehcportal.security.audit import Trace
from ehcportal.services import documents, lawful
from ehcportal.services.consultations import locked, record
from ehcportal.services.documents import Paper
from ehcportal.services.letters import Made

WAYS = ("email", "post", "by_hand")


def ask_council(
    session: Session, trace: Trace, about: Consultation, council: str
) -> Consultation | None:
    """Ask the other council that maintains a setting; nothing when it was asked about this."""
    lawful.check(session, about.case_id, Step.CONSULT)
    there = select(Consultation.id).where(
        Consultation.plan_version_id == about.plan_version_id,
        Consultation.setting_id == about.setting_id,
        Consultation.council != "",
        col(Consultation.withdrawn_on).is_(None),
    )
    if session.exec(there).first() is not None:
        return None
    made = Consultation(
        plan_version_id=about.plan_version_id,
        case_id=about.case_id,
        setting_id=about.setting_id,
        council=council,
        sent_by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    record(session, trace, made, "plan.consultation_prepared", EventAudience.STAFF)
    return made


def keep_letter(
    session: Session, trace: Trace, consultation_id: str, version: int, made: Made
) -> Consultation:
    """File the letter among the papers of the case; nobody but staff sees it there."""
    row = _unsent(session, consultation_id, version)
    paper = Paper(made.words.title[:200], made.words.kind, clock.today())
    row.document_id = documents.add(session, trace, row.case_id, paper, made.kept).id
    session.add(row)
    session.flush()
    return row


def note_sent(
    session: Session, trace: Trace, consultation_id: str, version: int, sent: tuple[str, date]
) -> Consultation:
    """Write down how and when the letter left: from that day the days to answer run.

    Raises ``StaleDataError`` when it was sent before, or has no letter yet.
    """
    row = _unsent(session, consultation_id, version)
    if row.document_id is None:
        raise StaleDataError("there is no letter yet")
    row.sent_how, row.sent_on = sent
    session.add(row)
    session.flush()
    record(session, trace, row, "plan.consulted", EventAudience.FAMILY)
    return row


def _unsent(session: Session, consultation_id: str, version: int) -> Consultation:
    row = locked(session, consultation_id, version)
    if row.sent_on is not None or row.withdrawn_on is not None:
        raise StaleDataError("it was sent, or taken back")
    return row

"""A family that was told no, in the demo: mediation runs, and staff prepare to say yes."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.demo.cast import CHILDREN
from ehcportal.domain.facts import DecisionKind, ProceedingKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.account import Account
from ehcportal.models.assessment import Decision, PreparedDecision
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.proceeding import AppealNote
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import prepared_decisions, proceedings
from ehcportal.services.proceedings import About, Happened
from tests import factories


def a_yes() -> dict[str, str]:
    """Return a whole decision to assess after all, made today."""
    today = clock.today()
    return {
        "has_needs": "yes",
        "needs_plan": "yes",
        "outcome": "yes",
        "reason": "The nursery has told us more.",
        "other_evidence": "A letter from the nursery",
        "decided-day": str(today.day),
        "decided-month": str(today.month),
        "decided-year": str(today.year),
    }


def leave(session: Session, who: Account) -> dict[str, str]:
    """Let mediation run about Aisha, and a yes be prepared; return the ids of pages about it."""
    aisha = Person.upn == next(child.upn for child in CHILDREN if child.key == "aisha")
    case_id = session.exec(select(Case.id).join(Person).where(aisha)).one()
    refusal = session.exec(select(Decision).where(col(Decision.case_id) == case_id)).one()
    trace, told = Trace(account_id=who.id), refusal.notified_on or clock.today()
    about = About(decision_id=refusal.id, what=("assess",))
    kind = ProceedingKind.MEDIATION
    began = proceedings.start(session, trace, case_id, kind, about, on=told)
    called = Happened(StepKind.ADVISER_CALLED, clock.today(), note="By telephone")
    step = proceedings.add(session, trace, case_id, began.id, began.version, called)
    made: PreparedDecision = prepared_decisions.begin(
        session, trace, case_id, DecisionKind.ASSESS, a_yes()
    )
    return {"refused": made.case_id, "proceeding": began.id, "step": step.id}


def keep_certificate(session: Session, who: Account, ring: KeyRing, case_id: str) -> None:
    """Let somebody of the family keep a certificate that nobody else has seen."""
    note = AppealNote(
        case_id=case_id,
        account_id=who.id,
        certificate_file_id=factories.stored_file(session, "certificate.pdf").id,
        sealed_certificate_name=ring.seal_text("certificate.pdf"),
    )
    session.add(note)

"""Papers of the case that go along with an ask: the family's evidence above all (Reg 6(3))."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.assessment import AdviceEvidence, AdviceRequest
from ehcportal.security.audit import Trace
from ehcportal.services.advice import changes


def choose(
    session: Session, trace: Trace, row: AdviceRequest, document_ids: Collection[str]
) -> None:
    """Send just these papers along: what is no longer chosen is taken back at once."""
    held = session.exec(
        select(AdviceEvidence).where(
            AdviceEvidence.advice_request_id == row.id, col(AdviceEvidence.taken_back_at).is_(None)
        )
    ).all()
    for each in held:
        if each.document_id not in document_ids:
            each.taken_back_at = clock.now()
    known = {each.document_id for each in held}
    session.add_all(
        AdviceEvidence(advice_request_id=row.id, document_id=each, sent_by_id=trace.account_id)
        for each in document_ids
        if each not in known
    )
    session.flush()
    changes.record(session, trace, row, "advice.evidence", staff=True)

"""Who may see what one piece of advice needs: from when, and until when (guide row S02)."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.access import AccessBlock
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.event import EventAudience
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.accounts import fold
from ehcportal.services.invitations import open_ones


def is_blocked(session: Session, case_id: str, email: str) -> bool:
    """Whether staff have shut this address out from the child, on safeguarding grounds."""
    case = session.get_one(Case, case_id)
    found = session.exec(
        select(AccessBlock.id).where(
            AccessBlock.person_id == case.person_id,
            AccessBlock.email_folded == fold(email),
            col(AccessBlock.lifted_at).is_(None),
        )
    )
    return found.first() is not None


def begin(session: Session, trace: Trace, asked: AdviceRequest, account_id: str) -> CaseContributor:
    """Let an account see what this piece of advice needs; the same twice is one row."""
    held = session.exec(
        select(CaseContributor).where(
            CaseContributor.advice_request_id == asked.id,
            CaseContributor.account_id == account_id,
            col(CaseContributor.to_at).is_(None),
        )
    ).first()
    if held is not None:
        return held
    given = CaseContributor(
        case_id=asked.case_id, account_id=account_id, advice_request_id=asked.id
    )
    session.add(given)
    session.flush()
    _tell(session, trace, "contributor.given", given, asked.role)
    return given


def end(session: Session, trace: Trace, contributor: CaseContributor) -> bool:
    """End it now, so that the next request of theirs finds nothing; False when it had ended."""
    held = session.get_one(
        CaseContributor, contributor.id, populate_existing=True, with_for_update=True
    )
    if held.to_at is not None:
        return False
    held.to_at = clock.now()
    open_ones.withdraw_to(session, held.account_id, advice_request_id=held.advice_request_id)
    asked = session.get(AdviceRequest, held.advice_request_id or "")
    _tell(session, trace, "contributor.ended", held, asked.role if asked else "")
    return True


def end_of(
    session: Session,
    trace: Trace,
    account_id: str,
    *,
    service_id: str | None = None,
    setting_id: str | None = None,
) -> None:
    """End all that somebody was asked for as one of a service, or of a setting, that they left."""
    place = (
        AdviceRequest.service_id == service_id
        if service_id
        else AdviceRequest.setting_id == setting_id
    )
    rows = session.exec(
        select(CaseContributor)
        .join(AdviceRequest, col(AdviceRequest.id) == CaseContributor.advice_request_id)
        .where(
            CaseContributor.account_id == account_id, col(CaseContributor.to_at).is_(None), place
        )
    ).all()
    for each in rows:
        end(session, trace, each)


def _tell(session: Session, trace: Trace, kind: str, held: CaseContributor, role: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("case_contributor", held.id),
        case_id=held.case_id,
        audience=EventAudience.STAFF,
        only_account_id=held.account_id,
        facts={"role": role} if role else {},
    )

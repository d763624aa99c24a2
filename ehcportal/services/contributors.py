"""Who may see what one piece of advice needs: from when, and until when (guide row S02)."""

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.event import EventAudience
from ehcportal.models.invitation import InvitationKind
from ehcportal.models.person import Person
from ehcportal.notifications import outbox
from ehcportal.queries import blocks
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.services.accounts import fold
from ehcportal.services.invitations import open_ones


def is_blocked(session: Session, case_id: str, email: str) -> bool:
    """Whether staff have shut this address out from the child, on safeguarding grounds."""
    return blocks.is_blocked(session, session.get_one(Case, case_id).person_id, fold(email))


def hold_child(session: Session, case_id: str) -> None:
    """Hold the child's row until the commit, as a block does: neither slips past the other."""
    child_id = session.get_one(Case, case_id).person_id
    session.get_one(Person, child_id, populate_existing=True, with_for_update=True)


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


def pick(
    session: Session, ring: KeyRing, trace: Trace, asked: AdviceRequest, account: Account
) -> None:
    """Let somebody in who has an account, and write to them that something is asked.

    Raises ``StaleDataError`` when colleagues have shut them out at the same moment.
    """
    hold_child(session, asked.case_id)
    if is_blocked(session, asked.case_id, account.email):
        raise StaleDataError("the address has been blocked for this child")
    given = begin(session, trace, asked, account.id)
    outbox.put(
        session,
        ring,
        template="advice_asked",
        recipient=account.email,
        account_id=account.id,
        case_id=asked.case_id,
        facts={"path": "/advice"},
        dedupe_key=f"advice_asked:{given.id}",
        language=account.language,
    )


def end(session: Session, trace: Trace, contributor: CaseContributor) -> bool:
    """End it now, so that the next request of theirs finds nothing; False when it had ended."""
    held = session.get_one(
        CaseContributor, contributor.id, populate_existing=True, with_for_update=True
    )
    if held.to_at is not None:
        return False
    for each in _same(session, held):
        each.to_at = clock.now()
    open_ones.withdraw_to(session, held.account_id, advice_request_id=held.advice_request_id)
    asked = session.get(AdviceRequest, held.advice_request_id or "")
    _tell(session, trace, "contributor.ended", held, asked.role if asked else "")
    return True


def _same(session: Session, held: CaseContributor) -> list[CaseContributor]:
    """Return every open row that says the same: two may have been made at one moment."""
    return list(
        session.exec(
            select(CaseContributor).where(
                CaseContributor.case_id == held.case_id,
                CaseContributor.account_id == held.account_id,
                CaseContributor.advice_request_id == held.advice_request_id,
                col(CaseContributor.to_at).is_(None),
            )
        )
    )


def end_of_address(session: Session, trace: Trace, case_id: str, email_folded: str) -> None:
    """End all that somebody was asked for in one case, and their invitations, by their address."""
    rows = session.exec(
        select(CaseContributor)
        .join(Account, col(Account.id) == CaseContributor.account_id)
        .where(
            CaseContributor.case_id == case_id,
            Account.email_folded == email_folded,
            col(CaseContributor.to_at).is_(None),
        )
    ).all()
    for each in rows:
        end(session, trace, each)
    open_ones.withdraw(
        session, kind=InvitationKind.CONTRIBUTOR, case_id=case_id, email_folded=email_folded
    )


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

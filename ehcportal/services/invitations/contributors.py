"""Inviting somebody for one piece of advice, or to a service that gives it (guide row S02)."""

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.setting import Service
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import accounts, contributors, service_members, timeline
from ehcportal.services.invitations import links, open_ones

FOR_ADVICE = "contributor_invitation"
TO_A_SERVICE = "service_invitation"


def invite(
    session: Session,
    ring: KeyRing,
    base_url: str,
    email: str,
    asked: AdviceRequest,
    *,
    trace: Trace,
) -> str:
    """Invite an address for one piece of advice; return the token of the link.

    An earlier one for the same advice counts no longer. Raises ``InvalidAddress``.
    """
    row = links.blank(InvitationKind.CONTRIBUTOR, email, by=trace.account_id)
    row.case_id, row.advice_request_id = asked.case_id, asked.id
    row.service_id, row.role = asked.service_id, asked.role[:40]
    open_ones.withdraw(session, email_folded=accounts.fold(email), advice_request_id=asked.id)
    token = links.write(session, row)
    session.flush()
    timeline.record(
        session,
        trace,
        "contributor.invited",
        of=("invitation", row.id),
        case_id=asked.case_id,
        audience=EventAudience.STAFF,
        facts={"role": asked.role},
    )
    links.send(session, ring, base_url, row, token, template=FOR_ADVICE)
    return token


def invite_to_service(
    session: Session,
    ring: KeyRing,
    base_url: str,
    email: str,
    *,
    service_id: str,
    job_title: str,
    trace: Trace,
) -> str:
    """Invite an address to a service, for no case yet; return the token. Raises as ``invite``."""
    row = links.blank(InvitationKind.CONTRIBUTOR, email, by=trace.account_id)
    row.service_id, row.role = service_id, job_title[:40]
    open_ones.withdraw(
        session, email_folded=accounts.fold(email), service_id=service_id, case_id=None
    )
    token = links.write(session, row)
    session.flush()
    audit.change(session, trace, "service_invited", of=("invitation", row.id))
    links.send(session, ring, base_url, row, token, template=TO_A_SERVICE)
    return token


def accept(
    session: Session, ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
    """Take the invitation for ``account``; one login serves all that somebody is asked for.

    False when it was taken before, when the case or the service has closed meanwhile, or when
    staff have shut the address out from the child.
    """
    asked = session.get(AdviceRequest, invitation.advice_request_id or "")
    if asked is not None:
        contributors.hold_child(session, asked.case_id)
    service = session.get(Service, invitation.service_id or "", with_for_update=True)
    if not _still_stands(session, invitation, asked, service):
        return False
    if not links.take(session, invitation, account):
        return False
    if service is not None:
        service_members.give(
            session,
            trace,
            service_id=service.id,
            account_id=account.id,
            job_title=invitation.role,
        )
        account.organisation = account.organisation or service.name
    if asked is not None:
        contributors.begin(session, trace, asked, account.id)
    account.professional = True
    session.add(account)
    return True


def _still_stands(
    session: Session, invitation: Invitation, asked: AdviceRequest | None, service: Service | None
) -> bool:
    if service is not None and service.closed_on is not None:
        return False
    if asked is None:
        return service is not None and invitation.case_id is None
    is_open = session.get_one(Case, asked.case_id).ended_on is None
    return is_open and not contributors.is_blocked(session, asked.case_id, invitation.email)

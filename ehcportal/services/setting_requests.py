"""Requests and notices that come from those who work with a child (Act s36(1), s23; row S04)."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import Source, StartReason
from ehcportal.domain.names import folded_name
from ehcportal.models.ending import AskAgain
from ehcportal.models.event import EventAudience
from ehcportal.models.form import Draft, Submission
from ehcportal.models.request import Request
from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.queries.in_force import in_force
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.archives import asking
from ehcportal.services.people import Child


class NotOfTheSettingError(Exception):
    """Who sends it is not a SENCo of that setting any more: nothing is taken in its name."""


def ask(session: Session, trace: Trace, submission: Submission, child: Child) -> Request:
    """Make the dated request of a setting: the six weeks begin on the day it came (Reg 5(1)).

    Raises ``NotOfTheSettingError``; the draft keeps every answer then.
    """
    draft = session.get_one(Draft, submission.draft_id or "")
    if draft.setting_id is None:
        raise NotOfTheSettingError
    must_be_senco(session, draft.setting_id, submission.account_id)
    return _make(session, trace, submission, child, Source.SETTING, draft.setting_id)


def bring_to_notice(
    session: Session, trace: Trace, submission: Submission, child: Child
) -> Request:
    """Keep what a professional tells the council; no weeks run until the council decides so."""
    return _make(session, trace, submission, child, Source.PROFESSIONAL, None)


def withhold(session: Session, trace: Trace, request_id: str, reason: str | None) -> None:
    """Withhold what a setting wrote from the family, with a reason, or let them read it again."""
    row = session.get_one(Request, request_id, populate_existing=True, with_for_update=True)
    _withhold(session, trace, row, "request", reason)


def withhold_ask(session: Session, trace: Trace, ask_id: str, reason: str | None) -> None:
    """Do the same for what a setting asked between reviews."""
    row = session.get_one(AskAgain, ask_id, populate_existing=True, with_for_update=True)
    _withhold(session, trace, row, "ask_again", reason)


def _withhold(
    session: Session, trace: Trace, row: Request | AskAgain, of: str, reason: str | None
) -> None:
    """Keep the reason; an archive that holds the form is not handed out any more."""
    if row.withheld_reason == reason:
        return
    row.withheld_reason = reason
    session.flush()
    if reason and row.case_id:
        asking.let_go(session, row.case_id)
    timeline.record(
        session,
        trace,
        f"{of}.withheld" if reason else f"{of}.opened_to_family",
        of=(of, row.id),
        case_id=row.case_id,
        request_id=row.id if isinstance(row, Request) else None,
        audience=EventAudience.STAFF,
        facts={"reason": reason} if reason else {},
    )


def _make(
    session: Session,
    trace: Trace,
    submission: Submission,
    child: Child,
    source: Source,
    setting_id: str | None,
) -> Request:
    is_notice = source is Source.PROFESSIONAL
    row = Request(
        reference=submission.reference,
        submission_id=submission.id,
        made_by_id=submission.account_id,
        setting_id=setting_id,
        source=source,
        received_on=submission.received_on,
        received_at=submission.submitted_at,
        start_reason=StartReason.NOTICE if is_notice else StartReason.REQUEST,
        child_forename=child.forename,
        child_surname=child.surname,
        child_folded=folded_name(child.forename, child.surname),
        child_birth_date=child.birth_date,
        child_upn=child.upn,
    )
    session.add(row)
    session.flush()
    timeline.record(
        session,
        trace,
        "notice.received" if is_notice else "request.received_from_setting",
        of=("request", row.id),
        request_id=row.id,
        only_account_id=submission.account_id if is_notice else None,
        key=not is_notice,
        on=row.received_on,
    )
    return row


def must_be_senco(session: Session, setting_id: str, account_id: str) -> None:
    """Raise ``NotOfTheSettingError`` unless the account is a SENCo of the setting today."""
    held = select(SettingMembership.id).where(
        SettingMembership.setting_id == setting_id,
        SettingMembership.account_id == account_id,
        col(SettingMembership.role) == SettingRole.SENCO,
        in_force(SettingMembership, clock.today()),
    )
    if session.exec(held).first() is None:
        raise NotOfTheSettingError

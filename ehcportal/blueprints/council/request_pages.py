"""What the pages of one request show, loaded in a few statements."""

from dataclasses import dataclass

from flask import abort

from ehcportal import db
from ehcportal.models.request import AccessRequest, Request
from ehcportal.queries import additions, matches, staff
from ehcportal.queries.additions import Addition
from ehcportal.queries.counting import counting
from ehcportal.queries.matches import Match, Sought
from ehcportal.queries.requests import AccessPage, RequestPage, access_page, request_page
from ehcportal.queries.sent_answers import SentAnswers, sent_answers
from ehcportal.queries.staff import Colleague
from ehcportal.web import current_profile
from ehcportal.web.reads import note_reading


@dataclass(frozen=True)
class OpenRequest:
    """A request, what came with it, whom it may be about, and who could coordinate."""

    found: RequestPage
    sent: SentAnswers | None
    matches: list[Match]
    staff: list[Colleague]
    added: list[Addition]
    looking_for: str = ""

    @property
    def by_setting(self) -> bool:
        """Whether a setting asked: its SENCos see their own pupils' cases without a tie."""
        return self.found.request.setting_id is not None


def open_request(request_id: str, *, looking_for: str = "") -> OpenRequest:
    """Return a request for staff, or answer 404. The reading is recorded."""
    session = db.session()
    found = request_page(session, request_id, counting(current_profile()))
    if found is None:
        abort(404)
    note_reading("see_request", "request", request_id, case_id=found.request.case_id)
    waits, sent_id = found.is_waiting, found.request.submission_id
    return OpenRequest(
        found=found,
        sent=sent_answers(session, found.request.submission_id),
        matches=matches.possible(
            session, _sought(found.request), also=looking_for, prefix=_prefix()
        )
        if waits
        else [],
        staff=staff.case_staff(session) if waits else [],
        added=additions.additions(session, sent_id) if sent_id else [],
        looking_for=looking_for,
    )


def _prefix() -> str:
    return current_profile().council.reference_prefix


def _sought(asked: Request | AccessRequest) -> Sought:
    return Sought(
        folded=asked.child_folded,
        surname=asked.child_surname,
        birth_date=asked.child_birth_date,
        upn=asked.child_upn,
    )


@dataclass(frozen=True)
class OpenAccessRequest:
    """An access request, what came with it, and the children it may be about."""

    found: AccessPage
    sent: SentAnswers | None
    matches: list[Match]
    looking_for: str = ""


def open_access_request(access_request_id: str, *, looking_for: str = "") -> OpenAccessRequest:
    """Return an access request for staff, or answer 404. The reading is recorded."""
    session = db.session()
    found = access_page(session, access_request_id)
    if found is None:
        abort(404)
    note_reading("see_request", "access_request", access_request_id, case_id=None)
    waits = found.decision is None
    return OpenAccessRequest(
        found=found,
        sent=sent_answers(session, found.asked.submission_id),
        matches=matches.possible(session, _sought(found.asked), also=looking_for, prefix=_prefix())
        if waits
        else [],
        looking_for=looking_for,
    )

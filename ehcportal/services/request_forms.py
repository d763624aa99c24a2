"""A whole form that staff write down with a family, which is the family's own (guide row C09).

Whoever asked on paper, by telephone or in person has the same request as if they had filled in
the form: staff write it down with them, and once somebody of the family signs in it is theirs.
"""

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal.domain.facts import Source
from ehcportal.forms.conditions import Answers
from ehcportal.forms.wording import MYSELF
from ehcportal.models.form import Draft, Submission
from ehcportal.models.request import CameBy, Request, RequestScan
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.advice import wishes

FORM = "assessment-request"
SOMEONE_ELSE = "someone_else"
ASKED_BY_FAMILY = frozenset({Source.PARENT, Source.YOUNG_PERSON})


def may_write(request: Request) -> bool:
    """Whether the family's form can be written down for a request."""
    on_paper = request.came_by != CameBy.PORTAL and request.submission_id is None
    return on_paper and request.closed_at is None and request.source in ASKED_BY_FAMILY


def answers(request: Request) -> Answers:
    """Return what is known of the request already, as answers of the form."""
    born = request.child_birth_date
    is_self = request.source is Source.YOUNG_PERSON
    return {
        "on_behalf": MYSELF if is_self else SOMEONE_ELSE,
        "child_name": {"first": request.child_forename, "last": request.child_surname},
        **({"birth_date": born.isoformat()} if born else {}),
        **({"upn": request.child_upn} if request.child_upn else {}),
    }


def attach(session: Session, trace: Trace, draft: Draft, submission: Submission) -> Request:
    """Let the form that was written down stand as that of the request; its day stays as it is.

    Raises ``StaleDataError`` when a colleague has written it down meanwhile.
    """
    request = session.get_one(
        Request, draft.for_request_id, populate_existing=True, with_for_update=True
    )
    if not may_write(request):
        raise StaleDataError("it was written down before")
    request.submission_id = submission.id
    submission.entered_by_id = submission.account_id
    submission.received_on = request.received_on
    if request.made_by_id is not None:
        submission.account_id = request.made_by_id
    session.add_all([request, submission])
    session.flush()
    wishes.of_request(session, request)
    timeline.record(
        session,
        trace,
        "request.written_down",
        of=("request", request.id),
        case_id=request.case_id,
        request_id=request.id,
    )
    return request


def give(session: Session, trace: Trace, seen: tuple[str, int], account_id: str) -> None:
    """Say whose request it is. ``seen`` is its id and version. Raises ``StaleDataError``.

    The caller has checked that they read the case.
    """
    request = session.get_one(Request, seen[0], populate_existing=True, with_for_update=True)
    if request.version != seen[1] or request.came_by == CameBy.PORTAL:
        raise StaleDataError("a colleague has changed it")
    request.made_by_id = account_id
    sent = session.get(Submission, request.submission_id) if request.submission_id else None
    if sent is not None:
        sent.account_id = account_id
        session.add(sent)
    session.add(request)
    session.flush()
    timeline.record(
        session,
        trace,
        "request.given",
        of=("request", request.id),
        case_id=request.case_id,
        request_id=request.id,
        only_account_id=account_id,
    )


def scans(session: Session, request_id: str) -> list[RequestScan]:
    """Return the scans of a request in the order in which they came."""
    wanted = select(RequestScan).where(RequestScan.request_id == request_id)
    return list(session.exec(wanted.order_by(col(RequestScan.added_at), col(RequestScan.id))))

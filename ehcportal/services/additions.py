"""Adding to a request after it was sent: a dated row of one's own beside it (row D10)."""

from sqlmodel import Session

from ehcportal.models.form import Contribution
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


def add(
    session: Session,
    trace: Trace,
    case_id: str,
    submission_id: str,
    *,
    text: str,
    question_id: str = "",
    on_behalf_of_child: bool = False,
) -> Contribution:
    """Write an addition; nothing that stands already is changed. Its line is its author's alone."""
    if trace.account_id is None:
        raise ValueError("an addition has an author")
    made = Contribution(
        submission_id=submission_id,
        account_id=trace.account_id,
        on_behalf_of_child=on_behalf_of_child,
        question_id=question_id or None,
        text=text,
    )
    session.add(made)
    session.flush()
    timeline.record(
        session,
        trace,
        "request.added_to",
        of=("contribution", made.id),
        case_id=case_id,
        only_account_id=trace.account_id,
    )
    return made

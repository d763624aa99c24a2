"""Adding to a request after it was sent: a dated row of one's own beside it (row D10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.form import Contribution, ContributionFile
from ehcportal.profile import Profile
from ehcportal.queries import additions, evidence_added
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.services.advice import telling
from ehcportal.services.uploads import MEGABYTE, Kept, Unwanted, file_row


@dataclass(frozen=True, slots=True)
class Added:
    """What somebody adds; ``question_id`` is empty where it is about the whole request."""

    text: str
    files: tuple[Kept, ...] = ()
    question_id: str = ""
    on_behalf_of_child: bool = False
    share: str = ""
    """Whether advisers may read it too (``case``) or the council alone (``council``)."""


def check_room(
    session: Session, submission_id: str, files: Sequence[Kept], profile: Profile
) -> None:
    """Raise ``Unwanted`` when the request holds as many bytes as the council allows."""
    size = additions.size_of_files(session, submission_id) + sum(each.size for each in files)
    if size > profile.limits.case_mb * MEGABYTE:
        raise Unwanted("The files of this request are too large together. Send us the paper.")


def add(
    session: Session, trace: Trace, ring: KeyRing, of: tuple[str, str], added: Added
) -> Contribution:
    """Write an addition to a request ``of`` a case; nothing that stands already is changed.

    Its line is its author's alone. Advisers who have not answered hear of it if they may read it.
    """
    case_id, submission_id = of
    if trace.account_id is None:
        raise ValueError("an addition has an author")
    made = Contribution(
        submission_id=submission_id,
        account_id=trace.account_id,
        on_behalf_of_child=added.on_behalf_of_child,
        question_id=added.question_id or None,
        share=added.share,
        text=added.text,
    )
    session.add(made)
    session.flush()
    for kept in added.files:
        file = file_row(session, kept, trace.account_id, clock.now())
        session.add(ContributionFile(contribution_id=made.id, file_id=file.id, name=kept.name))
    timeline.record(
        session,
        trace,
        "request.added_to",
        of=("contribution", made.id),
        case_id=case_id,
        only_account_id=trace.account_id,
    )
    if evidence_added.goes_along(session, made):
        telling.tell_of_more(session, ring, case_id)
    return made

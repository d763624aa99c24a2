"""Notices of a decision to those besides the family whom the law names (Regulations 10(2) and 31).

They go on paper: each is filed with the case and waits with what goes by post until its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ehcportal.models.event import EventAudience
from ehcportal.models.posting import PostReason
from ehcportal.security.audit import Trace
from ehcportal.services import letters, posting, timeline
from ehcportal.services.letters import Made
from ehcportal.services.posting import Wanted


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice whose PDF is in the store, and to whom it goes."""

    to: str
    made: Made


def give(
    session: Session, trace: Trace, case_id: str, notices: Sequence[Notice], event: str
) -> None:
    """File each notice and put it with what goes by post today."""
    for each in notices:
        letter, document = letters.file(session, trace, case_id, each.made, posted_on=None)
        wanted = Wanted(case_id, document.id, PostReason.ON_PAPER)
        posting.put(session, trace, wanted)
        timeline.record(
            session,
            trace,
            event,
            of=("letter", letter.id),
            case_id=case_id,
            audience=EventAudience.STAFF,
            facts={"to": each.to.splitlines()[0]},
        )

"""Telling a body that it is asked, on the same day: its people and its shared address (Reg 8(1)).

The six weeks run from the day on which the body has the request, so nothing is asked in silence.
An e-mail names no child: it says by when, where it stands, and how to get in.
"""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.domain.casedates import advice_clock
from ehcportal.domain.facts import AdviceFact
from ehcportal.domain.rules import Counting
from ehcportal.models.assessment import AdviceRequest
from ehcportal.queries import advice_people
from ehcportal.queries.advice_people import Hearer
from ehcportal.security.keyring import KeyRing
from ehcportal.services import hearing

TEMPLATE, MORE = "advice_asked_service", "advice_more"
OWN_ADVICE = "/advice"


def tell(
    session: Session, ring: KeyRing, row: AdviceRequest, *, counting: Counting, again: str = ""
) -> int:
    """Write to the people and the shared address of the body; return how many hear of it.

    ``again`` tells one telling from an earlier one of the same ask: it was withdrawn meanwhile.
    """
    hearers = advice_people.of_the_body(session, row)
    write(session, ring, row, hearers, counting, template=TEMPLATE, about=again)
    return len(hearers)


def tell_all(
    session: Session, ring: KeyRing, row: AdviceRequest, *, counting: Counting, again: str
) -> None:
    """Write to those who were let in for an ask; where nobody was, to the body."""
    hearers = advice_people.hearers(session, row)
    write(session, ring, row, hearers, counting, template=TEMPLATE, about=again)


def tell_of_more(session: Session, ring: KeyRing, case_id: str) -> None:
    """Tell those whose advice is missing that the family added something; once a day each."""
    missing = session.exec(
        select(AdviceRequest).where(
            AdviceRequest.case_id == case_id,
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.withdrawn_on).is_(None),
            col(AdviceRequest.paragraph) != OF_FAMILY,
        )
    )
    for row in missing:
        about = f"{row.id}:{clock.today()}"
        hearers, facts = advice_people.hearers(session, row), {"path": OWN_ADVICE}
        hearing.write(
            session, ring, hearers, template=MORE, about=about, case_id=case_id, facts=facts
        )


def write(
    session: Session,
    ring: KeyRing,
    row: AdviceRequest,
    hearers: list[Hearer],
    counting: Counting,
    *,
    template: str,
    about: str,
) -> None:
    """Write by when an ask is to be answered, and where it stands; also the reminders do."""
    due = advice_clock(AdviceFact(row.role, row.asked_on), counting).due
    facts = {"path": OWN_ADVICE, "answer_by": due.due_on.isoformat()}
    key = f"{row.id}:{about}"
    hearing.write(
        session, ring, hearers, template=template, about=key, case_id=row.case_id, facts=facts
    )

"""Writing to the family of a case that something was decided or is asked of them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.queries import document_readers
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, letters
from ehcportal.services.letters import Addressees, Made


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that is ready to go, and whom it goes to."""

    made: Made
    to: Addressees


def send(session: Session, trace: Trace, ring: KeyRing, case: Case, outgoing: Outgoing) -> Letter:
    """File the letter as it goes out today, and show it to those it is for."""
    return letters.issue(session, trace, ring, case.id, outgoing.made, outgoing.to)


def tell(
    session: Session,
    ring: KeyRing,
    case: Case,
    about: str,
    *,
    page: str = "",
    act_by: date | None = None,
) -> None:
    """Write at once to everybody who may read all of the case; ``about`` makes it once only."""
    for reader in document_readers.readers(session, case).family:
        alerts.tell(
            session,
            ring,
            reader.account_id,
            AlertKind.STAGE,
            f"/cases/{case.id}{page}",
            case_id=case.id,
            act_by=act_by.isoformat() if act_by else None,
            dedupe_key=f"{about}:{reader.account_id}",
        )

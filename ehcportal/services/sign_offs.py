"""A second member of staff signs a final plan or the end of one off: never who asked for it."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.alert import AlertKind
from ehcportal.models.event import EventAudience
from ehcportal.models.sign_off import SignOff, SignOffAbout
from ehcportal.queries import sign_offs
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline


def ask(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    wanted: SignOff,
    path: str,
) -> SignOff:
    """Ask for a second person, and tell those who can sign; an earlier ask is over with it."""
    earlier = open_one(session, wanted.case_id, wanted.about, lock=True)
    if earlier is not None:
        earlier.closed_at = clock.now()
        session.add(earlier)
        session.flush()
    session.add(wanted)
    session.flush()
    _line(session, trace, wanted, "sign_off.asked")
    signers = sign_offs.signers(session, wanted.case_id, wanted.asked_by_id)
    tell(session, ring, signers, path, f"sign_off:{wanted.id}")
    return wanted


def tell(session: Session, ring: KeyRing, signers: Iterable[str], path: str, about: str) -> None:
    """Tell those who can sign that something waits; the mail names nobody and no case."""
    for account_id in signers:
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.STAGE,
            path,
            dedupe_key=f"{about}:{account_id}",
        )


def open_one(
    session: Session, case_id: str, about: SignOffAbout, *, lock: bool = False
) -> SignOff | None:
    """Return what waits of a kind in a case, if anything does."""
    wanted = select(SignOff).where(
        SignOff.case_id == case_id, SignOff.about == about, col(SignOff.closed_at).is_(None)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.exec(wanted).first()


def may_sign(waiting: SignOff | None, mark: str, account_id: str) -> bool:
    """Whether somebody can sign what is there now: it was asked by another, and of this wording."""
    return waiting is not None and waiting.mark == mark and waiting.asked_by_id != account_id


def sign(session: Session, trace: Trace, waiting: SignOff) -> None:
    """Note who signed it off, in the transaction that sends it."""
    waiting.signed_by_id, waiting.closed_at = trace.account_id, clock.now()
    session.add(waiting)
    session.flush()
    _line(session, trace, waiting, "sign_off.given")


def _line(session: Session, trace: Trace, row: SignOff, kind: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("sign_off", row.id),
        case_id=row.case_id,
        audience=EventAudience.STAFF,
    )

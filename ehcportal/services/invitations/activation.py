"""After the link: Yes or No for each child, and what staff make of it (guide rows W04, W05)."""

from collections.abc import Mapping

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import CaseAssignment, CasePart
from ehcportal.models.invitation import Invitation, InvitationChild
from ehcportal.models.person import Person
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries import invitable
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.invitations import Stands, stands
from ehcportal.security.audit import Trace
from ehcportal.services import people, timeline
from ehcportal.services.cases import NoSuchChildError
from ehcportal.services.invitations import lines
from ehcportal.services.invitations.desk import Desk
from ehcportal.services.people import Tie

OWN_PAGE = "/account/invitations"


class EndedBefore(Exception):
    """The person had access to a child that has ended; staff have to say that they mean it."""


class Blocked(Exception):
    """The address is blocked for one of the children."""


def children(session: Session, row: Invitation) -> list[InvitationChild]:
    """Return the children of an invitation, as rows."""
    query = select(InvitationChild).where(InvitationChild.invitation_id == row.id)
    return list(session.exec(query.order_by(col(InvitationChild.id))))


def lock_children(session: Session, invitation_id: str) -> None:
    """Hold the children's rows until the commit, before the invitation's own.

    A block takes them in the same order, so it cannot slip past an activation (``blocks.block``).
    """
    of_it = and_(InvitationChild.person_id == Person.id)
    session.exec(
        select(Person.id)
        .join(InvitationChild, of_it)
        .where(InvitationChild.invitation_id == invitation_id)
        .order_by(col(Person.id))
        .with_for_update(of=Person)
    ).all()


def answer(
    session: Session, desk: Desk, trace: Trace, row: Invitation, answers: Mapping[str, bool]
) -> None:
    """Record Yes or No for each child, by the child's row, and tell both sides.

    Raises ``StaleDataError`` unless the invitation waits for the answers.
    """
    found = children(session, row)
    if stands(row, found) is not Stands.ACCEPTED or set(answers) != {child.id for child in found}:
        raise StaleDataError("the invitation does not wait for these answers")
    now = clock.now()
    for child in found:
        child.accepted, child.answered_at = answers[child.id], now
        _record(session, trace, row, child, "yes" if child.accepted else "no")
    row.answered_at = now
    _tell(session, desk, row, News.SET_UP_RECEIVED, path=OWN_PAGE)
    path = f"/council/cases/{row.case_id}/people/invitations/{row.id}"
    news.tell(
        session,
        desk.ring,
        News.SET_UP_FOR_STAFF,
        Circle(team=_reader_at_the_council(session, row, desk)),
        of=row.id,
        facts={"path": path},
        case_id=row.case_id,
    )


def _record(
    session: Session, trace: Trace, row: Invitation, child: InvitationChild, said: str
) -> None:
    lines.record_one(
        session, trace, f"invitation.said_{said}", row, child.person_id, of=row.used_by_id
    )


def _reader_at_the_council(session: Session, row: Invitation, desk: Desk) -> Reader | None:
    coordinator = session.exec(
        select(Account)
        .join(CaseAssignment, and_(CaseAssignment.account_id == Account.id))
        .where(
            CaseAssignment.case_id == row.case_id,
            CaseAssignment.part == CasePart.COORDINATOR,
            col(CaseAssignment.to_at).is_(None),
        )
    ).first()
    if coordinator is not None:
        return Reader.of(coordinator)
    return Reader(desk.inbox) if desk.inbox else None


def activate(
    session: Session, desk: Desk, trace: Trace, row: Invitation, *, again: bool = False
) -> None:
    """Open the case of each child that the person said Yes to.

    Raises ``StaleDataError`` unless it waits for that, ``Blocked``, ``EndedBefore`` when an
    earlier access has ended and staff did not say that they mean it, and ``NoSuchChildError``.
    """
    found = children(session, row)
    if stands(row, found) is not Stands.ANSWERED:
        raise StaleDataError("the invitation does not wait to be activated")
    wanted = [child.person_id for child in found if child.accepted]
    _refuse_hindered(session, row, wanted, again=again)
    _open(session, trace, row, wanted, line="access.given")
    row.activated_by_id = trace.account_id
    _tell(session, desk, row, News.ACCESS_OPEN, path="/home")


def _refuse_hindered(
    session: Session, row: Invitation, person_ids: list[str], *, again: bool
) -> None:
    for person_id in person_ids:
        person = session.get(Person, person_id, populate_existing=True)
        if person is None or person.merged_into_id is not None:
            raise NoSuchChildError(person_id)
        if any(is_blocked(session, person_id, each) for each in _addresses(session, row)):
            raise Blocked(person_id)
        ended = invitable.ended_on(session, row.used_by_id or "", person_id)
        if ended is not None and not again:
            raise EndedBefore(person_id)


def _addresses(session: Session, row: Invitation) -> set[str]:
    """Return the address that was invited and the one that its account has now."""
    return {row.email_folded, session.get_one(Account, row.used_by_id).email_folded}


def open_at_once(
    session: Session, desk: Desk, trace: Trace, row: Invitation, account: Account
) -> bool:
    """Open every child's case to who has taken the one link; False if that must not be (D01)."""
    found = children(session, row)
    wanted = [child.person_id for child in found]
    try:
        _refuse_hindered(session, row, wanted, again=True)
    except (Blocked, NoSuchChildError):
        return False
    now = clock.now()
    for child in found:
        child.accepted, child.answered_at = True, now
    row.answered_at = now
    _open(session, trace, row, wanted, line="access.completed")
    _tell(session, desk, row, News.ACCESS_OPEN, path="/home", account=account)
    return True


def _open(
    session: Session, trace: Trace, row: Invitation, person_ids: list[str], *, line: str
) -> None:
    row.activated_at = clock.now()
    session.add(row)
    for person_id in person_ids:
        given = people.tie(
            session, trace, account_id=row.used_by_id or "", person_id=person_id, wanted=_tie(row)
        )
        timeline.record(
            session,
            trace,
            line,
            of=("relationship", given.id),
            case_id=lines.newest_case(session, person_id),
            only_account_id=row.used_by_id,
        )


def _tie(row: Invitation) -> Tie:
    if row.relationship_kind is None:
        raise ValueError("the invitation does not say how the person stands to the child")
    return Tie(
        kind=row.relationship_kind,
        described_as=row.described_as or "",
        parental_responsibility=row.parental_responsibility,
        verified_how=row.verified_how or "",
        view=row.view,
        verified_by_id=row.verified_by_id,
        verified_at=row.verified_at,
    )


def refuse(session: Session, desk: Desk, trace: Trace, row: Invitation, *, reason: str) -> None:
    """Refuse what the person has set up; they read the reason on their own page.

    Raises ``StaleDataError`` unless it waits for that, ``ValueError`` without a reason.
    """
    if not reason.strip():
        raise ValueError("access is refused with a reason")
    if stands(row, children(session, row)) is not Stands.ANSWERED:
        raise StaleDataError("the invitation does not wait to be activated")
    row.refused_at = clock.now()
    row.refused_reason = reason.strip()[:500]
    lines.record(session, trace, "invitation.refused", row)
    _tell(session, desk, row, News.SET_UP_REFUSED, path=OWN_PAGE)


def _tell(
    session: Session,
    desk: Desk,
    row: Invitation,
    what: News,
    *,
    path: str,
    account: Account | None = None,
) -> None:
    owner = account or session.get_one(Account, row.used_by_id)
    circle = Circle(sender=Reader.of(owner))
    news.tell(session, desk.ring, what, circle, of=row.id, facts={"path": path})

"""Forms that staff asked for in a case, and those that were sent: for the council's page."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.alert import Alert
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.person import PersonName, Relationship, RelationshipKind, View
from ehcportal.queries.in_force import in_force, is_current_name

MOST_LISTED = 200


class AskState(StrEnum):
    """Where an ask stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Ask:
    """A form that somebody was asked to fill in, as staff see it."""

    id: str
    version: int
    form_id: str
    who: str
    due_on: date | None
    assigned_at: datetime
    cancelled_at: datetime | None
    submission_id: str | None
    sent_at: datetime | None

    @property
    def state(self) -> AskState:
        """Done once it was sent; overdue from the day after its date."""
        if self.submission_id:
            return AskState.DONE
        if self.cancelled_at:
            return AskState.CANCELLED
        late = self.due_on is not None and self.due_on < clock.today()
        return AskState.OVERDUE if late else AskState.OPEN


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form about a case that somebody sent."""

    id: str
    title: str
    reference: str
    who: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody of the family who may be asked."""

    account_id: str
    name: str
    described_as: str
    kind: RelationshipKind


@dataclass(frozen=True, slots=True)
class ChildOfCase:
    """Whose case it is, and whether it is the reader's own."""

    forename: str
    surname: str
    is_self: bool


def asks(session: Session, case_id: str) -> list[Ask]:
    """Return every ask of a case, the latest first, in one statement."""
    rows = session.exec(
        select(FormAssignment, Account, Submission.id, Submission.submitted_at)
        .join(Account, and_(Account.id == FormAssignment.account_id))
        .join(Submission, and_(Submission.assignment_id == FormAssignment.id), isouter=True)
        .where(FormAssignment.case_id == case_id)
        .order_by(col(FormAssignment.assigned_at).desc(), col(FormAssignment.id))
        .limit(MOST_LISTED)
    )
    return [
        Ask(
            id=row.id,
            version=row.version,
            form_id=row.form_id,
            who=account.name,
            due_on=row.due_on,
            assigned_at=row.assigned_at,
            cancelled_at=row.cancelled_at,
            submission_id=submission_id,
            sent_at=sent_at,
        )
        for row, account, submission_id, sent_at in rows
    ]


def locked(session: Session, case_id: str, assignment_id: str) -> FormAssignment | None:
    """Return an open ask of the case, and let nobody else change it until the commit."""
    answered = sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)
    return session.exec(
        select(FormAssignment)
        .where(
            col(FormAssignment.id) == assignment_id,
            col(FormAssignment.case_id) == case_id,
            col(FormAssignment.cancelled_at).is_(None),
            ~answered,
        )
        .with_for_update()
    ).first()


def to_remind_of(
    session: Session, key: str, begin: date, end: date, *, today: date, asked_by: datetime
) -> list[FormAssignment]:
    """Return open asks due from ``begin`` to ``end`` that were not reminded of under ``key``."""
    answered = sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)
    reminded = sa.exists().where(
        col(Alert.dedupe_key) == sa.literal(key).concat(col(FormAssignment.id))
    )
    tied = sa.exists().where(
        col(Case.id) == FormAssignment.case_id,
        col(Relationship.person_id) == Case.person_id,
        col(Relationship.account_id) == FormAssignment.account_id,
        col(Relationship.view) == View.FULL,
        in_force(Relationship, today),
    )
    rows = session.exec(
        select(FormAssignment)
        .where(
            col(FormAssignment.due_on).between(begin, end),
            col(FormAssignment.cancelled_at).is_(None),
            FormAssignment.assigned_at <= asked_by,
            ~answered,
            ~reminded,
            tied,
        )
        .limit(MOST_LISTED)
    )
    return list(rows)


def sent(session: Session, case_id: str) -> list[SentForm]:
    """Return the forms that anybody sent about a case, the latest first."""
    rows = session.exec(
        select(Submission, Account)
        .join(Account, and_(Account.id == Submission.account_id))
        .where(Submission.case_id == case_id)
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST_LISTED)
    )
    return [
        SentForm(row.id, row.title, row.reference, account.name, row.submitted_at)
        for row, account in rows
    ]


def sent_form(session: Session, case_id: str, submission_id: str) -> str | None:
    """Return the id of what was sent if it belongs to the case."""
    return session.exec(
        select(Submission.id).where(Submission.id == submission_id, Submission.case_id == case_id)
    ).first()


def askable(session: Session, person_id: str) -> list[Askable]:
    """Return those who see all of the case and so can find a form on their page."""
    rows = session.exec(
        select(Relationship, Account)
        .join(Account, and_(Account.id == Relationship.account_id))
        .where(
            Relationship.person_id == person_id,
            Relationship.view == View.FULL,
            in_force(Relationship, clock.today()),
        )
        .order_by(col(Relationship.from_on), col(Account.surname), col(Account.id))
    )
    found = {
        account.id: Askable(account.id, account.name, tie.described_as or "", tie.kind)
        for tie, account in rows
    }
    return list(found.values())


def child_of(session: Session, case_id: str, account_id: str) -> ChildOfCase:
    """Return whose case it is, as the form's words need it."""
    own = sa.exists().where(
        col(Relationship.person_id) == Case.person_id,
        col(Relationship.account_id) == account_id,
        col(Relationship.kind) == RelationshipKind.YOUNG_PERSON,
    )
    row = (
        session.connection()
        .execute(
            sa.select(col(PersonName.forename), col(PersonName.surname), own)
            .select_from(Case)
            .join(PersonName, is_current_name(Case.person_id))
            .where(col(Case.id) == case_id)
        )
        .one()
    )
    return ChildOfCase(*row)


def coordinator_of(session: Session, case_id: str) -> Account | None:
    """Return who coordinates the case."""
    return session.exec(
        select(Account)
        .join(CaseAssignment, and_(CaseAssignment.account_id == Account.id))
        .where(
            CaseAssignment.case_id == case_id,
            CaseAssignment.part == CasePart.COORDINATOR,
            col(CaseAssignment.to_at).is_(None),
        )
    ).first()

"""What one adult of a family sent that another one may see: only where staff made a rule.

A rule counts while both are tied to the child and neither is protected. Nobody who stands beside
a family as an advocate or supporter sees anything by it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import FormVersion, Submission, SubmissionFile
from ehcportal.models.person import Person, Relationship, RelationshipKind
from ehcportal.models.request import AccessRequest, Request
from ehcportal.queries.in_force import in_force
from ehcportal.queries.ties import HELPERS

MOST = 200
WITH_THE_CHILD = frozenset(
    {
        RelationshipKind.FOSTER_CARER,
        RelationshipKind.SOCIAL_WORKER,
        RelationshipKind.YOUNG_PERSON,
    }
)
"""Who knows where a protected child is: who looks after them, and the child themselves."""


@dataclass(frozen=True, slots=True)
class SharedForm:
    """A form about the case that another adult of the family sent; not who they are."""

    id: str
    title: str
    reference: str
    submitted_at: datetime


def is_shared_by(session: Session, person_id: str, account_id: str) -> bool:
    """Whether somebody of the family may see now what this account sends."""
    return session.exec(_rules(person_id).where(_sender(account_id))).first() is not None


def rules_to(person_id: Any, account_id: str) -> Any:
    """Return the select of accounts whose things this one may see now, by a rule of staff."""
    return _rules(person_id).where(_reader(account_id))


def shared_forms(session: Session, case_id: str, account_id: str) -> list[SharedForm]:
    """Return what others sent about the case and this account may see, in one statement."""
    rows = session.exec(
        select(Submission.id, Submission.title, Submission.reference, Submission.submitted_at)
        .join(Request, and_(col(Request.submission_id) == Submission.id), isouter=True)
        .where(*_visible(case_id, account_id))
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST)
    )
    return [SharedForm(*row) for row in rows]


def shared_form(
    session: Session, case_id: str, account_id: str, submission_id: str
) -> tuple[Submission, FormVersion] | None:
    """Return one of them with the form as it was then; nothing for any other."""
    return session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .join(Request, and_(col(Request.submission_id) == Submission.id), isouter=True)
        .where(col(Submission.id) == submission_id, *_visible(case_id, account_id))
    ).first()


def shared_file(
    session: Session, case_id: str, account_id: str, submission_id: str, file_id: str
) -> tuple[StoredFile, str] | None:
    """Return a clean file of one of them, with the name it was sent under."""
    return session.exec(
        select(StoredFile, SubmissionFile.name)
        .join(SubmissionFile, and_(col(SubmissionFile.file_id) == StoredFile.id))
        .join(Submission, and_(col(Submission.id) == SubmissionFile.submission_id))
        .join(Request, and_(col(Request.submission_id) == Submission.id), isouter=True)
        .where(
            col(StoredFile.id) == file_id,
            col(StoredFile.state) == FileState.CLEAN,
            col(Submission.id) == submission_id,
            *_visible(case_id, account_id),
        )
    ).first()


def _visible(case_id: str, account_id: str) -> tuple[Any, ...]:
    """Conditions on ``Submission`` and its ``Request``: of this case, and opened by a rule.

    A request for access is about the sender alone and is never shown to anybody else.
    """
    person_id = select(Case.person_id).where(Case.id == case_id).scalar_subquery()
    asks_for_access = sa.exists().where(col(AccessRequest.submission_id) == Submission.id)
    return (
        or_(col(Submission.case_id) == case_id, col(Request.case_id) == case_id),
        col(Submission.account_id) != account_id,
        col(Submission.account_id).in_(rules_to(person_id, account_id)),
        ~asks_for_access,
    )


def _rules(person_id: Any) -> Any:
    """Return the select of senders by rules that count today for a child."""
    today = clock.today()
    sender: Any = aliased(Relationship)
    reader: Any = aliased(Relationship)
    knows_where = or_(col(Person.protected).is_(False), reader.kind.in_(WITH_THE_CHILD))
    return (
        select(SharingRule.from_account_id)
        .join(Person, and_(Person.id == SharingRule.person_id))
        .join(sender, _stands(sender, SharingRule.from_account_id, today))
        .join(reader, _stands(reader, SharingRule.to_account_id, today))
        .where(
            col(SharingRule.person_id) == person_id,
            col(SharingRule.ended_at).is_(None),
            knows_where,
        )
    )


def _stands(tie: Any, account_id: Any, today: Any) -> Any:
    return and_(
        tie.account_id == account_id,
        tie.person_id == SharingRule.person_id,
        tie.kind.not_in(HELPERS),
        tie.protected.is_(False),
        in_force(tie, today),
    )


def _reader(account_id: str) -> Any:
    return col(SharingRule.to_account_id) == account_id


def _sender(account_id: str) -> Any:
    return col(SharingRule.from_account_id) == account_id

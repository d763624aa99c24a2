"""Rows for tests, made by plain functions. Everything has a default; name only what matters."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.facts import (
    DecisionKind,
    Ending,
    Outcome,
    PlanKind,
    Source,
    StartReason,
)
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.forms.catalogue import catalogue
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.form import Contribution, FormAssignment, FormVersion, Submission
from ehcportal.models.message import Message, Thread, ThreadMember
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    PersonName,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.referral import Referral
from ehcportal.models.request import AccessRequest, Request
from ehcportal.services import references

FORMS = catalogue()
BIRTH = date(2016, 3, 27)
ACCESS_ANSWERS = {
    "on_behalf": "someone_else",
    "relationship": "mother",
    "parental_responsibility": "yes",
    "child_name": {"first": "Maya", "last": "Okafor"},
    "birth_date": "2016-03-27",
    "declaration": "yes",
}


def days_ago(days: int) -> date:
    """Return the London day some days before today."""
    return clock.today() - timedelta(days=days)


def person(
    session: Session,
    forename: str = "Maya",
    surname: str = "Okafor",
    *,
    birth_date: date | None = BIRTH,
    upn: str | None = None,
) -> Person:
    """Make a child with a current name."""
    made = Person(birth_date=birth_date, upn=upn)
    session.add(made)
    session.flush()
    session.add(
        PersonName(
            person_id=made.id,
            forename=forename,
            surname=surname,
            folded=folded_name(forename, surname),
            turned=turned_name(forename, surname),
        )
    )
    session.flush()
    return made


def relationship(
    session: Session,
    account: Account,
    child: Person,
    *,
    kind: RelationshipKind = RelationshipKind.PARENT,
    view: View = View.FULL,
    ended_on: date | None = None,
) -> Relationship:
    """Tie an account to a child, as staff verified it."""
    made = Relationship(
        account_id=account.id,
        person_id=child.id,
        kind=kind,
        view=view,
        parental_responsibility=ParentalResponsibility.YES,
        from_on=days_ago(100),
        to_on=ended_on,
        verified_how="Birth certificate seen",
    )
    session.add(made)
    session.flush()
    return made


def case(
    session: Session,
    child: Person,
    *,
    opened: int = 10,
    coordinator: Account | None = None,
    ended: int | None = None,
) -> Case:
    """Open a case that began some days ago."""
    made = Case(
        reference=references.take(session, "BR", "", days_ago(opened)),
        person_id=child.id,
        opened_on=days_ago(opened),
        ended_on=None if ended is None else days_ago(ended),
        ended_as=None if ended is None else Ending.CEASED,
    )
    session.add(made)
    session.flush()
    if coordinator is not None:
        session.add(CaseAssignment(case_id=made.id, account_id=coordinator.id))
        session.flush()
    return made


def submission(
    session: Session,
    account: Account,
    form_id: str = "access-request",
    *,
    answers: dict[str, Any] | None = None,
    received: int = 0,
) -> Submission:
    """Send a form, as far as its rows go."""
    form = FORMS.get(form_id)
    if form is None:
        raise LookupError(form_id)
    if session.get(FormVersion, form.digest) is None:
        session.add(
            FormVersion(
                digest=form.digest, form_id=form.id, number=form.version, source=form.source
            )
        )
        session.flush()
    made = Submission(
        reference=references.take(session, "BR", "F", days_ago(received)),
        form_id=form.id,
        form_digest=form.digest,
        account_id=account.id,
        title=form.title,
        answers=answers or ACCESS_ANSWERS,
        fingerprint=hashlib.sha256(b"").hexdigest(),
        received_on=days_ago(received),
    )
    session.add(made)
    session.flush()
    return made


def request(
    session: Session,
    sender: Account | None = None,
    *,
    forename: str = "Maya",
    surname: str = "Okafor",
    birth_date: date | None = BIRTH,
    upn: str | None = None,
    received: int = 0,
    joined_to: Case | None = None,
    sent: Submission | None = None,
    source: Source = Source.PARENT,
    start_reason: StartReason = StartReason.REQUEST,
) -> Request:
    """Make a request that arrived some days ago."""
    made = Request(
        reference=references.take(session, "BR", "R", days_ago(received)),
        submission_id=sent.id if sent else None,
        made_by_id=sender.id if sender else None,
        source=source,
        start_reason=start_reason,
        received_on=days_ago(received),
        child_forename=forename,
        child_surname=surname,
        child_folded=folded_name(forename, surname),
        child_birth_date=birth_date,
        child_upn=upn,
        case_id=joined_to.id if joined_to else None,
    )
    session.add(made)
    session.flush()
    return made


def access_request(
    session: Session,
    applicant: Account,
    *,
    forename: str = "Maya",
    surname: str = "Okafor",
    received_at: datetime | None = None,
) -> AccessRequest:
    """Make an adult's ask to see a child's case, with the form they sent."""
    sent = submission(session, applicant)
    made = AccessRequest(
        reference=sent.reference,
        submission_id=sent.id,
        account_id=applicant.id,
        relationship_described_as="Mother",
        child_forename=forename,
        child_surname=surname,
        child_folded=folded_name(forename, surname),
        child_birth_date=BIRTH,
        received_at=received_at or clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def decision(
    session: Session,
    about: Case,
    kind: DecisionKind = DecisionKind.ASSESS,
    outcome: Outcome = Outcome.YES,
    *,
    ago: int = 1,
    reason: str = "",
) -> Decision:
    """Decide, and tell the family the same day."""
    made = Decision(
        case_id=about.id,
        kind=kind,
        outcome=outcome,
        reason=reason,
        decided_on=days_ago(ago),
        notified_on=days_ago(ago),
    )
    session.add(made)
    session.flush()
    return made


def advice(
    session: Session,
    about: Case,
    role: str = "Educational psychologist",
    *,
    asked: int = 7,
    received: int | None = None,
) -> AdviceRequest:
    """Ask somebody for advice, who may have answered."""
    made = AdviceRequest(
        case_id=about.id,
        role=role,
        asked_on=days_ago(asked),
        received_on=None if received is None else days_ago(received),
    )
    session.add(made)
    session.flush()
    return made


def plan(session: Session, about: Case, *versions: tuple[PlanKind, int]) -> Plan:
    """Make a plan with versions, each served some days ago."""
    made = Plan(case_id=about.id)
    session.add(made)
    session.flush()
    for number, (kind, ago) in enumerate(versions, start=1):
        session.add(PlanVersion(plan_id=made.id, number=number, kind=kind, served_on=days_ago(ago)))
    session.flush()
    return made


def stored_file(session: Session, name: str = "letter.pdf", size: int = 1024) -> StoredFile:
    """Note a clean file; its bytes are not in the store."""
    made = StoredFile(
        storage_key=f"key-{name}-{clock.now().timestamp()}",
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size=size,
        mime="application/pdf",
        kind="pdf",
        state=FileState.CLEAN,
    )
    session.add(made)
    session.flush()
    return made


def published(
    session: Session,
    about: Case,
    title: str = "Letter",
    *,
    only_for: Account | None = None,
    audience: DocumentAudience = DocumentAudience.FAMILY,
) -> Publication:
    """Publish a document to the family of a case, or to one account of it."""
    paper = Document(case_id=about.id, title=title, kind="letter", document_on=days_ago(3))
    session.add(paper)
    session.flush()
    file = stored_file(session, f"{title}.pdf")
    session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name=f"{title}.pdf"))
    made = Publication(
        case_id=about.id,
        document_id=paper.id,
        audience=audience,
        only_account_id=only_for.id if only_for else None,
    )
    session.add(made)
    session.flush()
    return made


def thread(
    session: Session, about: Case, author: Account, *readers: Account, subject: str = "Hello"
) -> Thread:
    """Start a thread with one message; only its members read it."""
    made = Thread(case_id=about.id, subject=subject)
    session.add(made)
    session.flush()
    for each in (author, *readers):
        session.add(ThreadMember(thread_id=made.id, account_id=each.id))
    message = Message(thread_id=made.id, author_id=author.id, body=f"About {subject}.")
    session.add(message)
    made.take(message)
    session.flush()
    return made


def much(session: Session, about: Case, author: Account, reader: Account) -> None:
    """Put 200 messages to somebody and 300 documents for the family into a case, all at once."""
    file, family = stored_file(session), DocumentAudience.FAMILY
    papers = [
        Document(case_id=about.id, title=f"Letter {each}", kind="letter", document_on=days_ago(3))
        for each in range(300)
    ]
    talks = [Thread(case_id=about.id, subject=f"Message {each}") for each in range(200)]
    session.add_all([*papers, *talks])
    session.flush()
    for paper in papers:
        session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name="Letter.pdf"))
        session.add(Publication(case_id=about.id, document_id=paper.id, audience=family))
    for talk in talks:
        for each in (author, reader):
            session.add(ThreadMember(thread_id=talk.id, account_id=each.id))
        message = Message(thread_id=talk.id, author_id=author.id, body="Hello.")
        session.add(message)
        talk.take(message)


def addition(session: Session, case_id: str, account_id: str) -> str:
    """Add something to a request of a case that advisers may read; return its id."""
    sent = session.exec(select(Request.submission_id).where(Request.case_id == case_id)).first()
    made = Contribution(
        submission_id=sent or "", account_id=account_id, text="She sleeps better now", share="case"
    )
    session.add(made)
    session.flush()
    return made.id


def assignment(
    session: Session, about: Case, account: Account, form_id: str = "access-request"
) -> FormAssignment:
    """Ask somebody to fill in a form."""
    made = FormAssignment(case_id=about.id, form_id=form_id, account_id=account.id)
    session.add(made)
    session.flush()
    return made


def referral(session: Session, account: Account, **answers: Any) -> Referral:
    """Send an early help referral, as far as its rows go."""
    made = submission(session, account, "early-help-referral", answers=answers)
    row = Referral(submission_id=made.id)
    session.add(row)
    session.flush()
    return row

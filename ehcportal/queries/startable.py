"""Forms of a case: those that were assigned to somebody, and those they can start themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.forms.definition import FOR_A_CASE, FormDefinition, Starter
from ehcportal.forms.fields import planned
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.policy import Relation
from ehcportal.queries.panels import own_advice, to_complete

MOST_USED = "parental-supporting-documents"
"""The form that stands first among those that a family can start (guide row U09)."""

MOST_LISTED = 50

STARTERS = {
    Relation.PARENT: {Starter.PARENT, Starter.SIGNED_IN, Starter.ANYONE},
    Relation.FOSTER_CARER: {Starter.PARENT, Starter.SIGNED_IN, Starter.ANYONE},
    Relation.SOCIAL_WORKER: {Starter.PARENT, Starter.SIGNED_IN, Starter.ANYONE},
    Relation.YOUNG_PERSON: {Starter.YOUNG_PERSON, Starter.SIGNED_IN, Starter.ANYONE},
}


@dataclass(frozen=True, slots=True)
class Startable:
    """A form that somebody can start for a case, whenever they like."""

    id: str
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """A form that staff asked somebody to fill in."""

    id: str
    form_id: str
    due_on: date | None
    assigned_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A form about the case that this person sent."""

    id: str
    title: str
    reference: str
    submitted_at: datetime


def is_for_a_case(form: FormDefinition) -> bool:
    """Whether the form can only be begun in a case, by somebody who may see it."""
    return form.on_submission in FOR_A_CASE


def asks_about_plan(form: FormDefinition) -> bool:
    """Whether the form goes through the lines of the plan, and says nothing where there is none."""
    return any(question.fill_from in planned.SOURCES for _page, question in form.questions())


def forms(
    catalogue: Iterable[FormDefinition], relations: frozenset[Relation], *, has_plan: bool = True
) -> list[Startable]:
    """Return the forms of a case that are open to these relations, the most used one first."""
    starters: set[Starter] = set()
    for relation in relations:
        starters |= STARTERS.get(relation, set())
    found = [
        Startable(form.id, form.title, form.purpose)
        for form in catalogue
        if is_for_a_case(form)
        and starters & set(form.who_may_start)
        and (has_plan or not asks_about_plan(form))
    ]
    return sorted(found, key=lambda form: form.id != MOST_USED)


def assignment(session: Session, assignment_id: str, account_id: str) -> FormAssignment | None:
    """Return an ask to this account that was not taken back, answered or not."""
    return session.exec(
        select(FormAssignment).where(
            col(FormAssignment.id) == assignment_id,
            col(FormAssignment.account_id) == account_id,
            col(FormAssignment.cancelled_at).is_(None),
        )
    ).first()


def answer_to(session: Session, assignment_id: str, account_id: str) -> str | None:
    """Return the id of what this account sent in answer to an ask."""
    return session.exec(
        select(Submission.id).where(
            col(Submission.assignment_id) == assignment_id,
            col(Submission.account_id) == account_id,
        )
    ).first()


def sent(session: Session, case_id: str, account_id: str) -> list[Sent]:
    """Return the forms about a case that this account sent, the latest first."""
    rows = session.exec(
        select(Submission.id, Submission.title, Submission.reference, Submission.submitted_at)
        .where(col(Submission.case_id) == case_id, col(Submission.account_id) == account_id)
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST_LISTED)
    )
    return [Sent(*row) for row in rows]


def assigned(session: Session, case_id: str, account_id: str) -> list[Assigned]:
    """Return the forms that wait for this account, those with a day first, in one statement."""
    rows = session.exec(
        select(FormAssignment)
        .where(col(FormAssignment.id).in_(to_complete(case_id, account_id)))
        .order_by(
            col(FormAssignment.due_on).is_(None),
            col(FormAssignment.due_on),
            col(FormAssignment.assigned_at),
        )
    )
    return [Assigned(each.id, each.form_id, each.due_on, each.assigned_at) for each in rows]


def advice_asked(session: Session, case_id: str, account_id: str) -> list[date]:
    """Return the days on which the family's own advice was asked for, until this account tells."""
    waiting = own_advice(case_id, account_id, clock.today())
    query = select(col(AdviceRequest.asked_on)).where(col(AdviceRequest.id).in_(waiting))
    return list(session.exec(query.order_by(col(AdviceRequest.asked_on))))

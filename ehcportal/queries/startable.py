"""Forms of a case: those that were assigned to somebody, and those they can start themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ehcportal.forms.definition import FormDefinition, Starter
from ehcportal.models.form import FormAssignment
from ehcportal.policy import Relation
from ehcportal.queries.panels import to_complete

OF_THE_PORTAL = frozenset({"request_access", "request_assessment"})
"""What these start is not of this case: they stand at the portal's own door."""

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


def forms(catalogue: Iterable[FormDefinition], relations: frozenset[Relation]) -> list[Startable]:
    """Return the forms of the catalogue that belong to a case and are open to these relations."""
    starters: set[Starter] = set()
    for relation in relations:
        starters |= STARTERS.get(relation, set())
    return [
        Startable(form.id, form.title, form.purpose)
        for form in catalogue
        if form.on_submission not in OF_THE_PORTAL and starters & set(form.who_may_start)
    ]


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

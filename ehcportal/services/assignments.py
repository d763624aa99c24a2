"""Asking somebody of a family to fill in a form, and taking the ask back (guide row U08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.forms.definition import FormDefinition
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.form import FormAssignment
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries import assignments
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which form, from whom and by when; without a day whenever they like."""

    form: FormDefinition
    account_ids: tuple[str, ...]
    due_on: date | None = None


class NotOfTheCaseError(Exception):
    """Somebody who was ticked does not see all of the case any more."""


def assign(session: Session, trace: Trace, ring: KeyRing, case: Case, wanted: Wanted) -> int:
    """Ask each of them for the form and tell them; return how many were asked.

    The ask is theirs alone: neither the page nor the timeline of another adult shows it.
    """
    now_tied = {each.account_id for each in assignments.askable(session, case.person_id)}
    if not set(wanted.account_ids) <= now_tied:
        raise NotOfTheCaseError
    rows = [_row(trace, case, wanted, each) for each in wanted.account_ids]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _tell(session, trace, ring, row, wanted.form)
    return len(rows)


def _row(trace: Trace, case: Case, wanted: Wanted, account_id: str) -> FormAssignment:
    return FormAssignment(
        case_id=case.id,
        form_id=wanted.form.id,
        account_id=account_id,
        due_on=wanted.due_on,
        assigned_by_id=trace.account_id,
        assigned_at=clock.now(),
    )


def _tell(
    session: Session, trace: Trace, ring: KeyRing, row: FormAssignment, form: FormDefinition
) -> None:
    account = session.get_one(Account, row.account_id)
    _line(session, trace, "form.assigned", row, form.title)
    facts = {"path": f"/cases/{row.case_id}/to-complete"}
    if row.due_on is not None:
        facts["due_on"] = row.due_on.isoformat()
    circle = Circle(asked=Reader.of(account))
    news.tell(
        session, ring, News.FORM_ASSIGNED, circle, of=row.id, facts=facts, case_id=row.case_id
    )


def cancel(
    session: Session, trace: Trace, case: Case, assignment_id: str, titles: Iterable[FormDefinition]
) -> None:
    """Take an ask back that was not answered; LookupError when there is no such ask."""
    row = assignments.locked(session, case.id, assignment_id)
    if row is None:
        raise LookupError(assignment_id)
    row.cancelled_at = clock.now()
    title = next((form.title for form in titles if form.id == row.form_id), row.form_id)
    _line(session, trace, "form.withdrawn", row, title)


def _line(session: Session, trace: Trace, kind: str, row: FormAssignment, title: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("form_assignment", row.id),
        case_id=row.case_id,
        only_account_id=row.account_id,
        facts={"title": title},
    )

"""Asking somebody of a family to fill in a form, and taking the ask back (guide row U08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from ehcportal import clock
from ehcportal.forms.definition import FormDefinition
from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.form import FormAssignment
from ehcportal.queries import assignments
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline

TO_COMPLETE = "/cases/{}/to-complete"
"""Where somebody finds what they were asked for."""

SOON, LATE = "form-soon:", "form-late:"
LATE_REMINDER = timedelta(days=7)
"""How long after its day a form is still reminded of; it happens once, on the first of them."""


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
    _line(session, trace, "form.assigned", row, form.title)
    _alert(session, ring, row, f"form:{row.id}")


def _alert(session: Session, ring: KeyRing, row: FormAssignment, key: str) -> None:
    """Tell who was asked, in the way they chose; a day that has passed is no day to act by."""
    is_ahead = row.due_on is not None and row.due_on >= clock.today()
    alerts.tell(
        session,
        ring,
        row.account_id,
        AlertKind.TO_COMPLETE,
        TO_COMPLETE.format(row.case_id),
        case_id=row.case_id,
        act_by=row.due_on.isoformat() if row.due_on and is_ahead else None,
        dedupe_key=key,
    )


def remind(session: Session, ring: KeyRing, now: datetime, *, days: int) -> int:
    """Remind of forms whose day is near, and once more when it has passed; return how many.

    Only those who still see the case are reminded, and of nothing that was sent or taken back.
    """
    today = clock.london_day(now)
    last = today + timedelta(days=days)
    told = 0
    for key, begin, end in (
        (SOON, today, last),
        (LATE, today - LATE_REMINDER, today - timedelta(days=1)),
    ):
        asked_by = now - timedelta(days=1)
        rows = assignments.to_remind_of(session, key, begin, end, today=today, asked_by=asked_by)
        for row in rows:
            _alert(session, ring, row, f"{key}{row.id}")
        told += len(rows)
    return told


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

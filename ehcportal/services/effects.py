"""What follows when a form is sent: the effect its definition names with ``on_submission``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal.domain.facts import Source, StartReason
from ehcportal.domain.lookagain import AskedBy
from ehcportal.domain.names import folded_name
from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import text
from ehcportal.forms.fields.date import value_of
from ehcportal.forms.subject import name_parts, on_behalf
from ehcportal.forms.wording import MYSELF, PROFESSIONALLY
from ehcportal.models.account import Account
from ehcportal.models.form import Draft, Submission
from ehcportal.models.request import AccessRequest, Request
from ehcportal.queries import evidence_there
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import referrals, request_forms, setting_requests, timeline
from ehcportal.services.advice import answering, telling
from ehcportal.services.endings import asks, budgets
from ehcportal.services.people import Child
from ehcportal.services.reviews import papers


@dataclass(frozen=True, slots=True)
class Sending:
    """A form on its way in: what was sent, by whom, under which definition."""

    form: FormDefinition
    submission: Submission
    answers: Answers
    account: Account
    ring: KeyRing | None = None
    """The keys that an alert needs, for effects that tell somebody else."""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What the sender wrote of the child, for the inbox and for finding a record that matches."""

    forename: str
    surname: str
    birth_date: date | None
    upn: str | None


Effect = Callable[[Session, Trace, Sending], str]
"""Does what follows and returns the path under which staff find it."""


def child_facts(sending: Sending) -> ChildFacts:
    """Read the child's facts from the answers; of oneself the account's name stands in."""
    first, last = name_parts(sending.form, sending.answers)
    if not first and not last and on_behalf(sending.form, sending.answers) == MYSELF:
        first, last = sending.account.forename, sending.account.surname
    upn = "".join(filter(str.isalnum, text(sending.answers.get("upn")))).upper()
    return ChildFacts(first, last, value_of(sending.answers.get("birth_date", "")), upn or None)


def request_assessment(session: Session, trace: Trace, sending: Sending) -> str:
    """Make the dated request: from this day the council has six weeks (Regulation 5(1)).

    Only the parent, the young person and a setting can ask (Act s36(1)). A professional's form is
    a notice, which starts no clock until the council decides so.
    """
    draft = session.get(Draft, sending.submission.draft_id)
    if draft is not None and draft.for_request_id is not None:
        asked = request_forms.attach(session, trace, draft, sending.submission)
        return f"/council/requests/{asked.id}"
    who = on_behalf(sending.form, sending.answers)
    child = child_facts(sending)
    request = Request(
        reference=sending.submission.reference,
        submission_id=sending.submission.id,
        made_by_id=sending.account.id,
        source=SOURCES.get(who, Source.PARENT),
        received_on=sending.submission.received_on,
        received_at=sending.submission.submitted_at,
        start_reason=StartReason.NOTICE if who == PROFESSIONALLY else StartReason.REQUEST,
        child_forename=child.forename,
        child_surname=child.surname,
        child_folded=folded_name(child.forename, child.surname),
        child_birth_date=child.birth_date,
        child_upn=child.upn,
    )
    session.add(request)
    session.flush()
    timeline.record(
        session,
        trace,
        "notice.received" if request.start_reason is StartReason.NOTICE else "request.received",
        of=("request", request.id),
        request_id=request.id,
        only_account_id=sending.account.id,
        key=True,
        on=request.received_on,
    )
    return f"/council/requests/{request.id}"


SOURCES = {MYSELF: Source.YOUNG_PERSON, PROFESSIONALLY: Source.PROFESSIONAL}


def request_access(session: Session, trace: Trace, sending: Sending) -> str:
    """Put an adult's ask to see a case into the council's inbox (guide row H01)."""
    who = on_behalf(sending.form, sending.answers)
    child = child_facts(sending)
    asked = AccessRequest(
        reference=sending.submission.reference,
        submission_id=sending.submission.id,
        account_id=sending.account.id,
        relationship_described_as=_relationship(sending),
        is_self=who == MYSELF,
        professional=who == PROFESSIONALLY,
        child_forename=child.forename,
        child_surname=child.surname,
        child_folded=folded_name(child.forename, child.surname),
        child_birth_date=child.birth_date,
        child_upn=child.upn,
        received_at=sending.submission.submitted_at,
    )
    session.add(asked)
    session.flush()
    timeline.record(
        session,
        trace,
        "access.asked",
        of=("access_request", asked.id),
        access_request_id=asked.id,
        only_account_id=sending.account.id,
        on=sending.submission.received_on,
    )
    return f"/council/access-requests/{asked.id}"


def _relationship(sending: Sending) -> str:
    """Return the relationship in the words of the form."""
    for name in ("relationship", "professional_relationship"):
        question = sending.form.question(name)
        chosen = text(sending.answers.get(name))
        if question is not None and chosen:
            labels = {option.value: option.label for option in question.options}
            return labels.get(chosen, "")
    return ""


def for_case(session: Session, trace: Trace, sending: Sending) -> str:
    """Put a form about a case on its timeline, for its sender and for staff (guide row U09).

    What one adult of a family sends is not the other's: the line is the sender's alone.
    """
    found = _of_case(session, trace, sending, "form.received")
    case_id, ring = sending.submission.case_id, sending.ring
    if case_id and ring and evidence_there.brings_more(sending.form.id, sending.answers):
        telling.tell_of_more(session, ring, case_id)
    return found


def review_paper(session: Session, trace: Trace, sending: Sending) -> str:
    """Put views, advice or the report before the review of the case that runs.

    When none runs any more, it stands with the other forms of the case.
    """
    if sending.submission.case_id is None:
        raise NoCaseError(sending.form.id)
    if text(sending.answers.get("personal_budget")) == "yes":
        budgets.receive_once(session, sending.submission)
    if papers.receive(session, trace, sending.submission, sending.ring) is None:
        return for_case(session, trace, sending)
    return f"/council/cases/{sending.submission.case_id}/reviews"


def complain(session: Session, trace: Trace, sending: Sending) -> str:
    """Put a complaint before the council; its line does not say what it is about."""
    return _of_case(session, trace, sending, "complaint.received")


def _of_case(session: Session, trace: Trace, sending: Sending, kind: str) -> str:
    submission = sending.submission
    if submission.case_id is None:
        raise NoCaseError(sending.form.id)
    timeline.record(
        session,
        trace,
        kind,
        of=("submission", submission.id),
        case_id=submission.case_id,
        only_account_id=sending.account.id,
        on=submission.received_on,
        facts={"title": submission.title},
    )
    return f"/council/cases/{submission.case_id}/forms/sent/{submission.id}"


def refer(session: Session, trace: Trace, sending: Sending) -> str:
    """Hand a referral to the early help team: it belongs to no case and starts no clock."""
    return f"/council/referrals/{referrals.receive(session, trace, sending.submission).id}"


def give_advice(session: Session, trace: Trace, sending: Sending) -> str:
    """Put an adviser's answer into the ledger of advice (Reg 6(1) and 8(1), row S02)."""
    draft = session.get_one(Draft, sending.submission.draft_id or "")
    ask_id = draft.advice_request_id or ""
    asked = answering.give(session, trace, ask_id, sending.submission, sending.answers)
    return f"/council/cases/{asked.case_id}/advice"


def ask_as_setting(session: Session, trace: Trace, sending: Sending) -> str:
    """Make the dated request of a school, college or nursery (Act s36(1), row S04)."""
    made = setting_requests.ask(session, trace, sending.submission, _child(sending))
    return f"/council/requests/{made.id}"


def bring_to_notice(session: Session, trace: Trace, sending: Sending) -> str:
    """Bring a child to the council's notice (Act s23): no weeks run until the council says so."""
    made = setting_requests.bring_to_notice(session, trace, sending.submission, _child(sending))
    return f"/council/requests/{made.id}"


def _child(sending: Sending) -> Child:
    facts = child_facts(sending)
    return Child(facts.forename, facts.surname, facts.birth_date, upn=facts.upn)


def ask_again(session: Session, trace: Trace, sending: Sending) -> str:
    """Put an ask for a new assessment or an early review before the council (s44, row U09)."""
    for_case(session, trace, sending)
    draft = session.get(Draft, sending.submission.draft_id)
    asked_for = text(sending.answers.get("asked_for"))
    made = asks.receive(
        session, sending.submission, asked_for, draft.setting_id if draft is not None else None
    )
    if made.asked_by is AskedBy.SETTING and sending.ring is not None:
        asks.tell_family(session, trace, sending.ring, made)
    return f"/council/cases/{sending.submission.case_id}/asks"


def ask_budget(session: Session, trace: Trace, sending: Sending) -> str:
    """Put an ask for a personal budget before the council (section 49 of the Act)."""
    for_case(session, trace, sending)
    budgets.receive(session, sending.submission)
    return f"/council/cases/{sending.submission.case_id}/budget"


class NoCaseError(Exception):
    """A form about a case was begun for none."""


REQUESTS = frozenset({"request_assessment", "request_access", "ask_as_setting", "bring_to_notice"})
"""The effects of forms that wait in the council's inbox."""

EFFECTS: dict[str, Effect] = {
    "ask_again": ask_again,
    "ask_budget": ask_budget,
    "give_advice": give_advice,
    "ask_as_setting": ask_as_setting,
    "bring_to_notice": bring_to_notice,
    "for_case": for_case,
    "complain": complain,
    "review_paper": review_paper,
    "refer": refer,
    "request_assessment": request_assessment,
    "request_access": request_access,
}

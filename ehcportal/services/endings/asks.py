"""Asks for a new assessment or an early review: received, entered by staff, and answered.

Section 44(2) of the Act, Regulations 23 to 27. A refusal to assess again can be appealed.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.facts import DecisionKind, Outcome, ProceedingKind
from ehcportal.domain.lookagain import AskAnswer, AskedBy, AskedFor, may_refuse_as_recent
from ehcportal.domain.steps import Step, may
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.ending import AskAgain
from ehcportal.models.event import EventAudience
from ehcportal.models.form import Submission
from ehcportal.models.person import Relationship, RelationshipKind
from ehcportal.models.proceeding import Proceeding
from ehcportal.queries import asks as known
from ehcportal.queries import case_facts
from ehcportal.queries.in_force import in_force
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, setting_requests, timeline
from ehcportal.services.endings import family
from ehcportal.services.endings.closing import Acting, NotYetError, held
from ehcportal.services.endings.family import Outgoing

FORM = {each.value: each for each in AskedFor}
OUTCOMES = {
    AskAnswer.REASSESS: Outcome.YES,
    AskAnswer.REFUSED_RECENT: Outcome.NO,
    AskAnswer.REFUSED_NOT_NEEDED: Outcome.NO,
}
"""The answers that are decisions about a new assessment; the others are about a review."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An ask that came by another way than the portal, as staff enter it."""

    asked_by: AskedBy
    asked_for: AskedFor
    asked_on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """What the council answers, and why, as the family and a setting that asked read it."""

    answer: AskAnswer
    reason: str


def receive(
    session: Session, sent: Submission, asked_for: str, setting_id: str | None = None
) -> AskAgain:
    """Keep what somebody asked for in the portal; the day it came counts (Regulation 25).

    With a setting it is the setting that asks (section 44(2) of the Act); raises
    ``NotOfTheSettingError`` when its sender is not a SENCo there any more. The family reads what
    it wrote (row D10); if it does not know of the ask, staff look at it first.
    """
    if setting_id is not None:
        setting_requests.must_be_senco(session, setting_id, sent.account_id)
    kept_back = setting_id is not None and sent.answers.get("family_knows") == "no"
    made = AskAgain(
        case_id=sent.case_id or "",
        submission_id=sent.id,
        asked_by=_who(session, sent) if setting_id is None else AskedBy.SETTING,
        asked_for=FORM.get(asked_for, AskedFor.NOT_SURE),
        asked_on=sent.received_on,
        withheld_reason=label("withheld", "family_does_not_know") if kept_back else None,
    )
    session.add(made)
    session.flush()
    return made


def tell_family(session: Session, trace: Trace, ring: KeyRing, row: AskAgain) -> None:
    """Tell the family that their child's setting asked: they hear the answer too (Reg 25)."""
    _record(session, trace, row, "ask_again.received_from_setting", EventAudience.FAMILY)
    case = session.get_one(Case, row.case_id)
    family.tell(session, ring, case, f"ask_again_received:{row.id}", page="/request")


def _who(session: Session, sent: Submission) -> AskedBy:
    kinds = session.exec(
        select(Relationship.kind)
        .join(Case, Case.person_id == Relationship.person_id)  # type: ignore[arg-type]
        .where(
            Case.id == sent.case_id,
            Relationship.account_id == sent.account_id,
            in_force(Relationship, clock.today()),
        )
    ).all()
    is_young = RelationshipKind.YOUNG_PERSON in kinds
    return AskedBy.YOUNG_PERSON if is_young else AskedBy.PARENT


def enter(session: Session, acting: Acting, entered: Entered) -> AskAgain:
    """Enter what came by letter or telephone, with the day on which it came."""
    case = held(session, acting)
    made = AskAgain(
        case_id=case.id,
        asked_by=entered.asked_by,
        asked_for=entered.asked_for,
        asked_on=entered.asked_on,
        entered_by_id=acting.trace.account_id,
    )
    session.add(made)
    session.flush()
    _record(session, acting.trace, made, "ask_again.entered", EventAudience.FAMILY)
    return made


def answer(
    session: Session, acting: Acting, letter: Outgoing, ask: tuple[str, int], given: Answered
) -> AskAgain:
    """Answer in a letter; a yes to a new assessment begins it on this day (Regulation 27(2)).

    ``ask`` is the id and the version as it was seen. Raises ``StaleDataError``, and
    ``NotYetError`` when the last assessment is longer ago than the refusal says.
    """
    case = held(session, acting)
    row = session.get(AskAgain, ask[0], populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case.id or row.answer or row.version != ask[1]:
        raise StaleDataError("the ask was answered")
    why = why_not(session, row, given.answer)
    if why:
        raise NotYetError(why)
    row.answer, row.reason, row.answered_on = given.answer, given.reason, clock.today()
    row.answered_by_id = acting.trace.account_id
    row.setting_reads_reason = row.asked_by is AskedBy.SETTING and row.submission_id is not None
    if given.answer is AskAnswer.REASSESS:
        row.proceeding_id = _reassessment(session, case)
    sent = family.send(session, acting.trace, acting.ring, case, letter)
    row.document_id = sent.document_id
    if given.answer in OUTCOMES:
        session.add(_decision(acting, row, sent.id))
    session.flush()
    _record(session, acting.trace, row, f"ask_again.{given.answer.value}", EventAudience.FAMILY)
    family.tell(session, acting.ring, case, f"ask_again:{row.id}")
    if row.asked_by is AskedBy.SETTING:
        _tell_setting(session, acting, row)
    return row


def _tell_setting(session: Session, acting: Acting, row: AskAgain) -> None:
    """Tell who asked for a setting that there is an answer; a letter came to them otherwise."""
    sent = session.get(Submission, row.submission_id) if row.submission_id else None
    if sent is None:
        return
    alerts.tell(
        session,
        acting.ring,
        sent.account_id,
        AlertKind.DOCUMENT,
        f"/settings/pupils/{row.case_id}",
        case_id=row.case_id,
        dedupe_key=f"ask_again:{row.id}:{sent.account_id}",
    )


def _decision(acting: Acting, row: AskAgain, letter_id: str) -> Decision:
    """Make the decision about a new assessment, so that a no has its window to appeal (s51(2))."""
    today = clock.today()
    return Decision(
        case_id=row.case_id,
        kind=DecisionKind.REASSESS,
        outcome=OUTCOMES[row.answer or AskAnswer.REASSESS],
        reason=row.reason,
        legal_ground=None if row.answer is AskAnswer.REASSESS else row.answer,
        decided_on=today,
        notified_on=today,
        decided_by_id=acting.trace.account_id,
        letter_id=letter_id,
    )


def why_not(session: Session, row: AskAgain, answer: AskAnswer) -> str:
    """Return why an answer cannot be given now, as staff read it; empty if it can.

    A new assessment begins where there is a plan and none is running (section 44(2) of the Act); a
    refusal because of the last six months needs one that ended in them (Regulation 24).
    """
    if answer is AskAnswer.REASSESS:
        facts = case_facts.for_case(session, row.case_id)
        return may(facts, Step.REASSESSMENT, clock.today()).why_not
    if answer is not AskAnswer.REFUSED_RECENT:
        return ""
    if may_refuse_as_recent(known.assessed_on(session, row.case_id), row.asked_on):
        return ""
    return "No assessment ended in the six months before this was asked."


def _reassessment(session: Session, case: Case) -> str:
    made = Proceeding(
        case_id=case.id,
        kind=ProceedingKind.REASSESSMENT,
        about=["reassess"],
        started_on=clock.today(),
    )
    session.add(made)
    session.flush()
    return made.id


def _record(
    session: Session, trace: Trace, row: AskAgain, kind: str, audience: EventAudience
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("ask_again", row.id),
        case_id=row.case_id,
        audience=audience,
        key=True,
        on=row.answered_on or row.asked_on,
    )

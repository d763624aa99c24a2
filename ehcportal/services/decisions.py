"""Decisions to assess and to issue a plan, issued in one go: row, letter, alerts, timeline."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import Decision, DecisionEvidence, PreparedDecision
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, decision_law, lawful, letters, prepared_decisions, timeline
from ehcportal.services.letters import Addressees, Made

STAGES = {
    DecisionKind.ASSESS: "decision_to_assess",
    DecisionKind.ISSUE: "decision_to_issue",
}
"""The stage that each decision ends, where the family reads it; also how its letters begin."""


class SecondPersonError(Exception):
    """The council asks for two, and this is the person who prepared it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that was read: a document, a form that was sent, advice, or what staff name."""

    document_id: str | None = None
    submission_id: str | None = None
    advice_request_id: str | None = None
    noted_as: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """When a panel met, who sat on it, and what it recommends; it decides nothing."""

    on: date
    who: str
    said: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as it will stand, every part of it checked."""

    kind: DecisionKind
    outcome: Outcome
    has_needs: bool
    needs_plan: bool
    reason: str
    decided_on: date
    evidence: tuple[Evidence, ...]
    request_id: str | None = None
    corrects: Decision | None = None
    correction_reason: str | None = None
    panel: Panel | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, with what messages are sealed, and whether the council asks for two people."""

    trace: Trace
    ring: KeyRing
    two_people: bool = False


def issue(
    session: Session,
    acting: Acting,
    prepared: tuple[str, str, int],
    deciding: Deciding,
    made: Made,
    to: Addressees,
    *,
    act_by: date | None,
) -> Decision:
    """Decide: the row, the letter, its publication, alerts and the timeline, all or nothing.

    ``prepared`` are case, id and version as they were seen. Raises ``StaleDataError`` when a
    colleague was first, ``lawful.NotLawfulError`` when the case has moved on,
    ``SecondPersonError``, and ``letters.NotWholeError``.
    """
    case_id = prepared[0]
    row = prepared_decisions.locked(session, *prepared)
    step = decision_law.step_of(deciding.kind, deciding.outcome, deciding.corrects)
    if step is not None:
        lawful.check(session, case_id, step)
    if acting.two_people and row.prepared_by_id == acting.trace.account_id:
        raise SecondPersonError
    letter = letters.issue(session, acting.trace, acting.ring, case_id, made, to)
    old = deciding.corrects
    if old is not None:
        request_id = decision_law.answered(session, case_id, old, deciding.outcome)
        deciding = replace(deciding, request_id=request_id)
    decision = _decision(row, deciding, letter.id, acting)
    session.add(decision)
    session.flush()
    session.add_all(_evidence(decision.id, each) for each in deciding.evidence)
    row.decision_id, row.closed_at = decision.id, clock.now()
    session.add(row)
    _family_line(session, acting.trace, decision)
    _tell(session, acting.ring, decision, to, act_by)
    session.flush()
    return decision


def _decision(
    row: PreparedDecision, deciding: Deciding, letter_id: str, acting: Acting
) -> Decision:
    """Make the row. The family was told today, or when they were told the same before.

    The time to appeal runs from the letter that stands, which takes the place of the earlier one.
    """
    today, old, panel = clock.today(), deciding.corrects, deciding.panel
    told = decision_law.told_before(old, deciding.outcome, deciding.decided_on)
    return Decision(
        case_id=row.case_id,
        request_id=deciding.request_id,
        kind=deciding.kind,
        outcome=deciding.outcome,
        reason=deciding.reason,
        decided_on=deciding.decided_on,
        notified_on=told or today,
        letter_on=today if told else None,
        has_needs=deciding.has_needs,
        needs_plan=deciding.needs_plan,
        decided_by_id=row.prepared_by_id if acting.two_people else acting.trace.account_id,
        signed_off_by_id=acting.trace.account_id if acting.two_people else None,
        panel_on=panel.on if panel else None,
        panel_who=panel.who if panel else "",
        panel_said=panel.said if panel else "",
        letter_id=letter_id,
        corrects_id=old.id if old else None,
        correction_reason=deciding.correction_reason,
    )


def _evidence(decision_id: str, read: Evidence) -> DecisionEvidence:
    return DecisionEvidence(
        decision_id=decision_id,
        document_id=read.document_id,
        submission_id=read.submission_id,
        advice_request_id=read.advice_request_id,
        noted_as=read.noted_as[:200],
    )


def _tell(
    session: Session, ring: KeyRing, decision: Decision, to: Addressees, act_by: date | None
) -> None:
    """Tell the family at once, and by when to act."""
    path = f"/cases/{decision.case_id}/stages/{STAGES[decision.kind]}"
    for account_id in to.family:
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.STAGE,
            path,
            case_id=decision.case_id,
            act_by=act_by.isoformat() if act_by else None,
            dedupe_key=f"decision:{decision.id}:{account_id}",
        )


def _family_line(session: Session, trace: Trace, decision: Decision) -> None:
    corrected = decision.corrects_id is not None
    timeline.record(
        session,
        trace,
        "decision.corrected" if corrected else f"decision.{decision.kind.value}",
        of=("decision", decision.id),
        case_id=decision.case_id,
        key=True,
        facts={"outcome": decision.outcome.value},
    )

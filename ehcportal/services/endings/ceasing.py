"""Ending a plan in two letters: everybody is asked first, and only then it is decided (Reg 31)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.ceasing import CeasingGround, Obstacle, Return
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.ending import PlanEnding
from ehcportal.models.event import EventAudience
from ehcportal.models.sign_off import SignOff
from ehcportal.queries import plan_endings
from ehcportal.services import lawful, sign_offs, timeline
from ehcportal.services.endings import family
from ehcportal.services.endings.closing import Acting, NotYetError, held
from ehcportal.services.endings.family import Outgoing


class StandsInTheWay(Exception):
    """The plan cannot be ended yet, and why."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(obstacles))
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Asking:
    """What the council tells the family and the institution when it asks them."""

    ground: CeasingGround
    why: str
    no_education: bool
    answer_by: date


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said to it, and what else must be weighed before deciding."""

    family_view: str = ""
    family_view_on: date | None = None
    setting_view: str = ""
    setting_view_on: date | None = None
    reviewed_on: date | None = None
    wants_to_return: Return | None = None
    outcomes: str = ""
    asked_setting_on: date | None = None


def ask(session: Session, acting: Acting, letter: Outgoing, asking: Asking) -> PlanEnding:
    """Write the first letter: the council thinks of ending the plan, and asks what they say.

    Raises ``NotYetError`` without a plan, or when they were asked already.
    """
    case = held(session, acting)
    weighed = plan_endings.weighed(session, case)
    if weighed.final_on is None or weighed.is_decided:
        raise NotYetError("There is no plan that could be ended.")
    if weighed.proposal is not None:
        raise NotYetError("The family was asked already.")
    today = clock.today()
    made = PlanEnding(
        case_id=case.id,
        ground=asking.ground,
        why=asking.why,
        no_education=asking.no_education,
        asked_family_on=today,
        setting_id=weighed.setting_id,
        asked_setting_on=today if weighed.setting_id and _reaches(letter) else None,
        answer_by=asking.answer_by,
        asked_by_id=acting.trace.account_id,
    )
    session.add(made)
    session.flush()
    sent = family.send(session, acting.trace, acting.ring, case, letter)
    made.asked_document_id = sent.document_id
    _record(session, acting, case, "ending.asked", made, key=True)
    family.tell(session, acting.ring, case, f"ending.asked:{made.id}", act_by=asking.answer_by)
    return made


def _reaches(letter: Outgoing) -> bool:
    """Whether the letter goes to the school or college: in the portal, or by post."""
    return bool(letter.to.setting) or letter.to.by_post


def note(session: Session, acting: Acting, heard: Heard, *, version: int) -> None:
    """Keep what was answered and what was found. Raises ``StaleDataError``."""
    case = held(session, acting)
    row = _open(session, case, version)
    row.family_view, row.family_view_on = heard.family_view, heard.family_view_on
    row.setting_view, row.setting_view_on = heard.setting_view, heard.setting_view_on
    row.reviewed_on, row.wants_to_return = heard.reviewed_on, heard.wants_to_return
    row.outcomes = heard.outcomes
    row.asked_setting_on = heard.asked_setting_on
    flag_modified(row, "outcomes")
    session.flush()
    _record(session, acting, case, "ending.heard", row, audience=EventAudience.STAFF)


def drop(session: Session, acting: Acting, letter: Outgoing, reason: str, *, version: int) -> None:
    """Give the thought up: the plan goes on, and the family is told."""
    case = held(session, acting)
    row = _open(session, case, version)
    row.dropped_reason, row.closed_at = reason, clock.now()
    session.flush()
    family.send(session, acting.trace, acting.ring, case, letter)
    _record(session, acting, case, "ending.dropped", row, key=True, reason=reason)
    family.tell(session, acting.ring, case, f"ending.dropped:{row.id}")


def decide(
    session: Session,
    acting: Acting,
    letter: Outgoing,
    reasons: str,
    *,
    version: int,
    signing: SignOff | None = None,
) -> Decision:
    """Decide to end the plan and write the second letter, with the blocks that the law asks for.

    The plan itself is kept until the time to appeal has passed (section 45(4)); ``closing.end``
    ends the case then. With ``signing`` whoever acts signs off what a colleague decided. Raises
    ``StandsInTheWay``, ``StaleDataError`` and ``lawful.NotLawfulError``.
    """
    case = held(session, acting)
    lawful.check(session, case.id, Step.DECIDE_TO_CEASE)
    row = _open(session, case, version)
    found = plan_endings.obstacles_of(session, case, row, has_reasons=bool(reasons.strip()))
    if found:
        raise StandsInTheWay(found)
    today = clock.today()
    sent = family.send(session, acting.trace, acting.ring, case, letter)
    made = Decision(
        case_id=case.id,
        kind=DecisionKind.CEASE,
        outcome=Outcome.CEASE,
        reason=reasons,
        legal_ground=row.ground.value,
        decided_on=today,
        notified_on=today,
        decided_by_id=signing.asked_by_id if signing else acting.trace.account_id,
        signed_off_by_id=acting.trace.account_id if signing else None,
        letter_id=sent.id,
    )
    session.add(made)
    session.flush()
    if signing is not None:
        sign_offs.sign(session, acting.trace, session.get_one(SignOff, signing.id))
    row.decision_id, row.closed_at = made.id, clock.now()
    row.told_document_id = sent.document_id
    session.flush()
    _record(session, acting, case, "ending.decided", row, key=True)
    family.tell(session, acting.ring, case, f"ending.decided:{made.id}")
    return made


def _open(session: Session, case: Case, version: int) -> PlanEnding:
    row = plan_endings.open_one(session, case.id, lock=True)
    if row is None or row.version != version:
        raise StaleDataError("the plan's ending has changed")
    return row


def _record(
    session: Session,
    acting: Acting,
    case: Case,
    kind: str,
    row: PlanEnding,
    *,
    audience: EventAudience = EventAudience.FAMILY,
    key: bool = False,
    reason: str = "",
) -> None:
    timeline.record(
        session,
        acting.trace,
        kind,
        of=("plan_ending", row.id),
        case_id=case.id,
        audience=audience,
        key=key,
        facts={"reason": reason} if reason else {},
    )

"""A final plan goes out signed off by a second person, where the council asks for two."""

from dataclasses import dataclass

from ehcportal import db
from ehcportal.models.sign_off import SignOff, SignOffAbout
from ehcportal.policy import Action, allows
from ehcportal.queries.standing import Standing
from ehcportal.services import plan_serving, sign_offs
from ehcportal.web.context import current_profile
from ehcportal.web.logins import key_ring
from ehcportal.web.people import current_person
from ehcportal.web.plan_sending import Sending
from ehcportal.web.trace import actor_trace

ASK = "ask"


@dataclass(frozen=True, slots=True)
class Second:
    """Whether a second person is needed, what waits for one, and whether this person can sign."""

    is_asked_for: bool
    waiting: SignOff | None = None
    mark: str = ""
    account_id: str = ""
    decides: bool = False
    """Whether this person decides in the case at all."""

    @property
    def may_sign(self) -> bool:
        """Whether somebody else asked for just this wording."""
        asked = sign_offs.may_sign(self.waiting, self.mark, self.account_id)
        return self.decides and asked

    @property
    def needs_ask(self) -> bool:
        """Whether it cannot go out from this person's hands now."""
        return self.is_asked_for and not self.may_sign

    @property
    def waits(self) -> bool:
        """Whether it waits for a colleague, as it is now."""
        return self.waiting is not None and self.waiting.mark == self.mark


def second(sending: Sending) -> Second:
    """Return how it stands with the second person; drafts and changes need none."""
    head = sending.whole.head
    if not head.is_final:
        return Second(False)
    return of(sending.standing, SignOffAbout.FINAL_PLAN, plan_serving.mark(sending.whole))


def of(standing: Standing, about: SignOffAbout, mark: str) -> Second:
    """Return how it stands with the second person about something, as it is now."""
    if not current_profile().law.second_sign_off:
        return Second(False)
    waiting = sign_offs.open_one(db.session(), standing.case.id, about)
    actor = current_person().actor
    decides = allows(actor, Action.DECIDE_CASE, standing.relations)
    return Second(True, waiting, mark, actor.account_id, decides)


def ask(sending: Sending, known: Second) -> None:
    """Ask for a second person about the plan as it is now; asked already, nothing changes."""
    if known.waits:
        return
    case_id = sending.head.case_id
    wanted = SignOff(
        case_id=case_id,
        about=SignOffAbout.FINAL_PLAN,
        mark=known.mark,
        asked_by_id=current_person().account_id,
    )
    path = f"/council/cases/{case_id}/plan/final"
    sign_offs.ask(db.writing(), actor_trace(), key_ring(), wanted, path)


def sign(known: Second) -> None:
    """Note who signed it off, in the same transaction in which it went out."""
    if known.waiting is not None and known.is_asked_for:
        session = db.writing()
        row = session.get_one(SignOff, known.waiting.id)
        sign_offs.sign(session, actor_trace(), row)

"""The decision to end a plan is signed off by a second person, where the council asks for two."""

import hashlib

from ehcportal import db
from ehcportal.models.ending import PlanEnding
from ehcportal.models.sign_off import SignOff, SignOffAbout
from ehcportal.queries.standing import Standing
from ehcportal.services import sign_offs
from ehcportal.web import actor_trace, plan_signing
from ehcportal.web.logins import key_ring
from ehcportal.web.plan_signing import Second


def second(standing: Standing, row: PlanEnding, reasons: str) -> Second:
    """Return how it stands with the second person, about the proposal and these very reasons."""
    told = f"{row.id}:{row.version}:{' '.join(reasons.split())}"
    mark = hashlib.sha256(told.encode()).hexdigest()
    return plan_signing.of(standing, SignOffAbout.CEASING, mark)


def ask(standing: Standing, known: Second, reasons: str) -> None:
    """Ask a colleague to sign the end off; nothing is decided and nothing goes out."""
    if known.waits:
        return
    case_id = standing.case.id
    wanted = SignOff(
        case_id=case_id,
        about=SignOffAbout.CEASING,
        mark=known.mark,
        words=reasons,
        asked_by_id=known.account_id,
    )
    path = f"/council/cases/{case_id}/ending/decision"
    sign_offs.ask(db.writing(), actor_trace(), key_ring(), wanted, path)


def words(case_id: str) -> str:
    """Return the reasons that a colleague is asked to sign; empty when nothing waits."""
    waiting = sign_offs.open_one(db.session(), case_id, SignOffAbout.CEASING)
    return waiting.words if waiting else ""

"""Two drafts of each child's plan that were served, with what was said of the newer one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.base import new_id
from ehcportal.models.plan import (
    Consultation,
    Plan,
    PlanComment,
    PlanLine,
    PlanVersion,
    Representation,
    Section,
    Verdict,
)
from ehcportal.models.setting import Setting
from tests import factories
from tests.policy import words

if TYPE_CHECKING:
    from tests.policy.stage import Stage

FURTHER_SCHOOL = "100004"


def leave_things(stage: "Stage") -> None:
    """Leave them in the case of each child, with the child's word in a line."""
    for child in ("maya", "rhys", "rowan"):
        plan = Plan(case_id=stage.things[child]["case_id"])
        stage.session.add(plan)
        stage.session.flush()
        key = new_id()
        for number in (0, 1):
            version = _served(stage, plan, number, key, words.PLANNED[child])
        stage.things[child] |= {"about": key, **_said(stage, version)}
        stage.things[child]["consultation_id"] = _consulted(stage, plan, version)


def _served(stage: "Stage", plan: Plan, number: int, key: str, word: str) -> PlanVersion:
    made = PlanVersion(
        plan_id=plan.id,
        number=number,
        kind=PlanKind.DRAFT,
        served_on=factories.days_ago(5 - number),
        comments_until=clock.today() + timedelta(days=12),
    )
    stage.session.add(made)
    stage.session.flush()
    stage.session.add(
        PlanLine(
            plan_version_id=made.id,
            key=key,
            section=Section.F,
            place=1000,
            text=f"Help {word} {number}",
        )
    )
    return made


def _said(stage: "Stage", version: PlanVersion) -> dict[str, str]:
    """Let something have come on paper, and something more be written down from paper."""
    staff, now = stage.id_of("caseworker"), clock.now()
    came = Representation(
        plan_version_id=version.id, entered_by_id=staff, sent_at=now, sent_on=clock.today()
    )
    begun = Representation(plan_version_id=version.id, entered_by_id=staff)
    stage.session.add_all([came, begun])
    stage.session.flush()
    comment = PlanComment(
        representation_id=came.id, section=Section.F, verdict=Verdict.MISSING, text="More help"
    )
    stage.session.add(comment)
    stage.session.flush()
    return {"comment_id": comment.id, "representation_id": begun.id}


def _consulted(stage: "Stage", plan: Plan, version: PlanVersion) -> str:
    school = stage.session.exec(select(Setting).where(Setting.urn == FURTHER_SCHOOL)).one()
    made = Consultation(
        plan_version_id=version.id,
        case_id=plan.case_id,
        setting_id=school.id,
        sent_on=clock.today(),
    )
    stage.session.add(made)
    stage.session.flush()
    return made.id

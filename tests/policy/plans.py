"""A plan of each child that is being written, with the child's word in a line of it."""

from typing import TYPE_CHECKING

from ehcportal.domain.facts import PlanKind
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.plan import Section
from ehcportal.security.audit import Trace
from ehcportal.services.plans import joining, versions, writing
from tests import factories
from tests.policy import words

if TYPE_CHECKING:
    from tests.policy.stage import Stage


def leave_things(stage: "Stage") -> None:
    """Leave a draft with a line drawn from advice in the case of each child."""
    for child in ("maya", "rhys", "rowan"):
        things, writer = stage.things[child], Trace(account_id=stage.id_of("caseworker"))
        answer = _answer(stage, things["advice_request_id"])
        made = versions.begin(stage.session, writer, things["case_id"], PlanKind.DRAFT)
        desk = writing.Desk(writer, things["case_id"], made.id)
        said = writing.Words(f"Lessons {words.INSIDE[child]}")
        line = writing.add(stage.session, desk, Section.F, said)
        source = joining.From(words.INSIDE[child], advice_answer_id=answer.id)
        drawn = joining.give_source(stage.session, desk, line.key, source)
        things |= {"line_key": line.key, "answer_id": answer.id, "source_id": drawn.id}


def _answer(stage: "Stage", advice_request_id: str) -> AdviceAnswer:
    asked = stage.session.get_one(AdviceRequest, advice_request_id)
    asked.received_on = factories.days_ago(1)
    made = AdviceAnswer(
        advice_request_id=asked.id,
        sent_by_id=stage.id_of("contributor"),
        sent_on=factories.days_ago(1),
    )
    stage.session.add(made)
    stage.session.flush()
    return made

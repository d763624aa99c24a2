"""Moves, asks, budgets and joined records of each child on stage."""

from typing import TYPE_CHECKING

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.ceasing import CeasingGround
from ehcportal.domain.lookagain import AskedBy, AskedFor
from ehcportal.models.base import Record
from ehcportal.models.ending import AskAgain, Budget, PlanEnding, RecordJoin
from ehcportal.models.proceeding import HealthBodyChange, Move, MoveDirection
from tests import ended, factories, posts

if TYPE_CHECKING:
    from tests.policy.stage import Stage

CHILDREN = ("maya", "rhys", "rowan")


def leave_things(stage: "Stage") -> None:
    """Leave one thing of each kind in the case of each child."""
    for child in CHILDREN:
        things, today = stage.things[child], clock.today()
        case_id, person_id = things["case_id"], things["person_id"]
        other = factories.person(stage.session, "Robin", "Field")
        things |= {
            "move_id": _kept(
                stage.session,
                Move(
                    case_id=case_id,
                    direction=MoveDirection.OUT,
                    other_council="Farshire Council",
                    known_on=today,
                    moves_on=today,
                ),
            ),
            "change_id": _kept(
                stage.session,
                HealthBodyChange(
                    case_id=case_id, old_body="North board", new_body="South board", known_on=today
                ),
            ),
            "ask_id": _kept(
                stage.session,
                AskAgain(
                    case_id=case_id,
                    asked_by=AskedBy.PARENT,
                    asked_for=AskedFor.REVIEW,
                    asked_on=today,
                ),
            ),
            "budget_id": _kept(stage.session, Budget(case_id=case_id, asked_on=today)),
            "join_id": _kept(
                stage.session,
                RecordJoin(kept_person_id=person_id, joined_person_id=other.id, reason="One child"),
            ),
        }
        things |= posts.leave(stage.session, case_id, stage.id_of("caseworker"))
        things["scan_id"] = posts.scan(stage.session, things["request_id"], things["file_id"])
        _kept(stage.session, _ending(case_id))
    maya = stage.things["maya"]
    senco = stage.accounts["senco"]
    maya["school_ask"] = ended.asked_by_school(stage.session, maya["case_id"], senco)


def _ending(case_id: str) -> PlanEnding:
    return PlanEnding(
        case_id=case_id,
        ground=CeasingGround.NOT_NECESSARY,
        why="It is not needed",
        asked_family_on=clock.today(),
        answer_by=clock.today(),
    )


def _kept(session: Session, row: Record) -> str:
    session.add(row)
    session.flush()
    return row.id

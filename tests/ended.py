"""A child with a plan whom a move, an ask, a budget and the thought of an end are about."""

from collections.abc import Mapping

from sqlmodel import Session

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.ceasing import CeasingGround
from ehcportal.domain.facts import PlanKind, ProceedingKind
from ehcportal.domain.lookagain import AskedBy, AskedFor
from ehcportal.models.account import Account
from ehcportal.models.base import Record
from ehcportal.models.case import Case
from ehcportal.models.ending import AskAgain, Budget, PlanEnding, RecordJoin
from ehcportal.models.proceeding import HealthBodyChange, Move, MoveDirection, Proceeding
from ehcportal.queries.document_readers import readers
from tests import factories

PAGES = (
    ("end", "/council/cases/{plan_ends}/ending"),
    ("end-ask", "/council/cases/{grown_case}/ending/ask"),
    ("end-heard", "/council/cases/{plan_ends}/ending/heard"),
    ("end-decide", "/council/cases/{plan_ends}/ending/decision"),
    ("end-drop", "/council/cases/{plan_ends}/ending/drop"),
    ("end-withdrawal", "/council/cases/{case}/ending/withdrawal"),
    ("end-death", "/council/cases/{case}/ending/death"),
    ("begin-again", "/council/cases/{ended_case}/ending/again"),
    ("case-mistake", "/council/cases/{ended_case}/ending/mistake"),
    ("details", "/council/cases/{case}/details"),
    ("new-name", "/council/cases/{case}/details/name"),
    ("new-address", "/council/cases/{case}/details/address"),
    ("new-placement", "/council/cases/{case}/details/placement"),
    ("detention", "/council/cases/{case}/details/detention"),
    ("join-records", "/council/cases/{case}/details/join"),
    ("part-records", "/council/cases/{plan_ends}/details/joins/{join}"),
    ("asks", "/council/cases/{plan_ends}/asks"),
    ("ask-new", "/council/cases/{plan_ends}/asks/new"),
    ("ask-answer", "/council/cases/{plan_ends}/asks/{ask_again}"),
    ("ask-reading", "/council/cases/{case}/asks/{school_ask}/reading"),
    ("reassessment", "/council/cases/{plan_ends}/reassessment"),
    ("budgets", "/council/cases/{plan_ends}/budget"),
    ("budget-new", "/council/cases/{plan_ends}/budget/new"),
    ("budget-step", "/council/cases/{plan_ends}/budget/{budget}"),
    ("moves", "/council/cases/{plan_ends}/moves"),
    ("move-out", "/council/cases/{plan_ends}/moves/out"),
    ("move-pack", "/council/cases/{plan_ends}/moves/{move_out}/pack"),
    ("move-stay", "/council/cases/{plan_ends}/moves/{move_out}/stay"),
    ("move-tell", "/council/cases/{plan_ends}/moves/{move_in}/tell"),
    ("move-meanwhile", "/council/cases/{plan_ends}/moves/{move_in}/meanwhile"),
    ("health-body", "/council/cases/{plan_ends}/moves/health-body"),
    ("health-body-told", "/council/cases/{plan_ends}/moves/health-body/{health_change}"),
    ("moves-in", "/council/moves/in"),
)
"""The pages about the end of a plan or case, moves, asks, budgets and the child's record."""


def leave(session: Session, case_id: str, people: Mapping[str, Account]) -> dict[str, str]:
    """Leave such a case, one more that ended, and return the ids by the names of places.

    In the case ``case_id`` a school asks for an early review.
    """
    coordinator = people["caseworker"]
    child = factories.person(session, "Ida", "Wren", upn=None)
    other = factories.person(session, "Ida", "Wrenn")
    case = factories.case(session, child, opened=400, coordinator=coordinator)
    factories.plan(session, case, (PlanKind.DRAFT, 350), (PlanKind.FINAL, 320))
    ended = factories.case(session, other, opened=500, ended=30, coordinator=coordinator)
    today = clock.today()
    rows: dict[str, Record] = {
        "ending": PlanEnding(
            case_id=case.id,
            ground=CeasingGround.NOT_NECESSARY,
            why="She reached all that the plan names",
            asked_family_on=factories.days_ago(20),
            answer_by=factories.days_ago(3),
        ),
        "move_out": _move(case.id, MoveDirection.OUT),
        "move_in": _move(case.id, MoveDirection.IN),
        "ask_again": AskAgain(
            case_id=case.id,
            asked_by=AskedBy.PARENT,
            asked_for=AskedFor.REASSESSMENT,
            asked_on=today,
        ),
        "reassessment": Proceeding(
            case_id=case.id, kind=ProceedingKind.REASSESSMENT, started_on=factories.days_ago(4)
        ),
        "budget": Budget(case_id=case.id, asked_on=today),
        "health_change": HealthBodyChange(
            case_id=case.id, old_body="North board", new_body="South board", known_on=today
        ),
        "join": RecordJoin(
            kept_person_id=child.id, joined_person_id=other.id, reason="The same mother"
        ),
    }
    session.add_all(rows.values())
    session.flush()
    found = {name: row.id for name, row in rows.items()}
    found["school_ask"] = asked_by_school(session, case_id, people["senco"])
    return {**found, "plan_ends": case.id, "ended_case": ended.id}


def asked_by_school(session: Session, case_id: str, senco: Account) -> str:
    """Let a school ask for an early review of a plan with its own form; return the ask's id."""
    answers = {"asked_for": "review", "changed": "Fits came back in school", "family_knows": "yes"}
    form = "setting-early-review-request"
    sent = factories.submission(session, senco, form, answers=answers, received=2)
    sent.case_id = case_id
    made = AskAgain(
        case_id=case_id,
        submission_id=sent.id,
        asked_by=AskedBy.SETTING,
        asked_for=AskedFor.REVIEW,
        asked_on=sent.received_on,
    )
    session.add(made)
    session.flush()
    return made.id


def _move(case_id: str, direction: MoveDirection) -> Move:
    came = factories.days_ago(9) if direction is MoveDirection.IN else None
    return Move(
        case_id=case_id,
        direction=direction,
        other_council="Farshire Council",
        known_on=factories.days_ago(10),
        moves_on=factories.days_ago(9),
        transferred_on=came,
        plan_made_on=factories.days_ago(320) if came else None,
    )


def addressed(database: Database, case_id: str) -> dict[str, str]:
    """Return the boxes of a page that sends a letter, ticked after the names were looked at."""
    with database.reading() as session:
        mark = readers(session, session.get_one(Case, case_id)).mark
    return {"_readers": mark, "setting": "yes", "sure": "yes"}

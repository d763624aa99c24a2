"""What is known when a council thinks of ending a plan, and how far it has come."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain.casedates import ending_decision
from ehcportal.domain.ceasing import (
    YOUNG_ADULT,
    EndingFacts,
    Obstacle,
    age_on,
    end_of_last_year,
    obstacles,
)
from ehcportal.domain.facts import CaseFacts, Closure
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.ending import CaseEnding, PlanEnding
from ehcportal.models.person import Person, Placement
from ehcportal.models.plan import Plan, PlanLine, PlanVersion, Section
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.setting import Setting
from ehcportal.queries import case_facts


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case whose plan may end: when it was made, what it names, and whom the council asked."""

    final_on: date | None
    setting_id: str | None
    setting_name: str
    age: int | None
    proposal: PlanEnding | None
    is_decided: bool
    left_on: date | None
    last_reviewed_on: date | None
    runs_to: date | None
    """From the 19th birthday: the last day to which a plan can run at all (section 46)."""


def weighed(session: Session, case: Case, facts: CaseFacts | None = None) -> Weighed:
    """Return what stands in a case about ending its plan; ``facts`` if they were read already."""
    facts = facts or case_facts.for_case(session, case.id)
    child = session.get_one(Person, case.person_id)
    finals = [each.served_on for each in facts.plans if each.kind.is_final]
    reviewed = [each.meeting_on for each in facts.reviews if each.report_on and each.meeting_on]
    setting = named_setting(session, case.id)
    return Weighed(
        final_on=max(finals, default=None),
        setting_id=setting.id if setting else None,
        setting_name=setting.name if setting else "",
        age=age_on(child.birth_date, clock.today()) if child.birth_date else None,
        proposal=open_one(session, case.id),
        is_decided=ending_decision(facts) is not None,
        left_on=_left_on(session, child.id),
        last_reviewed_on=max(reviewed, default=None),
        runs_to=_runs_to(child.birth_date),
    )


def _runs_to(born_on: date | None) -> date | None:
    if born_on is None or age_on(born_on, clock.today()) < YOUNG_ADULT:
        return None
    return end_of_last_year(born_on)


def open_one(session: Session, case_id: str, *, lock: bool = False) -> PlanEnding | None:
    """Return the proposal that runs, if one does."""
    wanted = select(PlanEnding).where(
        PlanEnding.case_id == case_id, col(PlanEnding.closed_at).is_(None)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.exec(wanted).first()


def earlier(session: Session, case_id: str) -> list[PlanEnding]:
    """Return the proposals that were decided or given up, the newest first."""
    wanted = select(PlanEnding).where(
        PlanEnding.case_id == case_id, col(PlanEnding.closed_at).is_not(None)
    )
    return list(session.exec(wanted.order_by(col(PlanEnding.closed_at).desc())))


def how_it_ended(session: Session, case_id: str) -> CaseEnding | None:
    """Return why a case ended."""
    wanted = select(CaseEnding).where(CaseEnding.case_id == case_id)
    return session.exec(wanted.order_by(col(CaseEnding.ended_at).desc())).first()


def taken_back(session: Session, case_id: str) -> tuple[RequestClosure, str] | None:
    """Return the last withdrawal of a request of this case, with who took it back."""
    row = session.exec(
        select(RequestClosure, Account)
        .join(Request, and_(Request.id == RequestClosure.request_id))
        .join(Account, and_(Account.id == RequestClosure.closed_by_id))
        .where(
            Request.case_id == case_id,
            col(Request.closed_at).is_not(None),
            RequestClosure.kind == Closure.WITHDRAWN,
        )
        .order_by(col(RequestClosure.closed_at).desc())
    ).first()
    return (row[0], row[1].name) if row else None


def named_setting(session: Session, case_id: str) -> Setting | None:
    """Return the setting that the newest plan in force names in its section I."""
    rows = session.exec(
        select(PlanLine, PlanVersion)
        .join(PlanVersion, and_(PlanVersion.id == PlanLine.plan_version_id))
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(
            Plan.case_id == case_id,
            PlanLine.section == Section.I,
            col(PlanVersion.served_on).is_not(None),
        )
        .order_by(col(PlanVersion.number).desc(), col(PlanLine.place))
    )
    for line, version in rows:
        if version.kind.is_final and line.details.get("setting_id"):
            return session.get(Setting, str(line.details["setting_id"]))
    return None


def _left_on(session: Session, person_id: str) -> date | None:
    """Return when the last placement ended, if none stands."""
    rows = session.exec(select(Placement).where(Placement.person_id == person_id)).all()
    ends = [each.to_on for each in rows if each.to_on is not None]
    return max(ends) if ends and len(ends) == len(rows) else None


def obstacles_of(
    session: Session,
    case: Case,
    row: PlanEnding | None,
    *,
    has_reasons: bool = True,
    known: Weighed | None = None,
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of deciding today; ``known`` saves a reading."""
    if row is None:
        return (Obstacle.FAMILY_NOT_ASKED,)
    child = session.get_one(Person, case.person_id)
    facts = EndingFacts(
        ground=row.ground,
        born_on=child.birth_date,
        asked_family_on=row.asked_family_on,
        answer_by=row.answer_by,
        family_answered_on=row.family_view_on,
        names_setting=row.setting_id is not None,
        asked_setting_on=row.asked_setting_on,
        setting_answered_on=row.setting_view_on,
        no_education=row.no_education,
        reviewed_on=row.reviewed_on,
        left_on=known.left_on if known else _left_on(session, child.id),
        wants_to_return=row.wants_to_return,
        outcomes_weighed=bool(row.outcomes.strip()),
        has_reasons=has_reasons,
    )
    return obstacles(facts, clock.today())

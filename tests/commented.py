"""A served draft of the demo with comments from the portal and from paper, and a consultation."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.demo.cast import CHILDREN
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.plan import (
    Consultation,
    Plan,
    PlanComment,
    PlanVersion,
    Representation,
    Section,
    Verdict,
)
from ehcportal.models.setting import Setting
from tests.cast import Cast

SCHOOL = "100001"


def comment(cast: Cast) -> dict[str, str]:
    """Let things be said of Wren's draft; return the ids that stand in addresses."""
    with cast.app.extensions["database"].unit() as session:
        version = _draft(session)
        case_id = session.get_one(Plan, version.plan_id).case_id
        sent = Representation(
            plan_version_id=version.id,
            account_id=cast.accounts["parent_of_two"].id,
            overall="More help at lunch, please.",
            meeting="video",
            sent_at=clock.now(),
            sent_on=clock.today(),
        )
        paper = Representation(
            plan_version_id=version.id, entered_by_id=cast.accounts["caseworker"].id
        )
        school = session.exec(select(Setting).where(Setting.urn == SCHOOL)).one()
        asked = Consultation(
            plan_version_id=version.id,
            case_id=case_id,
            setting_id=school.id,
            is_preference=True,
            sent_on=clock.today(),
        )
        session.add_all([sent, paper, asked])
        session.flush()
        said = PlanComment(
            representation_id=sent.id,
            line_key="therapy",
            section=Section.F,
            verdict=Verdict.WRONG,
            text="Once a week is too little.",
            proposed="twice a week",
        )
        session.add(said)
        session.flush()
        return {
            "read_case": case_id,
            "plan_comment": said.id,
            "plan_paper": paper.id,
            "consultation": asked.id,
            "asked_setting": school.id,
            "final_case": _of(session, "rhys"),
        }


def _draft(session: Session) -> PlanVersion:
    case_id = _of(session, "wren")
    of_case = select(PlanVersion).join(Plan, col(Plan.id) == PlanVersion.plan_id)
    return session.exec(of_case.where(Plan.case_id == case_id)).one()


def _of(session: Session, key: str) -> str:
    upn = next(child.upn for child in CHILDREN if child.key == key)
    wanted = select(Case.id).join(Person, col(Person.id) == Case.person_id)
    return session.exec(wanted.where(Person.upn == upn)).one()

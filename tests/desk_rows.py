"""Rows of the desk for tests: teams, who stands in, notes and exceptions, by plain functions."""

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.exceptions import Ground
from ehcportal.models.account import Account
from ehcportal.models.case import CaseAssignment, CasePart
from ehcportal.models.desk import CaseNote
from ehcportal.models.staff import Team
from ehcportal.models.time_exception import TimeException
from tests.factories import days_ago


def team(session: Session, name: str) -> Team:
    """Make a team with nobody in it."""
    made = Team(name=name)
    session.add(made)
    session.flush()
    return made


def cover(session: Session, case_id: str, account: Account) -> CaseAssignment:
    """Let somebody stand in for the coordinator of a case."""
    made = CaseAssignment(case_id=case_id, account_id=account.id, part=CasePart.COVER)
    session.add(made)
    session.flush()
    return made


def note(session: Session, case_id: str, who: Account, text: str = "She rang.") -> CaseNote:
    """Write a note that families do not see."""
    made = CaseNote(case_id=case_id, text=text, written_by_id=who.id)
    session.add(made)
    session.flush()
    return made


def exception(session: Session, case_id: str, who: Account, evidence: str = "") -> TimeException:
    """Record that something exceptional happened in the family a few days ago."""
    made = TimeException(
        case_id=case_id,
        duty=law.FINAL_PLAN,
        ground=Ground.PERSONAL_CIRCUMSTANCES.value,
        from_on=days_ago(3),
        evidence=evidence,
        approved_by_id=who.id,
        family_told_on=clock.today(),
    )
    session.add(made)
    session.flush()
    return made

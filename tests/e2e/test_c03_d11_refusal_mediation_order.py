"""Rows C03, C09, D11 and form 17: a no, mediation, the Tribunal's order, and what it demands."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.proceedinglaw import (
    ORDER_ASSESS,
    ORDER_ASSESSED_PLAN,
    ORDER_DRAFT,
    ORDER_NO_PLAN,
    ORDER_PLAN,
)
from ehcportal.domain.rights import appeal_by
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from tests import factories
from tests.e2e.conftest import DESKTOP, WITHOUT_FIRST, open_context
from tests.e2e.inside import Inside
from tests.e2e.portal import Running
from tests.e2e.steps import accounts, council, deciding, disagreeing
from tests.e2e.steps.papers import report
from tests.e2e.steps.visitor import Visitor

PRESET = str(Path(__file__).with_name("two_people.toml"))
pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

CHILD = "Tilly Marsh"
WHY = "It lay in another office"
ALERT = "A decision or important step on the EHC Portal"
REASON = "School can give this help now."
TO_ASSESS, TO_ISSUE = "Decide whether to assess", "Decide whether to make a plan"


@pytest.fixture
def colleague(browser: Browser, running: Running) -> Iterator[Visitor]:
    """A second member of staff at a desk of her own."""
    visitor = Visitor(running, open_context(browser, running, DESKTOP))
    yield visitor
    visitor.leaves()


def test_a_refusal_goes_to_mediation_and_the_tribunal_orders_the_assessment(
    phone: Visitor, desktop: Visitor, colleague: Visitor, inside: Inside, tmp_path: Path
) -> None:
    arrived = clock.today() - timedelta(days=30)
    council.opens_the_inbox(desktop)
    deciding.enters_on_paper(desktop, CHILD, arrived, WHY)
    case = deciding.joins(desktop, CHILD, "Mark Reyes, EHCP Coordinator")
    home = ties_the_mother(inside, case)
    refuses(desktop, case)
    signs_in(colleague, "manager")
    deciding.signs_off(colleague, case, CHILD)
    reads_the_no(phone, home)
    weighs(phone, tmp_path)
    appeals(desktop, case)
    follows_the_order(phone, home)
    does_what_was_ordered(desktop, colleague, case)
    phone.goes_to(f"{home}/stages/decision_to_assess")
    phone.reads("Yes: we find out what help is needed")


def signs_in(staff: Visitor, key: str) -> None:
    staff.goes_to("/sign-in")
    accounts.staff_sign_in(staff, key)
    staff.sees("Work tray")


def ties_the_mother(inside: Inside, case: str) -> str:
    """Let Ivy Marsh see the case, as staff do under People; return where she finds it."""
    case_id = case.rpartition("/")[2]
    with inside.app.extensions["database"].unit() as session:
        email = inside.running.cast["stranger"]["email"]
        mother = session.exec(select(Account).where(col(Account.email) == email)).one()
        child = session.get_one(Person, session.get_one(Case, case_id).person_id)
        factories.relationship(session, mother, child)
    return f"/cases/{case_id}"


def refuses(staff: Visitor, case: str) -> None:
    """Both limbs, what was read and the reasons; no letter without what the law asks for."""
    staff.follows("Record the decision")
    staff.sees(f"Decisions about {CHILD}")
    staff.follows("Whether to assess")
    no = {"read": "The school’s own records", "reason": REASON}
    outcome = "No: we do not assess"
    deciding.prepares(staff, TO_ASSESS, limbs=("Yes", "Yes"), outcome=outcome, **no)
    staff.is_told("You said yes to both parts of the test, so the answer is yes")
    deciding.prepares(staff, TO_ASSESS, limbs=("Yes", "No"), outcome=outcome, **no)
    staff.sees(deciding.LETTER)
    deciding.cannot_send_without_a_block(staff, staff.running.instance)
    deciding.asks_for_sign_off(staff)


def reads_the_no(mother: Visitor, home: str) -> None:
    """Row D11: the alert says nothing; under Stages stand the outcome, the reason, the letter."""
    who = mother.running.cast["stranger"]
    letter = mother.running.letter(who["email"], ALERT)
    assert "Tilly" not in mother.running.mail.text(letter)
    mother.goes_to("/sign-in")
    accounts.signs_in(mother, who["email"], who["password"])
    mother.sees("My cases")
    mother.goes_to(home)
    mother.sees(f"EHC Assessment and Plan - {CHILD}")
    mother.reads(date_words(appeal_by(clock.today()).due_on))
    mother.reads("If you disagree: mediation and appeal, and until when")
    mother.follows("Stages")
    mother.sees("Stages")
    mother.follows("Decision to assess")
    mother.sees("Decision to assess")
    assert mother.fact("Decision") == "No: we do not make an assessment"
    assert mother.fact("Reason") == REASON
    kept = mother.downloads("Download Our decision about an assessment of Tilly Marsh")
    assert kept.path().read_bytes().startswith(b"%PDF")


def weighs(mother: Visitor, folder: Path) -> None:
    """Form 17: both windows with their rules, notes of her own, and the certificate."""
    today = clock.today()
    mother.follows("If you disagree: mediation and appeal, and until when")
    mother.sees(disagreeing.HERS)
    mother.reads(weekday_words(appeal_by(today).due_on))
    mother.unfolds("Why this date?")
    mother.reads("Rules 12 and 20")
    about = f"The decision not to assess, {date_words(today)}"
    disagreeing.keeps_notes(mother, today, about, appeal_by(today, today).due_on)
    disagreeing.shares_the_certificate(mother, report(folder, "certificate.pdf"))


def appeals(staff: Visitor, case: str) -> None:
    """The council writes down what it hears, and reads of her notes nothing."""
    about = f"The decision not to assess, {date_words(clock.today())}"
    disagreeing.begins(staff, case, CHILD, "Mediation", about)
    staff.reads_nothing_of(disagreeing.SECRET)
    disagreeing.happened(
        staff,
        "The family called the mediation adviser",
        "The family does not want mediation",
    )
    paper = f"Mediation certificate, {date_words(clock.today())}"
    disagreeing.happened(staff, "The mediation certificate was given", paper=paper)
    disagreeing.begins(staff, case, CHILD, "Appeal to the Tribunal", about)
    disagreeing.happened(staff, "The council answered the Tribunal")
    disagreeing.happened(staff, "The Tribunal made an order", must="Assess the child")
    staff.goes_to(f"{case}/proceedings")
    for each in (ORDER_ASSESS, ORDER_NO_PLAN, ORDER_ASSESSED_PLAN):
        staff.reads(weekday_words(due(each, clock.today()).due_on))


def follows_the_order(mother: Visitor, home: str) -> None:
    """The days of the order: on the dashboard, among the dates and in the calendar file."""
    days = [due(each, clock.today()).due_on for each in ORDERED]
    mother.goes_to(home)
    mother.sees(f"EHC Assessment and Plan - {CHILD}")
    mother.reads(date_words(days[0]))
    mother.goes_to(f"{home}/dates")
    mother.sees("EHC Process Dates")
    for each in days:
        mother.reads(weekday_words(each))
    file = mother.downloads("Save these dates as a calendar file").path().read_text("utf-8")
    for each in days:
        assert f"DTSTART;VALUE=DATE:{each:%Y%m%d}" in file


ORDERED = (ORDER_ASSESS, ORDER_NO_PLAN, ORDER_ASSESSED_PLAN)


def does_what_was_ordered(staff: Visitor, colleague: Visitor, case: str) -> None:
    """The page of the case names what the order demands, and leads to it."""
    staff.goes_to(case)
    staff.reads("Say that the assessment begins, after the order")
    staff.follows("Record the decision")
    staff.follows("Whether to assess")
    yes = {"read": "The Tribunal’s order", "reason": "The Tribunal ordered it."}
    deciding.prepares(staff, TO_ASSESS, limbs=("Yes", "Yes"), outcome="Yes: we assess", **yes)
    deciding.asks_for_sign_off(staff)
    deciding.signs_off(colleague, case, CHILD)
    staff.goes_to(f"{case}/proceedings")
    staff.reads(f"done on {weekday_words(clock.today())}")


def test_a_refusal_to_make_a_plan_is_conceded_and_the_plan_is_due(
    desktop: Visitor, colleague: Visitor, inside: Inside
) -> None:
    case = assessed(inside)
    signs_in(desktop, "caseworker")
    signs_in(colleague, "manager")
    desktop.goes_to(f"{case}/decisions/issue")
    no = {"read": "Every report", "reason": "School can give this help now."}
    outcome = "No: we do not make a plan"
    deciding.prepares(desktop, TO_ISSUE, limbs=("Yes", "No"), outcome=outcome, **no)
    deciding.asks_for_sign_off(desktop)
    health = "Brookshire Health Board, High Street 1"
    ticks = "It also goes by post"
    deciding.signs_off(colleague, case, "Otis Vale", ticks=ticks, health=health)
    about = f"The decision not to make a plan, {date_words(clock.today())}"
    disagreeing.begins(desktop, case, "Otis Vale", "Appeal to the Tribunal", about)
    disagreeing.happened(desktop, "The council changed its mind", must="Make and keep a plan")
    desktop.goes_to(case)
    desktop.sees("Vale, Otis")
    desktop.reads("Send the draft plan, after the order")
    for each in (ORDER_DRAFT, ORDER_PLAN):
        desktop.reads(date_words(due(each, clock.today()).due_on))


def assessed(inside: Inside) -> str:
    """Make a case in which all the advice is in; return its address for staff."""
    with inside.app.extensions["database"].unit() as session:
        email = inside.running.cast["caseworker"]["email"]
        worker = session.exec(select(Account).where(col(Account.email) == email)).one()
        child = factories.person(session, "Otis", "Vale")
        case = factories.case(session, child, opened=90, coordinator=worker)
        factories.request(session, forename="Otis", surname="Vale", received=90, joined_to=case)
        factories.decision(session, case, DecisionKind.ASSESS, Outcome.YES, ago=60)
        factories.advice(session, case, asked=59, received=20)
        return f"/council/cases/{case.id}"

"""Rows C01, C03, S02, S04 to S07, U04, U13, W11: from a request to a plan that a review amends.

Four people side by side, each in a browser of their own: the mother on her phone, the SENCo, the
psychologist and the caseworker at desks. A year passes, and each of them does what the portal says.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from tests.e2e import later
from tests.e2e.calendar import Calendar
from tests.e2e.conftest import DESKTOP, PHONE, SCRIPTS_FIRST, open_context
from tests.e2e.inside import Inside
from tests.e2e.portal import Running
from tests.e2e.steps import (
    advising,
    asking,
    beginning,
    consulting,
    plan_reading,
    plan_writing,
    reviewing,
    school_request,
)
from tests.e2e.steps.four import Four
from tests.e2e.steps.papers import report
from tests.e2e.steps.visitor import Visitor

TIME_PASSES = True
pytestmark = [
    pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True),
    pytest.mark.full,
]
"""It takes two minutes in each pair, so it is left to ``make test-all``."""

SCHOOL = "Millbrook Primary School"
STEP = "A decision or important step on the EHC Portal"


@pytest.fixture
def four(browser: Browser, running: Running, inside: Inside) -> Iterator[Four]:
    """The four of them, and the calendar on the wall."""
    sizes = (PHONE, DESKTOP, DESKTOP, DESKTOP)
    windows = [Visitor(running, open_context(browser, running, size)) for size in sizes]
    with later.ahead(running.instance):
        yield Four(*windows, Calendar(inside))
        for each in windows:
            each.leaves()


def test_four_people_go_from_a_request_to_a_plan_that_a_review_amends(
    four: Four, tmp_path: Path
) -> None:
    the_school_asks_and_the_family_is_let_in(four, tmp_path)
    the_council_decides_and_asks_for_advice(four)
    the_advice_comes(four)
    the_draft_is_written_and_sent(four)
    the_mother_comments(four)
    the_school_is_asked_and_the_comments_are_answered(four)
    the_final_plan_goes_out(four)
    the_mother_reads_the_plan(four)
    the_review_is_prepared(four)
    the_meeting_is_held_and_the_plan_is_to_change(four)
    the_changes_become_the_plan(four)


def the_school_asks_and_the_family_is_let_in(four: Four, folder: Path) -> None:
    """Row S04: the six weeks begin; rows C01, W01 to W05, D10 and S03: the family is there."""
    by = due(law.DECISION_TO_ASSESS, clock.today()).due_on
    four.comes("senco", "/settings")
    school_request.fills_everything(four.senco, report(folder, "Support plan.pdf"))
    school_request.submits(four.senco)
    four.senco.reads(weekday_words(by))
    beginning.takes_up(four)
    beginning.comes_in(four)
    four.mother.reads(weekday_words(by))
    beginning.reads_what_the_school_wrote(four.mother)
    beginning.writes_down_his_words(four)


def the_council_decides_and_asks_for_advice(four: Four) -> None:
    """Two weeks later: both limbs of the test, the letter, and the advisers of regulation 6."""
    four.calendar.passes(14)
    yes = "Yes: we assess"
    asking.decides(four, asking.TO_ASSESS, "Whether to assess", yes, asking.WHY_ASSESS)
    is_told(four, STEP, 1)
    asking.asks_whom_the_law_names(four)


def the_advice_comes(four: Four) -> None:
    """Row S02: two write in form 9, two by post; then the council decides to make a plan."""
    four.calendar.passes(21)
    four.mother.running.letter(at("contributor", four), "We are waiting for your advice")
    psychologist, school = advising.OF_PSYCHOLOGIST, advising.OF_SCHOOL
    four.comes("adviser", "/advice")
    four.adviser.sees("My requests for advice")
    four.adviser.follows(f"{four.child} Educational psychologist")
    four.adviser.sees(f"Advice about {four.child}")
    advising.writes(four.adviser, school_request.CHILD, psychologist)
    advising.sends(four.adviser, school_request.CHILD, psychologist)
    four.comes("senco", "/settings")
    four.senco.follows("My cases in progress")
    four.senco.sees("My cases in progress", examined=False)
    four.senco.follows(re.compile("^Give advice"))
    four.senco.sees(f"Advice about {four.child}")
    advising.writes(four.senco, school_request.CHILD, school)
    advising.sends(four.senco, school_request.CHILD, school)
    asking.takes_the_advice_in(four)
    yes = "Yes: we make a plan"
    asking.decides(four, asking.TO_ISSUE, "Whether to make a plan", yes, asking.WHY_ISSUE)


def the_draft_is_written_and_sent(four: Four) -> None:
    """Passages keep their source, section A his own words, and section I is empty."""
    plan_writing.begins(four)
    plan_writing.draws_from(four, "Educational psychologist")
    plan_writing.draws_from(four, "Head teacher or SENCo")
    plan_writing.takes_over_his_words(four, beginning.HIS_WORDS)
    plan_writing.lists_the_advice(four)
    plan_writing.completes(four, "F1", ("B1", "E1"))
    plan_writing.completes(four, "F2", ("B2", "E2"))
    plan_writing.serves(four)
    four.caseworker.sees("Version 1 of the plan")


def the_mother_comments(four: Four) -> None:
    """Rows S06, U13 and W11: on any line, with words of her own, and where he is to learn."""
    mother, until = four.mother, due(law.COMMENTS, clock.today()).due_on
    is_told(four, STEP, 3)
    four.calendar.passes(3)
    four.mother_comes(four.family)
    mother.sees(f"EHC Assessment and Plan - {four.child}")
    mother.reads(weekday_words(until))
    mother.presses("Read the plan")
    mother.sees("The plan")
    mother.reads(beginning.HIS_WORDS)
    missing = ("Something is missing", "It does not say that he is alone with the teacher.")
    plan_reading.comments(mother, "F1", *missing, plan_reading.BETTER)
    plan_reading.comments(mother, "B1", "I agree")
    plan_reading.comments(mother, "F2", "It is wrong", "He never asks. Somebody has to see it.")
    mother.follows("Your comments")
    mother.sees(plan_reading.COMMENTS)
    plan_reading.wants_him_to_stay(mother, school_request.CHILD)
    mother.goes_to(f"{four.family}/plan/comments")
    plan_reading.sends_her_comments(mother)


def the_school_is_asked_and_the_comments_are_answered(four: Four) -> None:
    """Form 19 with its legal ground; every comment gets an answer with a reason."""
    staff = four.caseworker
    consulting.asks(four)
    four.calendar.passes(1)
    consulting.answers_no(four)
    opens_the_comments(four)
    consulting.answers(four, "the comment on F1", "Yes", "He is alone with the teacher.")
    consulting.answers(four, "the comment on F2", "Yes", "An adult watches for it.")
    consulting.answers(four, "what is said of the whole", "Yes", "Mark Reyes calls you.")
    staff.reads("Every comment has an answer")


def opens_the_comments(four: Four) -> None:
    asking.opens_the_case(four)
    four.caseworker.presses("Read the comments")
    four.caseworker.sees(plan_reading.COMMENTS)


def the_final_plan_goes_out(four: Four) -> None:
    """The gate: a setting is named that the family asked for, each difference has its cause."""
    staff = four.caseworker
    four.calendar.passes(12)
    asking.opens_the_case(four)
    staff.presses("Write the final plan")
    staff.presses("Begin Final plan")
    staff.sees(plan_writing.plan_of(four), examined=False)
    plan_writing.changes(four, "F1", plan_reading.BETTER)
    plan_writing.changes(four, "F2", "A quiet place, and an adult who sees when he needs a rest.")
    check_and_send(four)
    staff.reads("It cannot go out yet")
    staff.reads(re.compile(f"The family asked for {SCHOOL}"))
    staff.reads(re.compile("The family asked in time for 1 meeting"))
    consulting.met(four, clock.today() - timedelta(days=3), "She is glad that he stays.")
    plan_writing.names(four, SCHOOL)
    check_and_send(four)
    expect(staff.page.get_by_text("It cannot go out yet")).to_have_count(0)
    issues(four, "Version 2 of the plan")


def check_and_send(four: Four) -> None:
    four.caseworker.goes_to(f"{four.council}/plan")
    four.caseworker.presses("Check and send")
    four.caseworker.sees("Send the final plan")


def issues(four: Four, heading: str) -> None:
    staff = four.caseworker
    staff.presses("Send it now")
    staff.is_told("Say how the health body gets the plan")
    staff.types("How does the health body get the plan?", "By secure e-mail")
    staff.presses("Send it now")
    staff.sees(heading)


def the_mother_reads_the_plan(four: Four) -> None:
    """Row U13: section by section and online first; then what changed since the draft."""
    mother = four.mother
    is_told(four, STEP, 4)
    four.mother_comes(four.family)
    mother.sees(f"EHC Assessment and Plan - {four.child}")
    mother.presses("Read the plan")
    mother.sees("The plan")
    mother.reads(plan_reading.BETTER)
    mother.reads(SCHOOL)
    mother.follows("What changed in version 2")
    mother.sees("What changed in the plan")
    expect(mother.page.get_by_role("main")).to_contain_text("alone with a teacher,")


def the_review_is_prepared(four: Four) -> None:
    """Row S07: invitations, another hour, views and advice, and all of it sent round in time."""
    four.calendar.passes(290)
    day = clock.today() + timedelta(days=28)
    reviewing.sets_the_day(four, day)
    four.calendar.passes(1)
    four.mother.running.letter(at("stranger", four), "News for you on the EHC Portal")
    four.mother_comes(four.family)
    four.mother.sees(f"EHC Assessment and Plan - {four.child}")
    reviewing.wants_another_hour(four)
    reviewing.writes_her_views(four.mother)
    reviewing.moves_the_hour(four)
    reviewing.cannot_come_but_writes(four)
    reviewing.comes_and_sends_the_papers_round(four)
    reviewing.reads_and_comes(four, day)


def the_meeting_is_held_and_the_plan_is_to_change(four: Four) -> None:
    """The report within two weeks, the decision within four."""
    held = clock.today() + timedelta(days=27)
    four.calendar.passes(29)
    reviewing.says_it_was_held(four)
    reviewing.reports(four, held)
    reviewing.decides_to_amend(four)


def the_changes_become_the_plan(four: Four) -> None:
    """The notice with the changes themselves, her days to comment, and the changed plan."""
    staff, mother = four.caseworker, four.mother
    until = due(law.AMENDMENT_COMMENTS, clock.today()).due_on
    staff.presses("Begin Proposed changes")
    staff.sees(plan_writing.plan_of(four), examined=False)
    plan_writing.takes_over_the_change(four, "F1", reviewing.BUSES)
    plan_writing.serves(four)
    staff.sees("Version 3 of the plan")
    four.calendar.passes(2)
    four.mother_comes(four.family)
    mother.sees(f"EHC Assessment and Plan - {four.child}")
    mother.reads(weekday_words(until))
    mother.presses("Read the plan")
    mother.sees("The plan")
    mother.follows("Your comments")
    mother.sees(plan_reading.COMMENTS)
    mother.ticks("I accept the plan as it is")
    mother.presses("Send to the council")
    mother.sees(plan_reading.COMMENTS)
    asking.opens_the_case(four)
    staff.reads("Send the changed plan")
    staff.presses("Write the changed plan")
    staff.presses("Begin Changed plan")
    check_and_send(four)
    issues(four, "Version 4 of the plan")
    mother.goes_to(f"{four.family}/plan")
    mother.sees("The plan")
    mother.reads(f"Changed plan, version 4. Sent on {weekday_words(clock.today())}.")
    mother.reads(reviewing.BUSES)
    four.comes("senco", "/settings")
    four.comes("senco", f"/settings/pupils/{four.case_id}/plan")
    four.senco.reads(reviewing.BUSES)


def is_told(four: Four, subject: str, times: int) -> None:
    """Wait until the mother has had so many letters, none of which says whom it is about."""
    running, address = four.mother.running, at("stranger", four)
    letters = running.until(
        lambda: found if len(found := sent(running, address, subject)) >= times else None,
        f"{times} letters to {address}: {subject}",
    )
    for each in letters:
        assert school_request.CHILD not in each


def sent(running: Running, address: str, subject: str) -> list[str]:
    mail = running.mail
    return [mail.text(each) for each in mail.to(address) if each["Subject"] == subject]


def at(key: str, four: Four) -> str:
    return str(four.mother.running.cast[key]["email"])

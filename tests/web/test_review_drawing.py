"""What was written for a review is drawn into the amendment, and keeps where it came from."""

import re

import pytest
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.forms.fields import planned
from ehcportal.models.plan import PlanVersion
from ehcportal.queries import plans
from ehcportal.queries.plans import Whole
from ehcportal.security.audit import SYSTEM
from ehcportal.services.plans import versions, writing
from ehcportal.services.plans.writing import Desk, Words
from tests import planning, schools
from tests.reviewing import Reviewing
from tests.web import test_review_forms

school, reviewing = schools.school, test_review_forms.reviewing

F1 = "Reading lessons in a pair.\nHow often: once a week"
ADVICE = "Advice"
E1 = "Maya reads twenty words.\nBy when: 31 July 2027"
PROPOSALS = [
    {**planned.row("f1", "F1", "F", F1), "proposed": F1.replace("once", "twice"), "why": "Slow"},
    {**planned.row("e1", "E1", "E", E1), "out": ["out"]},
    {"section": "B", "proposed": "Maya is afraid of loud rooms."},
]
FORM = re.compile(r'action="([^"]*/change)".*?name="_version" value="(\d+)".*?value="(\d+)"', re.S)


@pytest.fixture
def amending(reviewing: Reviewing) -> Reviewing:
    """The report and all views have come, and the amendment has begun."""
    reviewing.write("senco", "review-report", proposals=PROPOSALS, recommendation="amend")
    reviewing.write(
        "parent", "review-parent-views", went_well="She loves books", not_for_the_meeting="Secret"
    )
    reviewing.write("stranger", "review-child-views", good="Art", share="council")
    with reviewing.school.unit() as session:
        versions.begin(session, SYSTEM, reviewing.case_id, PlanKind.AMENDMENT)
    return reviewing


def plan(amending: Reviewing, page: str = "") -> str:
    return f"/council/cases/{amending.case_id}/plan{page}"


def written(amending: Reviewing, role: str) -> str:
    """Return the address of one paper of the review among what can be drawn from."""
    listed = amending.read("caseworker", plan(amending, "/advice"))
    found = re.search(rf'href="([^"]*)">{role}</a>', listed)
    assert found, listed
    return found.group(1)


def whole(amending: Reviewing) -> Whole:
    database: Database = amending.school.app.extensions["database"]
    with database.reading() as session:
        being = plans.being_written(session, amending.case_id)
        assert being
        return plans.of_head(session, being)


def change(amending: Reviewing, number: str, text: str = "") -> tuple[str, dict[str, str]]:
    """Return where the change of a line is taken over, and what the button sends."""
    page = text or amending.read("caseworker", written(amending, "Report of the meeting"))
    article = page.partition(f'aria-label="Line {number}"')[2].partition("</article>")[0]
    found = FORM.search(article)
    assert found, page
    return found.group(1), {"_version": found.group(2), "pick": found.group(3)}


def test_a_proposed_change_is_taken_into_its_line_in_one_press(amending: Reviewing) -> None:
    path, sent = change(amending, "F1")
    assert amending.cast["caseworker"].post(path, sent).status_code == 303
    after = whole(amending)
    line = after.line("f1")
    assert line is not None
    assert (line.text, line.details) == (
        "Reading lessons in a pair.",
        {"how_often": "twice a week"},
    )
    assert [each.role for each in after.sources_of("f1")] == ["Report of the meeting"]
    page = amending.read("caseworker", written(amending, "Report of the meeting"))
    assert "The line says this already." in page


def test_what_an_adviser_proposes_is_taken_into_its_line_with_its_source(
    amending: Reviewing,
) -> None:
    """Form 14 changes lines as the report does, and an old one still proposes new lines."""
    changed = {**planned.row("f1", "F1", "F", F1), "words": "Reading lessons alone."}
    new = {"section": "F", "words": "A quiet room."}
    amending.write("contributor", "review-advice", proposals=[changed, new])
    page = amending.read("caseworker", written(amending, ADVICE))
    assert "A quiet room." in page
    path, sent = change(amending, "F1", page)
    assert amending.cast["caseworker"].post(path, sent).status_code == 303
    after = whole(amending)
    line = after.line("f1")
    assert line is not None
    assert line.text == "Reading lessons alone."
    assert [each.role for each in after.sources_of("f1")] == [ADVICE]


def test_a_line_is_taken_out_and_a_new_one_put_where_the_school_wants_it(
    amending: Reviewing,
) -> None:
    path, sent = change(amending, "E1")
    assert amending.cast["caseworker"].post(path, sent).status_code == 303
    report = written(amending, "Report of the meeting")
    text = amending.read("caseworker", report)
    number = re.search(r'value="(\d+)"><label[^>]*>(?:(?!<label).)*?loud rooms', text, re.S)
    assert number
    picked = {"of": whole(amending).head.id, "into": "sorted", "pick": number.group(1)}
    assert amending.cast["caseworker"].post(report, picked).status_code == 303
    after = whole(amending)
    assert after.line("e1") is None
    assert [each.text for each in after.section("B")][-1] == "Maya is afraid of loud rooms."


def test_who_takes_over_a_change_never_overwrites_what_a_colleague_wrote(
    amending: Reviewing,
) -> None:
    path, sent = change(amending, "F1")
    with amending.school.unit() as session:
        version = session.exec(
            select(PlanVersion).where(PlanVersion.kind == PlanKind.AMENDMENT)
        ).one()
        desk = Desk(SYSTEM, amending.case_id, version.id)
        line = writing.locked_line(session, desk, "f1")
        writing.change(session, desk, "f1", line.version, Words("Reading with a dog."))
    answer = amending.cast["caseworker"].post(path, sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed line F1 meanwhile" in page
    assert "dog." in page, "what it says now stands beside what is proposed"
    now = whole(amending).line("f1")
    assert now is not None
    assert now.text == "Reading with a dog."
    again = amending.cast["caseworker"].post(*change(amending, "F1", page))
    assert again.status_code == 303


def test_a_change_that_comes_too_late_is_shown_and_not_lost(amending: Reviewing) -> None:
    """The version was sent meanwhile: it changes no more, and the words wait for the next one."""
    path, sent = change(amending, "F1")
    with amending.school.unit() as session:
        planning.serve(session, whole(amending).head.id)
    answer = amending.cast["caseworker"].post(path, sent)
    assert answer.status_code == 409
    assert "How often: twice a week" in answer.get_data(as_text=True)


def test_views_can_be_drawn_into_section_a_and_what_is_withheld_cannot(
    amending: Reviewing,
) -> None:
    views = written(amending, "Views of a parent or carer")
    text = amending.read("caseworker", views)
    assert "Secret" not in text, "only the council may read it, and the plan goes to others"
    number = re.search(r'name="pick" type="checkbox" value="(\d+)"', text)
    assert number
    picked = {"of": whole(amending).head.id, "into": "A", "pick": number.group(1)}
    assert amending.cast["caseworker"].post(views, picked).status_code == 303
    (line,) = whole(amending).section("A")
    assert "She loves books" in line.text
    listed = amending.read("caseworker", plan(amending, "/advice"))
    assert "It is not for everybody to read, so it cannot stand in the plan." in listed
    assert ">Views of the child or young person</a>" not in listed

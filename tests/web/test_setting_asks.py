"""A school asks for a new assessment or an early review of its pupil's plan (Act s44(2))."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import endlaw
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.lookagain import AskAnswer, AskedBy, AskedFor
from ehcportal.jobs import archiving
from ehcportal.models.alert import Alert
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.ending import AskAgain
from ehcportal.models.person import Person
from ehcportal.models.setting import SettingMembership
from ehcportal.policy import Action
from ehcportal.portal import Portal
from tests import factories
from tests.browser import sentence_at
from tests.cast import Player
from tests.paper import Fields, Sheet, asked_on, open_sheet, press_submit
from tests.schools import School, school  # noqa: F401

ANSWERS: Fields = {
    "asked_for": "reassessment",
    "changed": "Fits came back in school",
    "family_knows": "yes",
    "agreement": "agree",
    "safety": "Only for staff: osprey",
    "declaration": "yes",
}


@pytest.fixture
def planned(school: School) -> School:  # noqa: F811
    with school.unit() as session:
        case = session.get_one(Case, school.case)
        factories.plan(session, case, (PlanKind.DRAFT, 29), (PlanKind.FINAL, 25))
    return school


def form_of(school: School) -> str:  # noqa: F811
    return f"/forms/setting-early-review-request?case={school.case}"


def confirm(player: Player, path: str, answers: Fields = ANSWERS) -> Sheet:
    sheet = open_sheet(player, path).go("next")
    while not sheet.path.endswith("/submit"):
        sheet = sheet.go("next", asked_on(sheet, answers))
    return sheet.go("submit", asked_on(sheet, answers))


def test_what_a_school_asks_for_runs_its_fifteen_days_and_everybody_hears(planned: School) -> None:
    helen = planned.cast["senco"]
    assert form_of(planned) in helen.get(planned.pupils()).text
    assert form_of(planned) in helen.get(planned.pupil()).text

    thanks = press_submit(confirm(helen, form_of(planned)))

    answer_by = weekday_words(due(endlaw.REASSESSMENT_ANSWER, clock.today()).due_on)
    for words in ("Thank you", "What you asked for", answer_by):
        assert words in thanks.text, words
    with planned.unit() as session:
        row = session.exec(select(AskAgain)).one()
        assert (row.asked_by, row.asked_for) == (AskedBy.SETTING, AskedFor.REASSESSMENT)
        assert (row.case_id, row.asked_on) == (planned.case, clock.today())
        assert session.exec(select(CaseClock).where(CaseClock.about == row.id)).all()
    timeline = planned.cast["parent"].get(f"/cases/{planned.case}/timeline").text
    assert "asked us for a new assessment or an early review" in timeline
    with planned.unit() as session:
        told = session.exec(select(Alert.account_id)).all()
        assert planned.cast.accounts["parent"].id in told
    staff = planned.cast["caseworker"].get(f"/council/cases/{planned.case}/asks").text
    assert "Fits came back in school" in staff
    assert "The school, college or nursery" in staff
    assert "Ask for a New Assessment" in helen.get("/forms/sent").text


def test_the_school_reads_the_answer_and_is_told_of_it(planned: School) -> None:
    helen = planned.cast["senco"]
    press_submit(confirm(helen, form_of(planned)))
    with planned.unit() as session:
        row = session.exec(select(AskAgain)).one()
        ask_id, version = row.id, session.get_one(Case, planned.case).version
    page = f"/council/cases/{planned.case}/asks/{ask_id}"
    staff = planned.cast["caseworker"]
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', staff.get(page).text))
    boxes = dict.fromkeys(re.findall(r'name="(to-\w+)"', staff.get(page).text), "yes")
    given = {**hidden, **boxes, "answer": AskAnswer.REFUSED_NOT_NEEDED,
             "reason": "It is met by what she has",
             "evidence": "The report", "_version": str(version)}  # fmt: skip
    done = staff.post(page, given)
    assert done.status_code == 303, done.text
    page = helen.get(planned.pupil()).text
    assert "No new assessment: it is not needed" in page
    assert "It is met by what she has" in page, "the reasons are for whoever asked, too"


def test_reasons_that_were_written_for_the_family_alone_stay_with_it(planned: School) -> None:
    press_submit(confirm(planned.cast["senco"], form_of(planned)))
    with planned.unit() as session:
        row = session.exec(select(AskAgain)).one()
        row.answer, row.answered_on = AskAnswer.REFUSED_NOT_NEEDED, clock.today()
        row.reason = "Her father is ill"
    assert "father is ill" not in planned.cast["senco"].get(planned.pupil()).text


def test_the_family_reads_what_the_school_wrote_and_takes_it_along(planned: School) -> None:
    press_submit(confirm(planned.cast["senco"], form_of(planned)))
    parent, page = planned.cast["parent"], family_page(planned)

    assert page in parent.get(f"/cases/{planned.case}/request").text
    read = parent.get(page).text
    assert "Fits came back in school" in read
    assert "osprey" not in read, "what is about safety is for the council alone"
    with planned.unit() as session:
        looked = select(ReadRecord).where(ReadRecord.action == Action.READ_ASK)
        assert session.exec(looked).one().account_id == planned.cast.accounts["parent"].id
    assert any("Sent by the school or college" in each for each in taken_along(planned))
    for who in ("stranger", "contributor", "other_senco"):
        assert planned.cast[who].get(page).status_code == 404, who
    with planned.unit() as session:
        session.get_one(Person, planned.maya).protected = True
    assert parent.get(page).status_code == 404, "it can say where she is"
    assert "asked for since" not in parent.get(f"/cases/{planned.case}/request").text
    assert not any("Sent by the school" in each for each in taken_along(planned))


def test_staff_withhold_it_and_an_archive_that_holds_it_is_gone(planned: School) -> None:
    press_submit(confirm(planned.cast["senco"], form_of(planned)))
    parent, page = planned.cast["parent"], family_page(planned)
    taken_along(planned)
    staff, reading = planned.cast["caseworker"], f"/council{page}/reading"
    assert sentence_at(staff.post(reading, {"may_read": "no"}), "reason")
    assert staff.post(reading, {"may_read": "no", "reason": "It names a sister"}).status_code == 303

    assert parent.get(page).status_code == 404
    assert "Download the archive" not in parent.get(f"/cases/{planned.case}/archive").text
    assert "sister" not in parent.get(f"/cases/{planned.case}/timeline").text
    assert "It names a sister" in staff.get(f"/council/cases/{planned.case}/asks").text
    staff.post(reading, {"may_read": "yes"})
    assert parent.get(page).status_code == 200


def test_what_the_family_does_not_know_of_waits_until_staff_open_it(planned: School) -> None:
    why = {"family_knows": "no", "why_not_told": "He finds the osprey"}
    press_submit(confirm(planned.cast["senco"], form_of(planned), {**ANSWERS, **why}))
    parent, page = planned.cast["parent"], family_page(planned)
    assert parent.get(page).status_code == 404
    planned.cast["caseworker"].post(f"/council{page}/reading", {"may_read": "yes"})
    assert "osprey" not in parent.get(page).text


def family_page(planned: School) -> str:
    with planned.unit() as session:
        return f"/cases/{planned.case}/asks/{session.exec(select(AskAgain.id)).one()}"


def taken_along(planned: School) -> list[str]:
    """Return the names of what is in the archive of the mother."""
    page = f"/cases/{planned.case}/archive"
    assert planned.cast["parent"].post(page).status_code == 303
    archiving.make_archives(Portal.of(planned.app.extensions))
    link = re.search(r'href="(\S+/file)"', planned.cast["parent"].get(page).text)
    assert link is not None
    with planned.cast["parent"].get(link[1]) as answer:
        return ZipFile(BytesIO(answer.data)).namelist()


@pytest.mark.parametrize("who", ["other_senco", "head", "parent", "contributor", "caseworker"])
def test_only_a_senco_of_the_pupil_s_school_asks_for_it(planned: School, who: str) -> None:
    assert planned.cast[who].get(form_of(planned)).status_code == 404


def test_without_a_plan_there_is_nothing_to_look_at_again(school: School) -> None:  # noqa: F811
    helen = school.cast["senco"]
    assert form_of(school) not in helen.get(school.pupil()).text
    assert helen.get(form_of(school)).status_code == 404


def test_who_left_the_school_meanwhile_does_not_ask_in_its_name(planned: School) -> None:
    helen = planned.cast["senco"]
    last = confirm(helen, form_of(planned))
    with planned.unit() as session:
        post = session.get_one(SettingMembership, planned.senco)
        post.from_on = post.to_on = factories.days_ago(30)
    form = last.soup.select_one("form.confirm")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    assert helen.client.post(str(form["action"]), data=fields).status_code == 404
    with planned.unit() as session:
        assert session.exec(select(AskAgain)).all() == []

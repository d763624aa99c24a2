"""A school asks for a new assessment or an early review of its pupil's plan (Act s44(2))."""

import re

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import endlaw
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.lookagain import AskAnswer, AskedBy, AskedFor
from ehcportal.models.alert import Alert
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.ending import AskAgain
from ehcportal.models.setting import SettingMembership
from tests import factories
from tests.cast import Player
from tests.paper import Fields, Sheet, asked_on, open_sheet, press_submit
from tests.schools import School, school  # noqa: F401

ANSWERS: Fields = {
    "asked_for": "reassessment",
    "changed": "Fits came back in school",
    "family_knows": "yes",
    "agreement": "agree",
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


def confirm(player: Player, path: str) -> Sheet:
    sheet = open_sheet(player, path).go("next")
    while not sheet.path.endswith("/submit"):
        sheet = sheet.go("next", asked_on(sheet, ANSWERS))
    return sheet.go("submit", asked_on(sheet, ANSWERS))


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
    given = {**hidden, **boxes, "answer": AskAnswer.REFUSED_NOT_NEEDED, "reason": "It is met",
             "evidence": "The report", "_version": str(version)}  # fmt: skip
    done = staff.post(page, given)
    assert done.status_code == 303, done.text
    assert "No new assessment: it is not needed" in helen.get(planned.pupil()).text


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

"""A school asks for an assessment; a professional brings a child to notice (S04, D10, Act s36)."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import Source, StartReason
from ehcportal.models.request import Request
from ehcportal.models.setting import SettingMembership
from tests.browser import sentence_at
from tests.cast import Player
from tests.paper import Fields, Sheet, asked_on, open_sheet, press_submit
from tests.schools import School, school  # noqa: F401

ANSWERS: Fields = {
    "child_name-first": "Tobi",
    "child_name-last": "Wren",
    "birth_date-day": "3",
    "birth_date-month": "3",
    "birth_date-year": "2018",
    "family_knows": "yes",
    "told_on-day": "1",
    "told_on-month": "10",
    "told_on-year": "2026",
    "agreement": "disagree",
    "disagreement": "They would rather wait a term",
    "needs": "Reading is hard",
    "safety": "Only for staff: osprey",
    "why_plan": "More than we can give",
    "head_name": "Ada Finch",
    "head_agreed_on-day": "1",
    "head_agreed_on-month": "10",
    "head_agreed_on-year": "2026",
    "your_role": "Health visitor",
    "your_organisation": "Brookshire NHS",
    "declaration": "yes",
}


def fill(sheet: Sheet) -> Sheet:
    for _ in range(15):
        if sheet.path.endswith("/submit"):
            return sheet
        sheet = sheet.go("next", asked_on(sheet, ANSWERS))
    raise AssertionError(sheet.text)


def send(player: Player, path: str) -> Sheet:
    last = fill(open_sheet(player, path).go("next"))
    return press_submit(last.go("submit", asked_on(last, ANSWERS)))


WHOLE = ("known_as", "birth_date_estimated", "uln", "nhs_number", "gp", "year_group", "religion",
         "ethnic_group", "social_worker", "armed_forces", "senses", "attachments")  # fmt: skip


def test_the_form_of_a_school_asks_what_that_of_a_parent_asks(school: School) -> None:  # noqa: F811
    forms = school.app.extensions["forms"]
    form = next(each for each in forms if each.id == "setting-request")
    assert [each for each in WHOLE if form.question(each) is None] == []


def test_what_is_ticked_is_added_as_a_file(school: School) -> None:  # noqa: F811
    sheet = open_sheet(school.cast["senco"], form_of(school)).go("next")
    while not sheet.path.endswith("/attachments"):
        sheet = sheet.go("next", asked_on(sheet, ANSWERS))
    files = sheet.go("next", {"attachments": "provision_map"})
    assert "Provision map" in files.text
    assert "Support plans" not in files.text
    assert files.go("next").answer.status_code == 422, "the tick promises a file"


def form_of(school: School) -> str:  # noqa: F811
    return f"/forms/setting-request?setting={school.millbrook}"


def made(school: School) -> Request:  # noqa: F811
    with school.unit() as session:
        row = session.exec(select(Request).where(Request.child_forename == "Tobi")).one()
        session.expunge_all()
        return row


@pytest.fixture
def senco(school: School) -> Player:  # noqa: F811
    return school.cast["senco"]


def test_a_school_asks_and_sees_the_six_week_date_at_once(school: School, senco: Player) -> None:  # noqa: F811
    thanks = send(senco, form_of(school))
    last_day = weekday_words(due(law.DECISION_TO_ASSESS, clock.today()).due_on)
    assert last_day in thanks.text
    row = made(school)
    assert (row.source, row.setting_id) == (Source.SETTING, school.millbrook)
    assert (row.received_on, row.start_reason) == (clock.today(), StartReason.REQUEST)
    tray = senco.get(school.pupils()).text
    assert "Tobi Wren" in tray
    assert last_day in tray
    other = school.cast["other_senco"].get(f"/settings/{school.northbrook}/pupils").text
    assert "Tobi" not in other


@pytest.mark.parametrize("who", ["other_senco", "head", "parent", "contributor", "stranger"])
def test_only_a_senco_asks_in_the_name_of_a_school(school: School, who: str) -> None:  # noqa: F811
    assert school.cast[who].get(form_of(school)).status_code == 404
    assert school.cast[who].get("/forms/setting-request").status_code == 404


def test_who_left_the_school_meanwhile_cannot_ask_in_its_name(
    school: School,  # noqa: F811
    senco: Player,
) -> None:
    last = fill(open_sheet(senco, form_of(school)).go("next"))
    confirm = last.go("submit", asked_on(last, ANSWERS))
    with school.unit() as session:
        post = session.get_one(SettingMembership, school.senco)
        post.to_on = clock.today().replace(year=2020)
        post.from_on = post.to_on
    form = confirm.soup.select_one("form.confirm")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    assert senco.client.post(str(form["action"]), data=fields).status_code == 404
    with school.unit() as session:
        assert session.exec(select(Request).where(Request.child_forename == "Tobi")).all() == []


def test_a_notice_of_a_professional_starts_no_weeks(school: School) -> None:  # noqa: F811
    send(school.cast["contributor"], "/forms/professional-notice")
    row = made(school)
    assert (row.source, row.start_reason) == (Source.PROFESSIONAL, StartReason.NOTICE)
    assert row.setting_id is None


def joined(school: School) -> str:  # noqa: F811
    with school.unit() as session:
        row = session.exec(select(Request).where(Request.child_forename == "Tobi")).one()
        row.case_id = school.case
        return f"/cases/{school.case}/request/{row.submission_id}/additions"


def test_the_family_reads_it_and_comments_but_not_what_is_for_staff(
    school: School,  # noqa: F811
    senco: Player,
) -> None:
    send(senco, form_of(school))
    page, parent = joined(school), school.cast["parent"]
    assert page in parent.get(f"/cases/{school.case}/request").text
    read = parent.get(page).text
    assert "Reading is hard" in read
    assert "osprey" not in read
    said = "It is harder than that"
    words = {"whose": "own", "about": "needs", "words": said, "share": "case"}
    assert parent.post(page, words).status_code == 303
    assert "It is harder than that" in parent.get(page).text
    request_page = school.cast["caseworker"].get(f"/council/requests/{made(school).id}").text
    assert "It is harder than that" in request_page


def test_staff_withhold_it_with_a_reason(school: School, senco: Player) -> None:  # noqa: F811
    send(senco, form_of(school))
    page, parent = joined(school), school.cast["parent"]
    staff = school.cast["caseworker"]
    path = f"/council/requests/{made(school).id}/reading"
    assert sentence_at(staff.post(path, {"may_read": "no"}), "reason")
    assert staff.post(path, {"may_read": "no", "reason": "It names a sibling"}).status_code == 303
    assert parent.get(page).status_code == 404
    assert "osprey" not in parent.get(f"/cases/{school.case}/timeline").text
    assert "sibling" not in parent.get(f"/cases/{school.case}/timeline").text
    staff.post(path, {"may_read": "yes"})
    assert parent.get(page).status_code == 200


def test_staff_join_it_to_a_new_child_who_stands_in_the_school_s_tray_then(
    school: School,  # noqa: F811
    senco: Player,
) -> None:
    send(senco, form_of(school))
    staff, row = school.cast["caseworker"], made(school)
    page = staff.get(f"/council/requests/{row.id}").text
    assert "May the sender see the case?" not in page
    joined_now = staff.post(
        f"/council/requests/{row.id}/join",
        {
            "child": "new",
            "coordinator": school.cast.accounts["caseworker"].id,
            "_version": str(row.version),
        },
    )
    assert joined_now.status_code == 303, joined_now.text
    tray = senco.get(school.pupils()).text
    assert "Wren, Tobi" in tray
    assert "What you asked for" not in tray

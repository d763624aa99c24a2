"""Staff ask a family for a form; the family finds it, sends it, and it is done (rows U08, U09)."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import col, select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.jobs import chores
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.event import Event
from ehcportal.models.form import Draft, FormAssignment, Submission
from ehcportal.models.person import Relationship, RelationshipKind, View
from ehcportal.portal import Portal
from tests import factories, paper
from tests.cast import Cast, Player
from tests.letterbox import Letterbox
from tests.statements import statements
from tests.storage import samples

SUPPORTING = "parental-supporting-documents"


@dataclass
class Story:
    """A child of two separated parents, with a coordinator."""

    cast: Cast
    database: Database
    case_id: str

    @property
    def family_page(self) -> str:
        return f"/cases/{self.case_id}/to-complete"

    @property
    def staff_page(self) -> str:
        return f"/council/cases/{self.case_id}/forms"

    def id(self, key: str) -> str:
        account = self.cast.accounts[key]
        return account.id

    def ask(self, *keys: str, form: str = SUPPORTING, **more: str) -> TestResponse:
        ticked = {f"who-{self.id(key)}": "yes" for key in keys}
        return self.cast["caseworker"].post(self.staff_page, {"form_id": form, **ticked, **more})

    def page(self, key: str) -> BeautifulSoup:
        return BeautifulSoup(self.cast[key].get(self.family_page).data, "html.parser")

    def links(self, key: str, section: str) -> list[str]:
        found = self.page(key).select(f'section[aria-labelledby="{section}"] a')
        return [str(each["href"]) for each in found]


@pytest.fixture
def story(cast: Cast, database: Database) -> Story:
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        factories.relationship(session, who["second_parent"], child)
        factories.relationship(
            session, who["advocate"], child, kind=RelationshipKind.ADVOCATE, view=View.LIMITED
        )
        case = factories.case(session, child, opened=20, coordinator=who["caseworker"])
        return Story(cast, database, case.id)


def fill_supporting(player: Player, start: str) -> paper.Sheet:
    """Write, add a file, and stand on the last page."""
    sheet = paper.open_sheet(player, start)
    files = sheet.go("next", {"what_it_is": "A report from the hospital"})
    files = _with_file(files)
    return files.go("next")


def _with_file(sheet: paper.Sheet) -> paper.Sheet:
    data = {**sheet.fields, "files": paper.file(samples.pdf(), "report.pdf")}
    player = sheet.player
    answer = player.client.post(
        f"{sheet.path}/files/files", data=data, content_type="multipart/form-data"
    )
    return paper.open_sheet(player, answer.headers["Location"])


def send(sheet: paper.Sheet) -> TestResponse:
    confirm = sheet.go("submit")
    form = confirm.soup.select_one("form.confirm")
    assert form is not None, confirm.text
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    return sheet.player.client.post(str(form["action"]), data=fields)


def test_an_asked_form_is_found_filled_in_sent_and_done(story: Story, app: Flask) -> None:
    assert story.ask("parent", **due(2030)).status_code == 422
    assert story.ask("parent").status_code == 303
    parent = story.cast["parent"]
    (start,) = story.links("parent", "asked")
    last = fill_supporting(parent, start)
    assert "Submit Form" in last.text
    thanks = send(last)
    assert thanks.headers["Location"].startswith(story.family_page)
    page = parent.get(thanks.headers["Location"]).get_data(as_text=True)
    assert "We have your form: Parental Supporting Documents." in page
    assert story.links("parent", "asked") == []
    staff = story.cast["caseworker"].get(story.staff_page).get_data(as_text=True)
    assert "Read what" in staff
    assert "Take back" not in staff
    assert parent.get(start).status_code == 404
    inbox = Letterbox(app)
    chores.send_alerts(Portal.of(app.extensions))
    assert "alerts" not in inbox.templates(story.cast.accounts["parent"].email), "it was seen"
    assert "form_for_staff" in inbox.templates(story.cast.accounts["caseworker"].email)


def alerts_of(story: Story) -> list[tuple[AlertKind, str | None]]:
    with story.database.reading() as session:
        return list(session.exec(select(Alert.kind, Alert.act_by).order_by(col(Alert.made_at))))


@pytest.mark.parametrize(("due_in", "told"), [(9, []), (2, [2]), (-1, [None]), (-30, [])])
def test_who_was_asked_is_told_at_once_before_the_day_and_once_after_it(
    story: Story, app: Flask, due_in: int, told: list[int | None]
) -> None:
    story.ask("parent")
    day = clock.today() + timedelta(days=due_in)
    with story.database.unit() as session:
        row = session.exec(select(FormAssignment)).one()
        row.due_on, row.assigned_at = day, clock.now() - timedelta(days=40)
    for _ in range(2):
        chores.remind_of_forms(Portal.of(app.extensions))
    reminders = [None if each is None else day.isoformat() for each in told]
    assert alerts_of(story) == [(AlertKind.TO_COMPLETE, each) for each in (None, *reminders)]
    page = story.page("parent").get_text()
    assert ("Overdue: it was due on" in page) == (due_in < 0)
    home = story.cast["parent"].get(f"/cases/{story.case_id}").get_data(as_text=True)
    assert ("Overdue: due on" in home) == (due_in < 0)


def test_nobody_is_reminded_of_what_was_sent_taken_back_or_lies_behind_them(
    story: Story, app: Flask
) -> None:
    story.ask("parent", "second_parent")
    with story.database.unit() as session:
        for row in session.exec(select(FormAssignment)):
            row.due_on, row.assigned_at = clock.today(), clock.now() - timedelta(days=5)
        mine = session.exec(select(FormAssignment.id, FormAssignment.account_id)).all()
        of = Relationship.account_id == story.id("second_parent")
        session.exec(select(Relationship).where(of)).one().to_on = factories.days_ago(1)
    (ask,) = [each for each, account in mine if account == story.id("parent")]
    story.cast["caseworker"].post(f"{story.staff_page}/{ask}/cancel")
    chores.remind_of_forms(Portal.of(app.extensions))
    assert len(alerts_of(story)) == 2, "only the asks themselves"


def due(year: int) -> dict[str, str]:
    return {"due-day": "1", "due-month": "2", "due-year": str(year)}


def test_what_one_parent_is_asked_and_sends_is_not_the_others(story: Story) -> None:
    story.ask("parent")
    (start,) = story.links("parent", "asked")
    assert story.links("second_parent", "asked") == []
    assert story.cast["second_parent"].get(start).status_code == 404
    send(fill_supporting(story.cast["parent"], start))
    assert story.links("second_parent", "sent") == []
    timeline = story.cast["second_parent"].get(f"/cases/{story.case_id}/timeline")
    assert b"Parental Supporting Documents" not in timeline.data
    own = story.cast["parent"].get(f"/cases/{story.case_id}/timeline")
    assert b"We got your form: Parental Supporting Documents" in own.data
    (receipt,) = story.links("parent", "sent")
    assert story.cast["second_parent"].get(receipt).status_code == 404


def test_a_form_taken_back_is_gone_and_one_answered_stays(story: Story) -> None:
    story.ask("parent", "second_parent")
    (start,) = story.links("parent", "asked")
    (other,) = story.links("second_parent", "asked")
    with story.database.reading() as session:
        rows = {row.account_id: row.id for row in session.exec(select(FormAssignment))}
    staff = story.cast["caseworker"]
    assert staff.post(f"{story.staff_page}/{rows[story.id('parent')]}/cancel").status_code == 303
    assert story.links("parent", "asked") == []
    assert story.cast["parent"].get(start).status_code == 404
    send(fill_supporting(story.cast["second_parent"], other))
    answered = rows[story.id("second_parent")]
    assert staff.post(f"{story.staff_page}/{answered}/cancel").status_code == 404


def test_a_form_can_be_started_for_a_case_without_being_asked(story: Story) -> None:
    starts = story.links("parent", "start")
    assert any("parental-preference" in each for each in starts)
    start = next(each for each in starts if SUPPORTING in each)
    send(fill_supporting(story.cast["parent"], start))
    with story.database.reading() as session:
        (sent,) = session.exec(select(Submission.case_id, Submission.assignment_id)).all()
        lines = session.exec(select(Event.only_account_id).where(Event.kind == "form.received"))
        readers = list(lines)
    assert tuple(sent) == (story.case_id, None)
    assert readers == [story.id("parent")]


@pytest.mark.parametrize("who", ["stranger", "advocate", "senco"])
def test_nobody_begins_a_form_for_a_case_that_is_not_theirs(story: Story, who: str) -> None:
    player = story.cast[who]
    for path in (f"/forms/{SUPPORTING}?case={story.case_id}", f"/forms/{SUPPORTING}?assignment=x"):
        assert player.get(path).status_code == 404
        assert player.post(path, {"then": "next", "_idem": "a" * 26}).status_code == 404
    with story.database.reading() as session:
        assert session.exec(select(Draft)).all() == []


def test_a_form_of_a_case_leads_home_without_one(story: Story) -> None:
    assert story.cast["parent"].get(f"/forms/{SUPPORTING}").headers["Location"] == "/home"
    assert "/sign-in" in story.cast["nobody"].get(f"/forms/{SUPPORTING}").headers["Location"]


def test_a_form_is_not_sent_to_a_case_that_its_sender_may_not_see_any_more(story: Story) -> None:
    start = next(each for each in story.links("parent", "start") if SUPPORTING in each)
    last = fill_supporting(story.cast["parent"], start).go("submit")
    form = last.soup.select_one("form.confirm")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    with story.database.unit() as session:
        of = Relationship.account_id == story.id("parent")
        session.exec(select(Relationship).where(of)).one().to_on = factories.days_ago(1)
    answer = story.cast["parent"].client.post(str(form["action"]), data=fields)
    assert answer.status_code == 404
    with story.database.reading() as session:
        assert session.exec(select(Submission)).all() == []


def test_two_windows_with_the_same_ask_send_two_forms_and_one_answer(story: Story) -> None:
    story.ask("parent")
    (start,) = story.links("parent", "asked")
    first = fill_supporting(story.cast["parent"], start)
    typed = {"then": "save", "_idem": "b" * 26, "what_it_is": "The same"}
    story.cast["parent"].post(start, typed)
    with story.database.reading() as session:
        made = {row.id for row in session.exec(select(Draft))} - {paper.draft_id(first)}
    other = paper.open_sheet(story.cast["parent"], f"/forms/draft/{made.pop()}/documents")
    other = _with_file(other).go("next")
    assert send(first).status_code == 303
    assert send(other).status_code == 303
    with story.database.reading() as session:
        answers = [each.assignment_id for each in session.exec(select(Submission))]
    assert sorted(each is None for each in answers) == [False, True]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a form"),
        ({"form_id": SUPPORTING}, "Choose who is to fill it in"),
        ({"form_id": "access-request"}, "Choose a form"),
        ({"form_id": SUPPORTING, "due-day": "31", "due-month": "2"}, "Enter a day that is in"),
        ({"form_id": SUPPORTING, **due(2020)}, "Enter a day from today"),
    ],
)
def test_an_ask_that_is_not_whole_is_refused_with_what_is_missing(
    story: Story, sent: dict[str, str], said: str
) -> None:
    answer = story.cast["caseworker"].post(story.staff_page, sent)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_somebody_with_a_limited_view_cannot_be_asked(story: Story) -> None:
    assert story.ask("advocate").status_code == 400


def test_staff_read_what_was_sent_and_strangers_of_the_council_do_not(story: Story) -> None:
    start = next(each for each in story.links("parent", "start") if SUPPORTING in each)
    send(fill_supporting(story.cast["parent"], start))
    with story.database.reading() as session:
        sent = session.exec(select(Submission.id)).one()
    path = f"{story.staff_page}/sent/{sent}"
    page = story.cast["caseworker"].get(path).get_data(as_text=True)
    assert "A report from the hospital" in page
    assert "report.pdf" in page
    assert story.cast["parent"].get(path).status_code == 404
    elsewhere = path.replace(story.case_id, "a" * 26)
    assert story.cast["caseworker"].get(elsewhere).status_code == 404


def test_the_lists_cost_the_same_however_long_they_are(story: Story) -> None:
    story.cast["caseworker"].get(story.staff_page)
    with statements(story.database.engine) as few:
        story.cast["caseworker"].get(story.staff_page)
    for _ in range(5):
        story.ask("parent", "second_parent")
    with statements(story.database.engine) as many:
        story.cast["caseworker"].get(story.staff_page)
    assert len(many) == len(few) <= 12


def test_every_form_can_be_looked_at_by_staff_and_nothing_is_saved(story: Story) -> None:
    staff = story.cast["caseworker"]
    listed = BeautifulSoup(staff.get("/council/forms").data, "html.parser")
    links = [str(each["href"]) for each in listed.select("main li a")]
    assert len(links) == len(list(story.cast.app.extensions["forms"]))
    for link in links:
        page = BeautifulSoup(staff.get(link).data, "html.parser")
        controls = page.select("main [name]")
        outside = [each for each in controls if not each.find_parent("fieldset", disabled=True)]
        assert outside == [], link
    assert story.cast["parent"].get("/council/forms").status_code == 404
    with story.database.reading() as session:
        assert session.exec(select(Draft)).all() == []

"""An adviser writes the advice, corrects it until it is taken in, and never loses it (row S02)."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due as advice_due
from ehcportal.domain.dates import weekday_words
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.form import Draft, Submission
from ehcportal.models.person import Person
from tests import factories
from tests.cast import Player
from tests.paper import Fields, Sheet, asked_on, open_sheet, press_submit
from tests.schools import School, school  # noqa: F401

ADVICE: Fields = {
    "known": "yes",
    "way": "here",
    "strengths": "Kind to others",
    "needs-entries": "1",
    "needs-0-area": "communication",
    "needs-0-need": "Speaks in single words",
    "outcomes-entries": "1",
    "outcomes-0-outcome": "Asks for help in a whole sentence",
    "provision-entries": "1",
    "provision-0-section": "F",
    "provision-0-what": "Regular access to a speech therapist",
    "plain_summary": "Maya needs help to talk.",
    "declaration": "yes",
}


@pytest.fixture
def anil(school: School) -> Player:  # noqa: F811
    return school.cast["contributor"]


def begin(player: Player, school: School) -> Sheet:  # noqa: F811
    path = f"/forms/professional-advice?case={school.case}&advice={school.advice}"
    return open_sheet(player, path).go("next")


def fill(sheet: Sheet, answers: Fields) -> Sheet:
    for _ in range(12):
        if sheet.path.endswith("/submit"):
            return sheet
        sheet = sheet.go("next", asked_on(sheet, answers))
    raise AssertionError(sheet.text)


def send(player: Player, school: School, **more: str) -> Sheet:  # noqa: F811
    answers = {**ADVICE, **more}
    last = fill(begin(player, school), answers)
    return press_submit(last.go("submit", asked_on(last, answers)))


def answers_of(school: School) -> list[tuple[str, Submission]]:  # noqa: F811
    with school.unit() as session:
        rows = session.exec(
            select(AdviceAnswer.plain_summary, Submission)
            .join(Submission, Submission.id == AdviceAnswer.submission_id)  # type: ignore[arg-type]
            .order_by(AdviceAnswer.id)
        ).all()
        session.expunge_all()
    return sorted(rows, key=lambda each: each[1].submitted_at)


def test_advice_is_kept_line_by_line_and_stands_in_the_ledger(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    page = send(anil, school)
    assert page.answer.request.path == school.ask()
    assert "Your advice is with the council" in page.text
    ((summary, sent),) = answers_of(school)
    assert summary == "Maya needs help to talk."
    assert sent.answers["needs"][0]["need"] == "Speaks in single words"
    assert sent.answers["provision"][0]["section"] == "F"
    with school.unit() as session:
        assert session.get_one(AdviceRequest, school.advice).received_on == clock.today()
    ledger = school.cast["caseworker"].get(f"/council/cases/{school.case}/advice").text
    assert "Maya needs help to talk." in ledger
    assert "Anil Nair" in ledger
    sheet = school.cast["caseworker"].get(f"/council/cases/{school.case}/forms/sent/{sent.id}")
    assert "Speaks in single words" in sheet.text


def test_words_that_promise_nothing_are_pointed_out_before_sending(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    last = fill(begin(anil, school), ADVICE)
    assert "These words promise nothing" in last.text
    assert "access to" in last.text


def test_advice_from_before_waits_for_the_yes_of_the_family_and_the_council(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    send(anil, school, reused="yes")
    ledger = f"/council/cases/{school.case}/advice"
    warning = "They say that this is advice they gave before."
    page = school.cast["caseworker"].get(ledger).text
    assert warning in page
    room = f"{ledger}/{school.advice}/reuse"
    assert room in page
    assert school.cast["caseworker"].get(room).status_code == 200
    pressed = school.cast["caseworker"].post(f"{ledger}/{school.advice}/taken-in")
    assert pressed.status_code == 422, "nothing says that family and council agreed"
    assert "nothing is written down" in pressed.text
    send(anil, school, reused="no")
    assert warning not in school.cast["caseworker"].get(ledger).text, "the newest counts"


def test_staff_say_when_family_and_council_agreed_to_advice_from_before(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    send(anil, school, reused="yes")
    worker, path = school.cast["caseworker"], f"/council/cases/{school.case}/advice"
    path = f"{path}/{school.advice}/taken-in"
    assert worker.post(path, {"asked": "yes", "agreed": "By telephone"}).status_code == 422
    agreed = {"asked": "yes", "both": "yes", "agreed": "By telephone on Monday, with the panel"}
    assert worker.post(path, agreed).status_code == 303
    with school.unit() as session:
        assert session.get_one(AdviceRequest, school.advice).taken_in_at is not None
    story = worker.get(f"/council/cases/{school.case}/timeline").text
    assert "By telephone on Monday, with the panel" in story


def test_every_page_of_the_advice_says_whom_it_is_about_and_until_when(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    page = begin(anil, school)
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        reference, role = session.get_one(factories.Case, school.case).reference, row.role
        due = weekday_words(advice_due(law.ADVICE, row.asked_on).due_on)
    for wanted in (reference, role, due):
        assert wanted in page.text
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        row.withdrawn_on, row.withdrawn_reason = clock.today(), "Not needed"
        session.add(row)
    assert reference not in anil.get(page.path).text, "the child is no longer theirs to see"


def test_advice_is_corrected_until_it_is_taken_in(school: School, anil: Player) -> None:  # noqa: F811
    send(anil, school)
    again = begin(anil, school)
    needs = open_sheet(anil, again.path.replace("based-on", "needs"))
    assert "Speaks in single words" in needs.text, "what was sent stands in the boxes"
    last = fill(again, {"plain_summary": "Maya needs help to talk each day."})
    press_submit(last.go("submit", {"declaration": "yes", "plain_summary": "Better words"}))
    assert [each[0] for each in answers_of(school)] == ["Maya needs help to talk.", "Better words"]
    information = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "Better words" not in information, "it can still be corrected"
    ledger = f"/council/cases/{school.case}/advice"
    assert "corrected since" in school.cast["caseworker"].get(ledger).text
    school.cast["caseworker"].post(f"{ledger}/{school.advice}/taken-in")
    family = f"/cases/{school.case}/information-requested"
    assert "Better words" in school.cast["parent"].get(family).text
    page = anil.get(school.ask()).text
    assert "it cannot be corrected any more" in page
    form = f"/forms/professional-advice?case={school.case}&advice={school.advice}"
    assert anil.get(form).status_code == 404


def test_who_answers_after_a_withdrawal_is_told_and_keeps_the_text(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    last = fill(begin(anil, school), ADVICE)
    confirm = last.go("submit", asked_on(last, ADVICE))
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        row.withdrawn_on, row.withdrawn_reason = clock.today(), "The family has moved away"
    page = press_submit(confirm)
    assert "We do not need this advice any more" in page.text
    assert "The family has moved away" in page.text
    assert "Nothing that you wrote is lost" in page.text
    with school.unit() as session:
        draft = session.exec(select(Draft)).one()
        assert draft.sent_at is None
        assert draft.answers["plain_summary"] == "Maya needs help to talk."
        assert session.exec(select(AdviceAnswer)).all() == []
    assert "Speaks in single words" in anil.get(f"/forms/draft/{draft.id}/needs").text


def written(school: School, anil: Player) -> Sheet:  # noqa: F811
    last = fill(begin(anil, school), ADVICE)
    return last.go("submit", asked_on(last, ADVICE))


def test_who_answers_after_the_case_has_ended_is_told_and_keeps_the_text(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    confirm = written(school, anil)
    with school.unit() as session:
        session.get_one(factories.Case, school.case).ended_on = clock.today()
    page = press_submit(confirm)
    assert "This advice is not needed any more" in page.text
    assert "Nothing that you wrote is lost" in page.text
    assert "Maya" not in page.text
    with school.unit() as session:
        draft = session.exec(select(Draft)).one()
        assert (draft.sent_at, session.exec(select(AdviceAnswer)).all()) == (None, [])
    assert "Speaks in single words" in anil.get(f"/forms/draft/{draft.id}/print").text


def test_who_was_shut_out_while_writing_is_told_and_keeps_the_text(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    confirm = written(school, anil)
    desk = f"/council/cases/{school.case}/advice"
    ended = school.cast["caseworker"].post(f"{desk}/people/{school.contributor}/end")
    assert ended.location == desk
    assert anil.get(school.ask()).status_code == 404
    page = anil.post(confirm.path)
    assert page.status_code == 409, page.headers
    assert "This was not sent" in page.text
    sheet = page.text.split('href="/forms/draft/')[1].split('"')[0]
    assert "Speaks in single words" in anil.get(f"/forms/draft/{sheet}").text


def test_adult_life_must_be_written_about_from_year_nine(school: School, anil: Player) -> None:  # noqa: F811
    with school.unit() as session:
        session.get_one(Person, school.maya).birth_date = factories.days_ago(15 * 365)
    sheet = begin(anil, school)
    sheet = sheet.go("next", asked_on(sheet, ADVICE))
    while "adult-life" not in sheet.path:
        sheet = sheet.go("next", asked_on(sheet, ADVICE))
    assert sheet.fields["year_nine"] == "yes"
    assert sheet.go("next").answer.status_code == 422
    too_young = sheet.go("next", {"year_nine": "no"})
    assert too_young.answer.status_code == 422
    assert "By the date of birth it is year 9 or above" in too_young.text


@pytest.mark.parametrize("who", ["parent", "senco", "caseworker", "stranger"])
def test_nobody_else_begins_or_reads_the_advice(school: School, anil: Player, who: str) -> None:  # noqa: F811
    sheet = begin(anil, school)
    other = school.cast[who]
    path = f"/forms/professional-advice?case={school.case}&advice={school.advice}"
    assert other.get(path).status_code == 404
    assert other.get(sheet.path).status_code == 404


def test_the_family_is_told_that_advice_came_and_not_what_was_corrected(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    send(anil, school)
    send(anil, school)
    story = school.cast["parent"].get(f"/cases/{school.case}/timeline").text
    assert story.count("Advice arrived") == 1
    assert "corrected" not in story

"""Every button of a form page, pressed in a browser without scripts (guide rows H01, H13)."""

import pytest

from ehcportal.db import Database
from ehcportal.models.form import Draft
from tests import paper
from tests.cast import Cast
from tests.families import families  # noqa: F401
from tests.statements import statements

CHANGES = ("INSERT", "UPDATE", "DELETE")
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}'; DROP TABLE draft;--"


def answers_of(database: Database, draft_id: str) -> dict[str, object]:
    with database.reading() as session:
        return dict(session.get_one(Draft, draft_id).answers)


def writes(seen: list[str]) -> list[str]:
    return [each for each in seen if each.startswith(CHANGES)]


def child_page(cast: Cast, who: str = "parent") -> paper.Sheet:
    return paper.page(paper.begin(cast[who]), "child")


def test_looking_at_a_form_makes_no_draft(cast: Cast, database: Database) -> None:
    with statements(database.engine) as seen:
        assert cast["nobody"].get("/forms/access-request").status_code == 200
    assert writes(seen) == []


def test_the_first_button_begins_the_form_and_leads_to_the_second_page(cast: Cast) -> None:
    sheet = paper.begin(cast["nobody"])
    current = sheet.soup.select_one("[aria-current=step]")
    assert current is not None
    assert sheet.path.startswith("/forms/draft/")
    assert sheet.heading == current.get_text(strip=True)


def test_pressing_the_first_button_twice_begins_one_form(cast: Cast) -> None:
    first = paper.open_sheet(cast["nobody"], "/forms/access-request")
    one, two = first.press("next"), first.press("next")
    assert one.headers["Location"] == two.headers["Location"]


@pytest.mark.parametrize(("then", "to"), [("close", "/"), ("cancel", "/")])
def test_leaving_the_first_page_makes_no_draft(
    cast: Cast, database: Database, then: str, to: str
) -> None:
    first = paper.open_sheet(cast["nobody"], "/forms/access-request")
    with statements(database.engine) as seen:
        answer = first.press(then)
    assert answer.headers["Location"] == to
    assert not [each for each in writes(seen) if "INTO draft" in each]


def test_somebody_who_comes_back_is_offered_the_form_that_was_saved(cast: Cast) -> None:
    child_page(cast).press("save", {"child_name-first": "Tobi"})
    again = cast["parent"].get("/forms/access-request").text
    assert "You have a saved form" in again
    assert "Start a new form" in again


def test_a_later_page_chosen_in_the_menu_of_a_new_form_opens_after_starting(cast: Cast) -> None:
    ask = cast["parent"].get("/forms/access-request?page=child")
    assert "Start this form" in ask.text
    answer = cast["parent"].post("/forms/access-request?page=child", {"then": "next"})
    assert answer.headers["Location"].endswith("/child")


def test_next_goes_on_when_the_page_is_right(cast: Cast) -> None:
    sheet = child_page(cast)
    sheet = sheet.go("next", paper.asked_on(sheet, paper.CHILD))
    assert sheet.heading == "School or setting"


def test_next_says_what_is_wrong_and_still_saves_it(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    after = sheet.go("next", {"child_name-first": "Tobi", "birth_date-day": "41"})
    assert after.answer.status_code == 422
    assert after.soup.select_one(".govuk-error-summary a[href='#birth_date-month']")
    assert after.soup.select_one("#child_name-last-error")
    assert after.fields["birth_date-day"] == "41"
    kept = answers_of(database, paper.draft_id(sheet))
    assert kept["child_name"] == {"first": "Tobi", "last": ""}
    assert kept["birth_date"] == {"day": "41", "month": "", "year": ""}


def test_previous_saves_without_checking(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    answer = sheet.press("previous", {"birth_date-year": "never"})
    assert answer.headers["Location"].endswith("/your-details")
    kept = answers_of(database, paper.draft_id(sheet))
    assert kept["birth_date"] == {"day": "", "month": "", "year": "never"}


def test_save_for_later_takes_half_a_page_and_it_can_be_continued(cast: Cast) -> None:
    sheet = child_page(cast)
    saved = sheet.go("save", {"child_name-first": "Tobi", "birth_date-day": "x"})
    assert saved.heading == "Continue a Saved Form"
    assert "Saved " in saved.text
    assert "About Tobi" in saved.text
    link = saved.soup.select_one("a.govuk-button")
    assert link is not None
    resumed = paper.open_sheet(cast["parent"], str(link["href"]))
    assert paper.page(resumed, "child").fields["child_name-first"] == "Tobi"


def test_somebody_without_an_account_continues_in_the_same_browser(cast: Cast) -> None:
    sheet = paper.begin(cast["nobody"])
    saved = sheet.go("save")
    assert "Only this browser" in saved.text
    assert paper.open_sheet(cast["nobody"], sheet.path).heading == sheet.heading


def test_print_shows_every_question_answered_or_not(cast: Cast) -> None:
    sheet = child_page(cast).go("print", {"child_name-first": "Tobi", "child_name-last": "Okafor"})
    assert "Tobi Okafor" in sheet.text
    assert "Not answered" in sheet.text
    assert "Is date of birth estimated?" in sheet.text


def test_create_pdf_makes_one_of_a_half_filled_form(cast: Cast) -> None:
    sheet = child_page(cast)
    answer = sheet.press("pdf", {"child_name-first": "Tobi"})
    made = cast["parent"].get(answer.headers["Location"])
    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF")


def test_an_empty_form_can_be_printed_and_made_a_pdf_by_anybody(cast: Cast) -> None:
    first = paper.open_sheet(cast["nobody"], "/forms/assessment-request")
    assert cast["nobody"].get(first.press("print").headers["Location"]).status_code == 200
    assert cast["nobody"].get(first.press("pdf").headers["Location"]).data.startswith(b"%PDF")


def test_close_saves_and_goes_home(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    answer = sheet.press("close", {"child_name-first": "Tobi"})
    assert answer.headers["Location"] == "/home"
    assert answers_of(database, paper.draft_id(sheet))["child_name"] == {
        "first": "Tobi",
        "last": "",
    }


def test_cancel_asks_first_and_then_nothing_is_left(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    ask = sheet.go("cancel", {"child_name-first": "Tobi"})
    assert "Do you want to delete what you have written?" in ask.text
    assert answers_of(database, paper.draft_id(sheet))["child_name"]
    form = ask.soup.select_one("form.confirm")
    assert form is not None
    idem = ask.soup.select_one("input[name=_idem]")
    assert idem is not None
    path = str(form["action"])
    one = cast["parent"].post(path, {"_idem": str(idem["value"])})
    two = cast["parent"].post(path, {"_idem": str(idem["value"])})
    assert one.status_code == two.status_code == 303
    assert answers_of(database, paper.draft_id(sheet)) == {}
    assert cast["parent"].get(sheet.path).status_code == 404


def test_entries_of_a_group_are_added_and_removed(cast: Cast) -> None:
    sheet = paper.page(paper.begin(cast["parent"], "assessment-request"), "family")
    two = sheet.go("add:other_adults", {"other_adults-0-name-first": "Ada"})
    assert two.fields["other_adults-entries"] == "2"
    one = two.go("remove:other_adults:0")
    assert one.fields["other_adults-entries"] == "1"
    assert one.fields["other_adults-0-name-first"] == ""


def test_an_unknown_field_is_refused_and_nothing_is_saved(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    answer = sheet.press("next", {"child_name-first": "Tobi", "is_staff": "yes"})
    assert answer.status_code == 400
    assert "child_name" not in answers_of(database, paper.draft_id(sheet)) or not answers_of(
        database, paper.draft_id(sheet)
    ).get("child_name")


def test_a_field_that_is_sent_twice_is_refused(cast: Cast) -> None:
    answer = child_page(cast).press("next", {"child_name-first": ["Tobi", "Maya"]})
    assert answer.status_code == 400


def test_an_unknown_button_is_refused(cast: Cast) -> None:
    assert child_page(cast).press("approve").status_code == 400


def test_hostile_text_comes_back_as_text(cast: Cast) -> None:
    sheet = child_page(cast).go("next", {"child_name-first": HOSTILE, "child_name-last": HOSTILE})
    assert sheet.fields["child_name-first"] == HOSTILE
    assert "<script>alert" not in sheet.text
    assert "<script>alert" not in sheet.go("print").text


def test_a_page_that_does_not_exist_is_not_found(cast: Cast) -> None:
    sheet = child_page(cast)
    assert cast["parent"].get(sheet.path.replace("/child", "/nowhere")).status_code == 404
    assert cast["parent"].get("/forms/no-such-form").status_code == 404


def test_choosing_a_child_on_the_account_fills_what_is_known(
    cast: Cast,
    families: dict[str, str],  # noqa: F811
) -> None:
    sheet = child_page(cast)
    filled = paper.page(sheet.go("next", {"on_behalf": families["maya"]}), "child")
    assert filled.fields["child_name-first"] == "Maya"
    assert filled.fields["birth_date-year"] == "2016"
    assert filled.fields["relationship"] == "mother"


def test_what_was_typed_at_registration_is_not_asked_again(cast: Cast) -> None:
    details = paper.page(paper.begin(cast["parent"]), "your-details")
    assert details.fields["your_name-first"] == "Grace"
    assert details.fields["your_address-postcode"] == "BK1 2AB"


def test_what_the_person_clears_stays_cleared(cast: Cast) -> None:
    details = paper.page(paper.begin(cast["parent"]), "your-details")
    details.press("save", {"your_phone": "", "your_address-county": ""})
    assert paper.page(details, "your-details").fields["your_address-county"] == ""


def test_a_page_asks_little_of_the_database_and_writes_nothing(
    cast: Cast, database: Database
) -> None:
    sheet = child_page(cast)
    sheet.press("save", {"child_name-first": "Tobi"})
    with statements(database.engine) as seen:
        cast["parent"].get(sheet.path)
    assert len(seen) <= 8, seen
    assert writes(seen) == []


def test_saving_a_page_is_one_row_in_one_transaction(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    sheet.press("save", {"child_name-first": "To"})
    with statements(database.engine) as seen:
        sheet.press("save", {"child_name-first": "Tobi"})
    assert len(writes(seen)) == 1, seen
    assert len(seen) <= 8, seen

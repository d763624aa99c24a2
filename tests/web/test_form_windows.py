"""One form in two windows, and answers saved while they are typed: nothing is lost silently."""

from tests import paper
from tests.cast import Cast
from tests.paper import Sheet
from tests.web.test_form_moves import child_page

AJAX = {"HX-Request": "true"}


def autosave(sheet: Sheet, answers: paper.Fields) -> Sheet:
    """Send what stands in the page as the script does, and take over the marks it answers with."""
    fields = {**sheet.fields, **answers}
    answer = sheet.player.client.post(f"{sheet.path}/autosave", data=fields, headers=AJAX)
    after = Sheet(sheet.player, sheet.path, answer, fields)
    marks = after.soup.select_one("#page-base")
    if marks is not None:
        after.fields["_base"] = str(marks["value"])
    return after


def test_another_page_in_another_window_does_not_disturb(cast: Cast) -> None:
    one = child_page(cast)
    other = paper.page(one, "setting")
    assert one.press("save", {"child_name-first": "Tobi"}).status_code == 303
    assert other.press("save", {"upn": "A801234516001"}).status_code == 303
    assert paper.page(one, "child").fields["child_name-first"] == "Tobi"
    assert paper.page(one, "setting").fields["upn"] == "A801234516001"


def test_two_answers_to_one_question_are_both_shown_and_the_person_chooses(cast: Cast) -> None:
    one = child_page(cast)
    other = paper.page(one, "child")
    one.press("save", {"child_name-first": "Tobi", "child_name-last": "Okafor"})
    clash = other.go("next", {"child_name-first": "Maya", "child_name-last": "Okafor"})
    assert clash.answer.status_code == 409
    assert "Saved in the other window:" in clash.text
    assert "Tobi Okafor" in clash.text
    assert clash.fields["child_name-first"] == "Maya"
    assert paper.page(one, "child").fields["child_name-first"] == "Tobi"
    clash.go("save")
    assert paper.page(one, "child").fields["child_name-first"] == "Maya"


def test_different_questions_of_one_page_do_not_clash(cast: Cast) -> None:
    one = child_page(cast)
    other = paper.page(one, "child")
    one.press("save", {"child_name-first": "Tobi"})
    assert other.press("save", {"birth_date-year": "2018"}).status_code == 303
    both = paper.page(one, "child")
    assert both.fields["child_name-first"] == "Tobi"
    assert both.fields["birth_date-year"] == "2018"


def test_a_clash_with_what_was_saved_before_is_never_answered_with_a_loss(cast: Cast) -> None:
    one = child_page(cast)
    other = paper.page(one, "child")
    one.press("save", {"child_name-first": "Tobi"})
    for then in ("previous", "close", "save", "print", "pdf", "next"):
        assert other.press(then, {"child_name-first": "Maya"}).status_code == 409, then


def test_going_back_in_the_browser_and_correcting_is_no_clash(cast: Cast) -> None:
    sheet = child_page(cast)
    sheet.press("save", {"child_name-first": "Tobby"})
    assert sheet.press("save", {"child_name-first": "Tobi"}).status_code == 303
    assert paper.page(sheet, "child").fields["child_name-first"] == "Tobi"


def test_typing_is_saved_and_says_when(cast: Cast) -> None:
    sheet = autosave(child_page(cast), {"child_name-first": "To"})
    assert sheet.answer.status_code == 200
    line = sheet.soup.select_one("#saved")
    assert line is not None
    assert line.get_text(strip=True).startswith("Saved ")
    again = autosave(sheet, {"child_name-first": "Tobi"})
    assert again.answer.status_code == 200
    assert paper.page(sheet, "child").fields["child_name-first"] == "Tobi"


def test_an_autosave_that_arrives_late_does_not_undo_a_newer_answer(cast: Cast) -> None:
    sheet = child_page(cast)
    sheet.press("save", {"child_name-first": "Tobi"})
    late = autosave(sheet, {"child_name-first": "To"})
    assert late.answer.status_code == 409
    assert paper.page(sheet, "child").fields["child_name-first"] == "Tobi"


def test_a_button_pressed_while_an_autosave_is_on_its_way_is_no_clash(cast: Cast) -> None:
    sheet = child_page(cast)
    autosave(sheet, {"child_name-first": "To"})
    assert sheet.press("save", {"child_name-first": "Tobi"}).status_code == 303


def test_typing_against_another_window_keeps_what_is_stored_until_both_were_seen(
    cast: Cast,
) -> None:
    one = child_page(cast)
    other = paper.page(one, "child")
    one.press("save", {"child_name-first": "Tobi"})
    for _ in range(2):
        other = autosave(other, {"child_name-first": "Maya"})
        assert other.answer.status_code == 409
    assert paper.page(one, "child").fields["child_name-first"] == "Tobi"
    assert "Saved in the other window:" in other.go("next").text


def test_an_answer_that_brings_up_questions_shows_them_at_once_with_a_script(cast: Cast) -> None:
    sheet = child_page(cast)
    fields = {**sheet.fields, "on_behalf": "someone_else_professional", "then": "refresh"}
    answer = cast["parent"].client.post(
        sheet.path, data=fields, headers={**AJAX, "HX-Target": "questions"}
    )
    assert answer.status_code == 200
    assert 'name="professional_relationship"' in answer.text
    assert "<html" not in answer.text

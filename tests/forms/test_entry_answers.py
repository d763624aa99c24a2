"""Repeating groups and files."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question, QuestionType
from ehcportal.forms.fields import files, group
from ehcportal.forms.fields.base import FileRow, Refused
from tests.forms.asking import KNOWN, problems, question, show

ROLE = Question("role", QuestionType.TEXT, "Role", required=True, required_message="Say the role")
SEEN = Question("seen", QuestionType.DATE, "Last seen")
PEOPLE = question("group", questions=(ROLE, SEEN), max=2, entry_name="Person")
FILES = question("files", questions=(SEEN,), max=2)
TWO = replace(
    KNOWN, files=(FileRow("f1", "q", "a.pdf", 2_500_000), FileRow("f2", "q", "b.jpg", 900))
)


def people(**inputs: str) -> Answer:
    posted = MultiDict({name.replace("_", "-"): value for name, value in inputs.items()})
    return group.read(PEOPLE, "q", posted)


def test_each_entry_is_read_with_its_own_questions() -> None:
    answer = people(q_entries="2", q_0_role="Doctor", **{"q_1_seen-day": "3/3/2020"})
    assert answer == [{"role": "Doctor", "seen": ""}, {"role": "", "seen": "2020-03-03"}]
    assert problems(PEOPLE, answer) == {"q-1-role": "Say the role"}


def test_an_entry_left_empty_is_no_mistake_and_is_not_shown() -> None:
    answer = people(q_entries="2", q_0_role="Doctor")
    assert problems(PEOPLE, answer) == {}
    assert len(show(PEOPLE, answer).entries) == 1


def test_a_must_group_without_entries_leads_to_the_first_box() -> None:
    must = replace(PEOPLE, required=True, required_message="Add somebody")
    assert problems(must, [{"role": "", "seen": ""}]) == {"q-0-role": "Add somebody"}


def test_more_entries_than_allowed_are_kept_and_said_at_a_button_that_removes() -> None:
    answer = people(q_entries="3", q_0_role="a", q_1_role="b", q_2_role="c")
    assert len(answer) == 3
    assert problems(PEOPLE, answer) == {
        "q-2-remove": "“The question” can have up to 2 entries. Remove some"
    }


@pytest.mark.parametrize("count", ["-1", "1e9", "999", "x", "٣"])
def test_an_invented_number_of_entries_is_refused(count: str) -> None:
    with pytest.raises(Refused):
        people(q_entries=count)


def test_the_rows_of_the_files_decide_which_files_there_are() -> None:
    said = [{"file": "f2", "seen": "2020-03-03"}, {"file": "gone", "seen": "2020-03-04"}]
    assert files.settle(FILES, said, "", TWO) == [
        {"file": "f1", "seen": ""},
        {"file": "f2", "seen": "2020-03-03"},
    ]
    first, second = show(FILES, said, TWO).entries
    assert first[0][1].lines == ("a.pdf",)
    assert second[1][1].lines == ("3 March 2020",)


def test_a_file_of_another_question_is_not_shown_here() -> None:
    elsewhere = replace(KNOWN, files=(FileRow("f1", "other", "a.pdf"),))
    assert show(FILES, [], elsewhere).entries == ()


def test_too_many_files_and_a_blocked_one_are_said_by_name() -> None:
    third = FileRow("f3", "q", "c.docm", state="blocked")
    context = replace(TWO, files=(*TWO.files, third))
    answer = files.settle(FILES, [], "", context)
    assert (
        problems(FILES, answer, context)["q"] == "“c.docm” did not pass our safety check. Remove it"
    )


def test_a_file_says_its_size_and_that_it_is_being_checked() -> None:
    assert files.note(FileRow("f", "q", "a.pdf", 2_500_000)) == "2.4 MB"
    assert files.note(FileRow("f", "q", "a.pdf", 90, "scanning")) == "90 bytes, we are checking it"


def test_what_is_said_about_a_file_is_read_back_by_its_id() -> None:
    posted = MultiDict({"q-entries": "1", "q-0-file": "f1", "q-0-seen-day": "3/3/2020", "q": "x"})
    assert files.read(FILES, "q", posted) == [{"file": "f1", "seen": "2020-03-03"}]
    assert set(posted) <= files.names(FILES, "q", posted)

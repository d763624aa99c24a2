"""Putting a sent page into a draft: moves, two windows, what is known, what is sent."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from ehcportal.forms.answers import Merged, fingerprint, mark, marks, merge, newly_asked, to_submit
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import Page
from ehcportal.forms.fields.base import FileRow, Refused
from ehcportal.forms.known import Known, prefill, refill
from ehcportal.forms.sent import Sent, Then, read_page
from tests.forms.asking import KNOWN

ACCESS = catalogue().get("access-request")
ASSESSMENT = catalogue().get("assessment-request")
CHILD = ACCESS.page("child")
PEOPLE = ASSESSMENT.page("people")


def sent(page: Page, pairs: dict[str, str], **more: str) -> Sent:
    return read_page(page, MultiDict({**pairs, **more}))


def put(page: Page, stored: Answers, pairs: dict[str, str], **more: str) -> Merged:
    return merge(page, stored, sent(page, pairs, **more), KNOWN)


def test_answers_of_other_pages_stay() -> None:
    merged = put(CHILD, {"upn": "A123456789012"}, {"child_name-first": "Maya"})
    assert merged.answers["upn"] == "A123456789012"
    assert merged.answers["child_name"] == {"first": "Maya", "last": ""}


def test_taking_a_choice_back_is_an_answer_too() -> None:
    stored = {"birth_date_estimated": "yes"}
    merged = put(CHILD, stored, {"_shown": "birth_date_estimated"})
    assert merged.answers["birth_date_estimated"] == ""


def test_a_question_that_was_not_on_the_page_keeps_its_answer() -> None:
    merged = put(CHILD, {"relationship": "mother"}, {"_shown": "on_behalf", "on_behalf": "myself"})
    assert merged.answers["relationship"] == "mother"


@pytest.mark.parametrize("name", ["is_staff", "account_id", "child_name", "upn", "people-0-role"])
def test_a_field_that_the_page_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        sent(CHILD, {name: "x"})


@pytest.mark.parametrize("then", ["delete", "add:upn", "next:x", "find:child_name.x"])
def test_a_button_that_the_page_does_not_have_is_refused(then: str) -> None:
    with pytest.raises(Refused):
        sent(CHILD, {"then": then})


def test_a_doubled_field_of_the_envelope_is_refused() -> None:
    with pytest.raises(Refused):
        read_page(CHILD, MultiDict([("then", "next"), ("then", "cancel")]))


def test_pressing_enter_means_next_and_next_checks_the_page() -> None:
    assert sent(CHILD, {}).move.then is Then.NEXT
    assert Then.NEXT.checks
    assert not Then.SAVE.checks


def test_another_entry_is_added_and_one_is_taken_out() -> None:
    stored = {"people": [{"role": "Doctor"}]}
    page = {"people-entries": "1", "people-0-role": "Doctor"}
    added = put(PEOPLE, stored, page, then="add:people").answers["people"]
    assert [row.get("role", "") for row in added] == ["Doctor", ""]
    page |= {"people-entries": "2", "people-1-role": "Nurse"}
    left = put(PEOPLE, {"people": added}, page, then="remove:people:0").answers["people"]
    assert [row["role"] for row in left] == ["Nurse"]


def test_the_first_press_of_add_another_gives_a_second_entry() -> None:
    added = put(PEOPLE, {}, {"people-entries": "1"}, then="add:people").answers["people"]
    assert len(added) == 2


def test_removing_an_entry_that_is_not_there_changes_nothing() -> None:
    page = {"people-entries": "1", "people-0-role": "Doctor"}
    assert len(put(PEOPLE, {}, page, then="remove:people:7").answers["people"]) == 1


def test_two_windows_that_change_different_answers_both_count() -> None:
    before = {"child_name": {"first": "Maya", "last": ""}, "birth_date": ""}
    base = marks(CHILD.questions, before)
    theirs = before | {"birth_date": "2018-03-03"}
    mine = {"child_name-first": "Maya", "child_name-last": "Okafor", "birth_date-day": ""}
    merged = put(CHILD, theirs, mine, _base=base)
    assert merged.clashes == ()
    assert merged.answers["birth_date"] == "2018-03-03"
    assert merged.answers["child_name"] == {"first": "Maya", "last": "Okafor"}


def test_two_windows_that_change_the_same_answer_lose_neither() -> None:
    base = marks(CHILD.questions, {})
    theirs = {"child_name": {"first": "Maya", "last": "Okafor"}}
    merged = put(CHILD, theirs, {"child_name-first": "Maia"}, _base=base)
    (clash,) = merged.clashes
    assert clash.question.id == "child_name"
    assert clash.theirs == {"first": "Maya", "last": "Okafor"}
    assert clash.mine == {"first": "Maia", "last": ""}
    assert merged.answers["child_name"] == clash.theirs


def test_sending_the_same_words_from_two_windows_is_no_clash() -> None:
    base = marks(CHILD.questions, {})
    theirs = {"child_name": {"first": "Maya", "last": ""}}
    assert put(CHILD, theirs, {"child_name-first": "Maya"}, _base=base).clashes == ()


def test_after_a_clash_was_shown_the_words_sent_again_count() -> None:
    theirs = {"child_name": {"first": "Maya", "last": "Okafor"}}
    base = marks(CHILD.questions, theirs)
    merged = put(CHILD, theirs, {"child_name-first": "Maia"}, _base=base)
    assert merged.clashes == ()
    assert merged.answers["child_name"] == {"first": "Maia", "last": ""}


def test_an_answer_left_empty_has_the_same_mark_in_every_shape() -> None:
    assert mark("") == mark({"first": "", "last": ""}) == mark([]) == mark([{"role": ""}])


def test_questions_that_come_up_because_of_an_answer_are_named() -> None:
    post = sent(
        CHILD, {"_shown": "on_behalf relationship", "on_behalf": "someone_else_professional"}
    )
    merged = merge(CHILD, {}, post, KNOWN)
    came_up = [question.id for question in newly_asked(ACCESS, CHILD, post, merged.answers)]
    assert "professional_relationship" in came_up
    assert "relationship" not in came_up


KNOWS = Known(
    account={"name": {"first": "Grace", "last": "Okafor"}, "phone": "07700 900318"},
    people={
        "p1": {"name": {"first": "Tobi", "last": "Okafor"}, "birth_date": "2016-03-27"},
        "p2": {"name": {"first": "Maya", "last": "Okafor"}, "birth_date": "2018-03-03"},
    },
)


def test_what_was_typed_at_registration_is_not_asked_again() -> None:
    answers = prefill(ACCESS, KNOWS)
    assert answers["your_name"] == {"first": "Grace", "last": "Okafor"}
    assert answers["your_phone"] == "07700 900318"


def test_filling_in_never_replaces_what_somebody_typed() -> None:
    typed = {"your_name": {"first": "Gracie", "last": ""}}
    assert prefill(ACCESS, KNOWS, typed)["your_name"] == {"first": "Gracie", "last": ""}


def test_choosing_a_known_child_fills_name_and_birthday() -> None:
    answers = refill(ACCESS, {}, {"on_behalf": "p1"}, KNOWS)
    assert answers["child_name"] == {"first": "Tobi", "last": "Okafor"}
    assert answers["birth_date"] == "2016-03-27"


def test_choosing_another_child_changes_what_was_filled_but_not_what_was_typed() -> None:
    before = refill(ACCESS, {}, {"on_behalf": "p1"}, KNOWS) | {"birth_date": "2016-03-28"}
    answers = refill(ACCESS, before, before | {"on_behalf": "p2"}, KNOWS)
    assert answers["child_name"] == {"first": "Maya", "last": "Okafor"}
    assert answers["birth_date"] == "2016-03-28"


def test_choosing_someone_else_takes_the_filled_answers_out_again() -> None:
    before = refill(ACCESS, {}, {"on_behalf": "p1"}, KNOWS)
    answers = refill(ACCESS, before, before | {"on_behalf": "someone_else"}, KNOWS)
    assert answers["child_name"] == ""


def test_choosing_myself_fills_my_own_name() -> None:
    assert refill(ACCESS, {}, {"on_behalf": "myself"}, KNOWS)["child_name"]["first"] == "Grace"


def test_only_what_is_asked_and_answered_is_sent() -> None:
    given = {
        "on_behalf": "myself",
        "relationship": "mother",
        "upn": "",
        "child_name": {"first": "A"},
    }
    assert to_submit(ACCESS, given, KNOWN) == {"on_behalf": "myself", "child_name": {"first": "A"}}


def test_files_are_sent_as_they_are_there_and_not_as_somebody_claims() -> None:
    context = replace(KNOWN, files=(FileRow("f1", "documents", "a.pdf"),))
    given = {"documents": [{"file": "f9"}]}
    assert to_submit(ACCESS, given, context)["documents"] == [{"file": "f1"}]


def test_the_fingerprint_changes_with_any_answer_or_file_and_not_with_their_order() -> None:
    one = fingerprint({"a": "1", "b": "2"}, ["x", "y"])
    assert one == fingerprint({"b": "2", "a": "1"}, ["y", "x"])
    assert len(one) == 64
    assert one != fingerprint({"a": "1", "b": "3"}, ["x", "y"])
    assert one != fingerprint({"a": "1", "b": "2"}, ["x"])

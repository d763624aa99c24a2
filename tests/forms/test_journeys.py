"""The way through a form: which pages, in which state, what is missing."""

from dataclasses import replace

import pytest

from ehcportal.forms.asked import asked_answers, questions_on
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.journey import Journey, PageState, journey
from tests.forms.asking import KNOWN

FORMS = catalogue()
ACCESS = FORMS.get("access-request")
ASSESSMENT = FORMS.get("assessment-request")
STRANGER = replace(KNOWN, signed_in=False)
YOU = {
    "your_name": {"first": "Grace", "last": "Okafor"},
    "your_address": {"street": "Weir Lane", "town": "Brookham", "postcode": "BK4 7QA"},
}
MAYA = {
    "on_behalf": "someone_else",
    "relationship": "mother",
    "child_name": {"first": "Maya", "last": "Okafor"},
    "birth_date": "2018-03-03",
}
COMPLETE = {**YOU, **MAYA, "declaration": "yes"}


def ids(way: Journey) -> list[str]:
    return [step.page.id for step in way.steps]


def test_the_access_request_has_the_pages_of_the_guide_in_their_order() -> None:
    titles = [step.page.title for step in journey(ACCESS, {}, KNOWN).steps]
    assert titles == [
        "How does this tool work?",
        "Your Details",
        "Child/Young Person’s Details",
        "School or setting",
        "Supporting Documentation",
        "Submit",
    ]


def test_nothing_is_started_in_a_new_form() -> None:
    way = journey(ACCESS, {}, STRANGER)
    assert {step.state for step in way.steps} == {PageState.NOT_STARTED}


def test_pages_behind_the_sign_in_need_an_account() -> None:
    locked = [step.page.id for step in journey(ACCESS, {}, STRANGER).steps if step.locked]
    assert locked == ["child", "setting", "documents", "submit"]
    assert not any(step.locked for step in journey(ACCESS, {}, KNOWN).steps)


def test_a_stranger_is_asked_to_sign_in_and_nothing_else_on_that_page() -> None:
    step = journey(ACCESS, {}, STRANGER).step("your-details")
    assert step.questions == ()
    assert [problem.message for problem in step.problems] == ["Login or Register"]


def test_a_page_is_done_or_has_a_problem_once_it_was_sent() -> None:
    seen = replace(KNOWN, seen=frozenset({"child", "setting"}))
    way = journey(ACCESS, {"on_behalf": "someone_else"}, seen)
    assert way.step("child").state is PageState.HAS_PROBLEM
    assert way.step("setting").state is PageState.DONE
    assert way.step("documents").state is PageState.NOT_STARTED


def test_answers_that_were_filled_in_do_not_make_an_unseen_page_wrong() -> None:
    assert journey(ACCESS, MAYA | {"relationship": ""}, KNOWN).step("child").state == "not_started"


def test_next_and_previous_skip_what_is_not_asked() -> None:
    way = journey(ASSESSMENT, {"areas": ["learning"]}, KNOWN)
    assert way.after("needs").page.id == "needs-learning"
    assert way.after("needs-learning").page.id == "health-and-care"
    assert way.before("health-and-care").page.id == "needs-learning"
    assert way.before("before-you-start") is None
    assert way.after("submit") is None
    assert way.step("needs-body") is None


def test_the_number_of_a_page_is_its_place_among_those_asked() -> None:
    without = journey(ASSESSMENT, {}, KNOWN)
    with_two = journey(ASSESSMENT, {"areas": ["learning", "body"]}, KNOWN)
    assert with_two.step("submit").number == without.step("submit").number + 2


def test_what_is_missing_leads_to_the_page_and_the_box() -> None:
    missing = journey(ACCESS, {**YOU, **MAYA, "birth_date": {"day": "3"}}, KNOWN).missing
    assert [(each.page.id, each.field_id) for each in missing] == [
        ("child", "birth_date-month"),
        ("submit", "declaration"),
    ]


@pytest.mark.parametrize("form", [ACCESS, ASSESSMENT])
def test_a_form_is_complete_with_the_few_musts_alone(form: FormDefinition) -> None:
    few = COMPLETE | ({"same_address": "yes"} if form is ASSESSMENT else {})
    assert journey(form, few, KNOWN).missing == ()
    assert journey(form, few, KNOWN).complete
    assert not journey(form, few, STRANGER).complete


def test_a_young_person_is_not_asked_for_a_relationship_or_a_second_address() -> None:
    page = ASSESSMENT.page("child")
    mine = [question.id for question in questions_on(ASSESSMENT, page, {"on_behalf": "myself"})]
    for gone in ("relationship", "professional_relationship", "same_address", "child_address"):
        assert gone not in mine


def test_answers_to_what_is_no_longer_asked_count_for_nothing() -> None:
    given = {"learning_place": "too_young", "excluded": "yes", "excluded_more": "In May"}
    assert "excluded" not in asked_answers(ASSESSMENT, given)
    assert "excluded_more" not in asked_answers(ASSESSMENT, given)


def test_somebody_who_comes_back_goes_on_at_the_first_page_that_is_not_done() -> None:
    seen = replace(KNOWN, seen=frozenset({"guide", "your-details"}))
    assert journey(ACCESS, YOU, seen).resume_at().page.id == "child"


def test_problems_speak_of_the_child_by_name() -> None:
    given = MAYA | {"same_address": "no", "known_as": "x" * 101}
    step = journey(ASSESSMENT, given, KNOWN).step("child")
    messages = [problem.message for problem in step.problems]
    assert any("What does Maya like to be called?" in message for message in messages)

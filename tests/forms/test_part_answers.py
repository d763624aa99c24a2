"""Names, addresses and settings: answers with several boxes."""

from dataclasses import replace

from ehcportal.forms.conditions import Answer
from ehcportal.forms.fields import setting
from ehcportal.forms.fields.base import SettingMatch
from tests.forms.asking import KNOWN, lines, problems, question, read

LARK = SettingMatch("s1", "Larkfield Primary School", "Brookham")
LISTED = replace(
    KNOWN,
    search_settings=lambda text: [LARK] if text.casefold()[:4] == "lark" else [],
)
SCHOOL = question("setting")


def test_each_missing_name_is_said_at_its_own_box() -> None:
    asked = question("name", required=True)
    assert problems(asked, read(asked)) == {
        "q-first": "Enter the first name",
        "q-last": "Enter the last name",
    }
    assert problems(asked, read(asked, q_first="Maya")) == {"q-last": "Enter the last name"}


def test_one_name_is_enough_where_none_is_a_must() -> None:
    asked = question("name")
    answer = read(asked, q_first="Maya")
    assert problems(asked, answer) == {}
    assert lines(asked, answer) == ("Maya",)


def test_a_name_too_long_is_kept_and_said() -> None:
    asked = question("name")
    answer = read(asked, q_first="x" * 101, q_last="Okafor")
    assert list(problems(asked, answer)) == ["q-first"]
    assert lines(asked, answer) == ("x" * 101 + " Okafor",)


def test_an_address_needs_street_town_and_postcode() -> None:
    asked = question("address", required=True)
    assert list(problems(asked, read(asked))) == ["q-street", "q-town", "q-postcode"]


def test_a_postcode_may_be_typed_in_any_way() -> None:
    asked = question("address")
    for typed in ("bk47qa", "BK4 7QA", " b k 4 7 q a "):
        answer = read(asked, q_house="14", q_street="Weir Lane", q_postcode=typed)
        assert lines(asked, answer) == ("14 Weir Lane", "BK4 7QA"), typed
        assert problems(asked, answer) == {}


def test_half_a_postcode_is_kept_and_said() -> None:
    asked = question("address")
    answer = read(asked, q_postcode="BK4")
    assert problems(asked, answer) == {"q-postcode": "Enter a full postcode, like BK4 7QA"}
    assert lines(asked, answer) == ("BK4",)


def test_an_overlong_part_of_an_address_is_said_at_its_box() -> None:
    asked = question("address")
    assert list(problems(asked, read(asked, q_county="x" * 101))) == ["q-county"]


def settled(**typed: str) -> Answer:
    return setting.settle(SCHOOL, read(SCHOOL, **typed), "", LISTED)


def test_a_school_that_is_not_on_the_list_is_kept_as_typed() -> None:
    answer = settled(q="The Old Mill")
    assert answer == {"name": "The Old Mill", "setting_id": ""}
    assert problems(SCHOOL, answer) == {}
    assert lines(SCHOOL, answer) == ("The Old Mill",)


def test_choosing_a_match_takes_its_full_name() -> None:
    from werkzeug.datastructures import MultiDict

    posted = MultiDict({"q": "lark", "q-choice": "s1", "q-found_for": "lark"})
    answer = setting.settle(SCHOOL, setting.read(SCHOOL, "q", posted), "", LISTED)
    assert answer == {"name": "Larkfield Primary School", "setting_id": "s1"}


def test_a_corrected_name_does_not_keep_the_school_chosen_before() -> None:
    from werkzeug.datastructures import MultiDict

    posted = MultiDict({"q": "The Old Mill", "q-choice": "s1", "q-found_for": "lark"})
    answer = setting.settle(SCHOOL, setting.read(SCHOOL, "q", posted), "", LISTED)
    assert answer == {"name": "The Old Mill", "setting_id": ""}


def test_typing_the_exact_name_is_as_good_as_choosing() -> None:
    assert settled(q="larkfield primary SCHOOL")["setting_id"] == "s1"


def test_an_invented_school_id_is_not_believed() -> None:
    from werkzeug.datastructures import MultiDict

    posted = MultiDict({"q": "lark", "q-choice": "s9", "q-found_for": "lark"})
    answer = setting.settle(SCHOOL, setting.read(SCHOOL, "q", posted), "", LISTED)
    assert answer == {"name": "lark", "setting_id": ""}


def test_the_list_is_not_searched_for_one_letter_or_a_whole_essay() -> None:
    assert setting.matches("l", LISTED) == []
    assert setting.matches("lark" * 100, LISTED) == []
    assert problems(SCHOOL, settled(q="x" * 201)) != {}

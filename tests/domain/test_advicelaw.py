"""Whose advice the law has a council ask for (Regulation 6(1))."""

import pytest

from ehcportal.domain.advicelaw import Adviser, Learner, named


@pytest.mark.parametrize(("year", "paragraphs"), [(8, "abcde"), (9, "abcdeg"), (None, "abcde")])
def test_adult_life_is_asked_about_from_year_nine_on(year: int | None, paragraphs: str) -> None:
    assert (
        "".join(each.paragraph for each in named(Learner(year), rights_passed=False)) == paragraphs
    )


def test_the_familys_own_advice_follows_the_rights() -> None:
    for passed, role in ((False, "Parent or carer"), (True, "Young person")):
        first = named(Learner(12), rights_passed=passed)[0]
        assert (first.adviser, first.role) == (Adviser.FAMILY, role)


def test_education_comes_from_who_is_qualified_for_this_child() -> None:
    deafblind = named(Learner(3, hearing=True, vision=True), rights_passed=False)
    roles = {each.adviser: each for each in deafblind if each.paragraph == "b"}
    assert "hearing and vision" in roles[Adviser.SENSES].role
    assert "hearing and vision" in roles[Adviser.SENSES].why
    assert Adviser.EDUCATION in roles
    out = named(Learner(3, out_of_school=True), rights_passed=False)
    assert [each.adviser for each in out if each.paragraph == "b"] == [Adviser.OUT_OF_SCHOOL]

"""Whose advice the law has a council ask for (Regulation 6(1))."""

import pytest

from ehcportal.domain.advicelaw import Adviser, named


@pytest.mark.parametrize(("year", "paragraphs"), [(8, "abcde"), (9, "abcdeg"), (None, "abcde")])
def test_adult_life_is_asked_about_from_year_nine_on(year: int | None, paragraphs: str) -> None:
    assert "".join(each.paragraph for each in named(year, rights_passed=False)) == paragraphs


def test_the_familys_own_advice_follows_the_rights() -> None:
    for passed, role in ((False, "Parent or carer"), (True, "Young person")):
        first = named(12, rights_passed=passed)[0]
        assert (first.adviser, first.role) == (Adviser.FAMILY, role)

"""Nobody has fewer than 15 days for a draft, however it reached them."""

from datetime import date, timedelta

import pytest

from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_service import comments_due, is_long_enough, served_on
from ehcportal.domain.rules import Counting

FIRST = date(2026, 6, 1)


def test_published_and_mailed_counts_from_that_day() -> None:
    assert served_on(FIRST, None) == FIRST


def test_by_post_counts_from_when_the_letter_arrives() -> None:
    assert served_on(FIRST, FIRST, Counting(postal_days=3)) == date(2026, 6, 4)


def test_a_letter_posted_before_does_not_begin_the_days_before_the_portal_shows_it() -> None:
    assert served_on(FIRST, FIRST - timedelta(days=9)) == FIRST


@pytest.mark.parametrize("kind", [PlanKind.DRAFT, PlanKind.AMENDMENT])
def test_served_on_1_june_the_last_day_is_15_june(kind: PlanKind) -> None:
    by_law = comments_due(kind, FIRST)
    assert by_law is not None
    assert by_law.due_on == date(2026, 6, 15)


def test_a_final_plan_has_no_window() -> None:
    assert comments_due(PlanKind.FINAL, FIRST) is None


def test_the_window_is_lengthened_and_never_shortened() -> None:
    by_law = comments_due(PlanKind.DRAFT, FIRST)
    assert by_law is not None
    assert not is_long_enough(date(2026, 6, 14), by_law)
    assert is_long_enough(date(2026, 6, 20), by_law)
    assert not is_long_enough(date(2026, 6, 19), by_law, date(2026, 6, 20))


def test_a_newer_version_does_not_count_as_served_before_the_one_in_the_post() -> None:
    """A draft was posted on Monday, and a better one comes on Tuesday by the portal."""
    in_the_post = served_on(date(2026, 6, 1), date(2026, 6, 1))
    assert in_the_post == date(2026, 6, 3)
    assert served_on(date(2026, 6, 2), None, before=in_the_post) == date(2026, 6, 3)
    assert served_on(date(2026, 6, 9), None, before=in_the_post) == date(2026, 6, 9)

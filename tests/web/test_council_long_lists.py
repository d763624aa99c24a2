"""Feedback and referrals are read page by page: nothing is left out, nothing comes twice."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.voice import FeedbackNote
from tests import factories
from tests.cast import Cast

Rows = Callable[[Session, Cast], tuple[list[str], list[str]]]

MANY = 32
"""Some more than one page of what waits."""


def _referrals(session: Session, cast: Cast) -> tuple[list[str], list[str]]:
    waiting, closed = [], []
    for number in range(MANY):
        row = factories.referral(session, cast.accounts["stranger"])
        row.received_at = clock.now() - timedelta(days=MANY - number // 2)
        if number % 6 == 0:
            row.closed_at = clock.now() - timedelta(hours=number)
        (closed if row.closed_at else waiting).append((row.received_at, row.id))
    return [each for _, each in sorted(waiting)], [each for _, each in closed]


def _notes(session: Session, _cast: Cast) -> tuple[list[str], list[str]]:
    waiting, done = [], []
    for number in range(MANY):
        made_at = clock.now() - timedelta(days=number // 2)
        note = FeedbackNote(made_at=made_at, helped=f"Note {number:02}.")
        if number % 6 == 0:
            note.dealt_with_at = clock.now() - timedelta(hours=number)
        session.add(note)
        (done if note.dealt_with_at else waiting).append((made_at, note.id, note.helped))
    newest = sorted(waiting, reverse=True)
    return [each for *_, each in newest], [each for *_, each in done]


@pytest.mark.parametrize(
    ("path", "done", "rows", "found"),
    [
        ("/council/referrals", "closed", _referrals, r'href="/council/referrals/(\w+)"'),
        ("/council/feedback", "done", _notes, r"Note \d\d\."),
    ],
)
def test_the_next_page_goes_on_where_the_one_before_ended(
    cast: Cast, database: Database, *, path: str, done: str, rows: Rows, found: str
) -> None:
    with database.unit() as session:
        waiting, over = rows(session, cast)
    staff = cast["caseworker"]
    first = staff.get(path).get_data(as_text=True)
    (after,) = re.findall(r"after=(\w+)", first)
    second = staff.get(f"{path}?show=waiting&after={after}").get_data(as_text=True)
    assert re.findall(found, first) + re.findall(found, second) == waiting
    assert len(re.findall(found, first)) == 25
    assert "Back to the start" in second
    assert "after=" not in second
    last = staff.get(f"{path}?show={done}").get_data(as_text=True)
    assert re.findall(found, last) == over
    for nowhere in ("x", "YWJjfDIwMjY"):
        answer = staff.get(f"{path}?show={done}&after={nowhere}")
        assert re.findall(found, answer.get_data(as_text=True)) == over, nowhere

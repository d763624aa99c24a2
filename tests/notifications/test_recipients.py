"""Only those hear of an event whose business it is."""

import pytest

from ehcportal.models.account import Account, AccountState
from ehcportal.notifications.recipients import Circle, News, Reader, who_hears

SENDER = Reader("grace@mail.example", "a1")
TEAM = Reader("team@brookshire.example")


@pytest.mark.parametrize("news", list(News))
def test_every_piece_of_news_has_one_reader(news: News) -> None:
    assert len(who_hears(news, Circle(sender=SENDER, team=TEAM))) == 1


def test_the_sender_hears_of_a_form_and_the_team_of_a_request() -> None:
    both = Circle(sender=SENDER, team=TEAM)
    assert who_hears(News.FORM_SENT, both) == (SENDER,)
    assert who_hears(News.NEW_REQUEST, both) == (TEAM,)
    assert who_hears(News.NEW_REQUEST, Circle(sender=SENDER)) == ()


def test_whoever_closed_their_account_gets_no_more_mail() -> None:
    closed = Account(
        email="grace@mail.example",
        email_folded="grace@mail.example",
        forename="Grace",
        surname="Hill",
        state=AccountState.CLOSED,
    )
    assert who_hears(News.FORM_SENT, Circle(sender=Reader.of(closed))) == ()

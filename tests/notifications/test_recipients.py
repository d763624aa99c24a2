"""Only those hear of an event whose business it is."""

import pytest

from ehcportal.notifications.recipients import Circle, News, Reader, who_hears

SENDER = Reader("grace@mail.example", "a1")
OTHER_PARENT = Reader("daniel@mail.example", "a2")
TEAM = Reader("team@brookshire.example")
EVERYBODY = Circle(sender=SENDER, family=(SENDER, OTHER_PARENT), team=TEAM)


@pytest.mark.parametrize("news", list(News))
def test_nobody_hears_of_what_another_member_of_the_family_did(news: News) -> None:
    assert OTHER_PARENT not in who_hears(news, EVERYBODY)


def test_the_sender_hears_of_a_form_and_the_team_of_a_request() -> None:
    assert who_hears(News.FORM_SENT, EVERYBODY) == (SENDER,)
    assert who_hears(News.NEW_REQUEST, EVERYBODY) == (TEAM,)
    assert who_hears(News.NEW_REQUEST, Circle(sender=SENDER)) == ()


def test_mail_that_has_to_stop_stops() -> None:
    silent = Reader("grace@mail.example", "a1", wants_mail=False)
    assert who_hears(News.FORM_SENT, Circle(sender=silent)) == ()

"""The same news of the same thing is told once."""

from sqlmodel import Session

from ehcportal.notifications.news import tell
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.security.keyring import KeyRing, new_key

RING = KeyRing((new_key(),))


def test_news_told_again_reaches_nobody_twice(session: Session) -> None:
    circle = Circle(team=Reader("team@brookshire.example"))
    facts = {"reference": "BR-1", "path": "/council/requests/x"}
    counts = [
        tell(session, RING, News.NEW_REQUEST, circle, of=of, facts=facts) for of in ("x", "x", "y")
    ]
    assert counts == [1, 0, 1]

"""Going to the council's sign-on and back, as a browser does."""

import http.client
from urllib.parse import urlsplit

import pyotp
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.demo.cast import member
from ehcportal.models.account import OutsideLogin
from tests.browser import Browser

MARK = member("caseworker")
NEW = "n.rowe@brookshire.example"


def person(subject: str, email: str, **more: object) -> dict[str, object]:
    return {"sub": subject, "email": email, "email_verified": True, **more}


def goes_there(browser: Browser, start: str = "/sign-in/council") -> str:
    """Begin in this browser; return the address with which the provider sends it back."""
    begun = browser.get(start)
    assert begun.status_code == 303, begun.text
    there = urlsplit(begun.location)
    connection = http.client.HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def signs_on(browser: Browser, start: str = "/sign-in/council") -> TestResponse:
    return browser.get(goes_there(browser, start))


def gives_code(browser: Browser) -> TestResponse:
    """Give the code that the caseworker's app shows."""
    return browser.send("/sign-in/app", code=pyotp.TOTP(MARK.totp_secret or "").now())


def is_refused(answer: TestResponse) -> bool:
    """Kindly, and in the same words whatever was wrong."""
    return answer.status_code == 422 and "We could not sign you in" in answer.text


def links(database: Database) -> list[tuple[str, bool]]:
    with database.reading() as session:
        rows = session.exec(select(OutsideLogin)).all()
        return [(row.subject, row.unlinked_at is None) for row in rows]


def link_mark(browser: Browser) -> None:
    assert signs_on(browser).location == "/sign-in/app"
    assert gives_code(browser).status_code == 303
    browser.send("/sign-out")

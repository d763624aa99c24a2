"""A browser that goes through the pages of signing in as a person does: read, fill in, send."""

import re
from dataclasses import dataclass, field
from typing import Any

import pyotp
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ehcportal.demo.cast import PASSWORD, member
from tests.cast import page_token
from tests.letterbox import Letterbox

TOKEN = re.compile(r'(name="csrf_token" value="|name="csrf-token" content=")[^"]+')


@dataclass
class Browser:
    """One browser; ``send`` reads the page first, so it carries the page's own token."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        """Open it."""
        self.client = self.app.test_client()

    @property
    def letterbox(self) -> Letterbox:
        """The letters that this portal has written."""
        return Letterbox(self.app)

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def send(self, path: str, **fields: str | list[str]) -> TestResponse:
        """Send a form with the token of a page."""
        return self.client.post(path, data={"csrf_token": self.token(), **fields})

    def token(self) -> str:
        """Return the page token of this browser."""
        return page_token(self.client, "/reset-password")

    def give_password(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Send step 1 of the login."""
        return self.send("/sign-in", email=email, password=password)

    def sign_in(self, key: str) -> TestResponse:
        """Sign in as a member of the cast, with both factors."""
        who = member(key)
        step_2 = self.give_password(who.email)
        assert step_2.status_code == 303, step_2.status_code
        if who.totp_secret:
            return self.send("/sign-in/app", code=pyotp.TOTP(who.totp_secret).now())
        return self.send("/sign-in/code", code=self.letterbox.code(who.email))

    def login_token(self) -> str | None:
        """Return the login token in the cookie."""
        with self.client.session_transaction() as cookie:
            token: str | None = cookie.get("_user_id")
            return token

    def is_signed_in(self) -> bool:
        """Whether Account Settings opens."""
        return self.get("/account").status_code == 200


def bytes_without_tokens(answer: TestResponse, *hidden: str) -> str:
    """Return a page without what differs at every request, and without ``hidden`` words."""
    page = TOKEN.sub(r"\1", answer.get_data(as_text=True))
    for word in hidden:
        page = page.replace(word, "")
    return page


def sentence_at(answer: TestResponse, field_id: str) -> str:
    """Return the error sentence at a field."""
    page = BeautifulSoup(answer.data, "html.parser")
    found = page.select_one(f"#{field_id}-error")
    return " ".join(found.get_text(" ", strip=True).removeprefix("Error:").split()) if found else ""

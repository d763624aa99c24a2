"""The cast on stage: everybody of the demo with a browser of their own."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.demo import people
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.account import Account
from ehcportal.models.sign_in import Audience, LoginSession, SessionState
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.queries.people import token_hash
from ehcportal.security.passwords import make_hash

CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"')


@cache
def hashed(password: str) -> str:
    """Return a hash of a password, made once: it is meant to take long."""
    return make_hash(password)


@dataclass
class Player:
    """One person with a browser; ``get`` and ``post`` go through the real door."""

    key: str
    account: Account | None
    client: FlaskClient
    _token: tuple[str, str] = ("", "")
    """What the session holds for the tokens of pages, and a token that a page carried."""

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def partial(self, path: str, target: str, **options: Any) -> TestResponse:
        """Ask for the part of a page as htmx does."""
        headers = {"HX-Request": "true", "HX-Target": target, **options.pop("headers", {})}
        return self.client.get(path, headers=headers, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form, with the token that a page of the portal carries."""
        fields = {"csrf_token": self.csrf(), **(data or {})}
        return self.client.post(path, data=fields, **options)

    def csrf(self) -> str:
        """Read the token from a page, as long as the session has not become another one."""
        with self.client.session_transaction() as held:
            root = held.get("csrf_token", "")
        if not root or root != self._token[0]:
            token = page_token(self.client, "/help" if self.account else "/sign-in")
            with self.client.session_transaction() as held:
                self._token = (held.get("csrf_token", ""), token)
        return self._token[1]


@dataclass
class Cast:
    """Everybody by key; ``cast["stranger"]`` has an account and no case, ``nobody`` has neither."""

    app: Flask
    accounts: dict[str, Account]
    players: dict[str, Player] = field(default_factory=dict)

    @classmethod
    def enter(cls, app: Flask) -> "Cast":
        """Put the cast's accounts into the database."""
        with app.extensions["database"].unit() as session:
            accounts = people.make(session, app.extensions["keyring"], hashed(PASSWORD))
        return cls(app, accounts)

    def __getitem__(self, key: str) -> Player:
        """Return a person who has signed in with both factors."""
        if key not in self.players:
            account = None if key == "nobody" else self.accounts[key]
            player = Player(key, account, self.app.test_client())
            if account is not None:
                sign_in(self.app, player.client, account)
            self.players[key] = player
        return self.players[key]


def page_token(client: FlaskClient, path: str) -> str:
    """Return the token that a page carries for the next form."""
    found = CSRF.search(client.get(path).get_data(as_text=True))
    assert found, "no page token"
    return found.group(1) or found.group(2)


def sign_in(app: Flask, client: FlaskClient, account: Account) -> LoginSession:
    """Give ``client`` a full login session, as the sign-in pages do at their end."""
    token = secrets.token_urlsafe(32)
    with app.extensions["database"].unit() as session:
        role = session.exec(
            select(StaffMember.role).where(StaffMember.account_id == account.id)
        ).first()
        audience = Audience.FAMILY
        if role is not None:
            is_administrator = role is StaffRole.ADMINISTRATOR
            audience = Audience.ADMINISTRATOR if is_administrator else Audience.STAFF
        login = LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            state=SessionState.FULL,
            audience=audience,
            expires_at=clock.now() + timedelta(hours=4),
            confirmed_at=clock.now(),
        )
        session.add(login)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return login

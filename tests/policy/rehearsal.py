"""A portal with everybody on stage, where whatever is asked leaves no trace.

One connection holds one transaction over the whole of it, and each request works inside a
savepoint that is rolled back: a hundred thousand questions, and nothing has changed.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.account import Account
from ehcportal.models.base import new_id
from ehcportal.models.sign_in import LoginSession, SessionState
from ehcportal.queries.people import audience_of, token_hash
from ehcportal.services.sign_ins import current_role
from tests.cast import page_token
from tests.policy.players import OUTSIDE, SIGNED_IN
from tests.policy.stage import Things, set_stage

HX = {"HX-Request": "true", "HX-Target": "panels"}
TOKENS = re.compile(
    rb'((?:name="csrf_token" value|name="csrf-token" content|name="_idem" value)=")[^"]+'
)
ID = re.compile(r"\b(?:[a-z2-7]{26}|[\w-]{43})\b")
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
SAME_FOR_ALL = {
    "form_id": "assessment-request",
    "page_id": "documents",
    "situation": "no_plan",
    "question_id": "documents",
    "name": "letter.pdf",
    "stage": "request",
    "key": "none",
    "letter": "F",
    "number": "1",
    "topic": "talk",
    "kind": "words",
    "matter": "assess",
    "letter_key": "general",
    "part": "file",
}
"""Parts of rules that are nobody's."""


class Rehearsal(Database):
    """The portal's database as one connection, whose every change can be undone."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.connection = self.engine.connect()
        self.connection.begin()

    def session(self) -> Session:
        """Return a session that works inside the one transaction."""
        return Session(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo whatever happens meanwhile."""
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()

    def close(self) -> None:
        """Leave the database as it was."""
        self.connection.close()
        self.engine.dispose()


@dataclass(frozen=True)
class Key:
    """What a player's browser holds: the cookie, and the token for forms."""

    cookie: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All of an answer by which two could be told apart, and its text for the canaries."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    is_pdf: bool
    asked: str = field(compare=False)
    """The address without ids."""

    @property
    def location(self) -> str:
        """Where the answer sends, by a redirect or as htmx is told; not if it is this very page."""
        found = dict(self.headers)
        target = found.get("Location") or found.get("HX-Redirect") or ""
        return "" if target.partition("?")[0] == self.asked else target

    def text(self) -> bytes:
        """Return what can be read in the answer, in a PDF too."""
        if not self.is_pdf:
            return self.body
        pages = PdfReader(BytesIO(self.body)).pages
        return "\n".join(page.extract_text() for page in pages).encode()


@dataclass
class Rehearsed:
    """The stage, ready to be asked."""

    app: Flask
    things: Things
    database: Rehearsal
    keys: dict[str, Key] = field(default_factory=dict)
    not_there: dict[tuple[str, str, bool], "Answer"] = field(default_factory=dict)
    """What a player gets for what never was, by method, as a page and as a part."""

    def path(self, rule: str, thing: str, ids: dict[str, str] | None = None) -> str:
        """Return the address of a rule for what belongs to ``thing``."""
        return self.fill(rule, self._ids(thing, ids or {}))

    def never(self, rule: str, thing: str) -> str:
        """Return such an address, as long, of something that never was."""
        return self.fill(rule, self.nothing(rule, thing))

    def nothing(self, rule: str, thing: str) -> dict[str, str]:
        """Return ids of the right lengths that nothing has."""
        real = self._ids(thing, {})
        names = set(PLACEHOLDER.findall(rule)) - set(SAME_FOR_ALL)
        return {
            name: secrets.token_urlsafe(32) if len(real.get(name, "")) == 43 else new_id()
            for name in names
        }

    def _ids(self, thing: str, named: dict[str, str]) -> dict[str, str]:
        known = self.things.get(thing, {})
        return {**known, **{part: known[name] for part, name in named.items()}}

    @staticmethod
    def fill(rule: str, ids: dict[str, str]) -> str:
        """Put ids into the parts of a rule."""
        known = {**SAME_FOR_ALL, **ids}
        return PLACEHOLDER.sub(lambda found: known[found.group(1)], rule)

    def ask(
        self, player: str, method: str, path: str, sends: dict[str, str], *, htmx: bool = False
    ) -> Answer:
        """Ask as a player, and undo what it did."""
        key = self.keys[player]
        headers = {"Cookie": key.cookie} if key.cookie else {}
        data = {"csrf_token": key.csrf, **sends} if method == "POST" else None
        with self.database.undone():
            answer = self.app.test_client(use_cookies=False).open(
                path,
                method=method,
                data=data,
                headers=headers | (HX if htmx else {}),
                buffered=True,
            )
            return _kept(answer, path)

    def browser(self, player: str) -> FlaskClient:
        """Return a player's browser, for those who go from page to page."""
        client = self.app.test_client()
        name, _, value = self.keys[player].cookie.partition("=")
        client.set_cookie(name, value)
        return client


def _kept(answer: TestResponse, path: str) -> Answer:
    """Keep an answer without what ticks, and without the ids in its address."""
    ids = ID.findall(path)
    headers = []
    for name, value in answer.headers:
        if name == "Set-Cookie":
            headers.append((name, value.partition("=")[0]))
        elif name not in {"Date", "Portal-Left"}:
            headers.append((name, _without(ids, value)))
    body = TOKENS.sub(rb"\1", answer.get_data())
    for each in ids:
        body = body.replace(each.encode(), b"")
    is_pdf = answer.mimetype == "application/pdf"
    return Answer(answer.status_code, body, tuple(headers), is_pdf, _without(ids, path))


def _without(ids: list[str], value: str) -> str:
    for each in ids:
        value = value.replace(each, "")
    return value


def rehearse(app: Flask) -> Rehearsed:
    """Set the stage, give everybody a key, and let nothing last from then on."""
    accounts, things = set_stage(app)
    tokens = _sessions(app, accounts)
    things["parent"]["session_id"] = _other_device(app, accounts["parent"])
    database = Rehearsal(app.extensions["database"].url)
    app.extensions["database"].engine.dispose()
    app.extensions["database"] = database
    stage = Rehearsed(app, things, database)
    for player in (*SIGNED_IN, *OUTSIDE, *STALE):
        stage.keys[player] = _key(app, database, tokens.get(player))
    return stage


STALE = tuple(f"{player} long ago" for player in SIGNED_IN)
"""Everybody once more, with a password that was given long ago."""


def _sessions(app: Flask, accounts: dict[str, Account]) -> dict[str, str]:
    """Open a login for everybody, as far as they have come; return the tokens."""
    tokens: dict[str, Any] = {}
    fresh = clock.now() + timedelta(hours=1)
    with app.extensions["database"].unit() as session:
        for player in SIGNED_IN:
            for name, confirmed_at in ((player, fresh), (f"{player} long ago", None)):
                row, tokens[name] = _login(accounts[player])
                row.confirmed_at = confirmed_at
                row.audience = audience_of(current_role(session, row.account_id))
                session.add(row)
        for name, whose, state in (
            ("half", "parent", SessionState.HALF),
            ("enrolling", "caseworker", SessionState.ENROLLING),
            ("signed_out", "parent", SessionState.FULL),
        ):
            row, tokens[name] = _login(accounts[whose], state)
            row.audience = audience_of(current_role(session, row.account_id))
            if name == "signed_out":
                row.ended_at, row.end_reason = clock.now(), "signed_out"
            session.add(row)
    return tokens


def _login(account: Account, state: SessionState = SessionState.FULL) -> tuple[LoginSession, str]:
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        token_hash=token_hash(token),
        account_id=account.id,
        state=state,
        last_active_at=clock.now() + timedelta(hours=1),
        expires_at=clock.now() + timedelta(hours=4),
    )
    return row, token


def _other_device(app: Flask, account: Account) -> str:
    with app.extensions["database"].unit() as session:
        row, _token = _login(account)
        session.add(row)
        return row.id


def _key(app: Flask, database: Rehearsal, token: str | None) -> Key:
    client = app.test_client()
    if token is not None:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
    with database.undone():
        csrf = page_token(client, "/reset-password")
    held = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert held is not None
    return Key(f"{held.key}={held.value}", csrf)

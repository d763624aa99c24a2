"""The same portal opened from within, to make in a moment what would take a person many pages."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask
from sqlmodel import select

from ehcportal import clock, create_app, settings
from ehcportal.models.account import Account
from ehcportal.queries.drafts import Owner
from ehcportal.services import drafts
from tests.cast import sign_in
from tests.e2e.conftest import Running

COOKIE = "ehcportal"


@dataclass
class Inside:
    """A running portal's database and key ring, seen from this process."""

    running: Running

    @cached_property
    def app(self) -> Flask:
        """The portal on the running one's instance folder, database and address."""
        return create_app(
            settings.load(
                instance=self.running.instance,
                database_url=self.running.environment["EHCPORTAL_DATABASE_URL"],
                base_url=self.running.base_url,
                log_level="ERROR",
            )
        )

    def account(self, key: str) -> Account:
        """Return the account of one of the cast."""
        email = self.running.cast[key]["email"]
        with self.app.extensions["database"].reading() as session:
            account = session.exec(select(Account).where(Account.email == email)).one()
            session.expunge(account)
        return account

    def cookie(self, key: str) -> str:
        """Return the cookie of somebody who has just signed in with both factors."""
        client = self.app.test_client()
        sign_in(self.app, client, self.account(key))
        found = client.get_cookie(COOKIE)
        assert found is not None
        return found.value

    def draft(self, key: str, form_id: str, answers: dict[str, Any] | None = None) -> str:
        """Begin a form for somebody; return its id."""
        owner = Owner(account_id=self.account(key).id)
        form = self.app.extensions["forms"].get(form_id)
        with self.app.extensions["database"].unit() as session:
            draft = drafts.begin(session, form, owner, days=30, now=clock.now())
            draft.answers = answers or {}
            return draft.id

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["database"].engine.dispose()

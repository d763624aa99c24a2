"""The same portal opened from within, to make in a moment what would take a person many pages."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlmodel import col, select

from ehcportal import clock, create_app, settings
from ehcportal.jobs import chores
from ehcportal.models.account import Account
from ehcportal.models.alert import Alert
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.sign_in import LoginSession
from ehcportal.portal import Portal
from ehcportal.queries.drafts import Owner
from ehcportal.services import drafts
from tests.cast import Cast
from tests.e2e.portal import Running
from tests.places import PLACES, Demo, enter

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
                council=self.running.environment.get("EHCPORTAL_COUNCIL", "standard"),
                log_level="ERROR",
            )
        )

    @cached_property
    def _entered(self) -> tuple[Cast, Demo]:
        return enter(self.app)

    @property
    def cast(self) -> Cast:
        """Everybody, signed in."""
        return self._entered[0]

    @property
    def demo(self) -> Demo:
        """One thing of each kind, with the addresses of pages about them."""
        return self._entered[1]

    def path(self, name: str) -> str:
        """Return the address of the page of this name."""
        return self.demo.path(next(place for place in PLACES if place.name == name))

    def cookie(self, key: str) -> str:
        """Return the cookie of somebody who has signed in with both factors, just now."""
        player = self.cast[key]
        now = clock.now()
        with self.app.extensions["database"].unit() as session:
            session.connection().execute(
                sa.update(LoginSession)
                .where(col(LoginSession.account_id) == self.cast.accounts[key].id)
                .values(confirmed_at=now, last_active_at=now)
            )
        found = player.client.get_cookie(COOKIE)
        assert found is not None
        return found.value

    def begins(self, key: str, form_id: str, answers: dict[str, Any]) -> str:
        """Have somebody begin a form with these answers; return the draft's id."""
        account = self.cast.accounts[key]
        form = self.app.extensions["forms"].get(form_id)
        with self.app.extensions["database"].unit() as session:
            owner = Owner(account_id=account.id)
            draft = drafts.begin(session, form, owner, days=30, now=clock.now())
            draft.answers = answers
            draft.filled_for_id = account.id
            return draft.id

    def sends(self, key: str, form_id: str, answers: dict[str, Any]) -> None:
        """Have somebody send a form whose pages are not what is looked at."""
        draft = self.begins(key, form_id, answers)
        sent = self.cast[key].post(f"/forms/draft/{draft}/confirm")
        assert sent.headers["Location"].endswith("/thank-you"), sent.headers["Location"]

    def sent_by(self, key: str, form_id: str = "assessment-request") -> int:
        """Return how many forms of this kind somebody has sent."""
        with self.app.extensions["database"].reading() as session:
            mine = select(Submission).where(
                Submission.account_id == self.cast.accounts[key].id, Submission.form_id == form_id
            )
            return len(session.exec(mine).all())

    def assigns(self, key: str, case_id: str, form_id: str) -> None:
        """Ask somebody to fill in a form for a case."""
        account_id = self.cast.accounts[key].id
        with self.app.extensions["database"].unit() as session:
            session.add(FormAssignment(case_id=case_id, form_id=form_id, account_id=account_id))

    def sends_alerts(self) -> None:
        """Let alerts have waited for others, and write the e-mails about them."""
        portal = Portal.of(self.app.extensions)
        with portal.database.unit() as session:
            session.connection().execute(sa.update(Alert).values(sendable_at=clock.now()))
        chores.send_alerts(portal)

    def lets_sessions_rest(self, email: str, *, minutes: int = 180) -> None:
        """Make it ``minutes`` since somebody was last active on any device."""
        with self.app.extensions["database"].unit() as session:
            account = session.exec(select(Account).where(Account.email == email)).one()
            mine = select(LoginSession).where(LoginSession.account_id == account.id)
            for login in session.exec(mine):
                login.last_active_at -= timedelta(minutes=minutes)
                login.created_at -= timedelta(minutes=minutes)

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["database"].engine.dispose()

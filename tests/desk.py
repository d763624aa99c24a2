"""A caseworker at the papers of Maya's case, whose parents are apart."""

import io
import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.models.document import Publication
from tests import factories
from tests.cast import Cast
from tests.storage import samples

HIDDEN = re.compile(r'name="(_\w+)" value="([^"]*)"')


@dataclass
class Desk:
    """A caseworker before the papers of Maya's case."""

    cast: Cast
    database: Database
    case_id: str
    ties: dict[str, str]

    @property
    def papers(self) -> str:
        """Where the papers of the case are."""
        return f"/council/cases/{self.case_id}/documents"

    def file(self, title: str = "Advice", **more: Any) -> str:
        """Add a paper; return where it stands."""
        answer = self.add(title, **more)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.headers["Location"].removesuffix("/publish")

    def add(self, title: str = "Advice", **more: Any) -> TestResponse:
        """Send the form that adds a paper."""
        fields = {"title": title, "kind": "advice", "on-day": "1", "on-month": "11"}
        given = {**fields, "on-year": "2026", "file": pdf(), **more}
        return self.cast["caseworker"].post(f"{self.papers}/new", given)

    def send(self, page: str, **fields: Any) -> TestResponse:
        """Fill in a page about a paper and send it, with all that stood in it."""
        shown = self.cast["caseworker"].get(page)
        assert shown.status_code == 200, page
        hidden = dict(HIDDEN.findall(shown.get_data(as_text=True)))
        return self.cast["caseworker"].post(page, {**hidden, **fields})

    def publish(self, paper: str, audience: str = "family", *people: str) -> TestResponse:
        """Publish a paper, having checked it."""
        chosen = {f"to-{self.cast.accounts[who].id}": "yes" for who in people}
        return self.send(f"{paper}/publish", audience=audience, sure="yes", **chosen)

    def page_of(self, who: str, page: str = "") -> str:
        """Return a page of the case as somebody of the family reads it."""
        answer = self.cast[who].get(f"/cases/{self.case_id}{page}")
        assert answer.status_code == 200, page
        return answer.get_data(as_text=True)

    def list_of(self, who: str) -> str:
        """Return the page that lists what somebody of the family may see."""
        return self.page_of(who, "/documents")

    def link(self, number: int = 0) -> str:
        """Return where the family opens a publication."""
        with self.database.reading() as session:
            found = session.exec(select(Publication).order_by(Publication.id)).all()[number]
            return f"/cases/{self.case_id}/documents/{found.id}"


def pdf(name: str = "Report.pdf") -> tuple[io.BytesIO, str]:
    """Return a real PDF to send."""
    return io.BytesIO(samples.pdf()), name


def sit(cast: Cast, database: Database) -> Desk:
    """Open the case with both parents, and sit down at its papers."""
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        ties = {
            key: factories.relationship(session, who[key], child).id
            for key in ("parent", "second_parent")
        }
        case = factories.case(session, child, coordinator=who["caseworker"])
        return Desk(cast, database, case.id, ties)

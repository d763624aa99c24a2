"""A caseworker who decides in Maya's case: fills in the form, looks the letter over, sends it."""

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from tests import factories
from tests.cast import Cast

HIDDEN = re.compile(r'name="(_\w+)" value="([^"]*)"')


@dataclass
class Deciding:
    """A decision about Maya, whose case began some days ago."""

    cast: Cast
    database: Database
    case_id: str

    @property
    def decisions(self) -> str:
        """Where the decisions of the case are."""
        return f"/council/cases/{self.case_id}/decisions"

    def hidden(self, page: str, who: str = "caseworker") -> dict[str, str]:
        """Return what a page holds that nobody types."""
        shown = self.cast[who].get(page)
        assert shown.status_code == 200, page
        return dict(HIDDEN.findall(shown.get_data(as_text=True)))

    def write(
        self, kind: str = "assess", who: str = "caseworker", seen: Any = None, **typed: Any
    ) -> TestResponse:
        """Fill in the form of a decision and save it, as the page stood when it was ``seen``."""
        page = f"{self.decisions}/{kind}"
        return self.cast[who].post(page, {**(seen or self.hidden(page, who)), **a_no(), **typed})

    def send(
        self, kind: str = "assess", who: str = "caseworker", seen: Any = None, **typed: Any
    ) -> TestResponse:
        """Decide and send the letter, as the page stood when it was ``seen``."""
        page = f"{self.decisions}/{kind}/letter"
        return self.cast[who].post(page, {**(seen or self.hidden(page, who)), **typed})

    def page(self, path: str, who: str = "caseworker") -> str:
        """Return the words of a page."""
        answer = self.cast[who].get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)


def a_no() -> dict[str, str]:
    """Return a whole refusal, decided today."""
    today = clock.today()
    return {
        "has_needs": "yes",
        "needs_plan": "no",
        "outcome": "no",
        "other_evidence": "The school’s own records",
        "reason": "School can give this help.\n\nWe looked at every report.",
        "decided-day": str(today.day),
        "decided-month": str(today.month),
        "decided-year": str(today.year),
    }


A_YES = {"needs_plan": "yes", "outcome": "yes"}


def sit(cast: Cast, database: Database) -> Deciding:
    """Open the case of Maya, whose mother asked ten days ago."""
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.request(session, received=10, joined_to=case)
        return Deciding(cast, database, case.id)

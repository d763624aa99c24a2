"""A school with a child who has a plan, and everybody of a review at work on it."""

import re
from datetime import date
from typing import Any

from sqlmodel import Session
from werkzeug.test import TestResponse

from ehcportal.domain.facts import PlanKind
from ehcportal.models.case import Case
from ehcportal.security.audit import Trace
from ehcportal.services.reviews import papers
from tests import factories
from tests.schools import School

HIDDEN = re.compile(r'name="(_version|_readers|meeting_id)" value="([^"]*)"')
GUESTS = re.compile(r'name="(guest-\w+)"')


class Reviewing:
    """The pages of one review, used as people use them."""

    def __init__(self, school: School) -> None:
        """Give the child a plan that was made a while ago."""
        self.school, self.cast, self.case_id = school, school.cast, school.case
        with school.unit() as session:
            factories.plan(session, self.case(session), (PlanKind.DRAFT, 29), (PlanKind.FINAL, 25))
        self.review_id = ""

    def case(self, session: Session) -> Case:
        """Return the case."""
        return session.get_one(Case, self.case_id)

    @property
    def all(self) -> str:
        """Where staff find the reviews of the case."""
        return f"/council/cases/{self.case_id}/reviews"

    @property
    def page(self) -> str:
        """Where staff find this review."""
        return f"{self.all}/{self.review_id}"

    @property
    def family(self) -> str:
        """Where the family reads it."""
        return f"/cases/{self.case_id}/reviews"

    @property
    def setting(self) -> str:
        """Where the SENCo works on it."""
        return f"/settings/pupils/{self.case_id}/reviews"

    @property
    def adviser(self) -> str:
        """Where an adviser reads it."""
        return f"/advice/{self.case_id}/review"

    def read(self, who: str, path: str) -> str:
        """Open a page that must be there."""
        answer = self.cast[who].get(path)
        assert answer.status_code == 200, (who, path, answer.status_code)
        return answer.get_data(as_text=True)

    def send(self, who: str, path: str, shown: str = "", **fields: Any) -> TestResponse:
        """Send a form with what stood hidden in the page that shows it."""
        hidden = dict(HIDDEN.findall(self.read(who, shown or path)))
        if not path.endswith("answer"):
            hidden.pop("meeting_id", None)
        return self.cast[who].post(path, {**hidden, **fields})

    def begin(self, **fields: str) -> "Reviewing":
        """Begin a review that the school holds."""
        given = {"kind": "annual", "setting": self.school.millbrook, **fields}
        answer = self.cast["caseworker"].post(self.all, given)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.review_id = answer.headers["Location"].rpartition("/")[2]
        return self

    def arrange(self, on: date, **fields: str) -> TestResponse:
        """Set the meeting."""
        given = {
            "starts": "9.30",
            "minutes": "60",
            "how": "in_person",
            "place": "Room 3, pineapple house",
            "on-day": on.day,
            "on-month": on.month,
            "on-year": on.year,
            **fields,
        }
        return self.send("caseworker", f"{self.page}/meeting", **given)

    def invite(self) -> TestResponse:
        """Invite all who have an account, and a doctor who has none."""
        path = f"{self.page}/guests"
        boxes = dict.fromkeys(GUESTS.findall(self.read("caseworker", path)), "yes")
        doctor = {"other-role": "health", "other-name": "Dr Ash"}
        return self.send("caseworker", path, **boxes, **doctor)

    def hold(self, who: str = "caseworker") -> TestResponse:
        """Say that the meeting was held on the day it was set for."""
        if who == "senco":
            shown, path = self.setting, f"{self.setting}/{self.review_id}/attendance"
        else:
            shown = path = f"{self.page}/attendance"
        text = self.read(who, shown)
        days = dict(re.findall(r'name="(held-\w+)" type="text" value="(\d+)"', text))
        came = dict.fromkeys(re.findall(r'name="(came-\w+)"', text)[:1], "yes")
        return self.send(who, path, shown, **days, **came)

    def write(self, who: str, form_id: str, **answers: Any) -> None:
        """Let somebody send a form of the review, as far as its rows go."""
        account = self.cast.accounts[who]
        with self.school.unit() as session:
            sent = factories.submission(session, account, form_id, answers=answers)
            sent.case_id, sent.about = self.case_id, "Maya Okafor"
            session.flush()
            ring = self.school.app.extensions["keyring"]
            papers.receive(session, Trace(account_id=account.id), sent, ring)

    def decide(self, outcome: str, **fields: str) -> TestResponse:
        """Decide after the review."""
        given = {"outcome": outcome, "reason": "All agreed at the meeting.", "sure": "yes"}
        return self.send("caseworker", f"{self.page}/decision", **{**given, **fields})

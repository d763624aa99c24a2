"""Staff who invite somebody to a child's case, and the invited person, as they use the pages."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from ehcportal.models.access import AccessBlock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.invitation import Invitation
from ehcportal.models.person import ParentalResponsibility, Relationship, RelationshipKind
from ehcportal.models.staff import Team
from ehcportal.queries import invitable
from ehcportal.security.audit import Trace
from ehcportal.services.invitations import family, identity, links
from ehcportal.services.invitations.desk import Desk as Post
from ehcportal.services.invitations.family import Wanted
from ehcportal.services.people import Tie
from tests import factories
from tests.browser import Browser
from tests.cast import Cast
from tests.letterbox import Letterbox

NEW = "lou.hale@mail.example"
KNOWN = "ivy.marsh@mail.example"
PASSWORD = "threeOddWordsFor2026"
HOW = "Met them with a passport"
TIE = Tie(RelationshipKind.PARENT, "Mother", ParentalResponsibility.YES, verified_how="")
FORM = {
    "way": "invitation",
    "email": NEW,
    "forename": "Lou",
    "surname": "Hale",
    "relationship": "parent",
    "described_as": "Mother",
    "parental_responsibility": "yes",
    "view": "full",
}


@dataclass
class Desk:
    """A caseworker's desk with the case of one child on it."""

    app: Flask
    cast: Cast
    case: str = ""
    child: str = ""
    who: str = "caseworker"

    def __post_init__(self) -> None:
        """Open a case."""
        self.case, self.child = self.open_case("Maya", "Kingfisher")

    def open_case(self, forename: str, surname: str, *, team: str = "") -> tuple[str, str]:
        """Open the case of another child, of a team or of all; return the ids of case and child."""
        with self.session() as session:
            child = factories.person(session, forename, surname)
            coordinator = None if team else self.cast.accounts["caseworker"]
            case = factories.case(session, child, coordinator=coordinator)
            if team:
                case.team_id = _team(session, team)
            return case.id, child.id

    def reference(self, case: str) -> str:
        """Return what people quote of a case."""
        with self.session() as session:
            found: Case = session.get_one(Case, case)
            return found.reference

    def session(self) -> Any:
        """Return a unit of work."""
        return self.app.extensions["database"].unit()

    @property
    def letters(self) -> Letterbox:
        """What the portal has written."""
        return Letterbox(self.app)

    @property
    def people(self) -> str:
        """The path of the case's people."""
        return f"/council/cases/{self.case}/people"

    def invite(self, **changed: str) -> TestResponse:
        """Send the form that invites."""
        return self.cast[self.who].post(f"{self.people}/invite", {**FORM, **changed})

    def invited(self, **changed: str) -> str:
        """Invite; return the path of the invitation."""
        answer = self.invite(**changed)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def quoted(self, path: str, code: str, how: str = HOW) -> TestResponse:
        """Type the code as the person quotes it."""
        return self.cast[self.who].post(f"{path}/code", {"code": code, "how": how})

    def checked(self, **changed: str) -> tuple[str, str]:
        """Invite and check the code; return the paths of the invitation and of the link."""
        path = self.invited(**changed)
        email = changed.get("email", NEW)
        assert self.quoted(path, self.letters.code(email)).status_code == 303
        return path, self.link(email)

    def link(self, email: str) -> str:
        """Return the path of the newest link."""
        link: str = self.letters.newest(email)["link"]
        return "/" + link.split("/", 3)[3]

    def post(self, path: str, who: str = "", **fields: str) -> TestResponse:
        """Do something about an invitation, from its page."""
        player = self.cast[who or self.who]
        version = self.version(path)
        return player.post(path, {"_version": version, **fields})

    def version(self, path: str) -> str:
        """Return the version that the page of the invitation would carry."""
        return str(self.row(path).version)

    def row(self, path: str) -> Invitation:
        """Return the invitation as it is stored."""
        found = re.search(r"/invitations/(\w+)", path)
        assert found, path
        with self.session() as session:
            row: Invitation = session.get_one(Invitation, found.group(1))
            session.expunge(row)
            return row

    def block(self, email: str) -> None:
        """Block an address for the child, on safeguarding grounds."""
        by = self.cast.accounts["manager"].id
        with self.session() as session:
            session.add(
                AccessBlock(
                    person_id=self.child, email_folded=email, reason="Court order", made_by_id=by
                )
            )

    def ties(self, email: str) -> list[Relationship]:
        """Return the ties of whoever took the newest invitation of an address."""
        with self.session() as session:
            found = list(_ties(session, email))
            session.expunge_all()
            return found


def _team(session: Session, name: str) -> str:
    row = Team(name=name)
    session.add(row)
    session.flush()
    return row.id


def _ties(session: Session, email: str) -> Any:
    return session.exec(
        select(Relationship)
        .join(Invitation, col(Invitation.used_by_id) == Relationship.account_id)
        .where(Invitation.email == email)
    ).all()


def register(app: Flask, link: str) -> Browser:
    """Take a link as somebody whom the portal does not know yet."""
    browser = Browser(app)
    answer = browser.send(link, new_password=PASSWORD, confirm_password=PASSWORD)
    assert answer.status_code == 303, answer.text
    return browser


def set_up(browser: Browser, **said: str) -> TestResponse:
    """Answer for each child on Account Setup, in the order of the page, and submit."""
    page = browser.get("/account/invitations").text
    names = re.findall(r'name="children" type="checkbox" value="(\w+)"', page)
    says = zip(names, said.values() or ["yes"] * len(names), strict=True)
    ticked = [name for name, word in says if word == "yes"]
    answers = {"children": ticked, "go_on": "yes" if ticked else "no"}
    assert browser.send("/account/invitations", **answers).status_code == 200
    return browser.send("/account/invitations/submit", **answers)


def invite_two(app: Flask, accounts: dict[str, Account], case_id: str) -> str:
    """Invite somebody whose code is waited for, and the stranger, who has taken the link.

    Returns the id of the first invitation.
    """
    desk, trace = Post(app.extensions["keyring"]), Trace(accounts["caseworker"].id)
    with app.extensions["database"].unit() as session:
        child = session.get_one(Case, case_id).person_id
        first = Wanted(_address(), "Lou", "Farrow", case_id, (child,), TIE, checks_identity=True)
        row = family.invite(session, desk, trace, first)
        if invitable.hindrance(session, KNOWN, child) is None:
            second = family.invite(session, desk, trace, replace(first, email=KNOWN))
            identity.note(second, trace, HOW)
            family.send_link(session, desk, second)
            session.flush()
            links.take(session, second, accounts["stranger"])
        return row.id


def _address() -> str:
    return f"{secrets.token_hex(4)}@mail.example"

"""An administrator invites the council's people, sends a link again, takes it back."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.models.invitation import Invitation
from tests.browser import sentence_at
from tests.cast import Cast
from tests.letterbox import Letterbox

NEW = "n.person@brookshire.example"
ID = re.compile(r"/council/staff/invitations/(\w+)/resend")


def invite(cast: Cast, email: str = NEW, role: str = "caseworker") -> TestResponse:
    return cast["administrator"].post("/council/staff/invite", {"email": email, "role": role})


def link(app: Flask, email: str = NEW) -> str:
    return "/invitation/" + Letterbox(app).newest(email)["link"].rsplit("/", 1)[1]


def rests(database: Database) -> str:
    """Let more than a minute pass since the link went; return the invitation's id."""
    with database.unit() as session:
        row = session.exec(select(Invitation)).one()
        row.link_sent_at = row.created_at.replace(year=row.created_at.year - 1)
        return row.id


def test_an_invitation_goes_out_and_stands_in_the_list(cast: Cast, app: Flask) -> None:
    answer = invite(cast)
    assert answer.location == "/council/staff?show=invited"
    page = cast["administrator"].get(answer.location).text
    assert f"on its way to {NEW}" in page
    assert "good until" in page
    assert cast["nobody"].get(link(app)).status_code == 200
    assert NEW not in cast["administrator"].get("/council/staff").text, "not here yet"


@pytest.mark.parametrize(
    ("email", "role", "field", "told"),
    [
        ("", "caseworker", "email", "Enter the work email address"),
        ("no address", "caseworker", "email", "Enter an email address, like"),
        (NEW, "", "role", "Choose a role"),
        (NEW, "emperor", "role", "Choose a role"),
        ("M.Reyes@brookshire.example", "manager", "email", "works here already"),
        ("l.shah@brookshire.example", "manager", "email", "works here already"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(
    cast: Cast, email: str, role: str, field: str, told: str
) -> None:
    answer = invite(cast, email, role)
    assert answer.status_code == 422
    assert told in sentence_at(answer, field)
    box = BeautifulSoup(answer.data, "html.parser").select_one("#email")
    assert box is not None
    assert box.get("value", "") == email


def test_a_link_that_is_sent_again_ends_the_one_before(
    cast: Cast, app: Flask, database: Database
) -> None:
    invite(cast)
    first = link(app)
    found = rests(database)
    again = cast["administrator"].post(f"/council/staff/invitations/{found}/resend")
    assert again.status_code == 303
    assert cast["nobody"].get(first).status_code == 404
    assert cast["nobody"].get(link(app)).status_code == 200
    at_once = cast["administrator"].post(f"/council/staff/invitations/{found}/resend")
    assert at_once.status_code == 429
    assert int(at_once.headers["Retry-After"]) <= 60


def test_an_invitation_that_is_taken_back_opens_nothing(
    cast: Cast, app: Flask, database: Database
) -> None:
    invite(cast)
    found = rests(database)
    path = f"/council/staff/invitations/{found}/withdraw"
    assert cast["manager"].post(path).status_code == 404
    assert cast["administrator"].post(path).status_code == 303
    assert cast["nobody"].get(link(app)).status_code == 404
    assert cast["administrator"].post(path).status_code == 404, "it is no open one any more"
    assert "Nobody found" in cast["administrator"].get("/council/staff?show=invited").text

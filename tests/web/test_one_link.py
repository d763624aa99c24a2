"""Staff add a person to a case, and one link does the rest (guide row D01; profile hub)."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.browser import Browser, sentence_at
from tests.cast import Cast
from tests.inviting import KNOWN, NEW, Desk

WAY = {"way": "link", "verified_how": "Birth certificate seen"}
PASSWORD = "Three-odd-words"


@pytest.fixture
def council() -> str:
    return "hub"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Desk:
    return Desk(app, cast)


def test_a_password_and_the_tie_is_active_and_the_second_step_comes_next(
    app: Flask, desk: Desk
) -> None:
    path = desk.invited(**WAY)
    assert desk.letters.words(NEW).subject == "Complete your registration"
    link = desk.link(NEW)
    lou = Browser(app)
    page = lou.get(link).text
    assert "Choose your password" in page
    assert "Confirm your password" in page
    assert 'name="forename"' not in page, "staff wrote the name"
    answer = lou.send(link, new_password=PASSWORD, confirm_password=PASSWORD)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in/")
    assert not lou.is_signed_in(), "the second step is still owed"
    tie = desk.ties(NEW)[0]
    assert tie.verified_how == WAY["verified_how"]
    assert tie.verified_by_id == desk.cast.accounts["caseworker"].id
    assert desk.row(path).activated_at is not None
    assert desk.letters.templates(NEW) == ["family_registration", "access_open"]


def test_passwords_that_differ_are_said_so_at_the_field_and_complete_nothing(
    app: Flask, desk: Desk
) -> None:
    path = desk.invited(**WAY)
    lou = Browser(app)
    link = desk.link(NEW)
    answer = lou.send(link, new_password=PASSWORD, confirm_password=PASSWORD + "x")
    assert answer.status_code == 422
    assert sentence_at(answer, "confirm_password")
    rules = BeautifulSoup(answer.data, "html.parser").select("[data-password] [data-rule]")
    assert {str(rule["data-rule"]) for rule in rules} >= {"length", "upper", "special", "same"}
    assert desk.row(path).used_at is None


def test_somebody_with_an_account_accepts_with_one_press_and_finds_the_case(
    app: Flask, desk: Desk
) -> None:
    desk.invited(**WAY, email=KNOWN)
    link = desk.link(KNOWN)
    ivy = desk.cast["stranger"]
    assert "Accept" in ivy.get(link).text
    assert ivy.post(link).location == "/home"
    assert ivy.get("/home").location == "/cases"
    assert f'href="/cases/{desk.case}"' in ivy.get("/cases").text


def test_the_link_is_for_its_own_address_and_nothing_is_used_up(app: Flask, desk: Desk) -> None:
    path = desk.invited(**WAY, email=KNOWN)
    link = desk.link(KNOWN)
    grace = desk.cast["parent"]
    page = grace.get(link).text
    assert KNOWN in page
    assert "Log out" in page
    assert grace.post(link).location == link
    assert desk.row(path).used_at is None
    new = Browser(app)
    desk.invited(**WAY)
    assert "sent to another address" in grace.get(desk.link(NEW)).text
    assert new.get(desk.link(NEW)).status_code == 200


def test_how_they_were_checked_has_to_be_written_before_the_link_is_sent(desk: Desk) -> None:
    answer = desk.invite(way="link")
    assert sentence_at(answer, "verified_how")
    assert desk.letters.letters(NEW) == []


def test_a_profile_offers_only_its_own_way(desk: Desk) -> None:
    assert desk.invite().status_code == 422
    assert "With a code first" not in desk.cast["caseworker"].get(f"{desk.people}/invite").text


def test_a_block_made_meanwhile_shuts_the_link(app: Flask, desk: Desk) -> None:
    path = desk.invited(**WAY)
    link = desk.link(NEW)
    desk.block(NEW)
    lou = Browser(app)
    answer = lou.send(link, new_password=PASSWORD, confirm_password=PASSWORD)
    assert answer.status_code == 404
    assert desk.row(path).used_at is None


def test_a_link_leaves_no_trace_outside_the_portal(app: Flask, desk: Desk) -> None:
    """Its token stands in addresses: they are told to no other site, and kept by no cache."""
    desk.invited(**WAY, email=KNOWN)
    link = desk.link(KNOWN)
    for path in (link, f"/sign-in?next={link}"):
        headers = Browser(app).get(path).headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in headers["Cache-Control"]

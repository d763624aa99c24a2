"""What was closed at one door is not open at the next one (security notes 2, 3, 11 and 26)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.access import AccessBlock
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    Placement,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.queries import known
from ehcportal.security.audit import Trace
from ehcportal.services import people
from ehcportal.services.people import Tie
from tests import factories
from tests.browser import Browser
from tests.cast import Cast
from tests.circle import Circle, gather, help_from, text_of, tie_version
from tests.letterbox import Letterbox

NUMBER = "9434765919"
NEW = "somebody.new@mail.example"
FOSTER = Tie(RelationshipKind.FOSTER_CARER, "", ParentalResponsibility.NO, "Visited at home")


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def told(session: Session, cast: Cast, who: str, circle: Circle) -> str:
    """What forms fill in by themselves about the child, and whom they offer to choose."""
    account_id, today = cast.accounts[who].id, clock.today()
    facts = known.known(session, account_id, today).people.get(circle.person, {})
    return f"{known.people(session, account_id, today)} {facts}"


def test_a_form_tells_no_more_of_a_child_than_the_case_does(
    cast: Cast, circle: Circle, database: Database
) -> None:
    """Who may see nothing is not offered the child; who sees the dates gets no numbers."""
    with database.unit() as session:
        session.get_one(Person, circle.person).nhs_number = NUMBER
        help_from(session, cast, circle, "advocate", of="parent", view=View.LIMITED)
        assert NUMBER in told(session, cast, "parent", circle)
        limited = told(session, cast, "advocate", circle)
        assert "Maya" in limited
        assert NUMBER not in limited
        assert str(factories.BIRTH) not in limited
        session.get_one(Person, circle.person).birth_date = clock.today().replace(year=2008)
        session.get_one(Relationship, circle.ties["parent"]).once_grown = View.NONE
    with database.reading() as session:
        for who in ("parent", "advocate"):
            assert "Maya" not in told(session, cast, who, circle), who
            assert NUMBER not in told(session, cast, who, circle), who
        assert NUMBER not in told(session, cast, "second_parent", circle), "she has not said"


def test_who_is_blocked_does_not_get_back_in_by_a_new_address(
    app: Flask, cast: Cast, circle: Circle
) -> None:
    """A SENCo at the child's school who is kept away changes the address of the account."""
    page, email = f"/settings/pupils/{circle.case}", cast.accounts["senco"].email
    senco = Browser(app)
    senco.sign_in("senco")
    assert senco.get(page).status_code == 200
    wanted = {"email": email, "reason": "Court order"}
    assert cast["caseworker"].post(circle.staff("/blocks"), wanted).status_code == 303
    assert senco.get(page).status_code == 404
    senco.send("/account/email", email=NEW, password=PASSWORD)
    done = senco.send("/account/email/code", code=senco.letterbox.code(NEW))
    assert done.location == "/account"
    assert senco.get(page).status_code == 404
    assert NEW in text_of(cast, "caseworker", circle.staff("/circle"))


def test_whoever_sees_the_case_already_does_not_show_by_an_invitation(
    app: Flask, cast: Cast, circle: Circle
) -> None:
    """One parent tries the other one's address: it looks as if nobody had opened the letter."""
    his = cast.accounts["second_parent"].email
    until = {"until-day": "1", "until-month": "3", "until-year": str(clock.today().year + 1)}
    until = until if clock.today().month > 3 else {**until, "until-year": str(clock.today().year)}
    wanted = {"email": his, "kind": "supporter", "view": "limited", **until}
    assert cast["parent"].post(circle.at("/access/invite"), wanted).status_code == 303
    before = text_of(cast, "parent", circle.at("/access"))
    link = Letterbox(app).newest(his)["link"]
    assert cast["second_parent"].post("/" + link.split("/", 3)[3]).status_code == 404
    after = text_of(cast, "parent", circle.at("/access"))
    assert 0 < before.count(his) == after.count(his)
    assert "can now see" not in text_of(cast, "parent", circle.at("/timeline"))


def test_a_protected_mother_who_works_at_the_school_is_not_named_to_the_father(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        school = session.exec(select(Placement.setting_id)).one() or ""
        session.add(
            SettingMembership(
                setting_id=school,
                account_id=cast.accounts["parent"].id,
                role=SettingRole.SENCO,
                from_on=factories.days_ago(9),
            )
        )
        session.get_one(Relationship, circle.ties["parent"]).protected = True
    assert "Grace" not in text_of(cast, "second_parent", circle.at("/access"))


def test_a_block_at_the_last_moment_keeps_whom_staff_approve_out(
    cast: Cast, circle: Circle, database: Database
) -> None:
    """The page was right when it was opened; the block came before the button."""
    stranger, by = cast.accounts["stranger"], cast.accounts["manager"].id
    with database.unit() as session:
        session.add(
            AccessBlock(
                person_id=circle.person,
                email_folded=stranger.email,
                reason="Court order",
                made_by_id=by,
            )
        )
    with pytest.raises(StaleDataError), database.unit() as session:
        people.tie(
            session, Trace(by), account_id=stranger.id, person_id=circle.person, wanted=FOSTER
        )


def test_a_supporter_who_becomes_the_foster_carer_is_not_in_a_parent_s_hands(
    cast: Cast, circle: Circle, database: Database
) -> None:
    """What the council verified stands by itself: whoever had asked them in cannot end it."""
    with database.unit() as session:
        given = help_from(session, cast, circle, "supporter", of="parent")
        people.tie(
            session,
            Trace(cast.accounts["manager"].id),
            account_id=cast.accounts["supporter"].id,
            person_id=circle.person,
            wanted=FOSTER,
        )
    assert cast["parent"].post(circle.at(f"/access/{given}/end")).status_code == 303
    text_of(cast, "supporter", circle.at("/documents"))


def test_a_link_that_still_waits_does_not_let_in_again_whose_access_staff_ended(
    cast: Cast, circle: Circle, database: Database
) -> None:
    """He was invited, then let in another way, and then his access was ended."""
    email = cast.accounts["stranger"].email
    wanted = {
        "way": "link", "email": email, "forename": "Ivy", "surname": "Marsh",
        "relationship": "parent", "described_as": "Aunt", "parental_responsibility": "no",
        "view": "full", "verified_how": "Birth certificate seen",
    }  # fmt: skip
    cast["caseworker"].post(circle.staff("/invite"), wanted)
    link = Letterbox(cast.app).newest(email)["link"]
    with database.unit() as session:
        child = session.get_one(Person, circle.person)
        tie = factories.relationship(session, cast.accounts["stranger"], child)
        circle.ties["stranger"] = tie.id
    fields = {"reason": "Court order", "_version": tie_version(database, circle, "stranger")}
    assert cast["caseworker"].post(circle.tie("end", "stranger"), fields).status_code == 303
    assert cast["stranger"].post("/" + link.split("/", 3)[3]).status_code == 404
    assert cast["stranger"].get(circle.at()).status_code == 404


def test_an_unlocked_screen_does_not_ask_anybody_in(cast: Cast, circle: Circle) -> None:
    """Who sits down at her computer would else see the case for a year, from anywhere."""
    until = {"until-day": "1", "until-month": "1", "until-year": str(clock.today().year + 1)}
    wanted = {"email": NEW, "kind": "supporter", "view": "full", **until}
    cast["parent"].get(circle.at())
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=True):
        answer = cast["parent"].post(circle.at("/access/invite"), wanted)
        assert answer.location.startswith("/account/confirm")
        assert NEW not in text_of(cast, "parent", circle.at("/access"))
        assert Letterbox(cast.app).letters(NEW) == []

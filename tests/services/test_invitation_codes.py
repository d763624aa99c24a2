"""The code of an invitation under pressure: fifty colleagues who type at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.case import Case
from ehcportal.models.invitation import Invitation
from ehcportal.models.person import ParentalResponsibility, Relationship, RelationshipKind
from ehcportal.queries.in_force import in_force
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.services import blocks
from ehcportal.services.codes import Outcome
from ehcportal.services.invitations import activation, family, identity
from ehcportal.services.invitations.desk import Desk
from ehcportal.services.invitations.family import Wanted
from ehcportal.services.people import Tie
from tests import factories
from tests.cast import Cast
from tests.letterbox import Letterbox

AT_ONCE = 50
EMAIL = "lou.hale@mail.example"
TIE = Tie(RelationshipKind.PARENT, "Mother", ParentalResponsibility.YES, verified_how="")


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app.extensions["keyring"], "https://ehc.example", "ehc@brookshire.example")


@pytest.fixture
def invitation(database: Database, desk: Desk) -> str:
    with database.unit() as session:
        child = factories.person(session)
        case = factories.case(session, child)
        wanted = Wanted(EMAIL, "Lou", "Hale", case.id, (child.id,), TIE, checks_identity=True)
        return family.invite(session, desk, SYSTEM, wanted).id


@pytest.fixture
def code(app: Flask, invitation: str) -> str:
    assert invitation
    return Letterbox(app).code(EMAIL)


def at_once(act: Callable[[], Any]) -> list[Any]:
    ready = Barrier(AT_ONCE)

    def wait_and_act(_number: int) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(wait_and_act, range(AT_ONCE)))


def quote(database: Database, desk: Desk, invitation: str, typed: str) -> bool:
    """Type a code as the page does: count and compare, commit, then record."""
    with database.unit() as session:
        outcome = identity.attempt(session, desk.ring, invitation, typed)
    if outcome is not Outcome.RIGHT:
        return False
    with database.unit() as session:
        row = family.locked(session, invitation, None)
        return family.verify(session, desk, SYSTEM, row, typed=typed, how="Passport")


def test_of_fifty_right_posts_at_once_one_sends_the_link(
    app: Flask, database: Database, desk: Desk, invitation: str, code: str
) -> None:
    assert sum(at_once(lambda: quote(database, desk, invitation, code))) == 1
    assert Letterbox(app).templates(EMAIL).count("family_invitation") == 1


def test_of_fifty_wrong_posts_at_once_five_are_judged(
    database: Database, desk: Desk, invitation: str, code: str
) -> None:
    wrong = "00000000" if code != "0000 0000" else "11111111"
    assert not any(at_once(lambda: quote(database, desk, invitation, wrong)))
    with database.reading() as session:
        assert session.get_one(Invitation, invitation).code_tries == 5
    assert not quote(database, desk, invitation, code), "the code is dead"


def test_a_code_is_good_for_its_own_invitation_alone(
    database: Database, desk: Desk, invitation: str, code: str
) -> None:
    with database.unit() as session:
        child = factories.person(session, "Wren", "Hale")
        case = factories.case(session, child)
        wanted = Wanted("x@mail.example", "X", "Y", case.id, (child.id,), TIE, checks_identity=True)
        other = family.invite(session, desk, SYSTEM, wanted).id
    assert not quote(database, desk, other, code)
    assert quote(database, desk, invitation, code)


def test_a_code_that_was_replaced_since_it_was_compared_does_not_count(
    database: Database, desk: Desk, invitation: str, code: str
) -> None:
    with database.unit() as session:
        assert identity.attempt(session, desk.ring, invitation, code) is Outcome.RIGHT
    with database.unit() as session:
        identity.send_code(session, desk, session.get_one(Invitation, invitation))
    with database.unit() as session:
        row = family.locked(session, invitation, None)
        assert not family.verify(session, desk, SYSTEM, row, typed=code, how="Passport")


def test_only_a_keyed_hash_of_the_code_is_stored(
    database: Database, desk: Desk, invitation: str, code: str
) -> None:
    with database.reading() as session:
        stored = session.get_one(Invitation, invitation).code_hash or ""
    assert code.replace(" ", "") not in stored
    assert stored.startswith(desk.ring.keys[0].id)


def test_of_fifty_who_take_the_link_at_once_one_gets_it(
    app: Flask, cast: Cast, database: Database, desk: Desk, invitation: str, code: str
) -> None:
    assert quote(database, desk, invitation, code)

    def take() -> bool:
        with database.unit() as session:
            row = session.get_one(Invitation, invitation)
            account = cast.accounts["stranger"]
            return family.accept(session, desk.ring, SYSTEM, row, account)

    assert sum(at_once(take)) == 1


def answered(cast: Cast, database: Database, desk: Desk, invitation: str, code: str) -> None:
    """Go as far as Yes to the child."""
    quote(database, desk, invitation, code)
    with database.unit() as session:
        row = session.get_one(Invitation, invitation)
        family.accept(session, desk.ring, SYSTEM, row, cast.accounts["stranger"])
        answers = {child.id: True for child in activation.children(session, row)}
        activation.answer(session, desk, SYSTEM, row, answers)


def activate(database: Database, desk: Desk, invitation: str) -> bool:
    try:
        with database.unit() as session:
            row = family.locked(session, invitation, None)
            activation.activate(session, desk, SYSTEM, row)
    except (StaleDataError, activation.Blocked):
        return False
    return True


def test_of_fifty_who_activate_at_once_one_does(
    cast: Cast, database: Database, desk: Desk, invitation: str, code: str
) -> None:
    answered(cast, database, desk, invitation, code)
    assert sum(at_once(lambda: activate(database, desk, invitation))) == 1


def test_of_fifty_who_invite_the_same_person_at_once_one_does(
    app: Flask, database: Database, desk: Desk
) -> None:
    with database.unit() as session:
        child = factories.person(session, "Wren", "Hale")
        case = factories.case(session, child)
    wanted = Wanted(EMAIL, "Lou", "Hale", case.id, (child.id,), TIE, checks_identity=True)

    def invite() -> bool:
        try:
            with database.unit() as session:
                family.invite(session, desk, SYSTEM, wanted)
        except family.NotInvited:
            return False
        return True

    assert sum(at_once(invite)) == 1
    assert len(Letterbox(app).letters(EMAIL)) == 1


def test_a_block_at_the_moment_of_the_activation_leaves_nobody_in(
    cast: Cast, database: Database, desk: Desk, invitation: str, code: str
) -> None:
    """Whichever comes first: the block ends the new access, or the access is not opened."""
    answered(cast, database, desk, invitation, code)
    by = Trace(cast.accounts["manager"].id)

    def block() -> None:
        with database.unit() as session:
            case = session.exec(select(Case)).one()
            blocks.block(session, by, desk.ring, case, EMAIL, "Court order")
            email = cast.accounts["stranger"].email
            blocks.block(session, by, desk.ring, case, email, "Court order")

    with ThreadPoolExecutor(2) as pool:
        blocked = pool.submit(block)
        activated = pool.submit(activate, database, desk, invitation)
        blocked.result()
        activated.result()
    with database.reading() as session:
        today = in_force(Relationship, clock.today())
        assert session.exec(select(Relationship).where(today)).all() == []

"""Row D08: a lost second step, let back in by two members of staff, stopped by the owner's link."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlmodel import select
from time_machine import travel
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.cast import PASSWORD
from ehcportal.models.account import FactorKind, FactorLoss
from ehcportal.models.audit import ChangeRecord
from ehcportal.security.audit import Trace
from ehcportal.services.factors import losses
from tests.browser import Browser
from tests.cast import Cast, sign_in
from tests.web import factor_steps as steps
from tests.web.factor_steps import GRACE

STAFF = "/council/lost-second-steps"
MARK = "m.reyes@brookshire.example"


@pytest.fixture
def lost(app: Flask, browser: Browser) -> Browser:
    """Grace without her phone, after her password and her ask."""
    steps.hub_parent_with_text(browser)
    return report(Browser(app))


def report(who: Browser, email: str = GRACE) -> Browser:
    who.give_password(email)
    assert "/lost-second-step" in who.get("/sign-in/text", follow_redirects=True).text
    assert who.send("/lost-second-step").location == "/lost-second-step/asked"
    return who


def loss(app: Flask) -> FactorLoss:
    with app.extensions["database"].reading() as session:
        found = session.exec(select(FactorLoss)).one()
        session.expunge_all()
        return found


def act(cast: Cast, who: str, what: str, **fields: str) -> TestResponse:
    return cast[who].post(f"{STAFF}/{loss(cast.app).id}/{what}", fields)


def stop_link(browser: Browser, email: str = GRACE) -> str:
    found = re.search(r"/lost-second-step/stop/\w+", browser.letterbox.words(email).text)
    assert found is not None
    return found.group()


def fresh(cast: Cast, who: str) -> None:
    """Let somebody have given their password just now."""
    sign_in(cast.app, cast[who].client, cast.accounts[who])


def test_two_of_the_staff_agree_and_after_the_wait_one_chooses_again(
    app: Flask, cast: Cast, lost: Browser
) -> None:
    known = lost.letterbox.templates(GRACE).count("lost_second_step")
    assert known == 1, "the owner is told at once"
    assert act(cast, "caseworker", "check", how="Called the number in the case").status_code == 303
    assert act(cast, "support", "approve").status_code == 303
    assert "you can log in" in lost.letterbox.words(GRACE).text
    early = Browser(app)
    assert early.give_password(GRACE).location == "/sign-in/text", "the wait is not over"
    with travel(clock.now() + timedelta(hours=24, minutes=1)):
        back = Browser(app)
        steps.to_the_choice(back)
        assert steps.held(app) == []
        back.send("/sign-in/factor", factor="text")
        steps.set_up_text(back, number="07700 900001")
        assert back.is_signed_in()
    assert loss(app).done_at is not None
    assert {"lost_factor_reported", "lost_factor_checked", "lost_factor_approved",
            "lost_factor_removed"} <= recorded(app)  # fmt: skip


def recorded(app: Flask) -> set[str]:
    with app.extensions["database"].reading() as session:
        return set(session.exec(select(ChangeRecord.action)).all())


def test_nobody_is_both_of_the_two(app: Flask, cast: Cast, lost: Browser) -> None:
    assert act(cast, "caseworker", "approve").status_code == 409, "not before it was checked"
    act(cast, "caseworker", "check", how="In person")
    assert act(cast, "caseworker", "approve").status_code == 409
    assert "Somebody else must agree" in cast["caseworker"].get(f"{STAFF}/{loss(app).id}").text
    assert act(cast, "support", "check", how="Too late").status_code == 409
    assert loss(app).approved_at is None
    assert lost.give_password(GRACE).location == "/sign-in/text"


def test_of_many_at_once_one_checks_and_another_one_agrees(
    app: Flask, cast: Cast, database: Database, lost: Browser
) -> None:
    """Two members of staff press everything at the same moment, and each of them many times."""
    people = [cast.accounts[key].id for key in ("caseworker", "support")] * 8
    ready = Barrier(len(people))
    ring = app.extensions["keyring"]

    def press(who: str) -> tuple[bool, bool]:
        trace = Trace(account_id=who)
        ready.wait()
        with database.unit() as session:
            row = session.exec(select(FactorLoss)).one()
            checked = losses.check(session, ring, trace, row, "Called")
        with database.unit() as session:
            row = session.exec(select(FactorLoss)).one()
            agreed = losses.approve(session, ring, trace, row, 24)
        return checked, agreed

    with ThreadPoolExecutor(len(people)) as pool:
        done = list(pool.map(press, people))
    assert sum(checked for checked, _ in done) == 1
    assert sum(agreed for _, agreed in done) <= 1
    row = loss(app)
    assert row.checked_by_id != row.approved_by_id
    assert lost.letterbox.templates(GRACE).count("lost_second_step") <= 3


def test_the_check_must_be_written_down(cast: Cast, lost: Browser) -> None:
    assert act(cast, "caseworker", "check").status_code == 422
    assert act(cast, "caseworker", "check", how="x" * 501).status_code == 422


def test_the_second_one_gives_the_password_again(app: Flask, cast: Cast, lost: Browser) -> None:
    act(cast, "caseworker", "check", how="Called")
    fresh(cast, "support")
    with travel(clock.now() + timedelta(minutes=6)):
        answer = act(cast, "support", "approve")
        assert answer.location.startswith("/account/confirm")
    assert loss(app).approved_at is None


def test_a_refusal_ends_it_and_tells_the_owner_without_the_reason(
    app: Flask, cast: Cast, lost: Browser
) -> None:
    assert act(cast, "caseworker", "refuse").status_code == 422
    assert act(cast, "caseworker", "refuse", reason="A wrong birthday").status_code == 303
    letter = lost.letterbox.words(GRACE).text
    assert "We could not let you back in" in letter
    assert "birthday" not in letter
    assert act(cast, "support", "check", how="Called").status_code == 409
    assert "A wrong birthday" in cast["support"].get(f"{STAFF}/{loss(app).id}").text


def test_the_owners_link_stops_it_when_pressed_and_not_when_opened(
    app: Flask, cast: Cast, lost: Browser
) -> None:
    first = stop_link(lost)
    act(cast, "caseworker", "check", how="Called")
    act(cast, "support", "approve")
    assert stop_link(lost) == first, "every letter has the link"
    owner = Browser(app)
    assert owner.get(first).status_code == 200
    assert loss(app).stopped_at is None
    assert "It is stopped" in owner.send(first).text
    assert owner.send(first).status_code == 404
    assert owner.get(first).status_code == 404
    with travel(clock.now() + timedelta(hours=25)):
        assert Browser(app).give_password(GRACE).location == "/sign-in/text"
    assert steps.held(app) == [FactorKind.TEXT]


def test_a_guessed_link_stops_nothing(app: Flask, lost: Browser) -> None:
    assert Browser(app).send(f"/lost-second-step/stop/{'a' * 64}").status_code == 404
    assert loss(app).stopped_at is None


def test_only_a_hash_of_the_link_is_stored(app: Flask, lost: Browser) -> None:
    token = stop_link(lost).rpartition("/")[2]
    with app.extensions["database"].engine.connect() as connection:
        for table in ("factor_loss", "outbox_message"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert token not in str(rows)


def test_who_finds_the_phone_again_stops_it(app: Flask, lost: Browser) -> None:
    found = Browser(app)
    found.give_password(GRACE)
    assert found.send("/sign-in/text", code=steps.texts(app)[-1]["code"]).status_code == 303
    assert loss(app).stopped_at is not None


def test_a_second_ask_is_answered_the_same_and_changes_nothing(app: Flask, lost: Browser) -> None:
    first = lost.get("/lost-second-step/asked").text
    again = report(Browser(app))
    assert len(again.get("/lost-second-step/asked").text) == len(first)
    assert again.letterbox.templates(GRACE).count("lost_second_step") == 1
    assert loss(app).checked_at is None


def test_the_password_is_needed_to_ask(app: Flask, browser: Browser) -> None:
    assert browser.send("/lost-second-step").location.startswith("/sign-in")
    browser.give_password(GRACE)
    assert browser.send("/lost-second-step").location == "/sign-in/code", "e-mail cannot be lost"


def test_families_do_not_see_the_staffs_pages(app: Flask, cast: Cast, lost: Browser) -> None:
    for who in ("parent_of_two", "senco", "advocate"):
        assert cast[who].get(STAFF).status_code == 404
        assert cast[who].get(f"{STAFF}/{loss(app).id}").status_code == 404
        assert act(cast, who, "check", how="me").status_code == 404
    assert cast["caseworker"].get(f"{STAFF}/{'a' * 26}").status_code == 404
    assert "Grace Okafor" in cast["administrator"].get(STAFF).text


def test_for_a_colleague_a_manager_or_administrator_is_one_of_the_two(
    app: Flask, cast: Cast
) -> None:
    report_staff(app)
    assert act(cast, "caseworker", "check", how="It is me").status_code == 409, "never oneself"
    assert act(cast, "support", "check", how="At the next desk").status_code == 303
    assert act(cast, "caseworker", "approve").status_code == 409
    assert act(cast, "other_caseworker", "approve").status_code == 409
    assert loss(app).approved_at is None
    assert act(cast, "manager", "approve").status_code == 303
    with travel(clock.now() + timedelta(hours=25)):
        back = Browser(app)
        assert back.give_password(MARK).location == "/sign-in/code"
        led = back.send("/sign-in/code", code=back.letterbox.code(MARK))
        assert led.location == "/sign-in/app/set-up", "staff get an app again and nothing less"


def report_staff(app: Flask) -> None:
    half = Browser(app)
    assert half.give_password(MARK).location == "/sign-in/app"
    assert "/lost-second-step" in half.get("/sign-in/app").text
    assert half.send("/lost-second-step").location == "/lost-second-step/asked"


def test_when_it_takes_effect_sessions_recovery_codes_and_devices_end(
    app: Flask, cast: Cast
) -> None:
    report_staff(app)
    thief = cast["caseworker"]
    act(cast, "manager", "check", how="In person")
    act(cast, "administrator", "approve")
    with travel(clock.now() + timedelta(hours=24, seconds=5)):
        sign_in(app, thief.client, cast.accounts["caseworker"])
        assert thief.get("/account").status_code == 200
        Browser(app).give_password(MARK)
        assert thief.get("/account").status_code == 303


def test_an_ask_that_nobody_deals_with_lapses(app: Flask, cast: Cast, lost: Browser) -> None:
    with travel(clock.now() + timedelta(days=31)):
        fresh(cast, "caseworker")
        assert "Grace" not in cast["caseworker"].get(STAFF).text
        assert act(cast, "caseworker", "check", how="Called").status_code == 409


EVIL = "evil@mail.example"


def test_whoever_moved_the_address_first_does_not_keep_the_letters_from_the_owner(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    """A thief at her unlocked laptop, who knows her password, wants to be rid of her phone."""
    steps.hub_parent_with_text(browser)
    browser.send("/account/email", email=EVIL, password=PASSWORD)
    browser.send("/account/email/code", code=browser.letterbox.code(EVIL))
    undo = browser.letterbox.newest(GRACE)["link"].rpartition("/")[2]
    thief = report(Browser(app), EVIL)
    assert thief.letterbox.templates(EVIL)[-1] == "lost_second_step"
    assert thief.letterbox.templates(GRACE)[-1] == "lost_second_step"
    assert Browser(app).get(stop_link(thief)).status_code == 200
    assert act(cast, "caseworker", "check", how="Called the number in the case").status_code == 303
    assert act(cast, "support", "approve").status_code == 303
    owner = Browser(app)
    assert owner.send(f"/account/undo-email/{undo}").status_code == 303
    assert loss(app).stopped_at is not None, "her own phone stays her second step"

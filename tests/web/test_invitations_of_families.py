"""Inviting a family with an identity check (guide rows W01 to W05; security note 12)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.person import Person
from tests import factories
from tests.browser import Browser, sentence_at
from tests.cast import Cast
from tests.inviting import HOW, KNOWN, NEW, PASSWORD, Desk, register, set_up

SURNAME = "Kingfisher"


@pytest.fixture
def council() -> str:
    return "messaging"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Desk:
    return Desk(app, cast)


def test_from_the_invitation_to_the_open_case(app: Flask, desk: Desk) -> None:
    path = desk.invited()
    assert desk.letters.templates(NEW) == ["family_invitation_code"]
    desk.quoted(path, desk.letters.code(NEW))
    lou = register(app, desk.link(NEW))
    assert "Maya" in lou.get("/account/invitations").text
    assert set_up(lou).location == "/account/invitations"
    assert "Waiting for us" in lou.get("/account/invitations").text
    assert desk.post(f"{path}/decision", answer="activate").status_code == 303
    assert f'href="/cases/{desk.case}"' in lou.get("/home").text
    tie = desk.ties(NEW)[0]
    assert (tie.described_as, tie.verified_how) == ("Mother", HOW)
    assert tie.verified_by_id == desk.cast.accounts["caseworker"].id
    assert desk.letters.templates(NEW)[1:] == [
        "family_invitation", "set_up_received", "access_open",
    ]  # fmt: skip
    assert "01632 960 100" in desk.letters.words(NEW).text
    coordinator = desk.cast.accounts["caseworker"].email
    assert desk.letters.templates(coordinator) == ["set_up_for_staff"]


def test_somebody_with_an_account_signs_in_and_comes_back_to_the_invitation(
    app: Flask, desk: Desk
) -> None:
    _path, link = desk.checked(email=KNOWN)
    ivy = Browser(app)
    page = ivy.get(link)
    assert f"/sign-in?next={link}" in page.text
    assert ivy.send(link).location == link, "the link alone is not enough"
    ivy.get(f"/sign-in?next={link}")
    assert ivy.sign_in("stranger").location == link
    assert ivy.send(link).location == "/account/invitations"


def test_a_registration_in_between_leads_back_to_the_invitation(app: Flask, desk: Desk) -> None:
    """Somebody who reads the e-mail, goes to Register first and fills in all three steps."""
    _path, link = desk.checked()
    lou = Browser(app)
    lou.get(f"/sign-in?next={link}")
    details = {"forename": "Lou", "surname": "Hale", "street": "Weir Lane", "town": "Brookton"}
    lou.send("/register", **details, postcode="BK1 2AB")
    lou.send("/register/email", email=NEW, new_password=PASSWORD, confirm_password=PASSWORD)
    lou.send("/register/code", code=desk.letters.code(NEW))
    assert f'href="{link}"' in lou.get("/register/done").text
    assert lou.send(link).location == "/account/invitations"


def test_nothing_of_the_case_shows_before_the_activation(app: Flask, desk: Desk) -> None:
    path, link = desk.checked()
    reference = desk.reference(desk.case)
    lou = Browser(app)
    before = [lou.get(link)]
    lou = register(app, link)
    asked = [
        "/account/invitations", "/home", "/cases", "/account", "/forms/sent", f"/cases/{desk.case}",
        f"/cases/{desk.case}/timeline", f"{desk.people}", path,
    ]  # fmt: skip
    before += [lou.get(page) for page in asked]
    set_up(lou)
    before += [lou.get(page) for page in asked]
    for answer in before:
        assert SURNAME not in answer.text, answer.request.path
        assert reference not in answer.text, answer.request.path
    assert desk.ties(NEW) == []
    for letter in desk.letters.letters(NEW):
        assert SURNAME not in str(letter.facts)


def test_the_page_says_match_or_no_match_and_never_the_code(desk: Desk) -> None:
    path = desk.invited()
    code = desk.letters.code(NEW)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    answer = desk.quoted(path, wrong)
    assert answer.status_code == 422
    assert sentence_at(answer, "code").startswith("No match")
    assert HOW in answer.text, "what was typed is kept"
    page = desk.cast["caseworker"].get(path).text
    assert code not in page
    assert code.replace(" ", "") not in page


def test_five_wrong_tries_kill_the_code_and_only_a_new_one_helps(desk: Desk) -> None:
    path = desk.invited()
    code = desk.letters.code(NEW)
    for _try in range(5):
        assert desk.quoted(path, "1234 567" + str((int(code[-1]) + 1) % 10)).status_code == 422
    assert desk.quoted(path, code).status_code == 422
    assert "tried five times" in desk.cast["caseworker"].get(path).text
    assert desk.post(f"{path}/again").status_code == 303
    assert desk.quoted(path, code).status_code == 422, "the first code stays dead"
    assert desk.quoted(path, desk.letters.code(NEW)).status_code == 303


def test_how_the_person_was_checked_has_to_be_written(desk: Desk) -> None:
    path = desk.invited()
    answer = desk.quoted(path, desk.letters.code(NEW), how="")
    assert sentence_at(answer, "how")
    assert desk.row(path).code_tries == 0, "a try is not lost over an empty field"


def test_a_code_and_a_link_are_over_after_fourteen_days(app: Flask, desk: Desk) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        path = desk.invited()
        time.shift(timedelta(days=14, seconds=1))
        cast = Desk(app, Cast(app, desk.cast.accounts))
        assert cast.quoted(path, desk.letters.code(NEW)).status_code == 422
        assert "ran out" in cast.cast["caseworker"].get(path).text
        cast.post(f"{path}/again")
        assert cast.quoted(path, desk.letters.code(NEW)).status_code == 303
        link = desk.link(NEW)
        time.shift(timedelta(days=14, seconds=1))
        assert Browser(app).get(link).status_code == 404


def test_one_answers_yes_or_no_for_each_child_and_staff_see_the_no(app: Flask, desk: Desk) -> None:
    other, _child = desk.open_case("Wren", "Marzipan")
    path, link = desk.checked(reference=desk.reference(other).lower())
    lou = register(app, link)
    set_up(lou, maya="yes", wren="no")
    page = desk.cast["caseworker"].get(path).text
    assert "Wren Marzipan" in page
    assert "Said no" in page
    desk.post(f"{path}/decision", answer="activate")
    assert len(desk.ties(NEW)) == 1
    assert lou.get(f"/cases/{other}").status_code == 404


def test_an_answer_that_is_missing_is_asked_for_and_confirm_sends_nothing(
    app: Flask, desk: Desk
) -> None:
    path, link = desk.checked()
    lou = register(app, link)
    answer = lou.send("/account/invitations")
    assert answer.status_code == 422
    assert sentence_at(answer, "go_on") == "Choose Yes or No"
    answer = lou.send("/account/invitations", go_on="yes")
    assert sentence_at(answer, "children") == "Tick a child, or choose No below"
    assert desk.row(path).answered_at is None


def test_access_is_refused_with_a_reason_that_the_person_reads(app: Flask, desk: Desk) -> None:
    path, link = desk.checked()
    lou = register(app, link)
    set_up(lou)
    assert desk.post(f"{path}/decision", answer="refuse").status_code == 422
    reason = "We need a paper that shows who you are first."
    desk.post(f"{path}/decision", answer="refuse", reason=reason)
    page = lou.get("/account/invitations").text
    assert reason in page
    assert "01632 960 100" in page
    assert reason not in desk.letters.words(NEW).text
    assert desk.ties(NEW) == []


@pytest.mark.parametrize("how_far", ["code", "link", "taken", "answered"])
def test_a_withdrawn_invitation_opens_nothing_wherever_it_stood(
    app: Flask, desk: Desk, how_far: str
) -> None:
    path, link = (desk.invited(), "") if how_far == "code" else desk.checked()
    lou = register(app, link) if how_far in {"taken", "answered"} else Browser(app)
    if how_far == "answered":
        set_up(lou)
    desk.post(f"{path}/withdrawal")
    if how_far == "code":
        assert desk.quoted(path, desk.letters.code(NEW)).status_code == 422
    if how_far == "link":
        assert lou.get(link).status_code == 404
    if how_far in {"taken", "answered"}:
        assert "Maya" not in lou.get("/account/invitations").text
        assert desk.post(f"{path}/decision", answer="activate").status_code == 409
    assert desk.ties(NEW) == []
    assert desk.post(f"{path}/withdrawal").status_code == 409, "twice is too late"


def test_two_colleagues_who_activate_at_once_open_the_case_once(app: Flask, desk: Desk) -> None:
    path, link = desk.checked()
    set_up(register(app, link))
    version = desk.version(path)
    first = desk.post(f"{path}/decision", answer="activate")
    late = desk.post(f"{path}/decision", "manager", answer="refuse", reason="No", _version=version)
    assert (first.status_code, late.status_code) == (303, 409)
    assert "Something has changed" in late.text
    assert len(desk.ties(NEW)) == 1


def test_a_blocked_address_is_not_invited_and_not_activated(app: Flask, desk: Desk) -> None:
    path, link = desk.checked()
    set_up(register(app, link))
    desk.block(NEW)
    assert "blocked" in desk.post(f"{path}/decision", answer="activate").text
    assert desk.ties(NEW) == []
    desk.block(KNOWN)
    answer = desk.invite(email=KNOWN.upper())
    assert answer.status_code == 422
    assert "blocked" in sentence_at(answer, "email")
    assert desk.letters.letters(KNOWN) == []


def test_access_that_has_ended_is_not_opened_again_by_the_way(app: Flask, desk: Desk) -> None:
    with desk.session() as session:
        child = session.get_one(Person, desk.child)
        ivy = desk.cast.accounts["stranger"]
        factories.relationship(session, ivy, child, ended_on=factories.days_ago(9))
    assert "has ended before" in sentence_at(desk.invite(email=KNOWN), "again")
    path, link = desk.checked(email=KNOWN, again="yes")
    ivy_s = Browser(app)
    ivy_s.sign_in("stranger")
    ivy_s.send(link)
    set_up(ivy_s)
    assert sentence_at(desk.post(f"{path}/decision", answer="activate"), "again")
    assert desk.post(f"{path}/decision", answer="activate", again="yes").status_code == 303


def test_who_sees_the_case_or_is_invited_is_not_invited_twice(desk: Desk) -> None:
    desk.invited()
    assert "is invited to" in sentence_at(desk.invite(), "email")
    with desk.session() as session:
        child = session.get_one(Person, desk.child)
        factories.relationship(session, desk.cast.accounts["stranger"], child)
    assert "sees the case" in sentence_at(desk.invite(email=KNOWN), "email")


def test_staff_invite_only_to_cases_that_they_run(desk: Desk) -> None:
    other, _child = desk.open_case("Theo", "Quicksilver", team="Northbrook team")
    answer = desk.invite(reference=desk.reference(other))
    assert sentence_at(answer, "reference")
    assert "Quicksilver" not in answer.text
    desk.case = other
    assert desk.invite().status_code == 404
    assert desk.cast["caseworker"].get(desk.people).status_code == 200, "staff may look"
    assert desk.cast["caseworker"].get(f"{desk.people}/invite").status_code == 404


def test_whoever_does_not_run_the_case_of_every_child_activates_none(
    app: Flask, desk: Desk
) -> None:
    """Else a colleague of one team could open the case of another one's child."""
    other, _child = desk.open_case("Theo", "Quicksilver", team="Northbrook team")
    desk.who = "manager"
    path, link = desk.checked(reference=desk.reference(other))
    set_up(register(app, link))
    desk.who = "caseworker"
    assert desk.post(f"{path}/decision", answer="activate").status_code == 404
    page = desk.cast["caseworker"].get(path)
    assert page.status_code == 200
    assert "Quicksilver" not in page.text


def test_an_invitation_of_one_case_is_not_found_at_another(desk: Desk) -> None:
    path = desk.invited()
    other, _child = desk.open_case("Wren", "Marzipan")
    elsewhere = path.replace(desk.case, other)
    assert desk.cast["caseworker"].get(elsewhere).status_code == 404


def test_what_happened_stands_on_the_timeline_for_staff_and_in_the_audit(
    app: Flask, desk: Desk
) -> None:
    path, link = desk.checked()
    set_up(register(app, link))
    desk.post(f"{path}/decision", answer="activate")
    with desk.session() as session:
        events = session.exec(
            select(Event).where(Event.case_id == desk.case).order_by(col(Event.seq))
        ).all()
        audited = set(session.exec(select(ChangeRecord.action)).all())
    kinds = [event.kind for event in events]
    told = [
        "invitation.sent", "invitation.code_matched", "invitation.accepted", "invitation.said_yes",
    ]  # fmt: skip
    assert kinds == [*told, "access.given"]
    assert {event.audience for event in events[:-1]} == {EventAudience.STAFF}
    assert {*kinds} <= audited

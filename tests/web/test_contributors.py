"""An adviser sees what one piece of advice needs, in every case with one login (guide row S02)."""

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.models.access import AccessBlock
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.setting import ServiceMembership
from ehcportal.models.staff import Team
from ehcportal.security.audit import Trace
from ehcportal.services import blocks
from tests import factories
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import Player
from tests.letterbox import Letterbox
from tests.schools import School, asked, school  # noqa: F401

NEW = "t.marlow@service.example"
WORDS = "three odd words"


@pytest.fixture
def anil(school: School) -> Player:  # noqa: F811
    return school.cast["contributor"]


@pytest.fixture
def desk(school: School) -> str:  # noqa: F811
    return f"/council/cases/{school.case}/advice"


def test_an_adviser_lands_on_all_requests_with_the_day_by_law(school: School, anil: Player) -> None:  # noqa: F811
    assert anil.get("/home").location == "/advice"
    with school.unit() as session:
        child = factories.person(session, "Rowan", "Hale")
        case = factories.case(session, child)
        late = factories.advice(session, case, asked=50)
        asked(session, late, school.cast.accounts["contributor"].id)
    page = anil.get("/advice").text
    last_day = due(law.ADVICE, factories.days_ago(7)).due_on
    assert weekday_words(last_day) in page
    assert page.index("Rowan Hale") < page.index("Maya Okafor"), "the next day first"
    assert "late" in page


def test_the_ask_shows_the_child_the_question_and_the_coordinator_and_no_more(
    school: School,  # noqa: F811
    anil: Player,
) -> None:
    page = anil.get(school.ask()).text
    for words in ("Maya Okafor", "27 March 2016", "Mark Reyes", "Educational psychology", "6(1)"):
        assert words in page, words
    for words in ("marzipan", "Grace", "Weir Lane", "Millbrook"):
        assert words not in page, words


def test_other_advice_of_the_same_case_is_one_that_never_was(school: School, anil: Player) -> None:  # noqa: F811
    never = anil.get(f"/advice/{school.case}/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    for path in (
        f"/advice/{school.case}/{school.therapy}",
        f"/cases/{school.case}",
        school.pupil(),
        f"/council/cases/{school.case}/advice",
    ):
        answer = anil.get(path)
        assert answer.status_code == 404, path
        assert bytes_without_tokens(answer) == bytes_without_tokens(never), path


@pytest.mark.parametrize("who", ["parent", "senco", "stranger", "caseworker"])
def test_nobody_else_reads_the_ask(school: School, who: str) -> None:  # noqa: F811
    assert school.cast[who].get(school.ask()).status_code == 404


def test_a_caseworker_ends_it_and_the_open_page_is_the_last_one(
    school: School,  # noqa: F811
    anil: Player,
    desk: str,
) -> None:
    staff = school.cast["caseworker"]
    assert "Anil Nair" in staff.get(desk).text
    assert anil.get(school.ask()).status_code == 200
    for _ in range(2):
        ended = staff.post(f"{desk}/people/{school.contributor}/end")
        assert ended.location == desk
    assert anil.get(school.ask()).status_code == 404
    assert "Maya" not in anil.get("/advice").text
    told = staff.get(f"/council/cases/{school.case}").text
    assert told.count("Anil Nair no longer sees what the advice needs") == 1
    assert "Anil" not in school.cast["parent"].get(f"/cases/{school.case}/timeline").text


def test_one_of_the_service_is_picked_and_the_same_twice_is_once(
    school: School,  # noqa: F811
    anil: Player,
    desk: str,
) -> None:
    staff, path = school.cast["caseworker"], f"{desk}/{school.advice}/person"
    staff.post(f"{desk}/people/{school.contributor}/end")
    who = school.cast.accounts["contributor"].id
    assert "Anil Nair" in staff.get(path).text
    for _ in range(2):
        assert staff.post(path, {"person": who, "email": ""}).status_code == 303
    assert anil.get(school.ask()).status_code == 200
    with school.unit() as session:
        rows = session.exec(select(CaseContributor.to_at)).all()
    assert sorted(each is None for each in rows) == [False, True]
    told = Letterbox(school.app)
    assert told.templates("a.nair@service.example") == ["advice_asked"], "one letter, not two"
    assert "Maya" not in told.words("a.nair@service.example").text


def test_who_chooses_nobody_or_a_stranger_is_asked_again(school: School, desk: str) -> None:  # noqa: F811
    path = f"{desk}/{school.advice}/person"
    staff = school.cast["caseworker"]
    assert sentence_at(staff.post(path), "person")
    stranger = school.cast.accounts["stranger"].id
    assert sentence_at(staff.post(path, {"person": stranger}), "person")
    wrong = staff.post(path, {"person": "new", "email": "not one"})
    assert sentence_at(wrong, "email")
    assert 'value="not one"' in wrong.text


def test_an_invited_adviser_joins_by_the_link_with_one_login_for_the_next_ask(
    app: Flask,
    school: School,  # noqa: F811
    desk: str,
) -> None:
    staff = school.cast["caseworker"]
    with school.unit() as session:
        session.get_one(AdviceRequest, school.therapy).service_id = school.psychology
    staff.post(f"{desk}/{school.therapy}/person", {"email": NEW})
    assert NEW in staff.get(desk).text
    assert "Maya" not in Letterbox(app).words(NEW).text
    first = path_of(app, NEW)
    browser = Browser(app)
    join(browser, first)
    assert browser.get(first).status_code == 404
    with school.unit() as session:
        found = session.exec(
            select(CaseContributor).where(CaseContributor.advice_request_id == school.therapy)
        ).one()
        member = session.exec(
            select(ServiceMembership).where(ServiceMembership.account_id == found.account_id)
        ).one()
    assert member.service_id == school.psychology
    assert "Tess Marlow" in staff.get(f"{desk}/{school.advice}/person").text, "she can be picked"


def test_an_invitation_is_taken_back_and_sent_again(
    app: Flask,
    school: School,  # noqa: F811
    desk: str,
) -> None:
    staff = school.cast["caseworker"]
    staff.post(f"{desk}/{school.therapy}/person", {"email": NEW})
    first = path_of(app, NEW)
    number = staff.get(desk).text.split("/invitations/")[1].split("/link")[0]
    assert staff.post(f"{desk}/invitations/{number}/link").status_code == 303
    second = path_of(app, NEW)
    assert Browser(app).get(first).status_code == 404
    assert Browser(app).get(second).status_code == 200
    assert staff.post(f"{desk}/invitations/{number}/withdrawal").status_code == 303
    assert Browser(app).get(second).status_code == 404
    assert staff.post(f"{desk}/invitations/{number}/link").status_code == 404


def test_an_address_shut_out_from_the_child_is_neither_invited_nor_let_in(
    app: Flask,
    school: School,  # noqa: F811
    desk: str,
) -> None:
    staff = school.cast["caseworker"]
    staff.post(f"{desk}/{school.therapy}/person", {"email": NEW})
    with school.unit() as session:
        session.add(
            AccessBlock(
                person_id=school.maya,
                email_folded=NEW,
                reason="A court order",
                made_by_id=school.cast.accounts["manager"].id,
            )
        )
    refused = staff.post(f"{desk}/{school.therapy}/person", {"email": f" {NEW.upper()}"})
    assert "shut out" in sentence_at(refused, "email")
    browser = Browser(app)
    join(browser, path_of(app, NEW))
    with school.unit() as session:
        rows = session.exec(select(CaseContributor.advice_request_id)).all()
    assert rows == [school.advice]


def test_a_block_ends_what_the_adviser_saw(school: School, anil: Player) -> None:  # noqa: F811
    assert anil.get(school.ask()).status_code == 200
    with school.unit() as session:
        blocks.block(
            session,
            Trace(account_id=school.cast.accounts["manager"].id),
            school.app.extensions["keyring"],
            session.get_one(Case, school.case),
            "a.nair@service.example",
            "A court order",
        )
    assert anil.get(school.ask()).status_code == 404
    assert "Maya" not in anil.get("/advice").text


def test_the_case_is_changed_by_its_own_team_and_read_by_other_staff(
    school: School,  # noqa: F811
    desk: str,
) -> None:
    with school.unit() as session:
        team = Team(name="Northbrook team")
        session.add(team)
        session.flush()
        session.get_one(Case, school.case).team_id = team.id
    other = school.cast["other_caseworker"]
    page = other.get(desk)
    assert page.status_code == 200
    assert "End now" not in page.text
    assert other.get(f"{desk}/{school.advice}/person").status_code == 404
    assert other.post(f"{desk}/people/{school.contributor}/end").status_code == 404


def test_a_case_that_ended_asks_nobody_any_more(school: School, anil: Player, desk: str) -> None:  # noqa: F811
    with school.unit() as session:
        session.get_one(Case, school.case).ended_on = clock.today()
    assert anil.get(school.ask()).status_code == 404
    assert "Maya" not in anil.get("/advice").text
    staff = school.cast["manager"]
    assert staff.get(f"{desk}/{school.advice}/person").status_code == 404


def path_of(app: Flask, address: str) -> str:
    link: str = Letterbox(app).newest(address)["link"]
    return link[link.index("/invitation/") :]


def join(browser: Browser, path: str) -> None:
    browser.send(
        path, forename="Tess", surname="Marlow", new_password=WORDS, confirm_password=WORDS
    )

"""The council keeps settings and services, and gives and ends posts there (guide row S01)."""

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.setting import Service, Setting, SettingMembership, SettingRole
from tests.browser import Browser, bytes_without_tokens, sentence_at
from tests.cast import Cast
from tests.letterbox import Letterbox
from tests.schools import School, school  # noqa: F401
from tests.statements import statements

NEW = {"name": "Weir Lane Junior", "urn": "100003", "kind": "Academy", "town": "Brookton"}
HELEN, NIA = "h.boyd@millbrook.example", "n.rowe@millbrook.example"


def test_who_keeps_settings_gets_in_and_nobody_else(cast: Cast) -> None:
    for who, status in {
        "support": 200,
        "manager": 200,
        "administrator": 200,
        "caseworker": 404,
        "head": 404,
        "parent": 404,
        "nobody": 303,
    }.items():
        for page in ("/council/settings", "/council/services", "/council/settings/new"):
            assert cast[who].get(page).status_code == status, (who, page)


def test_a_setting_is_added_found_and_changed(cast: Cast, database: Database) -> None:
    made = cast["support"].post("/council/settings/new", NEW)
    page = cast["support"].get(made.location)
    assert "Weir Lane Junior" in page.text
    for words in ("weir", "WÉIR lane", "brookton", "1000"):
        shown = cast["support"].get("/council/settings", query_string={"q": words}).text
        assert "Weir Lane Junior" in shown, words
    assert "No setting found" in cast["support"].get("/council/settings?q=200").text
    changed = {**NEW, "name": "Weir Lane Primary", "_version": "1"}
    assert cast["support"].post(f"{made.location}/change", changed).status_code == 303
    late = cast["manager"].post(f"{made.location}/change", {**changed, "town": "Eastwater"})
    assert late.status_code == 409
    assert "Eastwater" in late.text, "what was typed is kept"
    with database.reading() as session:
        setting = session.exec(select(Setting).where(Setting.urn == "100003")).one()
        assert (setting.name, setting.town) == ("Weir Lane Primary", "Brookton")


@pytest.mark.parametrize("urn", ["12345", "1234567", "12345x", "１０００３３"])
def test_what_is_no_urn_is_told_so_and_everything_typed_is_kept(cast: Cast, urn: str) -> None:
    answer = cast["support"].post("/council/settings/new", {**NEW, "urn": urn})
    assert answer.status_code == 422
    assert sentence_at(answer, "urn") == "A URN has 6 digits, like 100001"
    assert 'value="Weir Lane Junior"' in answer.text


def test_a_urn_belongs_to_one_setting_alone(school: School) -> None:  # noqa: F811
    staff = school.cast["support"]
    answer = staff.post("/council/settings/new", {**NEW, "urn": "100001"})
    assert sentence_at(answer, "urn") == "This is the URN of Millbrook"
    both = [
        staff.post("/council/settings/new", {**NEW, "name": name}).status_code
        for name in ("Weir Lane", "Weir Lane too")
    ]
    assert both == [303, 422]
    for name in ("One without", "Another without"):
        assert staff.post("/council/settings/new", {"name": name}).status_code == 303
    path = f"/council/settings/{school.northbrook}/change"
    taken = staff.post(path, {"name": "Northbrook", "urn": "100001", "_version": "1"})
    assert sentence_at(taken, "urn") == "This is the URN of Millbrook"


def test_hostile_names_stay_words_on_every_page(school: School) -> None:  # noqa: F811
    name = "<script>alert('x')</script> O'Brien & Söhne {{ 7*7 }}"
    made = school.cast["support"].post("/council/settings/new", {"name": name})
    for page in (made.location, f"{made.location}/change", "/council/settings?q=o%27brien"):
        text = school.cast["support"].get(page).text
        assert "<script>alert" not in text, page
        assert "&lt;script&gt;" in text, page


def test_the_list_asks_no_more_often_when_it_is_longer(cast: Cast, database: Database) -> None:
    cast["support"].get("/council/settings")
    with statements(database.engine) as few:
        cast["support"].get("/council/settings")
    with database.unit() as session:
        for number in range(30):
            name = f"School {number:02}"
            session.add(Setting(name=name, name_folded=name.casefold()))
    with statements(database.engine) as many:
        first = cast["support"].get("/council/settings").text
    assert len(few) == len(many)
    assert first.count('class="child"') == 25
    after = first.split("after=")[1].split('"')[0]
    assert cast["support"].get(f"/council/settings?after={after}").text.count('class="child"') == 5


def test_an_invited_senco_joins_by_the_link_and_sees_the_pupils(
    app: Flask,
    school: School,  # noqa: F811
) -> None:
    sent = school.cast["support"].post(f"{school.desk()}/invite", {"email": NIA, "role": "senco"})
    assert sent.location == school.desk()
    assert NIA in school.cast["support"].get(school.desk()).text
    words = Letterbox(app).words(NIA)
    assert "Millbrook" not in words.text, "no name stands in a mail"
    browser, password = Browser(app), "three odd words"
    link = Letterbox(app).newest(NIA)["link"]
    path = link[link.index("/invitation/") :]
    browser.send(
        path, forename="Nia", surname="Rowe", new_password=password, confirm_password=password
    )
    with school.unit() as session:
        held = session.exec(
            select(SettingMembership).where(SettingMembership.from_on != None)  # noqa: E711
        ).all()
    assert [each.role for each in held].count(SettingRole.SENCO) == 3
    assert "Nia Rowe" in school.cast["support"].get(school.desk()).text
    assert browser.get(path).status_code == 404, "a link works once"


def test_a_leaver_loses_the_page_that_is_open_and_the_download_on_the_next_request(
    school: School,  # noqa: F811
) -> None:
    helen = school.cast["senco"]
    assert helen.get(school.pupil()).status_code == 200
    ended = school.cast["support"].post(f"{school.desk()}/people/{school.senco}/end")
    assert ended.status_code == 303
    never = helen.get("/settings/pupils/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    for path in (school.pupil(), school.pupils(), f"{school.pupil()}/documents/{school.case}"):
        answer = helen.get(path)
        assert answer.status_code == 404, path
        assert bytes_without_tokens(answer) == bytes_without_tokens(never), path
    assert "My cases in progress" not in helen.get("/account").text
    assert "Before" in school.cast["support"].get(school.desk()).text


def test_a_role_is_changed_and_ended_twice_does_no_harm(school: School) -> None:  # noqa: F811
    staff, path = school.cast["support"], f"{school.desk()}/people/{school.senco}"
    assert staff.post(f"{path}/role", {"role": "emperor"}).status_code == 422
    assert staff.post(f"{path}/role", {"role": "staff"}).status_code == 303
    assert school.cast["senco"].get(school.pupils()).status_code == 404
    assert "This has ended" in staff.get(path).text
    for _ in range(2):
        assert staff.post(f"{path}/end").status_code == 303
    with school.unit() as session:
        said = session.exec(select(ChangeRecord.action)).all()
    assert said.count("setting_post_changed") == 1
    assert "setting_post_ended" not in said, "it had ended with the change"


def test_what_a_leaver_sent_or_got_counts_no_longer(
    app: Flask,
    school: School,  # noqa: F811
) -> None:
    school.cast["head"].post(f"{school.people()}/invite", {"email": "own.second@mail.example"})
    staff = school.cast["support"]
    staff.post(f"{school.desk()}/invite", {"email": "f.garrett@millbrook.example", "role": "senco"})
    links = [
        Letterbox(app).newest(address)["link"]
        for address in ("own.second@mail.example", "f.garrett@millbrook.example")
    ]
    staff.post(f"{school.desk()}/people/{school.head}/end")
    for link in links:
        assert Browser(app).get(link[link.index("/invitation/") :]).status_code == 404


def test_a_closed_setting_opens_nothing_and_takes_nobody_up(
    app: Flask,
    school: School,  # noqa: F811
) -> None:
    staff, helen = school.cast["support"], school.cast["senco"]
    staff.post(f"{school.desk()}/invite", {"email": NIA, "role": "senco"})
    assert "1 child of ours learns here" in staff.get(f"{school.desk()}/closure").text
    assert staff.post(f"{school.desk()}/closure", {"_version": "1"}).status_code == 303
    assert helen.get(school.pupil()).status_code == 404
    assert school.cast["head"].get(school.people()).status_code == 404
    link = Letterbox(app).newest(NIA)["link"]
    assert Browser(app).get(link[link.index("/invitation/") :]).status_code == 404
    assert staff.get(f"{school.desk()}/invite").status_code == 404
    late = school.cast["manager"].post(f"{school.desk()}/closure", {"_version": "1"})
    assert late.status_code == 409
    staff.post(f"{school.desk()}/closure", {"_version": "2"})
    assert "Closed since" not in staff.get(school.desk()).text
    assert helen.get(school.pupil()).status_code == 404, "what ended stays ended"


def test_a_service_is_kept_and_its_people_lose_all_they_were_asked_for(
    school: School,  # noqa: F811
) -> None:
    staff, anil = school.cast["support"], school.cast["contributor"]
    made = staff.post("/council/services/new", {"name": "Speech therapy", "email": "not one"})
    assert sentence_at(made, "email")
    desk = f"/council/services/{school.psychology}"
    person = f"{desk}/people/{school.psychologist}"
    assert staff.post(f"{person}/title", {"job_title": "Senior psychologist"}).status_code == 303
    assert "Senior psychologist" in staff.get(desk).text
    assert anil.get(school.ask()).status_code == 200
    assert staff.post(f"{person}/end").status_code == 303
    assert anil.get(school.ask()).status_code == 404
    assert "Maya" not in anil.get("/advice").text


def test_a_service_that_closes_ends_its_people_at_once(school: School) -> None:  # noqa: F811
    desk = f"/council/services/{school.psychology}"
    changed = {"name": "Psychology", "kind": "Education", "_version": "1"}
    assert school.cast["support"].post(f"{desk}/change", changed).status_code == 303
    assert school.cast["support"].post(f"{desk}/closure", {"_version": "2"}).status_code == 303
    assert school.cast["contributor"].get(school.ask()).status_code == 404
    with school.unit() as session:
        assert session.get_one(Service, school.psychology).closed_on is not None

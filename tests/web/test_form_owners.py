"""A form belongs to the browser it was begun in, then to the account; to nobody else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.base import new_id
from ehcportal.models.form import Draft
from ehcportal.models.sign_in import LoginSession, SealedPost
from ehcportal.queries.drafts import browser_hash
from ehcportal.services import drafts
from tests import paper
from tests.browser import bytes_without_tokens
from tests.cast import Cast, sign_in
from tests.web.test_form_moves import child_page
from tests.web.test_form_windows import AJAX

PLACES = ("", "/child", "/print", "/pdf", "/cancel", "/confirm")


@pytest.mark.parametrize("place", PLACES)
def test_the_form_of_another_person_looks_like_one_that_never_was(cast: Cast, place: str) -> None:
    theirs = paper.draft_id(child_page(cast))
    seen = cast["stranger"].get(f"/forms/draft/{theirs}{place}")
    never = cast["stranger"].get(f"/forms/draft/{new_id()}{place}")
    assert seen.status_code == never.status_code == 404
    assert bytes_without_tokens(seen) == bytes_without_tokens(never)


def test_nobody_can_write_into_the_form_of_another_person(cast: Cast, database: Database) -> None:
    theirs = child_page(cast)
    theirs.press("save", {"child_name-first": "Tobi"})
    for place in ("", "/autosave", "/files/documents"):
        answer = cast["stranger"].post(theirs.path + place, {"child_name-first": "Mallory"})
        assert answer.status_code == 404
    assert cast["stranger"].post(f"/forms/draft/{paper.draft_id(theirs)}/cancel").status_code == 404
    assert paper.page(theirs, "child").fields["child_name-first"] == "Tobi"


def test_without_a_login_every_form_of_others_leads_to_the_login(cast: Cast) -> None:
    theirs = paper.draft_id(child_page(cast))
    for draft in (theirs, new_id()):
        answer = cast["nobody"].get(f"/forms/draft/{draft}/child")
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?next=")


def test_a_browser_cannot_open_the_form_of_another_browser(app: Flask, cast: Cast) -> None:
    sheet = paper.begin(cast["nobody"])
    elsewhere = app.test_client().get(sheet.path)
    assert elsewhere.status_code == 303
    assert elsewhere.headers["Location"].startswith("/sign-in")


def test_pages_behind_your_details_wait_for_the_login(cast: Cast) -> None:
    sheet = paper.begin(cast["nobody"])
    asked = paper.page(sheet, "child")
    assert asked.heading == "Your Details"
    assert "Please log in or register first" in asked.text
    link = asked.soup.select_one("#log-in-or-register")
    assert link is not None
    assert str(link["href"]).startswith("/sign-in?next=%2Fforms%2Fdraft%2F")


def test_next_on_your_details_asks_for_the_login_too(cast: Cast) -> None:
    answer = paper.page(paper.begin(cast["nobody"]), "your-details").go("next")
    assert answer.answer.status_code == 422
    assert answer.soup.select_one(".govuk-error-summary a[href='#log-in-or-register']")


def test_what_is_sent_to_a_later_page_without_a_login_is_kept_for_after_it(
    app: Flask, cast: Cast
) -> None:
    nobody = cast["nobody"]
    sheet = paper.begin(nobody)
    path = paper.path(sheet, "child")
    answer = nobody.post(path, {"child_name-first": "Tobi", "child_name-last": ""})
    assert answer.headers["Location"].endswith("/your-details?first=1")
    with nobody.client.session_transaction() as cookie:
        token = cookie["browser"]
    with app.extensions["database"].unit() as session:
        drafts.adopt(session, browser_hash(token), cast.accounts["parent"].id)
    sign_in(app, nobody.client, cast.accounts["parent"])
    child = paper.open_sheet(nobody, path)
    assert child.fields["child_name-first"] == "Tobi"


def test_at_the_login_the_forms_of_the_browser_become_the_account_s(
    app: Flask, cast: Cast, database: Database
) -> None:
    nobody = cast["nobody"]
    sheet = paper.begin(nobody)
    with nobody.client.session_transaction() as cookie:
        token = cookie["browser"]
    with database.unit() as session:
        parent = cast.accounts["parent"].id
        assert drafts.adopt(session, browser_hash(token), parent) == 1
        assert drafts.adopt(session, browser_hash(token), cast.accounts["stranger"].id) == 0
    assert cast["parent"].get(sheet.path).status_code == 200
    details = paper.open_sheet(cast["parent"], paper.path(sheet, "your-details"))
    assert details.fields["your_name-last"] == "Okafor"
    assert nobody.get(sheet.path).status_code == 303, "the browser alone opens it no longer"


def rest_too_long(database: Database) -> None:
    with database.unit() as session:
        for login in session.exec(select(LoginSession)):
            login.last_active_at = clock.now() - timedelta(hours=2)
            session.add(login)


def test_a_page_sent_after_the_session_ended_is_there_after_the_next_login(
    app: Flask, cast: Cast, database: Database
) -> None:
    parent = cast["parent"]
    sheet = child_page(cast)
    sheet.press("save", {"child_name-first": "Tobi"})
    sheet = paper.page(sheet, "child")
    rest_too_long(database)
    late = sheet.press("next", {"child_name-last": "Okafor", "birth_date-year": "2018"})
    assert late.status_code == 303
    assert late.headers["Location"].startswith("/sign-in?next=%2Fforms%2Fdraft%2F")
    with database.reading() as session:
        post = session.exec(select(SealedPost)).one()
        assert "Okafor" not in post.sealed_body

    sign_in(app, parent.client, cast.accounts["parent"])
    again = paper.page(sheet, "child")
    assert "so we kept what you sent" in again.text
    assert again.fields["child_name-last"] == "Okafor"
    assert again.fields["birth_date-year"] == "2018"
    other = paper.page(sheet, "setting")
    other.press("save")
    settled = paper.page(sheet, "child")
    assert "so we kept what you sent" not in settled.text
    assert settled.fields["child_name-last"] == "Okafor"
    with database.reading() as session:
        assert session.exec(select(SealedPost)).one().sealed_body == ""


def test_typing_after_the_session_ended_is_kept_once_and_says_so(
    cast: Cast, database: Database
) -> None:
    sheet = child_page(cast)
    rest_too_long(database)
    for typed in ("T", "To", "Tobi"):
        answer = cast["parent"].client.post(
            f"{sheet.path}/autosave",
            data={**sheet.fields, "child_name-first": typed},
            headers=AJAX,
        )
        assert answer.headers["HX-Redirect"].startswith("/sign-in?next=")
    with database.reading() as session:
        assert len(session.exec(select(SealedPost)).all()) == 1


def test_a_late_page_of_somebody_else_s_form_is_not_kept(cast: Cast, database: Database) -> None:
    theirs = child_page(cast)
    token = cast["stranger"].csrf()
    rest_too_long(database)
    fields = {"csrf_token": token, "child_name-first": "Mallory"}
    assert cast["stranger"].client.post(theirs.path, data=fields).status_code == 303
    with database.reading() as session:
        assert session.exec(select(SealedPost)).all() == []


def test_a_late_page_does_not_overwrite_what_was_changed_meanwhile(
    app: Flask, cast: Cast, database: Database
) -> None:
    sheet = child_page(cast)
    rest_too_long(database)
    sheet.press("save", {"child_name-first": "Maya", "child_name-last": "Okafor"})
    elsewhere = app.test_client()
    sign_in(app, elsewhere, cast.accounts["parent"])
    with database.unit() as session:
        draft = session.exec(select(Draft).where(col(Draft.account_id).is_not(None))).one()
        draft.answers = {**draft.answers, "child_name": {"first": "Tobi", "last": "Okafor"}}
        draft.filled_for_id = draft.account_id
        session.add(draft)
    sign_in(app, cast["parent"].client, cast.accounts["parent"])
    shown = paper.page(sheet, "child")
    assert "Saved in the other window:" in shown.text
    assert shown.fields["child_name-first"] == "Maya"
    paper.page(sheet, "setting").press("save")
    assert paper.page(sheet, "child").fields["child_name-first"] == "Maya", "still to be chosen"


def test_a_form_is_not_kept_longer_than_the_council_says(cast: Cast, database: Database) -> None:
    sheet = child_page(cast)
    with database.unit() as session:
        draft = session.get_one(Draft, paper.draft_id(sheet))
        draft.expires_at = clock.now() - timedelta(minutes=1)
        session.add(draft)
    assert cast["parent"].get(sheet.path).status_code == 404

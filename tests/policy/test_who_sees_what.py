"""The permission table at the door: each person, each page, as a page and as a part of one.

A word is hidden in each child's case; it may stand in no answer to anybody of another family.
"""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ehcportal.models.base import new_id
from tests.cast import Cast
from tests.policy.stage import HERS, HIS, MAYA, ROWAN, Told, tell

OWN = frozenset({"parent", "second_parent"})
LIMITED = OWN | {"advocate"}
STAFF = frozenset({"caseworker", "other_caseworker", "support", "manager"})
MOTHER = frozenset({"parent"})

PAGES = {
    "/cases/{case}": LIMITED,
    "/cases/{case}/account": LIMITED,
    "/cases/{case}/panels": LIMITED,
    "/cases/{case}/dates": LIMITED,
    "/cases/{case}/timeline": LIMITED,
    "/cases/{case}/request": OWN,
    "/cases/{case}/involvements": OWN,
    "/cases/{case}/to-complete": OWN,
    "/cases/{case}/documents": OWN,
    "/cases/{case}/messages": OWN,
    "/cases/{case}/messages/{thread}": MOTHER,
    "/forms/sent/{submission}": MOTHER,
    "/forms/sent/{submission}/thank-you": MOTHER,
    "/forms/sent/{submission}/print": MOTHER,
    "/forms/sent/{submission}/pdf": MOTHER,
    "/council/cases/{case}": STAFF,
    "/council/cases/{case}/coordinator": STAFF,
    "/council/requests/{request}": STAFF,
    "/council/requests/{request}/closure": STAFF,
    "/council/access-requests/{access_request}": STAFF,
}
"""Every page about one child or one form, with who of the cast may open Maya's."""

LISTS = (
    "/home", "/cases", "/account", "/forms/saved", "/forms/sent", "/council/requests",
    "/council/cases", "/forms/access-request", "/forms/assessment-request", "/sign-in/kept",
)  # fmt: skip

POSTS = {
    "/council/cases/{case}/coordinator": STAFF,
    "/council/requests/{request}/join": STAFF,
    "/council/requests/{request}/closure": STAFF,
    "/council/access-requests/{access_request}/decision": STAFF - {"support"},
}
"""What changes a case, with who may try."""

SIGNED_IN = (
    "parent", "second_parent", "advocate", "parent_of_two", "young_person", "stranger", "senco",
    "contributor", "applicant", "new_parent", "administrator", "caseworker", "other_caseworker",
    "support", "manager",
)  # fmt: skip

HX = {"HX-Request": "true", "HX-Target": "panels"}
TOKEN = re.compile(rb'(name="csrf_token" value="|name="csrf-token" content=")[^"]+')


@dataclass
class House:
    """Both families, with the portal's door to ask at."""

    cast: Cast
    told: dict[str, Told]

    def path(self, page: str, child: str = "maya") -> str:
        found = self.told[child]
        return page.format(**{name: getattr(found, name) for name in found.__slots__})


@pytest.fixture
def house(app: Flask, cast: Cast) -> House:
    return House(cast, tell(app, cast))


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def told_apart(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer by which two could be told apart."""
    kept = {name: value for name, value in answer.headers if name not in {"Set-Cookie", "Date"}}
    return answer.status_code, TOKEN.sub(rb"\1", answer.data), kept


@pytest.mark.parametrize("who", SIGNED_IN)
def test_each_page_of_a_case_opens_to_those_it_is_for_and_to_nobody_else(
    house: House, who: str
) -> None:
    found = {page: house.cast[who].get(house.path(page)).status_code == 200 for page in PAGES}
    assert found == {page: who in may for page, may in PAGES.items()}


def test_before_the_login_every_page_leads_to_it(house: House) -> None:
    for page in PAGES:
        answer = house.cast["nobody"].get(house.path(page))
        assert answer.status_code == 303, page
        assert answer.headers["Location"].startswith("/sign-in?next="), page
        part = house.cast["nobody"].get(house.path(page), headers=HX)
        assert part.headers["HX-Redirect"].startswith("/sign-in?next="), page
        assert part.data == b"", page


@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "part"])
@pytest.mark.parametrize("who", ["stranger", "parent_of_two", "administrator", "advocate"])
def test_what_is_not_yours_answers_as_what_never_was(
    house: House, who: str, headers: dict[str, str]
) -> None:
    player = house.cast[who]
    for page, may in PAGES.items():
        if who in may:
            continue
        never = re.sub(r"\{\w+\}", lambda _found: new_id(), page)
        theirs = told_apart(player.get(house.path(page), headers=headers))
        assert theirs == told_apart(player.get(never, headers=headers)), page
        assert theirs[0] == 404, page


@pytest.mark.parametrize("who", SIGNED_IN)
def test_nobody_changes_a_case_but_those_who_work_on_it(house: House, who: str) -> None:
    for page, may in POSTS.items():
        answer = house.cast[who].post(house.path(page), {"_version": "1"})
        assert (answer.status_code != 404) is (who in may), (who, page)
        assert answer.status_code != 303, "nothing was filled in"


@pytest.mark.parametrize("who", [who for who in SIGNED_IN if who not in STAFF])
def test_a_child_s_word_stands_in_no_answer_to_another_family(house: House, who: str) -> None:
    """The address of another child's page, a list, a form: each is read, page and part."""
    player = house.cast[who]
    mine = {MAYA.canary} if who in LIMITED else {ROWAN.canary} if who == "parent_of_two" else set()
    foreign = {MAYA.canary, MAYA.upn, ROWAN.canary, ROWAN.upn} - mine
    foreign -= {MAYA.upn} if who in LIMITED else {ROWAN.upn} if who == "parent_of_two" else set()
    asked = [house.path(page, child) for page in PAGES for child in house.told]
    for path in [*asked, *LISTS]:
        for headers in ({}, HX):
            answer = player.get(path, headers=headers)
            if answer.mimetype == "application/pdf":
                continue
            assert not {word for word in foreign if word in words(answer)}, (who, path)


@pytest.mark.parametrize(("who", "hidden"), [("parent", HIS), ("second_parent", HERS)])
def test_what_the_council_wrote_to_one_parent_is_on_no_page_of_the_other(
    house: House, who: str, hidden: str
) -> None:
    player, seen = house.cast[who], {HERS: HIS, HIS: HERS}[hidden]
    asked = [house.path(page) for page in PAGES if not page.endswith("/pdf")]
    pages = [words(player.get(path)) for path in [*asked, *LISTS]]
    pages += [words(player.get(path, headers=HX)) for path in asked]
    assert not any(hidden in page for page in pages)
    assert any(seen in page for page in pages), "the word would have been seen"


def test_the_limited_view_of_an_advocate_shows_no_letter_message_or_adviser(house: House) -> None:
    for page in PAGES:
        text = words(house.cast["advocate"].get(house.path(page)))
        assert not {word for word in (HERS, HIS, f"About {MAYA.canary}", "New Messages")
                    if word in text}, page  # fmt: skip


def test_every_route_with_an_id_is_in_this_table_or_belongs_to_its_own_owner(app: Flask) -> None:
    """A new page about a case cannot be forgotten here."""
    ours = {
        re.sub(r"<\w+>", "{}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/cases/<", "/council/", "/forms/sent/<")) and "<" in rule.rule
    }
    shown = {re.sub(r"\{\w+\}", "{}", page) for page in (*PAGES, *POSTS)}
    assert ours - shown == {"/cases/{}/documents/{}"}, "documents need their bytes: test_documents"

"""No door tells whether an address is known: same bytes, same work, same time (security note 10).

Time is the processor's, not the wall's: what else this machine does is in neither. The statements
that reach the database are compared one by one, as each of them is time that could be measured.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from ehcportal import clock
from ehcportal import profile as profiles
from tests.cast import page_token
from tests.policy.rehearsal import Rehearsed
from tests.statements import statements

KNOWN = "grace.okafor@mail.example"
UNKNOWN = "grave.okafor@mail.example"
BLOCKED = "away@mail.example"
ROUNDS = 9
CLOSE = 1.5
"""How many times as long the slower of two may take at the median: far above what a busy machine
does to it, and far below a password's hash that is left out (ten times and more)."""

DETAILS = {
    "forename": "Oona",
    "surname": "Field",
    "house": "4",
    "street": "Weir Lane",
    "town": "Brookton",
    "postcode": "BK1 2AB",
}
PASSWORD = {"new_password": "three odd words 12", "confirm_password": "three odd words 12"}
ID = re.compile(r"[a-z2-7]{26}")
TOKENS = re.compile(r'((?:csrf_token|_idem)" value="|csrf-token" content=")[^"]+')


@dataclass(frozen=True)
class Door:
    """Where an address is typed: who asks, what comes before, what is sent, the page after it."""

    name: str
    path: str
    fields: dict[str, str]
    who: str = "nobody"
    preset: str = "standard"
    before: Callable[[FlaskClient, str], object] = lambda _client, _token: None
    after: str = ""
    other: str = UNKNOWN
    """The address that must get what the known one gets."""


def _give_details(client: FlaskClient, token: str) -> None:
    answer = client.post("/register", data={"csrf_token": token, **DETAILS})
    assert answer.location == "/register/email", answer.text


LATER = clock.today() + timedelta(days=90)
HELPER = {
    "kind": "advocate",
    "view": "limited",
    "until-day": str(LATER.day),
    "until-month": str(LATER.month),
    "until-year": str(LATER.year),
}
INVITE = Door(
    "invite an advocate",
    "/cases/<case_id>/access/invite",
    HELPER,
    who="second_parent",
    after="/cases/<case_id>/access",
)

DOORS = [
    Door("login", "/sign-in", {"password": "not the right one"}),
    Door("register", "/register/email", PASSWORD, before=_give_details, after="/register/code"),
    Door("reset by code", "/reset-password", {}, after="/reset-password/code"),
    Door("reset by link", "/reset-password", {}, preset="hub", after="/reset-password/sent"),
    Door("change of address", "/account/email", {}, who="stranger", after="/account/email/code"),
    INVITE,
    replace(INVITE, name="invite a blocked address", other=BLOCKED),
]


@dataclass(frozen=True)
class Told:
    """What somebody who knocks can see, and what it cost the portal."""

    page: tuple[int, str, str]
    statements: list[str]
    seconds: float


def knock(stage: Rehearsed, door: Door, email: str) -> Told:
    """Knock with an address, and undo what it did."""
    path = stage.path(door.path, "maya")
    with stage.database.undone():
        client = stage.browser(door.who)
        token = page_token(client, "/reset-password")
        door.before(client, token)
        sent = {"csrf_token": token, "email": email, **door.fields}
        with statements(stage.database.engine) as asked:
            start = time.process_time()
            answer = client.post(path, data=sent)
            spent = time.process_time() - start
        page = answer.text
        if door.after:
            page = client.get(stage.path(door.after, "maya")).text
    seen = ID.sub("", TOKENS.sub(r"\1", page.replace(email, "")))
    return Told((answer.status_code, answer.headers.get("Location", ""), seen), asked, spent)


@pytest.fixture(params=DOORS, ids=[door.name for door in DOORS])
def door(request: pytest.FixtureRequest, on_sqlite: Rehearsed) -> Iterator[Door]:
    found: Door = request.param
    council = on_sqlite.app.extensions["profile"]
    on_sqlite.app.extensions["profile"] = profiles.load(found.preset)
    yield found
    on_sqlite.app.extensions["profile"] = council


def test_a_known_address_gets_the_bytes_and_the_work_of_another_one(
    on_sqlite: Rehearsed, door: Door
) -> None:
    with time_machine.travel(clock.now(), tick=False):
        known, other = (knock(on_sqlite, door, email) for email in (KNOWN, door.other))
    assert other.page == known.page
    assert known.page[0] in {303, 422}, "the door was reached"
    if door.other == UNKNOWN:
        assert other.statements == known.statements


def test_time_does_not_tell_which_address_is_known(on_sqlite: Rehearsed, door: Door) -> None:
    spent: dict[str, list[float]] = {KNOWN: [], door.other: []}
    for _ in range(ROUNDS):
        for email, seconds in spent.items():
            seconds.append(knock(on_sqlite, door, email).seconds)
    medians = {email: statistics.median(seconds) for email, seconds in spent.items()}
    assert max(medians.values()) < CLOSE * min(medians.values()), medians

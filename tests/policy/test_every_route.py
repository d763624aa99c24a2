"""Every route of the portal, asked by everybody: who comes in, and what nobody else can tell.

Who may is in ``routes/`` (one line a route), ``may.py`` (by action) and ``players.py`` (who is
what). A word is hidden in each child's case, and one in what each of two parents got alone.
"""

import re
import zlib
from itertools import product
from types import ModuleType

import pytest
from flask import Flask

from ehcportal.policy import RULES, Action
from ehcportal.web.access import Access, Door, access_of
from tests.policy.judging import Came, came, faults
from tests.policy.may import MAY
from tests.policy.players import EVERYBODY, SIGNED_IN
from tests.policy.rehearsal import Rehearsed
from tests.policy.routes import AREAS, TABLE
from tests.policy.table import CASES, Route
from tests.policy.words import CHILD_HOME, READERS

FEW = ("nobody", "parent", "second_parent", "parent_of_two", "stranger", "caseworker")
"""Who asks for everything in the shorter run."""

HTMX = ("nobody", "stranger")
"""Who asks as htmx does in the shorter run: the two who get another answer than a page."""

FEWEST = ("parent", "stranger", "caseworker")
"""Who asks in the shorter run on Postgres: one who may, one who is nothing to the child, staff."""

NAMES = [area.__name__.rpartition(".")[2] for area in AREAS]


def rules(app: Flask) -> dict[tuple[str, str], Access | None]:
    """Return every method and rule of the portal with its policy."""
    return {
        (method, rule.rule): access_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def line_for(method: str, rule: str, access: Access | None) -> str:
    """Return the line that a route without one needs."""
    of = "of_case" if "<case_id>" in rule else "of_setting" if "<setting_id>" in rule else "own"
    if access is None or access.door is not Door.POLICY or access.action is None:
        return (
            f'{"half" if access and access.door is Door.HALF else "public"}("{method}", "{rule}"),'
        )
    more = ", confirmed=True" if access.confirmed else ""
    return f'{of}("{method}", "{rule}", Action.{access.action.name}{more}),'


def test_every_route_is_in_the_table_and_every_line_is_a_route(on_sqlite: Rehearsed) -> None:
    """A new page cannot be forgotten: add the line that this says, to the file of its area."""
    there = rules(on_sqlite.app)
    said = {line for route in TABLE for line in route}
    new = [line_for(*key, there[key]) for key in sorted(there.keys() - said)]
    assert not new, "Add to tests/policy/routes/:\n    " + "\n    ".join(new)
    assert not said - there.keys(), "These routes are no more"


def test_every_route_stands_behind_the_action_that_the_table_names(on_sqlite: Rehearsed) -> None:
    there = rules(on_sqlite.app)
    wrong = [
        (method, rule, access)
        for route in TABLE
        for method, rule in route
        if (access := there.get((method, rule))) is not None
        and ((access.action or access.door) != route.action or access.confirmed != route.confirmed)
    ]
    assert not wrong


def test_every_action_is_in_the_table() -> None:
    assert set(MAY) == set(Action) == set(RULES)


def judged(
    stage: Rehearsed, area: ModuleType, players: tuple[str, ...], htmx: tuple[str, ...]
) -> str:
    """Return what is wrong with the answers to the routes of an area, a line each."""
    return "\n".join(
        fault for route in area.ROUTES for fault in faults(stage, route, players, htmx)
    )


def in_turn(stage: Rehearsed, area: ModuleType) -> str:
    """The same with a few, in turn a sixth of everybody, and a third of those who may come in."""
    return "\n".join(
        fault for route in area.ROUTES for fault in faults(stage, route, _asking(route), HTMX)
    )


def _asking(route: Route) -> tuple[str, ...]:
    turn = zlib.crc32(route.rule.encode())
    return tuple(
        player
        for number, player in enumerate(EVERYBODY)
        if player in FEW
        or (number + turn) % 6 == 0
        or ((number + turn) % 3 == 0 and any(route.may(player, thing) for thing in route.things))
    )


@pytest.mark.parametrize("area", AREAS, ids=NAMES)
def test_each_page_opens_to_those_it_is_for_and_nobody_else_learns_of_it(
    on_sqlite: Rehearsed, area: ModuleType
) -> None:
    found = in_turn(on_sqlite, area)
    assert not found, found


ON_POSTGRES = [
    pytest.param(area, id=name, marks=[] if name in {"family", "council"} else pytest.mark.full)
    for area, name in zip(AREAS, NAMES, strict=True)
]
"""The rules are Python: two areas show in the shorter run that they hold on Postgres too."""


@pytest.mark.parametrize("area", ON_POSTGRES)
def test_it_is_the_same_on_postgres(on_postgres: Rehearsed, area: ModuleType) -> None:
    found = judged(on_postgres, area, FEWEST, ())
    assert not found, found


@pytest.mark.full
@pytest.mark.parametrize("area", AREAS, ids=NAMES)
def test_it_is_the_same_for_everybody_by_htmx(on_sqlite: Rehearsed, area: ModuleType) -> None:
    found = judged(on_sqlite, area, EVERYBODY, EVERYBODY)
    assert not found, found


@pytest.mark.full
@pytest.mark.parametrize("area", AREAS, ids=NAMES)
def test_it_is_the_same_for_everybody_on_postgres(on_postgres: Rehearsed, area: ModuleType) -> None:
    found = judged(on_postgres, area, EVERYBODY, EVERYBODY)
    assert not found, found


def test_every_hidden_word_can_be_read_by_one_who_may(on_sqlite: Rehearsed) -> None:
    """Else it would prove nothing. The child's address is on no page yet."""
    unseen = set(READERS) - {CHILD_HOME}
    pages = ("", "/dates", "/timeline")
    likely = {"/cases", "/account/details", "/council/cases/<case_id>"}
    likely |= {f"/cases/<case_id>{page}" for page in pages}
    likely_first = sorted(TABLE, key=lambda route: route.rule not in likely)
    readers = ("second_parent", "parent", "young_person", "parent_of_two", "caseworker")
    for route, player in product(likely_first, readers):
        if not unseen:
            return
        if "GET" not in route.methods or route.costly:
            continue
        for thing in (*route.things, *(("rowan",) if route.things == CASES else ())):
            path = on_sqlite.path(route.rule, thing, route.ids)
            text = on_sqlite.ask(player, "GET", path, {}).text()
            unseen -= {word for word in unseen if word.encode() in text}
    assert not unseen


def _may(route: Route, thing: str) -> str:
    return next(player for player in SIGNED_IN if route.may(player, thing))


def test_what_is_hard_to_undo_asks_for_the_password_again(on_sqlite: Rehearsed) -> None:
    """Security note 4: whoever finds a page left open does not get through these."""
    for route in TABLE:
        thing = route.things[0]
        path = on_sqlite.path(route.rule, thing, route.ids)
        for method in route.methods if route.confirmed else ():
            who = f"{_may(route, thing)} long ago"
            for htmx in (False, True):
                answer = on_sqlite.ask(who, method, path, route.sends, htmx=htmx)
                assert came(answer) is Came.CONFIRM, (who, method, route.rule)


def test_before_the_login_htmx_is_told_to_load_the_login_page(on_sqlite: Rehearsed) -> None:
    path = on_sqlite.path("/cases/<case_id>/panels", "maya")
    answer = on_sqlite.ask("nobody", "GET", path, {}, htmx=True)
    assert answer.body == b""
    assert re.match(r"/sign-in\?next=", answer.location)


def test_the_limited_view_has_no_panel_for_messages(on_sqlite: Rehearsed) -> None:
    path = on_sqlite.path("/cases/<case_id>", "maya")
    assert b"New Messages" in on_sqlite.ask("parent", "GET", path, {}).body
    assert b"New Messages" not in on_sqlite.ask("advocate", "GET", path, {}).body

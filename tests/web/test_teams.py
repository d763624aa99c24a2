"""Teams: made, renamed, people in and out, and what belonging to one means for a case."""

import re

from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.staff import Team
from tests import factories
from tests.browser import sentence_at
from tests.cast import Cast

VERSION = re.compile(r'name="_version" value="(\d+)"')


def make(cast: Cast, name: str = "East team") -> str:
    answer = cast["administrator"].post("/council/teams", {"name": name})
    assert answer.status_code == 303, answer.text
    return answer.location


def put_in(cast: Cast, team: str, key: str) -> None:
    account_id = cast.accounts[key].id
    answer = cast["administrator"].post(f"{team}/people", {"person": account_id})
    assert answer.status_code == 303


def new_case(database: Database) -> str:
    with database.unit() as session:
        return f"/council/cases/{factories.case(session, factories.person(session)).id}"


def give(cast: Cast, case: str, team_id: str, by: str = "manager") -> int:
    page = cast[by].get(f"{case}/coordinator").text
    fields = {"team": team_id, "_version": VERSION.search(page).group(1)}  # type: ignore[union-attr]
    return cast[by].post(f"{case}/team", fields).status_code


def test_a_team_is_made_and_named_once(cast: Cast, database: Database) -> None:
    team = make(cast)
    told = cast["administrator"].post("/council/teams", {"name": "East team"})
    assert "Another team has this name" in sentence_at(told, "name")
    other = make(cast, "West team")
    taken = cast["administrator"].post(other, {"name": "East team", "_version": "1"})
    assert "Another team has this name" in sentence_at(taken, "name")
    assert cast["administrator"].post(team, {"name": "South", "_version": "1"}).status_code == 303
    late = cast["administrator"].post(team, {"name": "North", "_version": "1"})
    assert late.status_code == 409
    assert 'value="North"' in late.text
    with database.reading() as session:
        assert set(session.exec(select(Team.name))) == {"South", "West team"}


def test_the_cases_of_a_team_are_changed_by_its_people_alone(
    cast: Cast, database: Database
) -> None:
    """Everybody who works on cases may look; a case without a team is everybody's."""
    team, case = make(cast), new_case(database)
    put_in(cast, team, "caseworker")
    for key in ("caseworker", "other_caseworker"):
        assert cast[key].get(f"{case}/coordinator").status_code == 200
    assert give(cast, case, team.rsplit("/", 1)[1]) == 303
    assert cast["caseworker"].get(f"{case}/coordinator").status_code == 200
    assert cast["other_caseworker"].get(f"{case}/coordinator").status_code == 404
    assert "Change coordinator or team" not in cast["other_caseworker"].get(case).text
    assert "given to another team by Ruth Adeyemi" in cast["manager"].get(case).text
    assert give(cast, case, "") == 303
    assert cast["other_caseworker"].get(f"{case}/coordinator").status_code == 200


def test_who_leaves_a_team_changes_its_cases_no_longer(cast: Cast, database: Database) -> None:
    team, case = make(cast), new_case(database)
    put_in(cast, team, "caseworker")
    give(cast, case, team.rsplit("/", 1)[1])
    out = f"{team}/people/{cast.accounts['caseworker'].id}/out"
    for _twice in range(2):
        assert cast["administrator"].post(out).status_code == 303
    assert cast["caseworker"].get(f"{case}/coordinator").status_code == 404
    put_in(cast, team, "caseworker")
    assert cast["caseworker"].get(f"{case}/coordinator").status_code == 200


def test_only_people_who_work_on_cases_join_a_team(cast: Cast) -> None:
    team = make(cast)
    for key in ("parent", "administrator"):
        told = cast["administrator"].post(f"{team}/people", {"person": cast.accounts[key].id})
        assert told.status_code == 422
        assert "Choose who joins" in sentence_at(told, "person")


def test_a_team_that_is_none_is_refused(cast: Cast, database: Database, app: Flask) -> None:
    make(cast)
    assert give(cast, new_case(database), "no-such-team") == 422
    assert cast["administrator"].get("/council/teams/no-such-team").status_code == 404

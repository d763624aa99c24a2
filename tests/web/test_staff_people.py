"""An administrator looks after the council's people: roles, how to reach them, leavers."""

import re
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.account import Account, OutsideLogin
from ehcportal.models.base import new_id
from ehcportal.models.case import Case
from ehcportal.models.staff import StaffMember, StaffRole, Team, TeamMembership
from ehcportal.queries import staff_member
from ehcportal.security.audit import Trace
from ehcportal.services import staff
from ehcportal.services.invitations import staff as invitations
from tests import factories
from tests.browser import sentence_at
from tests.cast import Cast
from tests.letterbox import Letterbox

VERSION = re.compile(r'name="_version" value="(\d+)"')


def page_of(cast: Cast, key: str) -> str:
    return f"/council/staff/{cast.accounts[key].id}"


def version(cast: Cast, path: str) -> str:
    found = VERSION.search(cast["administrator"].get(path).text)
    assert found
    return found.group(1)


def change_role(cast: Cast, key: str, role: str, by: str = "administrator") -> TestResponse:
    path = f"{page_of(cast, key)}/role"
    return cast[by].post(path, {"role": role, "_version": version(cast, path)})


def end(cast: Cast, key: str, **fields: str) -> TestResponse:
    path = f"{page_of(cast, key)}/end"
    return cast["administrator"].post(path, {"_version": version(cast, path), **fields})


def posts(database: Database, account: Account) -> list[StaffMember]:
    with database.reading() as session:
        query = select(StaffMember).where(StaffMember.account_id == account.id)
        found = sorted(session.exec(query), key=lambda each: each.created_at)
        session.expunge_all()
        return found


def coordinated(database: Database, account: Account, *, team: str | None = None) -> str:
    """Give somebody a case, and a team; return the case's id."""
    with database.unit() as session:
        child = factories.person(session, "Maya", "Okafor")
        case = factories.case(session, child, coordinator=account)
        if team:
            row = Team(name=team)
            session.add(row)
            session.flush()
            case.team_id = row.id
            joined = TeamMembership(team_id=row.id, account_id=account.id, from_on=clock.today())
            session.add(joined)
        return case.id


def test_the_list_says_who_works_here_with_role_and_app(cast: Cast) -> None:
    page = cast["administrator"].get("/council/staff").text
    assert "Reyes, Mark" in page
    assert "Business support" in page
    assert "App set up" in page
    assert "Okafor" not in page, "families are no staff"
    found = cast["administrator"].get("/council/staff?q=adeyemi").text
    assert "Adeyemi, Ruth" in found
    assert "Reyes" not in found
    assert "Nobody found" in cast["administrator"].get("/council/staff?q=%25").text


def test_a_long_list_comes_page_by_page_and_leaves_nobody_out(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        for number in range(60):
            address = f"person{number}@brookshire.example"
            made = Account(email=address, email_folded=address, forename="Al", surname="Zed")
            session.add(made)
            session.flush()
            session.add(
                StaffMember(account_id=made.id, role=StaffRole.CASEWORKER, from_on=clock.today())
            )
    seen, path = set(), "/council/staff"
    for _page in range(3):
        page = cast["administrator"].get(path).text
        seen |= set(re.findall(r"person\d+@", page))
        onward = BeautifulSoup(page, "html.parser").select_one('.pager a[href*="after="]')
        path = str(onward["href"]) if onward else path
    assert len(seen) == 60


def test_what_families_read_is_changed_and_a_late_change_loses_nothing(cast: Cast) -> None:
    path = page_of(cast, "caseworker")
    fields = {"_version": version(cast, path), "job_title": "EHC Officer", "phone": "01632 960 119"}
    assert cast["administrator"].post(path, {**fields, "available": "Fridays"}).status_code == 303
    assert 'value="EHC Officer"' in cast["administrator"].get(path).text
    late = cast["administrator"].post(path, {**fields, "available": "Mondays"})
    assert late.status_code == 409
    assert 'value="Mondays"' in late.text


def test_another_role_signs_out_everywhere_and_keeps_the_dates_of_the_first(
    cast: Cast, database: Database, app: Flask
) -> None:
    assert cast["caseworker"].get("/council/cases").status_code == 200
    assert change_role(cast, "caseworker", "manager").status_code == 303
    assert cast["caseworker"].get("/council/cases").status_code == 303, "to the login"
    first, second = posts(database, cast.accounts["caseworker"])
    assert first.role is StaffRole.CASEWORKER
    assert first.to_on == clock.today() - timedelta(days=1)
    assert (second.role, second.phone, second.to_on) == (StaffRole.MANAGER, first.phone, None)
    letters = Letterbox(app).templates(cast.accounts["caseworker"].email)
    assert letters == ["staff_role_changed"]


def test_who_becomes_an_administrator_leaves_their_cases_and_teams(
    cast: Cast, database: Database, app: Flask
) -> None:
    case_id = coordinated(database, cast.accounts["caseworker"], team="East")
    change_role(cast, "caseworker", "administrator")
    page = cast["manager"].get("/council/cases?show=waiting").text
    assert case_id in page
    with database.reading() as session:
        assert staff_member.coordinated(session, cast.accounts["caseworker"].id) == []
    letters = Letterbox(app).words(cast.accounts["manager"].email)
    assert "/council/cases?show=waiting" in letters.text


def test_a_leaver_has_no_access_the_same_minute(cast: Cast, database: Database) -> None:
    leaver = cast.accounts["caseworker"]
    case_id = coordinated(database, leaver, team="East")
    with database.unit() as session:
        session.add(OutsideLogin(account_id=leaver.id, issuer="https://idp", subject="1"))
    path = f"/council/cases/{case_id}"
    assert cast["caseworker"].get(path).status_code == 200
    asked = cast["administrator"].get(f"{page_of(cast, 'caseworker')}/end").text
    with database.reading() as session:
        assert session.get_one(Case, case_id).reference in asked
    assert sentence_at(end(cast, "caseworker"), "sure"), "nobody ends it by a slip"
    assert cast["caseworker"].get(path).status_code == 200
    assert end(cast, "caseworker", sure="yes").status_code == 303
    assert cast["caseworker"].get(path).status_code == 303
    assert "Reyes, Mark" not in cast["administrator"].get("/council/staff").text
    assert "Reyes, Mark" in cast["administrator"].get("/council/staff?show=left").text
    assert cast["administrator"].get(f"{page_of(cast, 'caseworker')}/role").status_code == 404
    with database.reading() as session:
        assert session.exec(select(OutsideLogin.unlinked_at)).one() is not None
        assert session.exec(select(TeamMembership.to_on)).one() < clock.today()


def test_the_invitation_of_a_leaver_opens_nothing(
    cast: Cast, database: Database, app: Flask
) -> None:
    """An administrator invited them anew by hand before they left."""
    account = cast.accounts["caseworker"]
    with database.unit() as session:
        token = invitations.invite(
            session, app.extensions["keyring"], "http://x", account.email, StaffRole.MANAGER
        )
    end(cast, "caseworker", sure="yes")
    assert cast["nobody"].get(f"/invitation/{token}").status_code == 404


def test_nobody_changes_or_ends_their_own_role(cast: Cast) -> None:
    told = change_role(cast, "administrator", "manager")
    assert told.status_code == 422
    assert "Ask another administrator" in sentence_at(told, "role")
    assert "Ask another administrator" in sentence_at(
        end(cast, "administrator", sure="yes"), "sure"
    )
    page = cast["administrator"].get(page_of(cast, "administrator")).text
    assert "You are the only administrator" in page


def test_the_last_administrator_stays(cast: Cast, database: Database, app: Flask) -> None:
    """The command line, or two administrators who end each other at the same moment."""
    account = cast.accounts["administrator"]
    (post,) = posts(database, account)
    with database.unit() as session:
        with pytest.raises(staff.LastAdministrator):
            staff.end_role(
                session, app.extensions["keyring"], Trace(), account.id, version=post.version
            )
        session.rollback()


def test_two_administrators_who_end_each_other_at_one_moment_leave_one(
    cast: Cast, database: Database, app: Flask
) -> None:
    pair = [cast.accounts[key].id for key in ("administrator", "support")]
    with database.unit() as session:
        second = session.exec(select(StaffMember).where(StaffMember.account_id == pair[1])).one()
        second.role = StaffRole.ADMINISTRATOR
    together, ended = threading.Barrier(2), []

    def end_the_other(who: str, other: str) -> None:
        with database.reading() as session:
            found = session.exec(select(StaffMember).where(StaffMember.account_id == other)).one()
            seen = found.version
        together.wait()
        with suppress(StaleDataError, staff.LastAdministrator), database.unit() as session:
            ring, trace = app.extensions["keyring"], Trace(account_id=who)
            staff.end_role(session, ring, trace, other, version=seen)
            ended.append(other)

    threads = [threading.Thread(target=end_the_other, args=two) for two in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 1
    with database.reading() as session:
        assert staff_member.administrators(session) == 1


def test_the_password_is_asked_for_again_before_a_role_changes(cast: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        path = f"{page_of(cast, 'caseworker')}/role"
        seen = version(cast, path)
        time.shift(timedelta(minutes=6))
        for answer in (
            cast["administrator"].get(path),
            cast["administrator"].post(path, {"role": "manager", "_version": seen}),
            cast["administrator"].get("/council/staff/invite"),
            cast["administrator"].get("/council/open-a-case"),
        ):
            assert answer.status_code == 303
            assert answer.location.startswith("/account/confirm")


def test_a_family_or_a_stranger_has_no_page_among_staff(cast: Cast) -> None:
    for key in ("parent", "stranger"):
        assert cast["administrator"].get(page_of(cast, key)).status_code == 404
    assert cast["administrator"].get(f"/council/staff/{new_id()}").status_code == 404


@pytest.mark.parametrize("who", ["caseworker", "manager", "support", "parent", "stranger"])
def test_only_administrators_look_after_staff(cast: Cast, who: str) -> None:
    for path in (
        "/council/staff",
        "/council/staff/invite",
        "/council/teams",
        "/council/open-a-case",
        page_of(cast, "caseworker"),
        f"{page_of(cast, 'caseworker')}/end",
    ):
        assert cast[who].get(path).status_code == 404, path

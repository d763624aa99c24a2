"""A family asks for everything of its case in one archive, and takes it away (guide row S10)."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.jobs import archiving
from ehcportal.models.account import Account
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case
from ehcportal.models.person import Relationship
from ehcportal.models.voice import CaseArchive
from ehcportal.portal import Portal
from ehcportal.services.archives import asking
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, text_of


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


@pytest.fixture
def portal(app: Flask) -> Portal:
    return Portal.of(app.extensions)


@pytest.fixture
def file(cast: Cast, circle: Circle, portal: Portal) -> str:
    """The address of the mother's archive, which is ready."""
    assert cast["parent"].post(circle.at("/archive")).status_code == 303
    archiving.make_archives(portal)
    page = BeautifulSoup(text_of(cast, "parent", circle.at("/archive")), "html.parser")
    link = page.select_one("#archive a[href$='/file']")
    assert link is not None
    return str(link["href"])


def test_it_is_asked_for_watched_and_downloaded(cast: Cast, circle: Circle, portal: Portal) -> None:
    page = circle.at("/archive")
    assert "Make my archive" in text_of(cast, "parent", page)
    assert cast["parent"].post(page).location == page
    assert "We are making your archive" in text_of(cast, "parent", page)
    poll = cast["parent"].partial(circle.at("/archive/progress"), "archive")
    assert 'hx-trigger="every 5s"' in poll.get_data(as_text=True)
    archiving.make_archives(portal)
    poll = cast["parent"].partial(circle.at("/archive/progress"), "archive")
    assert "Download the archive" in poll.get_data(as_text=True)
    assert "hx-trigger" not in poll.get_data(as_text=True)


def test_a_download_that_broke_off_goes_on_even_when_the_password_is_no_longer_fresh(
    cast: Cast, file: str
) -> None:
    with cast["parent"].get(file) as answer:
        whole = answer.data
        assert answer.mimetype == "application/zip"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Okafor" not in answer.headers["Content-Disposition"]
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        with cast["parent"].get(file, headers={"Range": "bytes=100-"}) as rest:
            assert rest.status_code == 206
            assert rest.data == whole[100:]
        anew = cast["parent"].get(file)
        assert anew.status_code == 303
        assert anew.location.startswith("/account/confirm?next=")


def test_who_has_not_begun_it_needs_the_password_for_any_part(cast: Cast, file: str) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        part = cast["parent"].get(file, headers={"Range": "bytes=0-"})
        assert part.status_code == 303
        asked = cast["parent"].post(file.rpartition("/archive/")[0] + "/archive")
        assert asked.location.startswith("/account/confirm")


def test_nobody_else_gets_it_not_even_who_sees_the_same_case(
    cast: Cast, circle: Circle, file: str
) -> None:
    for who in ("second_parent", "parent_of_two", "caseworker", "stranger"):
        assert cast[who].get(file).status_code == 404, who
    assert "Download the archive" not in text_of(cast, "second_parent", circle.at("/archive"))


def test_ended_access_ends_it_on_the_very_next_request(
    cast: Cast, circle: Circle, database: Database, file: str
) -> None:
    with database.unit() as session:
        session.get_one(Relationship, circle.ties["parent"]).to_on = factories.days_ago(1)
    assert cast["parent"].get(file).status_code == 404
    assert cast["parent"].get(circle.at("/archive")).status_code == 404


def test_one_that_holds_what_was_taken_back_since_is_gone_and_says_why(
    cast: Cast, circle: Circle, database: Database, file: str
) -> None:
    take_back(database, circle, only_for=cast.accounts["second_parent"])
    assert "Download the archive" in text_of(cast, "parent", circle.at("/archive")), "not hers"
    take_back(database, circle)
    assert "has been taken back since" in text_of(cast, "parent", circle.at("/archive"))
    assert cast["parent"].get(file).status_code == 404
    assert cast["parent"].post(circle.at("/archive")).status_code == 303
    assert "We are making" in text_of(cast, "parent", circle.at("/archive"))


def take_back(database: Database, circle: Circle, only_for: Account | None = None) -> None:
    """Publish a document and withdraw it."""
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        shown = factories.published(session, case, only_for=only_for)
        shown.withdrawn_at = clock.now()


def test_after_its_day_it_is_not_handed_out_though_no_worker_came(
    cast: Cast, circle: Circle, file: str, database: Database
) -> None:
    with database.unit() as session:
        session.exec(select(CaseArchive)).one().expires_at = clock.now()
    assert cast["parent"].get(file).status_code == 404
    assert "Make my archive" in text_of(cast, "parent", circle.at("/archive"))


def test_nothing_is_taken_away_in_the_day_after_a_reset(
    cast: Cast, circle: Circle, file: str, database: Database
) -> None:
    with database.unit() as session:
        account = session.get_one(Account, cast.accounts["parent"].id)
        account.sensitive_after = clock.now() + timedelta(hours=3)
    assert cast["parent"].get(file).status_code == 404
    assert "You need to wait a little" in text_of(cast, "parent", circle.at("/archive"))
    assert cast["parent"].post(circle.at("/archive")).status_code == 422


def test_one_person_can_ask_five_times_a_day(cast: Cast, circle: Circle, portal: Portal) -> None:
    for _ in range(5):
        assert cast["parent"].post(circle.at("/archive")).status_code == 303
        with portal.database.unit() as session:
            session.exec(
                select(CaseArchive).where(CaseArchive.expires_at > clock.now())
            ).one().expires_at = clock.now()
    answer = cast["parent"].post(circle.at("/archive"))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


def test_one_that_failed_says_so_and_can_be_asked_for_again(
    cast: Cast, circle: Circle, portal: Portal
) -> None:
    cast["parent"].post(circle.at("/archive"))
    with portal.database.unit() as session:
        asking.remove_what_is_over(session, clock.now() + asking.PATIENCE, lambda _key: None)
    assert "Something went wrong" in text_of(cast, "parent", circle.at("/archive"))
    assert cast["parent"].post(circle.at("/archive")).status_code == 303
    assert "We are making" in text_of(cast, "parent", circle.at("/archive"))


def test_asking_stands_on_ones_own_timeline_alone_and_the_download_in_the_audit(
    cast: Cast, circle: Circle, file: str, database: Database
) -> None:
    cast["parent"].get(file).close()
    line = "You asked for everything in one archive"
    assert line in text_of(cast, "parent", circle.at("/timeline"))
    for page in ("/timeline", "/seen"):
        assert "archive" not in text_of(cast, "second_parent", circle.at(page)).lower().replace(
            "/archive", ""
        ).replace("everything in one archive", "")
    with database.reading() as session:
        read = session.exec(select(ReadRecord).where(ReadRecord.action == "download_all")).all()
        assert "case_archive" in [each.object_type for each in read]


@pytest.mark.parametrize("page", ["/timeline", "/dates", "/messages"])
def test_what_is_read_can_be_printed(cast: Cast, circle: Circle, page: str) -> None:
    shown = BeautifulSoup(text_of(cast, "parent", circle.at(page)), "html.parser")
    assert shown.select_one("[data-print]") is not None

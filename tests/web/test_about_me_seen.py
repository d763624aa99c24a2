"""The child's voice is seen by whom they chose: family, school, advisers and the council."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.jobs import archiving
from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.event import Event
from ehcportal.models.person import Person, Placement, RelationshipKind
from ehcportal.models.voice import CaseArchive, VoicePiece
from ehcportal.portal import Portal
from ehcportal.security.audit import Trace
from ehcportal.services.archives import asking
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, help_from, text_of
from tests.saying import EVERYBODY, SAID, add, file_at, opened, pieces
from tests.storage.recordings import sound


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def shares(session: Session, cast: Cast, circle: Circle, sender: str, reader: str) -> None:
    session.add(
        SharingRule(
            person_id=circle.person,
            from_account_id=cast.accounts[sender].id,
            to_account_id=cast.accounts[reader].id,
            reason="Both asked for it",
            made_by_id=cast.accounts["caseworker"].id,
        )
    )


def test_the_other_parent_sees_nothing_without_a_rule_of_staff(
    cast: Cast, circle: Circle, database: Database
) -> None:
    add(cast, circle, "sound", (sound(), "a.wav"), seen=EVERYBODY)
    add(cast, circle, page="my-views/worries", seen=EVERYBODY)
    note = pieces(database)[0]
    for page in ("/about-me", "/my-views", "/timeline"):
        shown = text_of(cast, "second_parent", circle.at(page))
        assert SAID not in shown
        assert "added something" not in shown
    assert opened(cast, "second_parent", file_at(circle, note)).status_code == 404
    with database.unit() as session:
        shares(session, cast, circle, "parent", "second_parent")
    assert SAID in text_of(cast, "second_parent", circle.at("/about-me"))
    assert SAID in text_of(cast, "second_parent", circle.at("/my-views"))
    assert opened(cast, "second_parent", file_at(circle, note)).status_code == 200
    assert "Grace" not in text_of(cast, "second_parent", circle.at("/my-views"))


def test_a_rule_opens_nothing_that_was_not_ticked(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        shares(session, cast, circle, "parent", "second_parent")
    add(cast, circle, seen=("council",))
    assert SAID not in text_of(cast, "second_parent", circle.at("/about-me"))


def test_an_advocate_looks_at_what_who_asked_them_in_ticked_and_adds_nothing(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="parent")
    add(cast, circle, seen=("family",))
    add(cast, circle, who="second_parent", seen=("family",), words="His own words")
    shown = text_of(cast, "advocate", circle.at("/about-me"))
    assert SAID in shown
    assert "His own words" not in shown
    assert "<summary><span>Add" not in shown
    assert cast["advocate"].get(circle.at("/about-me/like/words")).status_code == 404


def test_a_young_person_decides_alone_who_sees_what(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        child = session.get_one(Person, circle.person)
        factories.relationship(
            session, cast.accounts["young_person"], child, kind=RelationshipKind.YOUNG_PERSON
        )
    add(cast, circle, who="young_person", seen=("family",))
    add(cast, circle, who="young_person", seen=("council",), words="Not for my parents")
    shown = text_of(cast, "parent", circle.at("/about-me"))
    assert SAID in shown
    assert "Not for my parents" not in shown


def test_a_young_person_takes_away_what_an_adult_added_about_them(
    cast: Cast, app: Flask, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        child = session.get_one(Person, circle.person)
        young = cast.accounts["young_person"]
        factories.relationship(session, young, child, kind=RelationshipKind.YOUNG_PERSON)
    add(cast, circle, "sound", (sound(), "a.wav"), seen=("council",))
    add(cast, circle, seen=(), words="A note to myself")
    add(cast, circle, page="my-views/worries", words="My own worry")
    shown = text_of(cast, "young_person", circle.at("/about-me"))
    assert SAID in shown
    assert "A note to myself" not in shown
    about, note, worry = pieces(database)
    for kept in (note, worry):
        away = circle.at(f"/voices/{kept.id}/remove")
        assert cast["young_person"].post(away).status_code == 404
    assert cast["young_person"].post(circle.at(f"/voices/{about.id}/remove")).status_code == 303
    assert list(app.extensions["storage"].keys()) == []
    gone = pieces(database)[0]
    assert gone.removed_by_id == young.id
    told = text_of(cast, "parent", circle.at("/timeline"))
    assert "took away something that you had added to About Me" in told
    assert "took away something" not in text_of(cast, "second_parent", circle.at("/timeline"))
    case = text_of(cast, "caseworker", f"/council/cases/{circle.case}")
    assert "took something away from About Me" in case


def test_a_school_sees_what_was_ticked_for_it_since_the_child_came(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        placement = session.exec(
            select(Placement).where(Placement.person_id == circle.person)
        ).one()
        placement.from_on = factories.days_ago(30)
    add(cast, circle, "sound", (sound(), "a.wav"), seen=("setting",))
    add(cast, circle, seen=("council", "professionals", "family"), words="Not for school")
    add(cast, circle, seen=("setting",), words="Said at the school before")
    note, _, older = pieces(database)
    with database.unit() as session:
        session.get_one(VoicePiece, older.id).made_at = clock.now() - timedelta(days=60)
    pupil = f"/settings/pupils/{circle.case}"
    assert f"{pupil}/voices" in text_of(cast, "senco", pupil)
    shown = text_of(cast, "senco", f"{pupil}/voices")
    assert SAID in shown
    assert "Not for school" not in shown
    assert "Said at the school before" not in shown
    assert "Grace" not in shown
    assert opened(cast, "senco", f"{pupil}/voices/{note.id}/file").status_code == 200
    assert opened(cast, "senco", f"{pupil}/voices/{older.id}/file").status_code == 404


def test_who_is_asked_for_advice_sees_what_was_ticked_for_them(
    cast: Cast, circle: Circle, database: Database
) -> None:
    adviser = cast.accounts["contributor"].id
    with database.unit() as session:
        asked = factories.advice(session, session.get_one(Case, circle.case))
        page = f"/advice/{circle.case}/{asked.id}"
        part = CaseContributor(case_id=circle.case, account_id=adviser, advice_request_id=asked.id)
        session.add(part)
    add(cast, circle, "sound", (sound(), "a.wav"), seen=("professionals",))
    add(cast, circle, seen=("council", "setting"), words="Not for advisers")
    note, other = pieces(database)
    assert f"{page}/voices" in text_of(cast, "contributor", page)
    shown = text_of(cast, "contributor", f"{page}/voices")
    assert SAID in shown
    assert "Not for advisers" not in shown
    assert opened(cast, "contributor", f"{page}/voices/{note.id}/file").status_code == 200
    assert opened(cast, "contributor", f"{page}/voices/{other.id}/file").status_code == 404
    with database.unit() as session:
        session.exec(select(CaseContributor)).one().to_at = clock.now()
    assert cast["contributor"].get(f"{page}/voices").status_code == 404


def test_what_the_council_may_not_see_leaves_no_line_for_it(
    cast: Cast, circle: Circle, database: Database
) -> None:
    add(cast, circle, seen=())
    with database.reading() as session:
        kinds = session.exec(select(Event.kind)).all()
    assert "voice.added_privately" in kinds
    assert "Grace Okafor added" not in text_of(cast, "caseworker", f"/council/cases/{circle.case}")


def test_the_archive_holds_what_its_reader_sees_and_nothing_of_the_other_parent(
    cast: Cast, app: Flask, circle: Circle, database: Database
) -> None:
    add(cast, circle, "sound", (sound(), "a.wav"), seen=("council",))
    add(cast, circle, page="my-views/worries", who="second_parent", words="His worry")
    mother = cast.accounts["parent"].id
    with database.unit() as session:
        asked = asking.ask(session, Trace(mother), circle.case, mother)
    portal = Portal.of(app.extensions)
    archiving.make_archives(portal)
    with database.reading() as session:
        key = session.get_one(CaseArchive, asked).storage_key
    assert key
    with app.extensions["storage"].open(key) as file, zipfile.ZipFile(file) as archive:
        names = [each for each in archive.namelist() if each.startswith("5 ")]
        paper, note = sorted(names, key=lambda name: name.endswith(".wav"))
        pages = PdfReader(BytesIO(archive.read(paper))).pages
        assert archive.read(note).startswith(b"RIFF")
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "About Me: What people like about me" in words
    assert SAID in words
    assert "His worry" not in words

"""A child's record in real life: new names, addresses, schools; two records of one child (C11)."""

import pytest
from sqlmodel import Session, col, select

from ehcportal.db import Database
from ehcportal.models.access import AccessBlock
from ehcportal.models.case import Case
from ehcportal.models.ending import RecordJoin
from ehcportal.models.person import (
    NameKind,
    Person,
    PersonAddress,
    PersonName,
    Placement,
    Relationship,
)
from ehcportal.models.setting import Setting
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, text_of
from tests.circle import version as version_of

PARTS = ("day", "month", "year")
WHY = "The mother's letter"


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def path(circle: Circle, page: str = "") -> str:
    return f"/council/cases/{circle.case}/details{page}"


def since(ago: int = 0) -> dict[str, str]:
    on = factories.days_ago(ago)
    return {"from-day": str(on.day), "from-month": str(on.month), "from-year": str(on.year)}


def sends(cast: Cast, database: Database, circle: Circle, page: str, **fields: str) -> int:
    wanted = {
        "reason": WHY, "_version": str(version_of(database, Person, circle.person)), **since(),
        **fields,
    }  # fmt: skip
    return cast["caseworker"].post(path(circle, page), wanted).status_code


def test_a_new_name_is_shown_and_the_old_one_is_still_found(
    cast: Cast, database: Database, circle: Circle
) -> None:
    assert sends(cast, database, circle, "/name", forename="Maya", surname="Brand") == 303

    with database.reading() as session:
        names = session.exec(select(PersonName).order_by(col(PersonName.kind))).all()
        mine = [each for each in names if each.person_id == circle.person]
        assert [(each.kind, each.surname) for each in mine] == [
            (NameKind.CURRENT, "Brand"),
            (NameKind.FORMER, "Okafor"),
        ]
        assert mine[1].to_on == factories.days_ago(1)
    assert "Brand, Maya" in text_of(cast, "caseworker", f"/council/cases/{circle.case}")
    assert "Former name" in text_of(cast, "caseworker", path(circle))


def test_who_changes_an_older_record_is_told_and_nothing_is_lost(
    cast: Cast, database: Database, circle: Circle
) -> None:
    sends(cast, database, circle, "/name", forename="Maya", surname="Brand")
    fields = {"forename": "Maya", "surname": "Third", "reason": WHY, "_version": "1", **since()}
    answer = cast["caseworker"].post(path(circle, "/name"), fields)
    assert answer.status_code == 409
    assert "Third" in answer.get_data(as_text=True)


def test_a_new_address_ends_the_old_one_and_no_family_reads_it(
    cast: Cast, database: Database, circle: Circle
) -> None:
    sends(cast, database, circle, "/address", lines="4 Weir Lane", postcode="bk1 2ab")
    assert (
        sends(
            cast,
            database,
            circle,
            "/address",
            lines="9 Hidden Row",
            postcode="HD1 1HD",
            protected="yes",
        )
        == 303
    )
    with database.reading() as session:
        rows = session.exec(select(PersonAddress)).all()
        assert {(each.lines, each.protected, each.to_on is None) for each in rows} == {
            ("4 Weir Lane", True, False),
            ("9 Hidden Row", True, True),
        }
    assert "9 Hidden Row" in text_of(cast, "caseworker", path(circle))
    assert "Hidden" not in text_of(cast, "parent", circle.at())


def test_a_new_school_opens_the_case_to_its_senco_and_closes_it_to_the_old_one(
    cast: Cast, database: Database, circle: Circle
) -> None:
    pupil = f"/settings/pupils/{circle.case}"
    assert cast["senco"].get(pupil).status_code == 200

    assert sends(cast, database, circle, "/placement", name="St Elsewhere School") == 303

    assert cast["senco"].get(pupil).status_code == 404
    with database.reading() as session:
        place = session.exec(select(Placement).where(col(Placement.to_on).is_(None))).one()
        assert (place.name, place.setting_id) == ("St Elsewhere School", None)
    with database.reading() as session:
        school = session.exec(select(Setting.id).where(Setting.urn == "100001")).one()
    back = sends(cast, database, circle, "/placement", name="Millbrook", setting=school)
    assert back == 303
    assert cast["senco"].get(pupil).status_code == 200


def test_a_name_that_fits_several_schools_is_asked_again(
    cast: Cast, database: Database, circle: Circle
) -> None:
    fields = {
        "name": "Millbrook", "reason": WHY, **since(),
        "_version": str(version_of(database, Person, circle.person)),
    }  # fmt: skip
    answer = cast["caseworker"].post(path(circle, "/placement"), fields)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Choose which one it is" in page
    assert "Another one, which is not on our list" in page


@pytest.fixture
def twin(cast: Cast, database: Database, circle: Circle) -> Case:
    """A second record of the same child, with a case and a parent of its own."""
    with database.unit() as session:
        child = factories.person(session, "Maya", "Okafor")
        factories.relationship(session, cast.accounts["second_parent"], child)
        made = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        session.flush()
        session.expunge(made)
        return made


def joins(cast: Cast, circle: Circle, twin: Case) -> int:
    fields = {"reference": twin.reference, "reason": "Same UPN, same mother"}
    return cast["caseworker"].post(path(circle, "/join"), fields).status_code


def rows_of(session: Session, *case_ids: str) -> list[tuple[str, str, int]]:
    found = session.exec(select(Case).where(col(Case.id).in_(case_ids)).order_by(col(Case.id)))
    return [(each.id, each.person_id, each.version) for each in found]


def test_two_records_are_joined_and_taken_apart_and_no_case_changes(
    cast: Cast, database: Database, circle: Circle, twin: Case
) -> None:
    with database.reading() as session:
        before = rows_of(session, circle.case, twin.id)
        ties = len(session.exec(select(Relationship)).all())

    assert joins(cast, circle, twin) == 303

    with database.reading() as session:
        assert session.get_one(Person, twin.person_id).merged_into_id == circle.person
        assert rows_of(session, circle.case, twin.id) == before
        join = session.exec(select(RecordJoin.id)).one()
    assert cast["parent"].get(f"/cases/{twin.id}").status_code == 404
    assert "is an alias of this one" in text_of(cast, "caseworker", path(circle))
    assert "is an alias" in text_of(cast, "caseworker", f"/council/cases/{twin.id}")
    assert joins(cast, circle, twin) == 422

    part = cast["caseworker"].post(path(circle, f"/joins/{join}"), {"reason": "Twins"})
    assert part.status_code == 303
    with database.reading() as session:
        assert session.get_one(Person, twin.person_id).merged_into_id is None
        assert rows_of(session, circle.case, twin.id) == before
        assert len(session.exec(select(Relationship)).all()) == ties
    assert "Taken apart again: Twins" in text_of(cast, "caseworker", path(circle))


def test_who_is_kept_away_in_one_record_is_kept_away_in_both(
    cast: Cast, database: Database, circle: Circle, twin: Case
) -> None:
    away = cast.accounts["second_parent"]
    with database.unit() as session:
        session.add(
            AccessBlock(
                person_id=twin.person_id,
                email_folded=away.email_folded,
                reason="Court order",
                made_by_id=cast.accounts["caseworker"].id,
            )
        )
        session.get_one(Person, twin.person_id).protected = True
    assert cast["second_parent"].get(circle.at()).status_code == 200

    assert joins(cast, circle, twin) == 303

    assert cast["second_parent"].get(circle.at()).status_code == 404
    with database.reading() as session:
        assert session.get_one(Person, circle.person).protected


def test_a_record_is_not_joined_with_itself_or_a_case_of_nobody(
    cast: Cast, database: Database, circle: Circle
) -> None:
    with database.reading() as session:
        own = session.get_one(Case, circle.case).reference
    for reference, says in (
        (own, "same record already"),
        ("BR-2026-999999", "Enter the reference"),
    ):
        fields = {"reference": reference, "reason": "Same child"}
        answer = cast["caseworker"].post(path(circle, "/join"), fields)
        assert answer.status_code == 422
        assert says in answer.get_data(as_text=True)


def test_that_a_young_person_is_detained_stands_on_the_page_of_the_case_for_staff_alone(
    cast: Cast, database: Database, circle: Circle
) -> None:
    case, none = f"/council/cases/{circle.case}", {f"from-{part}": "" for part in PARTS}
    until = {each.replace("from", "until"): value for each, value in since(1).items()}
    assert sends(cast, database, circle, "/detention", **none, **until) == 422
    assert sends(cast, database, circle, "/detention", **since(9)) == 303
    assert "is in youth accommodation by order" in text_of(cast, "caseworker", case)
    assert "section 74" in text_of(cast, "caseworker", path(circle))
    assert "youth accommodation" not in text_of(cast, "parent", f"/cases/{circle.case}")
    assert sends(cast, database, circle, "/detention", **since(9), **until) == 303
    assert "reviewed as soon as it can be" in text_of(cast, "caseworker", case)
    assert sends(cast, database, circle, "/detention", **none) == 303
    assert "youth accommodation by order" not in text_of(cast, "caseworker", case)

"""Small ways in which something could be seen, or a fault be shown, that nobody would look for."""

from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.account import Account
from ehcportal.models.audit import ReadRecord
from ehcportal.models.staff import StaffMember
from tests import factories
from tests.cast import Cast


def test_the_private_phone_of_a_caseworker_is_not_shown_to_families(
    cast: Cast, database: Database
) -> None:
    who = cast.accounts
    with database.unit() as session:
        session.get_one(Account, who["caseworker"].id).phone = "07700 900 987"
        staff = session.exec(
            select(StaffMember).where(StaffMember.account_id == who["caseworker"].id)
        ).one()
        staff.phone = None
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        case_id = factories.case(session, child, coordinator=who["caseworker"]).id
    page = cast["parent"].get(f"/cases/{case_id}").get_data(as_text=True)
    assert "Mark" in page
    assert "07700 900 987" not in page


def test_the_cards_of_several_children_are_recorded_as_readings_of_their_cases(
    cast: Cast, database: Database
) -> None:
    who = cast.accounts
    with database.unit() as session:
        cases = []
        for name in ("Rowan", "Wren"):
            child = factories.person(session, name, "Hale")
            factories.relationship(session, who["parent_of_two"], child)
            cases.append(factories.case(session, child).id)
    assert cast["parent_of_two"].get("/cases").status_code == 200
    with database.session() as session:
        seen = session.exec(
            select(ReadRecord.case_id).where(
                ReadRecord.account_id == who["parent_of_two"].id,
                ReadRecord.object_type == "case",
            )
        ).all()
    assert sorted(map(str, seen)) == sorted(cases)


def test_an_address_with_a_zero_byte_is_no_fault(app: Flask, cast: Cast) -> None:
    for who in ("nobody", "parent", "caseworker"):
        for path in (
            "/cases/%00", "/files/%00/x", "/forms/draft/%00", "/forms/sent/%00",
            "/invitation/%00", "/council/requests/%00", "/council/cases?q=%00",
            "/council/requests?after=MDB8MDA", "/council/requests?show=access&after=MDB8MDA",
            "/council/cases?after=MDB8MDA",
        ):  # fmt: skip
            assert cast[who].get(path).status_code < 500, (who, path)

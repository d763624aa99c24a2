"""A request that is taken up is told the same day to all whom the law names (s36, Reg 4)."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import Source
from ehcportal.models.assessment import RequestNotice
from ehcportal.models.case import Case
from ehcportal.models.person import Placement
from ehcportal.models.posting import PostItem
from ehcportal.models.request import Request
from ehcportal.models.setting import Service
from ehcportal.security.audit import Trace
from ehcportal.services import requests
from ehcportal.services.requests import Joining
from tests import factories
from tests.letterbox import Letterbox
from tests.schools import School, school  # noqa: F401

HEALTH = "icb@health.example"


@pytest.fixture
def waiting(school: School) -> str:  # noqa: F811
    """A request about Maya that nobody has joined, and a health body with a shared address."""
    with school.unit() as session:
        session.add(Service(name="Integrated care board", kind="health", email=HEALTH))
        return factories.request(session, school.cast.accounts["parent"]).id


def join(school: School, request_id: str) -> None:  # noqa: F811
    ring, staff = school.app.extensions["keyring"], school.cast.accounts["caseworker"]
    with school.unit() as session:
        row = session.get_one(Request, request_id)
        wanted = Joining(row.version, staff.id, school.maya)
        requests.join(session, Trace(staff.id), ring, row.id, wanted, prefix="BR")


def told(school: School) -> dict[str, bool]:  # noqa: F811
    with school.unit() as session:
        rows = session.exec(select(RequestNotice)).all()
        return {each.who: each.told_on == clock.today() for each in rows}


def test_school_and_health_hear_by_mail_and_who_has_no_address_gets_a_letter(
    school: School,  # noqa: F811
    waiting: str,
) -> None:
    join(school, waiting)
    assert told(school) == {"setting": True, "health": True, "social_care": False}
    box = Letterbox(school.app)
    with school.unit() as session:
        reference = session.get_one(Case, school.case).reference
    for who in ("senco", "head"):
        words = box.words(school.cast.accounts[who].email, "request_notice").text
        assert "Maya" not in words
        assert reference in words
    assert reference in box.words(HEALTH, "request_notice").text
    story = school.cast["parent"].get(f"/cases/{school.case}/timeline").text
    assert "We told them that an assessment was asked for: the health body" in story
    staff, page = school.cast["caseworker"], f"/council/cases/{school.case}/told"
    assert page in staff.get(f"/council/cases/{school.case}").text
    assert "not yet" in staff.get(page).text
    staff.post(page)
    with school.unit() as session:
        assert len(session.exec(select(PostItem)).all()) == 1
    assert "not yet" not in staff.get(page).text
    assert page not in staff.get(f"/council/cases/{school.case}").text


def test_the_family_hears_of_the_request_of_a_school_and_where_to_give_their_views(
    school: School,  # noqa: F811
    waiting: str,
) -> None:
    with school.unit() as session:
        row = session.get_one(Request, waiting)
        row.source, row.setting_id, row.made_by_id = Source.SETTING, school.millbrook, None
    join(school, waiting)
    assert told(school) == {"family": True, "health": True, "social_care": False}
    box, asked = Letterbox(school.app), school.cast["senco"].get(school.pupil()).text
    for who in ("senco", "head"):
        mail = box.words(school.cast.accounts[who].email, "request_taken_up")
        assert "Maya" not in mail.text
        assert "/settings" in mail.text
    assert "The council took it up on" in asked
    with school.unit() as session:
        session.exec(select(Placement)).one().setting_id = school.northbrook
    listed = school.cast["senco"].get(school.pupils()).text
    assert "not noted as your pupil" in listed, "it would be nowhere"
    alert = Letterbox(school.app).letters("grace.okafor@mail.example")[-1]
    assert alert.facts["path"] == f"/cases/{school.case}/my-views"
    story = school.cast["parent"].get(f"/cases/{school.case}/timeline").text
    assert "You have a right to tell us your views" in story

"""Who leads a setting looks after its own people, and sees no pupil (guide row S01)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.security.audit import SYSTEM
from ehcportal.services import memberships
from ehcportal.services.memberships import LastLeadError
from tests.browser import bytes_without_tokens, sentence_at
from tests.cast import Cast, Player
from tests.letterbox import Letterbox
from tests.schools import School, post, school  # noqa: F401

pytestmark = pytest.mark.usefixtures("school")
NIA = "n.rowe@millbrook.example"


@pytest.fixture
def head(school: School) -> Player:  # noqa: F811
    return school.cast["head"]


def test_a_lead_sees_people_and_no_pupil(school: School, head: Player) -> None:  # noqa: F811
    page = head.get(school.people()).text
    assert "Helen Boyd" in page
    assert "h.boyd@millbrook.example" not in page, "an address is its owner's and the council's"
    for path in (school.pupils(), school.pupil(), f"/cases/{school.case}"):
        assert head.get(path).status_code == 404, path


@pytest.mark.parametrize("who", ["senco", "other_senco", "parent", "manager", "stranger"])
def test_nobody_else_gets_to_the_people(school: School, cast: Cast, who: str) -> None:  # noqa: F811
    theirs, never = cast[who].get(school.people()), cast[who].get("/settings/aaaaaaaaaa/people")
    assert theirs.status_code == 404
    assert bytes_without_tokens(theirs) == bytes_without_tokens(never)


def test_the_answer_to_an_invitation_is_the_same_for_known_and_unknown_addresses(
    app: Flask,
    school: School,  # noqa: F811
    head: Player,
) -> None:
    for address in (NIA, "grace.okafor@mail.example"):
        answer = head.post(f"{school.people()}/invite", {"email": address})
        assert answer.location == school.people()
        assert Letterbox(app).templates(address) == ["setting_invitation"]
    wrong = head.post(f"{school.people()}/invite", {"email": "nobody"})
    assert sentence_at(wrong, "email")
    assert 'value="nobody"' in wrong.text


def test_a_lead_gives_no_post_that_sees_children(school: School, head: Player) -> None:  # noqa: F811
    """What the page does not offer is refused when somebody sends it all the same."""
    sent = head.post(f"{school.people()}/invite", {"email": NIA, "role": "senco"})
    assert sent.status_code == 400
    for role in ("senco", "lead"):
        changed = head.post(f"{school.people()}/{school.senco}/role", {"role": role})
        assert changed.status_code == 422, role


def test_a_senco_becomes_other_staff_or_leaves_at_once(school: School, head: Player) -> None:  # noqa: F811
    helen = school.cast["senco"]
    assert helen.get(school.pupil()).status_code == 200
    changed = head.post(f"{school.people()}/{school.senco}/role", {"role": "staff"})
    assert changed.status_code == 303
    assert helen.get(school.pupil()).status_code == 404
    assert "No child’s case is open to you" in helen.get("/settings").text
    with school.unit() as session:
        now = session.exec(
            select(SettingMembership).where(SettingMembership.role == SettingRole.STAFF)
        ).one()
    assert head.post(f"{school.people()}/{now.id}/end").status_code == 303
    assert "You are on no setting’s list" in helen.get("/settings").text


def test_the_only_lead_cannot_leave_the_setting_without_one(school: School, head: Player) -> None:  # noqa: F811
    path = f"{school.people()}/{school.head}/end"
    accident = head.post(path)
    assert sentence_at(accident, "myself") == "Tick the box if you mean your own post"
    alone = head.post(path, {"myself": "yes"})
    assert "You are the only lead here" in sentence_at(alone, "myself")
    with school.unit() as session:
        post(session, school.millbrook, school.cast.accounts["stranger"].id, SettingRole.LEAD)
    assert head.post(path, {"myself": "yes"}).location == "/settings"
    assert head.get(school.people()).status_code == 404


def test_two_leads_who_end_each_other_at_the_same_moment_leave_one(
    app: Flask,
    school: School,  # noqa: F811
) -> None:
    with school.unit() as session:
        other = post(
            session, school.millbrook, school.cast.accounts["stranger"].id, SettingRole.LEAD
        )

    def end(membership_id: str) -> bool:
        try:
            with app.extensions["database"].unit() as session:
                return memberships.end(session, SYSTEM, membership_id, keep_a_lead=True)
        except LastLeadError:
            return False

    with ThreadPoolExecutor(2) as both:
        ended = list(both.map(end, [school.head, other.id]))
    assert sorted(ended) == [False, True]


def test_a_post_of_another_setting_is_not_found_here(school: School, head: Player) -> None:  # noqa: F811
    with school.unit() as session:
        theirs = session.exec(
            select(SettingMembership).where(SettingMembership.setting_id == school.northbrook)
        ).one()
    for path in (f"{school.people()}/{theirs.id}", f"{school.people()}/aaaaaaaaaa"):
        assert head.get(path).status_code == 404
    assert head.post(f"{school.people()}/{theirs.id}/end").status_code == 404


def test_a_lead_sends_so_many_letters_a_day_and_no_more(school: School, head: Player) -> None:  # noqa: F811
    def send(number: int) -> int:
        address = f"n{number}@mail.example"
        return head.post(f"{school.people()}/invite", {"email": address}).status_code

    answers = [send(number) for number in range(31)]
    assert answers == [303] * 30 + [429]


def test_an_invitation_is_taken_back_by_who_sent_it_alone(
    app: Flask,
    school: School,  # noqa: F811
    head: Player,
) -> None:
    school.cast["support"].post(f"{school.desk()}/invite", {"email": NIA, "role": "lead"})
    page = head.get(school.people()).text
    assert NIA not in page
    assert "Somebody whom another person invited" in page
    head.post(f"{school.people()}/invite", {"email": "o.dale@millbrook.example"})
    page = head.get(school.people()).text
    assert "o.dale@millbrook.example" in page
    again = page.split("/invitations/")[1].split("/link")[0]
    assert head.post(f"{school.people()}/invitations/{again}/link").status_code == 303
    assert len(Letterbox(app).letters("o.dale@millbrook.example")) == 2
    assert head.post(f"{school.people()}/invitations/{again}/withdrawal").status_code == 303
    assert "o.dale@millbrook.example" not in head.get(school.people()).text

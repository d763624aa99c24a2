"""What a family asks for in form 8 is asked, named, or refused with reasons (s38, s39)."""

import pytest
from sqlmodel import select

from ehcportal.domain.facts import PlanKind
from ehcportal.models.desk import Letter
from ehcportal.models.plan import Consultation
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

HEALTH = "Sent by secure e-mail to the designated officer"
PLACES = [
    {"name": "Northbrook, Brookton", "kind": "mainstream", "why": "Her friends go there."},
    {"name": "The Orchard Rooms", "kind": "independent", "why": "It is small."},
]


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A draft of 20 days ago, and form 8 of the mother with two places."""
    assert unserved.serve().status_code == 303
    unserved.advance(20)
    with unserved.school.unit() as session:
        who = unserved.school.cast.accounts["parent"]
        answers = {"stay": "change", "places": PLACES}
        sent = factories.submission(
            session, who, "parental-preference", answers=answers, received=10
        )
        sent.case_id = unserved.school.case
        session.add(sent)
    final = unserved.begin(PlanKind.FINAL)
    unserved.write(final, "i1", "A special school", section="I", type="Special school")
    return unserved


def gate(desk: PlanDesk) -> str:
    return desk.text("caseworker", f"{desk.council}/final")


def reasons(desk: PlanDesk, place: int) -> str:
    page = desk.text("caseworker", f"{desk.council}/consultations")
    start = f"{desk.council}/preferences/"
    return start + page.split(f'href="{start}')[place].split('"')[0]


def test_what_form_8_asks_for_is_consulted_with_one_press(desk: PlanDesk) -> None:
    page = f"{desk.council}/consultations"
    shown = desk.text("caseworker", page)
    assert "The Orchard Rooms" in shown
    assert "Find it on the list" in shown, "the list does not have it"
    asked = desk.send("caseworker", page, preferred=[desk.school.northbrook])
    assert asked.status_code == 303
    with desk.school.app.extensions["database"].reading() as session:
        row = session.exec(select(Consultation)).one()
        assert (row.setting_id, row.is_preference) == (desk.school.northbrook, True)
    assert "Ask what the family wants" not in desk.text("caseworker", page)


def test_a_place_of_form_8_that_nobody_consulted_stops_the_final_plan(desk: PlanDesk) -> None:
    shown = gate(desk)
    assert "The family asked for Northbrook, Brookton" in shown
    assert "The family asked for The Orchard Rooms" in shown
    first, second = reasons(desk, 1), reasons(desk, 2)
    only = {"ground": "representation", "reason": "We thought about it."}
    assert desk.send("caseworker", first, **only).status_code == 422, "the law lists this one"
    given = {"ground": "unsuitable", "reason": "It cannot teach a child who does not hear."}
    assert desk.send("caseworker", first, **given).status_code == 422, "evidence is missing"
    given["evidence"] = "The report of the teacher of the deaf"
    assert desk.send("caseworker", first, **given).status_code == 303
    assert desk.send("caseworker", second, **only).status_code == 303
    assert "The family asked for" not in gate(desk)


def test_who_gets_the_first_wish_is_told_nothing_of_the_second(desk: PlanDesk) -> None:
    with desk.school.app.extensions["database"].reading() as session:
        final = session.exec(select(factories.PlanVersion.id).order_by("number")).all()[-1]
    school = desk.school  # noqa: F811
    desk.write(final, "i1", "Northbrook", type="Mainstream", setting_id=school.northbrook)
    assert "The family asked for" not in gate(desk)


def test_two_who_write_reasons_at_once_lose_nothing(desk: PlanDesk) -> None:
    page = reasons(desk, 2)
    seen = desk.text("caseworker", page)
    desk.send("caseworker", page, ground="representation", reason="Mine came first.")
    assert 'name="_version" value="0"' in seen
    late = desk.school.cast["caseworker"].post(
        page, {"_version": "0", "ground": "representation", "reason": "Mine came second."}
    )
    text = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Mine came first." in text
    assert "Mine came second." in text


def test_the_family_reads_why_in_the_letter_and_on_the_page_of_the_plan(desk: PlanDesk) -> None:
    given = {"ground": "resources", "reason": "It costs twice as much.", "evidence": "Its fees"}
    desk.send("caseworker", reasons(desk, 1), **given)
    only = {"ground": "representation", "reason": "We thought about the Orchard Rooms."}
    desk.send("caseworker", reasons(desk, 2), **only)
    sent = desk.send("caseworker", f"{desk.council}/final", health=HEALTH)
    assert sent.status_code == 303
    with desk.school.app.extensions["database"].reading() as session:
        letter = str(
            session.exec(select(Letter.fields).where(Letter.template == "final_plan")).one()
        )
    page = desk.text("parent", desk.family)
    for words in ("Northbrook, Brookton", "It costs twice as much.", "Its fees", "Orchard Rooms"):
        assert words in letter, words
        assert words in page, words
    assert "It would not be an efficient use of resources" in letter

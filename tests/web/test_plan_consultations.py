"""Several schools are asked at once; each reads the plan it is asked about, and answers (C03)."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.domain.rules import STANDARD_COUNTING
from ehcportal.models.alert import Alert
from ehcportal.models.plan import Consultation
from ehcportal.models.setting import SettingMembership, SettingRole
from ehcportal.services.consultation_reminders import remind_due
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import post, school  # noqa: F401


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """The draft as it was served today."""
    assert unserved.serve().status_code == 303
    return unserved


def ask(desk: PlanDesk, *settings: str, preferred: str = "") -> int:
    fields = {
        "q": "brook",
        "setting": list(settings),
        "preferred": [preferred] if preferred else [],
    }
    page = f"{desk.council}/consultations?q=brook"
    return desk.send("caseworker", page, f"{desk.council}/consultations", **fields).status_code


def asked(desk: PlanDesk, setting_id: str) -> Consultation:
    with desk.school.app.extensions["database"].reading() as session:
        wanted = select(Consultation).where(Consultation.setting_id == setting_id)
        row = session.exec(wanted).one()
        session.expunge(row)
        return row


def place(desk: PlanDesk, setting_id: str) -> str:
    return f"/settings/{setting_id}/consultations/{asked(desk, setting_id).id}"


def test_several_are_asked_at_once_each_with_its_15_days(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    assert ask(desk) == 422, "nobody was chosen"
    assert ask(desk, school.millbrook, preferred=school.northbrook) == 303
    page = desk.text("caseworker", f"{desk.council}/consultations")
    assert "Millbrook" in page
    assert "The family wants it" in page
    with school.app.extensions["database"].reading() as session:
        told = dict(list(session.exec(select(Alert.path, Alert.act_by))))
    last = clock.today() + timedelta(days=14)
    assert told[place(desk, school.northbrook)] == str(last)


def test_a_school_reads_the_plan_it_is_asked_about_and_no_other_page_of_the_case(
    desk: PlanDesk,
) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    assert "Maya" in desk.text("other_senco", f"/settings/{school.northbrook}/consultations")
    page = desk.text("other_senco", place(desk, school.northbrook))
    assert "A therapist works with Maya on her own." in page
    desk.text("other_senco", desk.pupil, 404)
    desk.text("other_senco", desk.family, 404)
    desk.text("senco", place(desk, school.northbrook), 404)
    other = place(desk, school.northbrook).replace(school.northbrook, school.millbrook)
    desk.text("senco", other, 404)


def test_a_no_needs_its_ground_and_the_evidence(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    page = place(desk, school.northbrook)
    assert desk.send("other_senco", page, reply="").status_code == 422
    answer = desk.send("other_senco", page, reply="no", text="We are full.")
    assert answer.status_code == 422
    assert "We are full." in answer.get_data(as_text=True)
    given = {
        "reply": "no",
        "ground": ["others_education", "resources"],
        "evidence-others_education": "Two classes of 34.",
    }
    assert desk.send("other_senco", page, **given).status_code == 422, "one has no evidence"
    given["evidence-resources"] = "A second adult all day."
    assert desk.send("other_senco", page, **given, places="None").status_code == 303
    row = asked(desk, school.northbrook)
    assert (row.ground, row.replied_on) == ("others_education", clock.today())
    shown = desk.text("caseworker", f"{desk.council}/consultations/{row.id}")
    for words in ("efficient education of others", "Two classes of 34.", "A second adult all day."):
        assert words in shown
    again = school.cast["other_senco"].post(page, {**given, "_version": str(row.version)})
    assert again.status_code == 409


def test_a_yes_with_conditions_says_what_is_needed(desk: PlanDesk) -> None:
    ask(desk, desk.school.northbrook)
    page = place(desk, desk.school.northbrook)
    assert desk.send("other_senco", page, reply="yes_with").status_code == 422
    given = {"reply": "yes_with", "needed": "A quiet room"}
    assert desk.send("other_senco", page, **given).status_code == 303


def test_who_is_no_more_asked_reads_no_more(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    page, row = place(desk, school.northbrook), asked(desk, school.northbrook)
    desk.text("other_senco", page)
    own = f"{desk.council}/consultations/{row.id}"
    taken = desk.send("caseworker", own, f"{own}/withdrawal", _version=str(row.version))
    assert taken.status_code == 303
    desk.text("other_senco", page, 404)
    assert "Maya" not in desk.text("other_senco", f"/settings/{school.northbrook}/consultations")


def test_a_late_answer_is_marked_and_one_by_telephone_is_entered(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    row = asked(desk, school.northbrook)
    with school.unit() as session:
        kept = session.get_one(Consultation, row.id)
        kept.sent_on = clock.today() - timedelta(days=20)
        session.add(kept)
    assert "No answer in time" in desk.text("caseworker", f"{desk.council}/consultations")
    own = f"{desk.council}/consultations/{row.id}"
    came = clock.today() - timedelta(days=1)
    day = {"came-day": came.day, "came-month": came.month, "came-year": came.year}
    version = str(asked(desk, school.northbrook).version)
    given = {"reply": "yes", "_version": version, **day}
    assert desk.send("caseworker", own, f"{own}/reply", **given).status_code == 303
    assert asked(desk, school.northbrook).replied_on == came


def test_a_lead_answers_too_and_other_staff_of_the_school_do_not(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.millbrook)
    with school.unit() as session:
        who = school.cast.accounts["former_senco"].id
        post(session, school.millbrook, who, SettingRole.STAFF)
    page = place(desk, school.millbrook)
    desk.text("former_senco", page, 404)
    assert desk.send("head", page, reply="yes").status_code == 303


def test_a_school_without_accounts_gets_a_letter_and_its_days_from_when_it_left(
    desk: PlanDesk,
) -> None:
    school = desk.school  # noqa: F811
    with school.unit() as session:
        for each in session.exec(select(SettingMembership)):
            session.delete(each)
    assert ask(desk, school.northbrook, preferred=school.northbrook) == 303
    row = asked(desk, school.northbrook)
    assert row.sent_on is None, "nothing has left yet"
    own = f"{desk.council}/consultations/{row.id}"
    assert "A letter is to be sent" in desk.text("caseworker", f"{desk.council}/consultations")
    assert desk.send("caseworker", own, f"{own}/letter").status_code == 303
    page = desk.text("caseworker", own)
    assert "The letter as a PDF" in page
    today = clock.today()
    day = {"left-day": today.day, "left-month": today.month, "left-year": today.year}
    assert desk.send("caseworker", own, f"{own}/sent", **day).status_code == 422, "how?"
    assert desk.send("caseworker", own, f"{own}/sent", how="post", **day).status_code == 303
    row = asked(desk, school.northbrook)
    assert (row.sent_on, row.sent_how) == (today, "post")
    last = today + timedelta(days=14)
    assert f"{last.day} {last:%B %Y}" in desk.text("caseworker", own)


def test_the_other_council_that_maintains_the_school_is_asked_by_letter(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    own = f"{desk.council}/consultations/{asked(desk, school.northbrook).id}"
    sent = desk.send("caseworker", own, f"{own}/council", council="Fairshire Council")
    assert sent.status_code == 303
    assert "Fairshire Council" in desk.text("caseworker", f"{desk.council}/consultations")
    page = f"/settings/{school.northbrook}/consultations"
    assert desk.text("other_senco", page).count("/consultations/") == 1, "the school has its own"


def test_the_family_reads_what_the_places_it_wants_answered(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.millbrook, preferred=school.northbrook)
    page = desk.text("parent", f"{desk.family}/places")
    assert "Northbrook" in page
    assert "Millbrook" not in page, "the form promises to tell of what they named"
    given = {"reply": "no", "ground": "resources", "evidence-resources": "Another child needs it."}
    desk.send("other_senco", place(desk, school.northbrook), **given)
    page = desk.text("parent", f"{desk.family}/places")
    assert "efficient use of resources" in page
    assert "Another child" not in page


def test_a_school_is_reminded_once_before_its_days_end(desk: PlanDesk) -> None:
    school = desk.school  # noqa: F811
    ask(desk, school.northbrook)
    database = school.app.extensions["database"]
    with database.unit() as session:
        row = session.exec(select(Consultation)).one()
        row.sent_on = clock.today() - timedelta(days=11)
        session.add(row)
    told = []
    for _again in range(2):
        with database.unit() as session:
            ring = school.app.extensions["keyring"]
            told.append(remind_due(session, ring, clock.now(), counting=STANDARD_COUNTING))
    assert told == [1, 0]
    with database.reading() as session:
        keys = list(session.exec(select(Alert.dedupe_key)))
    assert len([each for each in keys if str(each).endswith(":reminder")]) == 1


def test_nobody_is_asked_any_more_once_the_school_has_answered(desk: PlanDesk) -> None:
    ask(desk, desk.school.millbrook)
    path = place(desk, desk.school.millbrook)
    assert desk.send("senco", path, reply="yes").status_code == 303
    with desk.school.app.extensions["database"].reading() as session:
        key = f"consultation:{asked(desk, desk.school.millbrook).id}:"
        mine = select(Alert).where(col(Alert.dedupe_key).startswith(key))
        assert all(each.seen_at for each in session.exec(mine).all()), "the head is left alone"
